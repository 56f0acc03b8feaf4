import { useMutation, useQueryClient } from '@tanstack/react-query'
import { AutoComplete, Button, Input, Modal, Radio } from 'antd'
import { useState } from 'react'
import { write, type Problem } from '../../api/client'
import { useTerms } from '../../app/terms'
import { label, useLang } from '../../i18n'
import { ConflictBox } from '../conflict'
import { author, Author, Day, Field, Refusal } from '../form'
import { stagesFrom, type Moving, type Stage } from './contact'

type Form = { stage: Stage; owner: string; next: string; due: string; reason: string }

/** Begins, moves, rejects or edits a contact. */
export function ContactForm({ of: m, owners, close }: { of: Moving; owners: string[]; close: () => void }) {
  const { t, lang } = useLang()
  const words = useTerms()
  const cache = useQueryClient()
  const back = m.card?.stage === 'rejected'
  const [form, setForm] = useState<Form>({
    stage: m.stage,
    owner: m.card?.owner ?? '',
    next: m.card?.next ?? '',
    due: m.card?.due ?? '',
    reason: back && m.stage === 'lead' ? '' : (m.card?.reason ?? ''),
  })
  const [by, setBy] = useState(author)
  const save = useMutation<unknown, Problem, { form: Form; base: number }>({
    mutationFn: (x) =>
      write('/contacts', {}, { ...x.form, gap: m.gap.id, enterprise: m.enterprise.id, base: x.base, by }),
    onSuccess: async () => {
      await cache.invalidateQueries()
      close()
    },
  })
  const set = (change: Partial<Form>) => {
    if (save.error && !save.error.conflict) save.reset()
    setForm({ ...form, ...change })
  }
  const conflict = save.error?.conflict
  return (
    <Modal open footer={null} title={t('cardOf', m.enterprise.name)} onCancel={close} width={560}>
      <p className="quiet">
        {t('named', t('gapCol'))}
        {label(lang, m.gap)}
      </p>
      {conflict ? (
        <ConflictBox
          of={conflict}
          busy={save.isPending}
          save={(chosen) => {
            const merged = { ...form, ...chosen } as Form
            setForm(merged)
            save.mutate({ form: merged, base: conflict.revision })
          }}
          drop={() => void cache.invalidateQueries().then(close)}
        />
      ) : (
        <form
          className="form"
          onSubmit={(e) => {
            e.preventDefault()
            save.mutate({ form, base: m.base })
          }}
        >
          <div className="field-row" role="radiogroup" aria-label={t('contact')}>
            <span>{t('contact')}</span>
            <Radio.Group
              value={form.stage}
              onChange={(e) => set({ stage: e.target.value as Stage })}
              options={stagesFrom(m.card?.stage).map((s) => ({
                value: s,
                label: s === 'rejected' ? t('rejectFirm') : words('contact_stage', s),
              }))}
            />
          </div>
          <Field name={t('grounds')}>
            {(id) => (
              <Input.TextArea
                id={id}
                autoSize={{ minRows: 1, maxRows: 4 }}
                maxLength={2000}
                placeholder={t('rejectReason')}
                value={form.reason}
                onChange={(e) => set({ reason: e.target.value })}
              />
            )}
          </Field>
          {form.stage !== 'rejected' && (
            <>
              <Field name={t('nextAct')}>
                {(id) => (
                  <Input
                    id={id}
                    maxLength={500}
                    placeholder={t('nextHint')}
                    value={form.next}
                    onChange={(e) => set({ next: e.target.value })}
                  />
                )}
              </Field>
              <Field name={t('due')}>{(id) => <Day id={id} value={form.due} set={(due) => set({ due })} />}</Field>
              <Field name={t('owner')}>
                {(id) => (
                  <AutoComplete
                    id={id}
                    value={form.owner}
                    onChange={(owner: string) => set({ owner })}
                    placeholder={t('ownerHint')}
                    options={owners.map((value) => ({ value }))}
                    style={{ width: '100%' }}
                  />
                )}
              </Field>
            </>
          )}
          <Field name={t('byWhom')}>{(id) => <Author id={id} value={by} set={setBy} />}</Field>
          <Refusal problem={save.error} />
          <p className="row">
            <Button type="primary" htmlType="submit" loading={save.isPending}>
              {form.stage === 'rejected' ? t('rejectFirm') : t('save')}
            </Button>
            <Button onClick={close}>{t('cancel')}</Button>
          </p>
        </form>
      )}
    </Modal>
  )
}
