import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Drawer } from 'antd'
import { useEffect, useRef, useState, type FormEvent } from 'react'
import { Problem, useApi, write, type Answer, type Thing } from '../../api/client'
import { useLang, type Word } from '../../i18n'
import { AuthorField, useAuthor } from '../author'
import { DraftNote, useDraft } from '../draft'
import { useFocusBack } from '../focus'
import { Field, Refusal, sendByKey, toFirstFault, useFaultText } from '../form'
import { Region } from '../region'
import { BasisFields, keepBasis, lastBasis } from './BasisFields'
import { ConflictOf } from './ConflictOf'
import { Control } from './Control'
import { EffectBox, usePreview } from './EffectBox'
import { Pick } from './Pick'
import { RelationRows } from './RelationRows'
import { saidSaved } from './undoBar'
import {
  changesOf, isNew, lackingBasis, owner, same, sent, standing,
  type Added, type FormOf, type Sent, type Trial, type Value, type Work,
} from './work' // prettier-ignore

type Given = Omit<Added, 'n' | 'given'>

/** What a form is of. */
export type Asked = {
  kind: string
  /** The thing that is edited; none: a new one. */
  id?: string
  /** Relations that a new thing comes with. */
  given?: Given[]
  /** Relations that are proposed, and can be changed. */
  first?: Given[] | undefined
  /** One that stands may be taken instead of a new one. */
  pickable?: boolean
  /** First values of a new one. */
  values?: Record<string, Value>
  title: string
  /** Where it will stand, under the title. */
  of?: string
  /** The form for the same blank of the next thing, with the same source. */
  next?: (() => void) | undefined
}

/** A form beside the page, for a thing of any kind: made from the vocabulary that the server tells. */
export function FormDrawer({ asked, close }: { asked: Asked; close: () => void }) {
  const { t } = useLang()
  const forms = useApi('/forms', {})
  const node = useApi('/nodes/{id}', { path: { id: asked.id ?? '' } }, asked.id !== undefined)
  const meta = useApi('/meta', {})
  const wide = asked.id !== undefined
  useFocusBack('') // to the button that opened it
  return (
    <Drawer
      open
      size={wide ? 768 : 536}
      rootClassName="edit"
      title={
        <h2 className="form-title">
          {asked.title}
          {asked.of && <span className="quiet note form-of">{asked.of}</span>}
        </h2>
      }
      onClose={close}
      mask={false}
      aria-label={asked.title}
    >
      <Region query={forms} rows={8}>
        {(f) => {
          const form = f.kinds.find((k) => k.kind === asked.kind)
          if (!form) return <p>{t('noForm')}</p>
          if (asked.id !== undefined)
            return (
              <Region query={node} rows={8}>
                {(n) => <Editor asked={asked} form={form} forms={f.kinds} node={n} base={n.revision} close={close} />}
              </Region>
            )
          return (
            <Region query={meta} rows={8}>
              {(m) => <Editor asked={asked} form={form} forms={f.kinds} base={m.revision} close={close} />}
            </Region>
          )
        }}
      </Region>
    </Drawer>
  )
}

const begin = (asked: Asked, base: number): Work => ({
  base,
  values: asked.values ?? {},
  picked: undefined,
  rows: {},
  added: [
    ...(asked.given ?? []).map((g, n) => ({ ...g, n: n + 1, given: true })),
    ...(asked.first ?? []).map((g, n) => ({ ...g, n: n + 1 + (asked.given ?? []).length })),
  ],
  basis: lastBasis(),
  lost: [],
})

