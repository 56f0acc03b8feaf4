import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Radio } from 'antd'
import { useEffect, useState, type FormEvent } from 'react'
import { write, type GapWhole, type Problem } from '../../api/client'
import { useTerms } from '../../app/terms'
import { dotted, useLang, type Word } from '../../i18n'
import { AuthorField, useAuthor } from '../author'
import { ConflictBox } from '../conflict'
import { DraftNote, useDraft } from '../draft'
import { Choice, Refusal, sendByKey, toFirstFault, useRefusal } from '../form'
import { done, Saved, type Done } from '../Saved'
import { DecisionFields, lackingIn, type Form } from './DecisionFields'

const formOf = (g: GapWhole): Form => ({
  status: g.status,
  strategy: g.strategy ?? '',
  chief: g.chief ?? '',
  owner: g.owner ?? '',
  due: g.due ?? '',
  reason: g.decision ?? '',
})
/** What is being decided: on which revision, how it stood there, and what is wanted. */
type Work = { base: number; seen: Form; form: Form }
const workOn = (g: GapWhole): Work => ({ base: g.revision, seen: formOf(g), form: formOf(g) })
const same = (a: Form, b: Form) => JSON.stringify(a) === JSON.stringify(b)

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
      setWritten(done(now.written, words('gap_status', now.status)))
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
    <form className="form" noValidate onSubmit={submit} onKeyDown={sendByKey}>
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
      <DecisionFields form={form} set={set} said={said} owners={g.owners} chiefs={g.chiefs} />
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
