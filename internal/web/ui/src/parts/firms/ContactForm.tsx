import { useMutation, useQueryClient } from '@tanstack/react-query'
import { AutoComplete, Button, Input, Modal, Radio } from 'antd'
import { useState, type FormEvent } from 'react'
import { write, type Answer, type Problem } from '../../api/client'
import { useTerms } from '../../app/terms'
import { dotted, label, useLang } from '../../i18n'
import { AuthorField, useAuthor } from '../author'
import { ConflictBox } from '../conflict'
import { DraftNote, useDraft } from '../draft'
import { useFocusBack } from '../focus'
import { Choice, Day, Field, Refusal, toFirstFault, useRefusal } from '../form'
import { done, type Done } from '../Saved'
import { cardId, stagesFrom, type Moving, type Stage } from './contact'

type Form = { stage: Stage; post: string; phone: string; owner: string; next: string; due: string; reason: string }

/** What is being written: by which act, on which revision, and what is wanted. */
type Work = { act: Stage; base: number; form: Form }

function workOn(m: Moving): Work {
  const back = m.card?.stage === 'rejected' && m.stage === 'lead' // needs a reason of its own
  return {
    act: m.stage,
    base: m.base,
    form: {
      stage: m.stage,
      post: m.card?.post ?? '',
      phone: m.card?.phone ?? '',
      owner: m.card?.owner ?? '',
      next: m.card?.next ?? '',
      due: m.card?.due ?? '',
      reason: back ? '' : (m.card?.reason ?? ''),
    },
  }
}

/** Begins, moves, rejects or edits a contact. Closed without saving or cancelling, what was typed stays. */
export function ContactForm({
  of: m,
  owners,
  close,
}: {
  of: Moving
  owners: string[]
  close: (written?: Done) => void
}) {
  const { t, lang } = useLang()
  const words = useTerms()
  const cache = useQueryClient()
  const draft = useDraft<Work>(`contact ${m.gap.id} ${m.enterprise.id}`, workOn(m))
  const { base } = draft.value
  // What was typed stays; where the card goes is what was asked for just now.
  const form = draft.value.act === m.stage ? draft.value.form : { ...draft.value.form, stage: m.stage }
  const by = useAuthor()
  const [tried, setTried] = useState(false)
  useFocusBack(cardId(m.gap.id, m.enterprise.id))
  const leave = (written?: Done) => {
    draft.drop(workOn(m))
    close(written)
  }
  const save = useMutation<Answer<'/contacts', 'post'>, Problem, { form: Form; base: number }>({
    mutationFn: (x) =>
      write('/contacts', {}, { ...x.form, gap: m.gap.id, enterprise: m.enterprise.id, base: x.base, by }),
    onSuccess: async (now) => {
      await cache.invalidateQueries()
      leave(done(now.written, dotted(lang, [label(lang, m.enterprise), words('contact_stage', now.stage)])))
    },
  })
  const keep = (next: Form) => draft.keep({ act: m.stage, base, form: next })
  const set = (change: Partial<Form>) => {
    if (save.error && !save.error.conflict) save.reset()
    keep({ ...form, ...change })
  }
  const reasoned = form.stage === 'rejected' || (m.card?.stage === 'rejected' && form.stage === 'lead')
  const lacking = reasoned && form.reason.trim() === ''
  const refusal = useRefusal(save.error)
  const refused = (field: keyof Form) => (refusal.of === field ? refusal.text : undefined)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setTried(true)
    if (lacking || by === '') toFirstFault(event.currentTarget)
    else save.mutate({ form, base })
  }
  const conflict = save.error?.conflict
  return (
    <Modal open footer={null} title={t('cardOf', m.enterprise.name)} onCancel={() => close()} width={560}>
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
            keep(merged)
            save.mutate({ form: merged, base: conflict.revision })
          }}
          drop={() => void cache.invalidateQueries().then(() => leave())}
        />
      ) : (
        <form className="form" noValidate onSubmit={submit}>
          <Choice name={t('contact')}>
            <Radio.Group
              value={form.stage}
              onChange={(e) => set({ stage: e.target.value as Stage })}
              options={stagesFrom(m.card?.stage).map((s) => ({
                value: s,
                label: s === 'rejected' ? t('rejectFirm') : words('contact_stage', s),
              }))}
            />
          </Choice>
          <Field name={t('grounds')} needed={reasoned} lacking={tried && lacking} refused={refused('reason')}>
            {(of) => (
              <Input.TextArea
                {...of}
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
                {(of) => (
                  <Input
                    {...of}
                    maxLength={500}
                    placeholder={t('nextHint')}
                    value={form.next}
                    onChange={(e) => set({ next: e.target.value })}
                  />
                )}
              </Field>
              <Field name={t('due')} refused={refused('due')}>
                {(of) => <Day of={of} value={form.due} set={(due) => set({ due })} />}
              </Field>
              <Field name={t('theirPost')}>
                {(of) => (
                  <Input
                    {...of}
                    maxLength={200}
                    placeholder={t('postHint')}
                    value={form.post}
                    onChange={(e) => set({ post: e.target.value })}
                  />
                )}
              </Field>
              <Field name={t('theirPhone')} refused={refused('phone')}>
                {(of) => (
                  <Input
                    {...of}
                    type="tel"
                    maxLength={40}
                    value={form.phone}
                    onChange={(e) => set({ phone: e.target.value })}
                  />
                )}
              </Field>
              <Field name={t('owner')}>
                {(of) => (
                  <AutoComplete
                    {...of}
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
          <AuthorField tried={tried} />
          <Refusal problem={save.error} fields={['reason', 'due', 'phone']} />
          <p className="row">
            <Button type="primary" htmlType="submit" loading={save.isPending}>
              {form.stage === 'rejected' ? t('rejectFirm') : t('save')}
            </Button>
            <Button onClick={() => leave()}>{t('cancel')}</Button>
          </p>
          <DraftNote of={draft} />
        </form>
      )}
    </Modal>
  )
}
