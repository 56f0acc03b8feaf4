import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Checkbox, Input, InputNumber, Modal } from 'antd'
import { useDeferredValue, useState } from 'react'
import { useApi, write, type Problem, type ShiftList, type WeightField, type WeightsAnswer } from '../../api/client'
import { label, useLang, type Word } from '../../i18n'
import { Few } from '../few'
import { Region } from '../region'

type Values = WeightsAnswer['weights']
const groups = ['gap', 'choke', 'criticality', 'target', 'candidate'] as const
const shown = 12
/** What the points of a group that must make 100 are for. */
const scores: Record<string, Word> = {
  gap: 'gaps',
  criticality: 'criticality',
  target: 'targets',
  candidate: 'candidate',
}

/**
 * How much each part of a score counts: changed here, seen in the ranking before it is saved; of candidates, those
 * of the gap or of the heaviest ones.
 */
export function WeightsButton({ gap }: { gap?: string }) {
  const { t } = useLang()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('weights')}</Button>
      <Modal
        open={open}
        title={t('weights')}
        width={920}
        footer={null}
        destroyOnHidden
        onCancel={() => setOpen(false)}
      >
        <Loaded gap={gap} close={() => setOpen(false)} />
      </Modal>
    </>
  )
}

function Loaded({ gap, close }: { gap: string | undefined; close: () => void }) {
  const weights = useApi('/weights', {})
  return (
    <Region query={weights} rows={8}>
      {(w) => <Form now={w} gap={gap} close={close} />}
    </Region>
  )
}

function Form({ now, gap, close }: { now: WeightsAnswer; gap: string | undefined; close: () => void }) {
  const { t } = useLang()
  const [values, setValues] = useState<Values>(now.weights)
  const [reason, setReason] = useState('')
  const [base] = useState(now.revision)
  const cache = useQueryClient()
  const save = useMutation<unknown, Problem>({
    mutationFn: () => write('/weights', {}, { weights: values, reason, base }),
    onSuccess: () => cache.invalidateQueries().then(close),
  })
  const same = JSON.stringify(values) === JSON.stringify(now.weights)
  return (
    <div className="weights">
      <div>
        {groups.map((g) => (
          <fieldset key={g}>
            {now.fields
              .filter((f) => f.group === g)
              .map((f) => (
                <Field key={f.name} of={f} values={values} set={setValues} />
              ))}
          </fieldset>
        ))}
        <Button type="text" onClick={() => setValues(now.defaults)}>
          {t('toDefaults')}
        </Button>
      </div>
      <div>
        <Preview values={values} same={same} gap={gap} />
        <Input.TextArea
          aria-label={t('reason')}
          placeholder={t('reason')}
          value={reason}
          maxLength={500}
          onChange={(e) => setReason(e.target.value)}
        />
        {save.error && (
          <Alert
            type="error"
            showIcon
            title={save.error.status === 409 ? t('weightsConflict') : save.error.message}
          />
        )}
        <p>
          <Button
            type="primary"
            disabled={same || reason.trim() === ''}
            loading={save.isPending}
            onClick={() => save.mutate()}
          >
            {t('save')}
          </Button>
        </p>
      </div>
    </div>
  )
}

function Field({ of: f, values, set }: { of: WeightField; values: Values; set: (v: Values) => void }) {
  const { lang } = useLang()
  const group = values[f.group] as Record<string, number | boolean>
  const name = lang === 'en' ? f.en : f.zh
  const put = (v: number | boolean) => set({ ...values, [f.group]: { ...group, [f.name]: v } })
  if (f.switch)
    return (
      <Checkbox checked={group[f.name] === true} onChange={(e) => put(e.target.checked)}>
        {name}
      </Checkbox>
    )
  return (
    <label>
      {name}
      <InputNumber
        size="small"
        min={f.min}
        max={f.max}
        step={f.max <= 1 ? 0.05 : 1}
        value={Number(group[f.name])}
        onChange={(v) => v !== null && put(v)}
      />
    </label>
  )
}

function Preview({ values, same, gap }: { values: Values; same: boolean; gap: string | undefined }) {
  const { t, lang } = useLang()
  const asked = useDeferredValue(values)
  const shifts = useQuery<ShiftList, Problem>({
    queryKey: ['weights', gap, asked],
    queryFn: () => write('/weights/preview', {}, { weights: asked, ...(gap && { gap }) }),
    enabled: !same,
    retry: false,
    placeholderData: (old) => old,
  })
  if (same) return <p className="quiet">{t('weightsHint')}</p>
  if (shifts.error)
    return (
      <Alert
        type="warning"
        showIcon
        title={
          shifts.error.errors
            .map((e) => (e.code === 'weights.sum' ? t('weightsSum', t(scores[e.location] ?? 'weights')) : e.message))
            .join(' ') || shifts.error.message
        }
      />
    )
  return (
    <>
      <h3>
        {t('shifts')}{' '}
        <span className="count">
          {shifts.data?.total ?? ''}/{shifts.data?.gaps ?? ''}
        </span>
      </h3>
      <ol className="shifts">
        <Few of={shifts.data?.items ?? []} most={shown} total={shifts.data?.total ?? 0} tail="li">
          {(x) => (
            <li>
              <span className="count">
                {x.rank_before || '—'} → {x.rank || '—'}
              </span>{' '}
              {label(lang, x.chain)} / {label(lang, x.gap)}{' '}
              <span className="quiet">
                {x.weight_before.toFixed(1)} → {x.weight.toFixed(1)}
              </span>
            </li>
          )}
        </Few>
      </ol>
      {shifts.data && shifts.data.targets.total > 0 && <MovedTargets of={shifts.data.targets} />}
      {(shifts.data?.candidates ?? [])
        .filter((x) => gap || x.total > 0)
        .map((x) => (
          <Moved key={x.gap.id} of={x} />
        ))}
    </>
  )
}

const shownOfGap = 6

/** What happens to the links to extend to or to strengthen. */
function MovedTargets({ of: x }: { of: ShiftList['targets'] }) {
  const { t, lang } = useLang()
  return (
    <>
      <h3>
        {t('targets')}{' '}
        <span className="count">
          {x.total}/{x.of}
        </span>
      </h3>
      <ol className="shifts">
        <Few of={x.items} most={shown} total={x.total} tail="li">
          {(s) => (
            <li>
              <span className="count">
                {s.rank_before || '—'} → {s.rank || '—'}
              </span>{' '}
              {label(lang, s.chain)} / {label(lang, s.target)}{' '}
              <span className="quiet">
                {s.score_before.toFixed(1)} → {s.score.toFixed(1)}
              </span>
            </li>
          )}
        </Few>
      </ol>
    </>
  )
}

/** What happens to the candidates of one gap. */
function Moved({ of: x }: { of: ShiftList['candidates'][number] }) {
  const { t, lang } = useLang()
  return (
    <>
      <h3>
        {t('candidatesOf', label(lang, x.gap))}{' '}
        <span className="count">
          {x.total}/{x.of}
        </span>
      </h3>
      <ol className="shifts">
        <Few of={x.items} most={shownOfGap} total={x.total} tail="li">
          {(c) => (
            <li>
              <span className="count">
                {c.rank_before} → {c.rank}
              </span>{' '}
              {c.candidate.name}{' '}
              <span className="quiet">
                {c.points_before}/{c.most_before} → {c.points}/{c.most}
              </span>
            </li>
          )}
        </Few>
      </ol>
    </>
  )
}
