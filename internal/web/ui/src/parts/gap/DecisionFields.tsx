import { AutoComplete, Input, Radio } from 'antd'
import type { Body } from '../../api/client'
import { useTerms } from '../../app/terms'
import { useLang } from '../../i18n'
import { Choice, Day, Field } from '../form'

/** What is decided on a gap. */
export type Form = Required<
  Pick<Body<'/gaps/{id}/decision'>, 'status' | 'strategy' | 'chief' | 'owner' | 'due' | 'reason'>
>

/** States in which somebody is to do it, or has. */
export const taken = ['assigned', 'in_progress', 'closed']

/** The fields that a decision needs and lacks: who, until when and how once somebody is to do it, and why. */
export function lackingIn(form: Form, seen: Form): (keyof Form)[] {
  const needed: (keyof Form)[] = taken.includes(form.status) ? ['strategy', 'due', 'owner'] : []
  if (form.status === 'dismissed' || form.status === 'closed' || seen.status === 'closed') needed.push('reason')
  return needed.filter((f) => form[f].trim() === '')
}

const strategies = ['fill', 'strengthen', 'extend'] as const

/** What a field needs, and what is wrong with it. */
export type SaidOf = (field: keyof Form) => { needed: boolean; lacking: boolean; refused: string | undefined }

/** The fields of a decision below its outcome: how, until when and who once somebody is to do it; and why. */
export function DecisionFields({
  form,
  set,
  said,
  owners,
  chiefs,
  kept,
}: {
  form: Form
  set: (change: Partial<Form>) => void
  said: SaidOf
  /** To choose from; others can be typed. */
  owners: string[]
  chiefs: string[]
  /** Stands in an empty field whose value stays as it is. */
  kept?: string | undefined
}) {
  const { t } = useLang()
  const words = useTerms()
  return (
    <>
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
                placeholder={(!said('owner').needed && kept) || t('ownerHint')}
                options={owners.map((value) => ({ value }))}
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
                placeholder={kept ?? t('chiefHint')}
                options={chiefs.map((value) => ({ value }))}
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
            placeholder={t(kept ? 'reasonOfAll' : 'reasonHint')}
            value={form.reason}
            onChange={(e) => set({ reason: e.target.value })}
          />
        )}
      </Field>
    </>
  )
}
