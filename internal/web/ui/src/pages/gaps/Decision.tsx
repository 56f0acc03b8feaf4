import { useMutation, useQueryClient } from '@tanstack/react-query'
import { AutoComplete, Button, Input, Radio } from 'antd'
import { useEffect, useState } from 'react'
import { write, type Body, type GapWhole, type Problem } from '../../api/client'
import { useTerms } from '../../app/terms'
import { dotted, useLang, type Word } from '../../i18n'
import { ConflictBox } from '../../parts/conflict'
import { author, Author, Day, Field, Refusal } from '../../parts/form'

type Form = Required<Pick<Body<'/gaps/{id}/decision'>, 'status' | 'strategy' | 'chief' | 'owner' | 'due' | 'reason'>>

const formOf = (g: GapWhole): Form => ({
  status: g.status,
  strategy: g.strategy ?? '',
  chief: g.chief ?? '',
  owner: g.owner ?? '',
  due: g.due ?? '',
  reason: g.decision ?? '',
})
const strategies = ['fill', 'strengthen', 'extend'] as const

/** What people decided, beside what the rules derive; and the form. What is typed stays while others write. */
export function Decision({ gap: g, readOnly }: { gap: GapWhole; readOnly: boolean }) {
  const { t } = useLang()
  return (
    <section>
      <h3>{t('decision')}</h3>
      <Standing gap={g} />
      {readOnly ? <Taken gap={g} /> : <Editor gap={g} />}
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
  const [base, setBase] = useState(g.revision)
  const [seen, setSeen] = useState(() => formOf(g))
  const [form, setForm] = useState(seen)
  const [by, setBy] = useState(author)
  const dirty = JSON.stringify(form) !== JSON.stringify(seen)
  const restart = (to: GapWhole) => {
    setBase(to.revision)
    setSeen(formOf(to))
    setForm(formOf(to))
  }
  useEffect(() => {
    if (!dirty && g.revision > base) restart(g)
  }, [g, dirty, base])
  const save = useMutation<GapWhole, Problem, { form: Form; base: number }>({
    mutationFn: (x) => write('/gaps/{id}/decision', { path: { id: g.id } }, { ...x.form, base: x.base, by }),
    onSuccess: (now) => {
      restart(now)
      return cache.invalidateQueries()
    },
    onError: (problem) => {
      if (problem.conflict) void cache.invalidateQueries()
    },
  })
  const set = (change: Partial<Form>) => {
    if (save.error && !save.error.conflict) save.reset()
    setForm({ ...form, ...change })
  }
  const conflict = save.error?.conflict
  const assigning = form.status === 'assigned' || form.status === 'in_progress' || form.status === 'closed'
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
          setForm(merged)
          save.mutate({ form: merged, base: conflict.revision })
        }}
        drop={() => {
          save.reset()
          setForm(seen)
          void cache.invalidateQueries()
        }}
      />
    )
  }
  return (
    <form
      className="form"
      onSubmit={(e) => {
        e.preventDefault()
        save.mutate({ form, base })
      }}
    >
      <div className="field-row" role="radiogroup" aria-label={t('outcome')}>
        <span>{t('outcome')}</span>
        <Radio.Group
          value={form.status}
          onChange={(e) => set({ status: e.target.value as Form['status'] })}
          options={g.steps.map((s) => ({
            value: s,
            label: s === seen.status ? t('keepStatus', words('gap_status', s)) : t(`act_${s}` as Word),
          }))}
        />
      </div>
      {assigning && (
        <>
          <div className="field-row" role="radiogroup" aria-label={t('strategy')}>
            <span>{t('strategy')}</span>
            <Radio.Group
              optionType="button"
              value={form.strategy}
              onChange={(e) => set({ strategy: e.target.value as Form['strategy'] })}
              options={strategies.map((s) => ({ value: s, label: words('strategy', s) }))}
            />
          </div>
          <Field name={t('due')}>{(id) => <Day id={id} value={form.due} set={(due) => set({ due })} />}</Field>
          <Field name={t('owner')}>
            {(id) => (
              <AutoComplete
                id={id}
                value={form.owner}
                onChange={(owner: string) => set({ owner })}
                placeholder={t('ownerHint')}
                options={g.owners.map((value) => ({ value }))}
                style={{ width: '100%' }}
              />
            )}
          </Field>
          <Field name={t('chief')}>
            {(id) => (
              <AutoComplete
                id={id}
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
      <Field name={t('grounds')}>
        {(id) => (
          <Input.TextArea
            id={id}
            autoSize={{ minRows: 1, maxRows: 5 }}
            maxLength={2000}
            placeholder={t('reasonHint')}
            value={form.reason}
            onChange={(e) => set({ reason: e.target.value })}
          />
        )}
      </Field>
      <Field name={t('byWhom')}>{(id) => <Author id={id} value={by} set={setBy} />}</Field>
      <Refusal problem={save.error} />
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
    </form>
  )
}