function Editor({
  asked,
  form,
  forms,
  node,
  base,
  close,
}: {
  asked: Asked
  form: FormOf
  forms: FormOf[]
  node?: Thing
  base: number
  close: () => void
}) {
  const { t, lang } = useLang()
  const cache = useQueryClient()
  const by = useAuthor()
  const [start] = useState(() => begin(asked, base))
  const place = [asked.id ?? asked.kind, ...(asked.given ?? []).map((g) => (g.end && !isNew(g.end) ? g.end.id : ''))]
  const draft = useDraft<Work>(`edit ${place.join(' ')}`, start)
  const w = draft.value
  const [tried, setTried] = useState(false)
  const dirty = changesOf(w) > 0
  const reason = asked.of ? `${asked.title}（${asked.of}）` : asked.title
  const out = sent(asked.kind, asked.id, w, { by, reason })
  const preview = usePreview(out.body, dirty)
  const onForm = useRef<HTMLFormElement>(null)

  const save = useMutation<Answer<'/edits', 'post'>, Problem, Sent>({
    mutationFn: (x) => write('/edits', {}, x.body),
    onSuccess: async (now) => {
      keepBasis(
        w.basis.fresh
          ? { ...w.basis, fresh: undefined, source: now.new.find((n) => n.kind === 'Source') ?? undefined }
          : w.basis,
      )
      draft.drop(begin(asked, now.revision))
      if (now.written > 0) {
        const moved = now.effects.states[0] ?? now.effects.six_ones[0]
        const what = moved ? (lang === 'en' ? moved.said.text_en : moved.said.text) : reason
        saidSaved({ revision: now.written, head: now.revision, what })
      }
      setTried(false)
      if (asked.next && goOn.current) asked.next()
      else close()
      await cache.invalidateQueries()
    },
  })
  const goOn = useRef(false)
  const set = (change: Partial<Work>) => {
    if (save.error && !save.error.conflict) save.reset()
    draft.keep({ ...w, ...change })
  }
  const fault = useFaults(save.error, out, tried ? preview.error : null)
  const lacking = lackingBasis(w.basis)
  const now = (name: string): Value => w.values[name] ?? (w.picked ? '' : standing(node, name))
  const put = (name: string, value: Value) => {
    const values = { ...w.values, [name]: value }
    if (same(value, standing(node, name))) delete values[name]
    set({ values })
  }
  const missing = form.fields.filter((f) => f.required && !w.picked && now(f.name).length === 0)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setTried(true)
    if (lacking.length > 0 || missing.length > 0 || by === '') toFirstFault(event.currentTarget)
    else save.mutate(out)
  }
  useEffect(() => {
    if (save.error && !save.error.conflict && onForm.current) toFirstFault(onForm.current)
  }, [save.error])

  const conflict = save.error?.conflict
  if (conflict)
    return (
      <ConflictOf
        of={conflict}
        busy={save.isPending}
        effect={(chosen) => {
          const merged = resolved(w, node, conflict, chosen, lang)
          return <Foreseen body={sent(asked.kind, asked.id, merged, { by, reason }).body} />
        }}
        drop={() => {
          save.reset()
          draft.drop(begin(asked, conflict.revision))
          void cache.invalidateQueries()
          close()
        }}
        save={(chosen) => {
          const merged = resolved(w, node, conflict, chosen, lang)
          draft.keep(merged)
          const next = sent(asked.kind, asked.id, merged, { by, reason })
          if (changesOf(merged) === 0 && merged.lost.length === 0) close()
          else save.mutate(next)
        }}
      />
    )

  const field = (name: string, first: boolean) => {
    const f = form.fields.find((x) => x.name === name)
    if (!f) return null
    const changed = name in w.values
    if (name === 'name' && asked.pickable)
      return (
        <Field
          key={name}
          name={lang === 'en' ? f.en : f.zh}
          needed
          refused={fault(owner.self, name)}
          lacking={tried && !w.picked && now(name).length === 0}
        >
          {(of) => (
            <>
              <Pick
                of={of}
                autoFocus={first}
                kinds={[asked.kind]}
                value={w.picked ?? (now(name) ? { id: 'new', name: String(now(name)) } : undefined)}
                pick={(picked) => set({ picked, values: asked.values ?? {} })}
                make={(_, typed) => set({ picked: undefined, values: { ...w.values, name: typed } })}
              />
              {asked.kind === 'Chief' && <p className="quiet note">{t('postNotName')}</p>}
            </>
          )}
        </Field>
      )
    if (w.picked) return null
    return (
      <div key={name} className={changed && node ? 'changed' : undefined}>
        <Field
          name={lang === 'en' ? f.en : f.zh}
          needed={f.required}
          lacking={tried && f.required && now(name).length === 0}
          refused={fault(owner.self, name)}
        >
          {(of) => (
            <>
              <Control field={f} of={of} value={now(name)} set={(v) => put(name, v)} autoFocus={first} />
              {changed && node && (
                <p className="quiet note">
                  {t('wasBefore')}
                  {t('colon')}
                  {shownValue(f.terms, standing(node, name), lang) || t('blank')}
                </p>
              )}
            </>
          )}
        </Field>
      </div>
    )
  }

  const still = [...missing.map((f) => (lang === 'en' ? f.en : f.zh)), ...lacking.map((l) => t(`lack_${l}` as Word))]
  return (
    <form ref={onForm} className="form edit-form" noValidate onSubmit={submit} onKeyDown={sendByKey}>
      <div className="edit-body">
        {form.sections.length > 2 && node && (
          <nav className="edit-nav" aria-label={t('sections')}>
            {form.sections.map((s) => (
              <a key={s.key} href={`#edit-${s.key}`} onClick={(e) => (e.preventDefault(), toSection(s.key))}>
                {lang === 'en' ? s.en : s.zh}
              </a>
            ))}
          </nav>
        )}
        {form.sections.map((s, i) => {
          const relations = s.relations.filter((r) => !w.added.some((a) => a.given && a.type === r.type))
          if (s.fields.length === 0 && (relations.length === 0 || (asked.pickable ?? false))) return null
          return (
            <section key={s.key} id={`edit-${s.key}`}>
              {form.sections.length > 1 && !asked.pickable && <h3>{lang === 'en' ? s.en : s.zh}</h3>}
              {s.fields.map((name, j) => field(name, i === 0 && j === 0))}
              {!asked.pickable && (
                <RelationRows
                  relations={relations}
                  forms={forms}
                  node={node}
                  work={w}
                  set={set}
                  fault={fault}
                  tried={tried}
                />
              )}
            </section>
          )
        })}
        <BasisFields
          basis={w.basis}
          set={(basis) => set({ basis })}
          fault={(name) => {
            const told = fault('basis', name)
            const key = { source: 'source', 'new.name': 'title', as_of: 'as_of', confidence: 'confidence' }[name]
            return told ?? (tried && key && (lacking as string[]).includes(key) ? t('needed') : undefined)
          }}
        />
        <AuthorField tried={tried} />
        <Refusal problem={save.error?.errors.length ? null : save.error} />
      </div>
      <div className="edit-foot">
        <EffectBox preview={preview} dirty={dirty} />
        <p className="row">
          <Button
            type="primary"
            htmlType="submit"
            loading={save.isPending}
            disabled={!dirty || lacking.length > 0}
            onClick={() => (goOn.current = false)}
          >
            {save.isPending ? t('saving') : t('save')}
          </Button>
          {asked.next && (
            <Button htmlType="submit" disabled={!dirty || lacking.length > 0} onClick={() => (goOn.current = true)}>
              {t('saveAndNext')}
            </Button>
          )}
          <Button
            disabled={!dirty}
            onClick={() => {
              draft.drop(begin(asked, base))
              save.reset()
              close()
            }}
          >
            {t('dropDraft')}
          </Button>
          <span className="quiet note">
            {dirty && still.length > 0 ? t('stillLacking', still.join(lang === 'en' ? ', ' : '、')) : t('editKeys')}
          </span>
        </p>
        <DraftNote of={draft} />
      </div>
    </form>
  )
}

