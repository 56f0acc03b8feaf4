import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Input, InputNumber, Switch } from 'antd'
import { useState } from 'react'
import { put, reading, type Answer, type Problem, type Setting } from '../../api/client'
import { dotted, useLang, type Word } from '../../i18n'
import { dayOf } from '../../parts/days'
import { Field, Refusal, sendByKey } from '../../parts/form'
import { Region } from '../../parts/region'

type List = Answer<'/settings'>
const question = reading('/settings', {})

/** What administrators of the system set; a change says why. */
export function Settings() {
  const settings = useQuery(question)
  return <Region query={settings}>{(list) => <Form list={list} />}</Region>
}

function Form({ list }: { list: List }) {
  const { t } = useLang()
  const cache = useQueryClient()
  const [draft, setDraft] = useState<Record<string, number>>({})
  const [base, setBase] = useState(list.version) // what the draft is of
  const [reason, setReason] = useState('')
  const changed = list.items.filter((x) => draft[x.key] !== undefined && draft[x.key] !== x.value)
  const save = useMutation<List, Problem>({
    mutationFn: () => {
      const values = Object.fromEntries(changed.map((x) => [x.key, draft[x.key] ?? x.value]))
      return put('/settings', {}, { base, values, reason: reason.trim() })
    },
    onSuccess: (now) => {
      cache.setQueryData(question.queryKey, now)
      clear(now)
      void cache.invalidateQueries({ queryKey: reading('/session', {}).queryKey }) // it may owe something now
    },
    onError: async (problem) => {
      if (problem.code !== 'setting.conflict') return
      const now = await cache.fetchQuery({ ...question, staleTime: 0 })
      setBase(now.version) // both values are in sight now
    },
  })
  const clear = (now: List) => {
    setDraft({})
    setBase(now.version)
    setReason('')
  }
  return (
    <form
      className="form settings"
      onKeyDown={sendByKey}
      onSubmit={(event) => {
        event.preventDefault()
        if (changed.length > 0 && reason.trim()) save.mutate()
      }}
    >
      <p className="quiet">{t('settingsNote')}</p>
      <h2>{t('signingIn')}</h2>
      {list.items.map((x) => (
        <Row
          key={x.key}
          of={x}
          value={draft[x.key] ?? x.value}
          set={(value) => {
            if (changed.length === 0) setBase(list.version)
            setDraft({ ...draft, [x.key]: value })
          }}
        />
      ))}
      {changed.length > 0 && (
        <Field name={t('reason')} needed>
          {(of) => <Input {...of} value={reason} maxLength={300} onChange={(e) => setReason(e.target.value)} />}
        </Field>
      )}
      <Refusal problem={save.error} />
      <div className="row">
        <Button
          type="primary"
          htmlType="submit"
          loading={save.isPending}
          disabled={changed.length === 0 || !reason.trim()}
        >
          {t('saveCount', changed.length)}
        </Button>
        <Button disabled={changed.length === 0} onClick={() => clear(list)}>
          {t('discard')}
        </Button>
        <span className="quiet" role="status">
          {save.isSuccess && changed.length === 0 && t('settingsSaved')}
        </span>
      </div>
    </form>
  )
}

function Row({ of, value, set }: { of: Setting; value: number; set: (value: number) => void }) {
  const { t, lang } = useLang()
  const isSwitch = of.unit === 'switch'
  const changed = value !== of.value
  const before = isSwitch ? t(of.value ? 'yes' : 'no') : of.value
  const hints = [
    !isSwitch && t('bounds', of.min, of.max, of.default),
    of.key === 'password_days' && t('zeroNever'),
    of.set_by && of.set_at && t('setBy', of.set_by, dayOf(of.set_at)),
  ]
  return (
    <div className={changed ? 'changed' : undefined}>
      <Field name={t(`setting_${of.key}` as Word)}>
        {({ id }) => (
          <>
            {isSwitch ? (
              <Switch id={id} checked={value !== 0} onChange={(on) => set(on ? 1 : 0)} />
            ) : (
              <>
                <InputNumber
                  id={id}
                  aria-describedby={`${id}-hint`}
                  value={value}
                  min={of.min}
                  max={of.max}
                  precision={0}
                  onChange={(next) => next !== null && set(next)}
                />{' '}
                {t(`unit_${of.unit}` as Word)}
              </>
            )}{' '}
            {changed && <b className="note">{t('settingWas', before)}</b>}{' '}
            <span id={`${id}-hint`} className="quiet note">
              {dotted(lang, hints)}
            </span>
          </>
        )}
      </Field>
    </div>
  )
}
