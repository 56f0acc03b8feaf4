import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Checkbox, Input, InputNumber, Modal } from 'antd'
import { useDeferredValue, useState, type FormEvent } from 'react'
import {
  send,
  useApi,
  write,
  type Problem,
  type ShiftList,
  type WeightField,
  type WeightsAnswer,
} from '../../api/client'
import { Writes } from '../../app/Writes'
import { label, useLang, type Word } from '../../i18n'
import { AuthorField, useAuthor } from '../author'
import { ConflictBox } from '../conflict'
import { DraftNote, useDraft } from '../draft'
import { Few } from '../few'
import { Field, Refusal, toFirstFault } from '../form'
import { Region } from '../region'
import { done, Saved, type Done } from '../Saved'

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
  const [written, setWritten] = useState<Done>()
  const close = (now?: Done) => {
    setOpen(false)
    setWritten(now)
  }
  return (
    <span className="beside-saved">
      <Saved of={written} />
      <Writes need="graph.edit">
        <Button onClick={() => setOpen(true)}>{t('weights')}</Button>
      </Writes>
      <Modal
        open={open}
        title={t('weights')}
        width={920}
        footer={null}
        destroyOnHidden
        onCancel={() => setOpen(false)}
      >
        <Loaded gap={gap} close={close} />
      </Modal>
    </span>
  )
}

type Shown = { gap: string | undefined; close: (written?: Done) => void }

function Loaded({ gap, close }: Shown) {
  const weights = useApi('/weights', {})
  return (
    <Region query={weights} rows={8}>
      {(w) => <Form now={w} gap={gap} close={close} />}
    </Region>
  )
}

/** What is being set: on which revision, and why. */
type Work = { base: number; values: Values; reason: string }

/** Values with some of them as people chose, by their name on the wire: gap.pull. */
function choose(values: Values, chosen: Record<string, string>): Values {
  const next = structuredClone(values) as Record<string, Record<string, number | boolean>>
  for (const [field, value] of Object.entries(chosen)) {
    const [group = '', name = ''] = field.split('.')
    const of = next[group]
    if (of) of[name] = typeof of[name] === 'boolean' ? value === 'true' : Number(value)
  }
  return next as Values
}

function Form({ now, gap, close }: Shown & { now: WeightsAnswer }) {
  const { t } = useLang()
  const draft = useDraft<Work>('weights', { base: now.revision, values: now.weights, reason: '' })
  const { values, reason } = draft.value
  const by = useAuthor()
  const [tried, setTried] = useState(false)
  const cache = useQueryClient()
  const save = useMutation<WeightsAnswer, Problem, Work>({
    mutationFn: (x) => write('/weights', {}, { weights: x.values, reason: x.reason, base: x.base, by }),
    onSuccess: async (to, x) => {
      await cache.invalidateQueries()
      draft.drop({ base: to.revision, values: to.weights, reason: '' })
      close(done(to.written, x.reason))
    },
  })
  const same = JSON.stringify(values) === JSON.stringify(now.weights)
  const lacking = reason.trim() === ''
  const set = (change: Partial<Work>) => {
    if (save.error && !save.error.conflict) save.reset()
    draft.keep({ ...draft.value, ...change })
  }
  const leave = () => {
    draft.drop({ base: now.revision, values: now.weights, reason: '' })
    close()
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setTried(true)
    if (lacking || by === '') toFirstFault(event.currentTarget)
    else save.mutate(draft.value)
  }
  const conflict = save.error?.conflict
  if (conflict)
    return (
      <ConflictBox
        of={conflict}
        busy={save.isPending}
        save={(chosen) => {
          const merged = { ...draft.value, values: choose(values, chosen) }
          draft.keep(merged)
          save.mutate({ ...merged, base: conflict.revision })
        }}
        drop={() => void cache.invalidateQueries().then(leave)}
      />
    )
  return (
    <form className="weights form" noValidate onSubmit={submit}>
      <div>
        {groups.map((g) => (
          <fieldset key={g}>
            {now.fields
              .filter((f) => f.group === g)
              .map((f) => (
                <Weight key={f.name} of={f} values={values} set={(to) => set({ values: to })} />
              ))}
          </fieldset>
        ))}
        <Button type="text" onClick={() => set({ values: now.defaults })}>
          {t('toDefaults')}
        </Button>
      </div>
      <div>
        <Preview values={values} same={same} gap={gap} />
        <Field name={t('grounds')} needed lacking={tried && lacking}>
          {(of) => (
            <Input.TextArea
              {...of}
              autoSize={{ minRows: 1, maxRows: 5 }}
              value={reason}
              maxLength={500}
              onChange={(e) => set({ reason: e.target.value })}
            />
          )}
        </Field>
        <AuthorField tried={tried} />
        <Refusal problem={save.error} />
        <p className="row">
          <Button type="primary" htmlType="submit" disabled={same} loading={save.isPending}>
            {t('save')}
          </Button>
          <Button onClick={leave}>{t('cancel')}</Button>
        </p>
        <DraftNote of={draft} />
      </div>
    </form>
  )
}

function Weight({ of: f, values, set }: { of: WeightField; values: Values; set: (v: Values) => void }) {
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
    queryFn: () => send('/weights/preview', {}, { weights: asked, ...(gap && { gap }) }),
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