/** The effect of what was chosen in a conflict. */
function Foreseen({ body }: { body: Trial }) {
  return <EffectBox preview={usePreview(body, true)} dirty />
}

const toSection = (key: string) => document.getElementById(`edit-${key}`)?.scrollIntoView({ block: 'start' })

const shownValue = (terms: FormOf['fields'][number]['terms'], value: Value, lang: string) =>
  (Array.isArray(value) ? value : [value])
    .map((v) => {
      const term = terms?.find((x) => x.code === v)
      return term ? (lang === 'en' ? term.en : term.zh) : v
    })
    .join(lang === 'en' ? ', ' : '、')

/** What is left of a form when a person has chosen: theirs is no longer changed, and what lost is kept beside. */
function resolved(
  w: Work,
  node: Thing | undefined,
  c: NonNullable<Problem['conflict']>,
  chosen: (f: (typeof c.fields)[number]) => 'theirs' | 'yours',
  lang: string,
): Work {
  const out: Work = {
    ...w,
    base: c.revision,
    values: { ...w.values },
    rows: { ...w.rows },
    added: [...w.added],
    lost: [],
  }
  const source = node?.provenance.source
  for (const f of c.fields) {
    const theirs = chosen(f) === 'theirs'
    const subject = f.subject?.id ?? ''
    const both = f.theirs !== f.base && f.yours !== f.base && !f.agreed
    const note = (value: string) =>
      `${lang === 'en' ? f.en : f.zh}：${shownValue(f.terms, value.split('\n'), lang)}（未采用）`
    if (both && subject !== '' && !subject.startsWith('new:'))
      if (theirs) out.lost.push({ subject, text: note(f.yours) })
      else if (source && f.theirs !== '') out.lost.push({ subject, source, text: note(f.theirs) })
    if (!theirs) continue
    if (!f.other) {
      delete out.values[f.field]
      continue
    }
    for (const key of Object.keys(out.rows)) {
      const row = out.rows[key]
      const [, way, other] = key.split(' ')
      const end = way === 'in' ? f.subject?.id : f.other.id
      if (!row || other !== end) continue
      const { [f.field]: _, ...values } = row.values
      out.rows[key] = { ...row, values }
    }
    out.added = out.added.filter((a) => a.type !== f.field)
  }
  return out
}

/** What is wrong with each field, by whose it is: what the server said of the part of the edit that it was sent in. */
function useFaults(saved: Problem | null, out: Sent, tried: Problem | null) {
  const said = useFaultText()
  const errors = (saved ?? tried)?.errors ?? []
  return (of: string, field: string): string | undefined => {
    for (const e of errors) {
      const at = /^body\.(\w+)\[(\d+)\]\.(.*)$/.exec(e.location)
      const whose = at
        ? (at[1] === 'nodes' ? out.nodes : out.relations)[Number(at[2])]
        : e.location.startsWith('body.basis.')
          ? 'basis'
          : undefined
      const name = at ? at[3] : e.location.slice('body.basis.'.length)
      if (whose !== of || name !== field) continue
      return said(e)
    }
    return undefined
  }
}
