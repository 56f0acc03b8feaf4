import { useMutation, useQueryClient } from '@tanstack/react-query'
import { AutoComplete, Button, Input, Radio } from 'antd'
import { useEffect, useState, type FormEvent } from 'react'
import { write, type Body, type GapWhole, type Problem } from '../../api/client'
import { useTerms } from '../../app/terms'
import { dotted, useLang, type Word } from '../../i18n'
import { AuthorField, useAuthor } from '../author'
import { ConflictBox } from '../conflict'
import { DraftNote, useDraft } from '../draft'
import { Choice, Day, Field, Refusal, toFirstFault, useRefusal } from '../form'
import { done, Saved, type Done } from '../Saved'

type Form = Required<Pick<Body<'/gaps/{id}/decision'>, 'status' | 'strategy' | 'chief' | 'owner' | 'due' | 'reason'>>

const formOf = (g: GapWhole): Form => ({
  status: g.status,
  strategy: g.strategy ?? '',
  chief: g.chief ?? '',
  owner: g.owner ?? '',
  due: g.due ?? '',
  reason: g.decision ?? '',
})
const taken = ['assigned', 'in_progress', 'closed']

/** The fields that a decision needs and lacks: who, until when and how once somebody is to do it, and why. */
function lackingIn(form: Form, seen: Form): (keyof Form)[] {
  const needed: (keyof Form)[] = taken.includes(form.status) ? ['strategy', 'due', 'owner'] : []
  if (form.status === 'dismissed' || form.status === 'closed' || seen.status === 'closed') needed.push('reason')
  return needed.filter((f) => form[f].trim() === '')
}

/** What is being decided: on which revision, how it stood there, and what is wanted. */
type Work = { base: number; seen: Form; form: Form }
const workOn = (g: GapWhole): Work => ({ base: g.revision, seen: formOf(g), form: formOf(g) })
const same = (a: Form, b: Form) => JSON.stringify(a) === JSON.stringify(b)

const strategies = ['fill', 'strengthen', 'extend'] as const

/** What people decided, beside what the rules derive; and the form. What is typed stays while others write. */
export function Decision({ gap: g, readOnly }: { gap: GapWhole; readOnly: boolean }) {
  const { t } = useLang()
  return (
    <section>
      <h3>{t('decision')}</h3>
      <Standing gap={g} />
      {!g.standing && <p className="quiet">{t('lapsedNote')}</p>}
      {readOnly || !g.standing ? <Taken gap={g} /> : <Editor gap={g} />}
    </section>
  )
}

/** The derivation of then beside the one of now. */
function Standing({ gap: g }: { gap: GapWhole }) {
  const { t, lang } = useLang()
  const words = useTerms()
  const kinds = (list: string[]) => list.map((k) => words('gap_kind', k)).join(lang === 'en' ? ', ' : '、')
  if (!g.decided) return <p className="quiet">{t('noDecision')}</p>
  const then = t('decidedWhen', g.decided.on, kinds(g.decided.kinds), g.decided.weight.toFixed(1))
  if (!g.standing)
    return (
      <p>
        {then} → <b>{t('notDerived')}</b>
      </p>
    )
  if (kinds(g.decided.kinds) === kinds(g.kinds) && g.decided.weight === g.weight)
    return (
      <p className="quiet">
        {then}
        {lang === 'en' ? '; ' : '；'}
        {t('sameDerived')}
      </p>
    )
  return (
    <p>
      {then} → <b>{t('nowDerived', kinds(g.kinds), g.weight.toFixed(1))}</b>
    </p>
  )
}

function Taken({ gap: g }: { gap: GapWhole }) {
  const { lang } = useLang()
  const words = useTerms()
  if (!g.decided) return null
  return (
    <p>
      {dotted(lang, [
        words('gap_status', g.status),
        g.strategy && words('strategy', g.strategy),
        g.chief,
        g.owner,
        g.due,
        g.decision,
      ])}
    </p>
  )
}

function Editor({ gap: g }: { gap: GapWhole }) {
  const { t } = useLang()
  const words = useTerms()
  const cache = useQueryClient()
  const draft = useDraft<Work>(`decision ${g.id}`, workOn(g))
  const { base, seen, form } = draft.value
  const by = useAuthor()
  const [tried, setTried] = useState(false)
  const [written, setWritten] = useState<Done>()
  const dirty = !same(form, seen)
  const restart = (to: GapWhole) => {
    setTried(false)
    draft.drop(workOn(to))
  }
  useEffect(() => {
    if (!dirty && g.revision > base) restart(g)
  }, [g, dirty, base])
  const save = useMutation<GapWhole, Problem, { form: Form; base: number }>({
    mutationFn: (x) => write('/gaps/{id}/decision', { path: { id: g.id } }, { ...x.form, base: x.base, by }),
    onSuccess: (now) => {
      restart(now)
      setWritten(done(now.revision, words('gap_status', now.status)))
      return cache.invalidateQueries()
    },
    onError: (problem) => {
      if (problem.conflict) void cache.invalidateQueries()
    },
  })
  const set = (change: Partial<Form>) => {
    if (save.error && !save.error.conflict) save.reset()
    setWritten(undefined)
    const work = { base, seen, form: { ...form, ...change } }
    if (same(work.form, seen)) draft.drop(work)
    else draft.keep(work)
  }
  const lacking = lackingIn(form, seen)
  const refusal = useRefusal(save.error)
  const said = (field: keyof Form) => ({
    needed: lackingIn({ ...form, [field]: '' }, seen).includes(field),
    lacking: tried && lacking.includes(field),
    refused: refusal.of === field ? refusal.text : undefined,
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setTried(true)
    if (lacking.length > 0 || by === '') toFirstFault(event.currentTarget)
    else save.mutate({ form, base })
  }
  const conflict = save.error?.conflict
  const act =
    form.status === seen.status
      ? t('save')
      : form.status === 'assigned' && seen.status === 'proposed'
        ? t('confirmAssign')
        : t(`act_${form.status}`)
  if (conflict) {
    return (
      <ConflictBox
        of={conflict}
        busy={save.isPending}
        save={(chosen) => {
          const merged = { ...form, ...chosen } as Form
          draft.keep({ base, seen, form: merged })
          save.mutate({ form: merged, base: conflict.revision })
        }}
        drop={() => {
          save.reset()
          restart(g)
          void cache.invalidateQueries()
        }}
      />
    )
  }
  return (
    <form className="form" noValidate onSubmit={submit}>
      <Choice name={t('outcome')}>
        <Radio.Group
          value={form.status}
          onChange={(e) => set({ status: e.target.value as Form['status'] })}
          options={g.steps.map((s) => ({
            value: s,
            label: s === seen.status ? t('keepStatus', words('gap_status', s)) : t(`act_${s}` as Word),
          }))}
        />
      </Choice>
      {taken.includes(form.status) && (
        <>
          <Choice name={t('strategy')} {...said('strategy')}>
            <Radio.Group
              optionType="button"
              value={form.strategy}
              onChange={(e) => set({ strategy: e.target.value as Form['strategy'] })}
              options={strategies.map((s) => ({ value: s, label: words('strategy', s) }))}
            />
          </Choice>
          <Field name={t('due')} {...said('due')}>
            {(of) => <Day of={of} value={form.due} set={(due) => set({ due })} />}
          </Field>
          <Field name={t('owner')} {...said('owner')}>
            {(of) => (
              <AutoComplete
                {...of}
                value={form.owner}
                onChange={(owner: string) => set({ owner })}
                placeholder={t('ownerHint')}
                options={g.owners.map((value) => ({ value }))}
                style={{ width: '100%' }}
              />
            )}
          </Field>
          <Field name={t('chief')}>
            {(of) => (
              <AutoComplete
                {...of}
                value={form.chief}
                onChange={(chief: string) => set({ chief })}
                placeholder={t('chiefHint')}
                options={g.chiefs.map((value) => ({ value }))}
                style={{ width: '100%' }}
              />
            )}
          </Field>
        </>
      )}
      <Field name={t('grounds')} {...said('reason')}>
        {(of) => (
          <Input.TextArea
            {...of}
            autoSize={{ minRows: 1, maxRows: 5 }}
            maxLength={2000}
            placeholder={t('reasonHint')}
            value={form.reason}
            onChange={(e) => set({ reason: e.target.value })}
          />
        )}
      </Field>
      <AuthorField tried={tried} />
      <Refusal problem={save.error} fields={Object.keys(form)} />
      <p className="row">
        <Button type="primary" htmlType="submit" disabled={!dirty} loading={save.isPending}>
          {act}
        </Button>
        <Button
          disabled={!dirty}
          onClick={() => {
            save.reset()
            restart(g)
          }}
        >
          {t('cancel')}
        </Button>
      </p>
      <DraftNote of={draft} />
      <Saved of={written} />
    </form>
  )
}
