import { CloseOutlined } from '@ant-design/icons'
import { keepPreviousData, useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Drawer, Radio } from 'antd'
import { useEffect, useState, type FormEvent, type ReactNode } from 'react'
import { send, reading, unknown, write, type Answer, type Gap, type Problem } from '../../api/client'
import { useMeta } from '../../app/terms'
import { useWrites } from '../../app/Writes'
import { dotted, label, series, useLang, type Word } from '../../i18n'
import { AuthorField, useAuthor } from '../author'
import { dayOf } from '../days'
import { DraftNote, useDraft } from '../draft'
import { Few } from '../few'
import { useFocusBack } from '../focus'
import { Choice as Row, Refusal, sendByKey, toFirstFault, useRefusal } from '../form'
import { KindMark } from '../marks'
import { done, Saved, type Done } from '../Saved'
import { useChoice, type Choice } from './choice'
import { DecisionFields, taken, type Form } from './DecisionFields'
import { changes, Outlook, Strangers } from './Outlook'

type Effects = Answer<'/gaps/decisions', 'post'>
type Wanted = Omit<Form, 'status'> & { status: Form['status'] | '' }
/** What is typed, and the revision that it is based on. */
type Work = { base: number; form: Wanted }

const blank: Wanted = { status: '', strategy: '', chief: '', owner: '', due: '', reason: '' }
const acts = ['confirmed', 'dismissed', 'assigned', 'in_progress', 'closed', 'proposed'] as const

export type Bulk = {
  choice: Choice
  /** Opens the panel. */
  button: ReactNode
  /** What was saved, and the panel. */
  rest: ReactNode
}

/** Several gaps of a list, chosen to be decided on together; nothing of it for who only reads. */
export function useBulk(
  list: string,
  gaps: Gap[],
  order: string[],
  revision: number | undefined,
  { opened, open }: { opened: string | undefined; open: (id: string | undefined) => void },
): Bulk | undefined {
  const { t } = useLang()
  const [shown, show] = useState(false)
  const [written, setWritten] = useState<Done>()
  const begin = () => {
    if (opened) open(undefined)
    setWritten(undefined)
    show(true)
  }
  const decides = useWrites('gap.decide')
  const choice = useChoice(list, decides ? order : [], opened, begin)
  const chosen = gaps.filter((g) => choice.ids.includes(g.id))
  useEffect(() => {
    if (opened) show(false)
  }, [opened])
  const deciding = shown && !opened && chosen.length > 0
  if (!decides) return undefined
  return {
    choice,
    button: (
      <Button className="right pick" disabled={chosen.length === 0} onClick={begin} aria-keyshortcuts="Shift+A">
        {t('decideOn', chosen.length)}
      </Button>
    ),
    rest: (
      <>
        <Saved of={written} />
        {deciding && revision !== undefined && (
          <Panel
            list={list}
            gaps={chosen}
            revision={revision}
            drop={() => choice.set([])}
            close={(now) => {
              show(false)
              if (now) choice.set([])
              setWritten(now)
            }}
          />
        )}
      </>
    ),
  }
}

type PanelProps = {
  list: string
  gaps: Gap[]
  revision: number
  drop: () => void
  close: (now?: Done) => void
}

function Panel({ list, gaps, revision, drop, close }: PanelProps) {
  const { t, lang } = useLang()
  useFocusBack(gaps[0]!.id)
  const chains = [...new Map(gaps.map((g) => [g.chain.id, g.chain])).values()]
  return (
    <Drawer
      open
      mask={false}
      size={400}
      rootClassName="beside bulk"
      closable={false}
      onClose={() => close()}
      title={null}
      aria-label={t('decideOn', gaps.length)}
    >
      <article className="drawer">
        <header>
          <h2>{t('chosenN', gaps.length)}</h2>
          <span className="drawer-tools">
            <Button type="text" icon={<CloseOutlined />} aria-label={t('close')} onClick={() => close()} />
          </span>
          <p className="quiet">
            {series(
              lang,
              chains.map((c) => `${label(lang, c)} ${gaps.filter((g) => g.chain.id === c.id).length}`),
            )}
            {t('semicolon')}
            {t('chosenKept')}
          </p>
        </header>
        <section>
          <Few of={gaps} most={12}>
            {(g) => (
              <span className="kind chosen-gap">
                <KindMark kind={g.kind} /> {label(lang, g)}
              </span>
            )}
          </Few>{' '}
          <button type="button" className="as-link" onClick={drop}>
            {t('chooseNone')}
          </button>
        </section>
        <Editor list={list} gaps={gaps} revision={revision} close={close} />
      </article>
    </Drawer>
  )
}

/** A value once it has stood still for a moment. */
function useSettled<T>(value: T): T {
  const text = JSON.stringify(value)
  const [still, setStill] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setStill(text), 250)
    return () => clearTimeout(timer)
  }, [text])
  return JSON.parse(still) as T
}

/** The units and chiefs of the chains of gaps, by chain. */
function useUnits(gaps: Gap[]) {
  const first = [...new Map(gaps.map((g) => [g.chain.id, g])).values()]
  return useQueries({
    queries: first.map((g) => reading('/gaps/{id}', { path: { id: g.id } })),
    combine: (answers) => answers.flatMap((a) => (a.data ? [a.data] : [])),
  })
}

function Editor({ list, gaps, revision, close }: Omit<PanelProps, 'drop'>) {
  const { t } = useLang()
  const meta = useMeta()
  const cache = useQueryClient()
  const draft = useDraft<Work>(`decisions ${list}`, { base: revision, form: blank })
  const { base, form } = draft.value
  const by = useAuthor()
  const [tried, setTried] = useState(false)
  const units = useUnits(gaps)
  const dirty = JSON.stringify(form) !== JSON.stringify(blank)
  useEffect(() => {
    if (!dirty && revision > base) draft.drop({ base: revision, form })
  }, [dirty, revision, base])

  const asked = useSettled({ form, base, gaps: gaps.map((g) => g.id), by })
  const effects = useQuery<Effects, Problem>({
    queryKey: ['decisions', asked],
    queryFn: () => send('/gaps/decisions/preview', {}, bodyOf(asked)),
    enabled: asked.form.status !== '',
    placeholderData: keepPreviousData,
  })
  const rows = form.status === '' ? [] : (effects.data?.items ?? [])
  const changing = rows.filter(changes).map((e) => e.gap.id)

  const save = useMutation<Effects, Problem>({
    mutationFn: () => write('/gaps/decisions', {}, bodyOf({ form, base, gaps: changing, by })),
    onSuccess: (now) => {
      draft.drop({ base: now.revision, form: blank })
      close(done(now.revision, now.record))
      return cache.invalidateQueries()
    },
    onError: (problem) => {
      if (problem.code !== unknown) void cache.invalidateQueries() // sent again, it must ask the same
    },
  })
  const set = (change: Partial<Form>) => {
    if (save.error) save.reset()
    const next = { base, form: { ...form, ...change } }
    if (JSON.stringify(next.form) === JSON.stringify(blank)) draft.drop(next)
    else draft.keep(next)
  }
  const steps = (g: Gap) => meta?.gap_steps[g.status] ?? []
  const possible = acts.filter((s) => gaps.some((g) => steps(g).includes(s)))
  const needs = (field: keyof Form): boolean =>
    field === 'reason' ||
    (taken.includes(form.status) &&
      (field === 'strategy' || field === 'due' || field === 'owner') &&
      gaps.some((g) => steps(g).includes(form.status) && !g[field]))
  const lacks = (field: keyof Form) => needs(field) && form[field].trim() === ''
  const lacking = form.status === '' || (['strategy', 'due', 'owner', 'reason'] as const).some(lacks)
  const refusal = useRefusal(save.error)
  const said = (field: keyof Form) => ({
    needed: needs(field),
    lacking: tried && lacks(field),
    refused: refusal.of === field ? refusal.text : undefined,
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setTried(true)
    if (lacking || by === '') toFirstFault(event.currentTarget)
    else if (changing.length > 0 && !effects.isPlaceholderData) save.mutate()
  }
  const act = form.status === '' ? t('save') : t(`act_${form.status}` as Word)
  return (
    <form className="form" noValidate onSubmit={submit} onKeyDown={sendByKey}>
      <Row name={t('outcome')} needed lacking={tried && form.status === ''}>
        <Radio.Group
          value={form.status}
          onChange={(e) => set({ status: e.target.value as Form['status'] })}
          options={possible.map((s) => ({ value: s, label: t(`act_${s}` as Word) }))}
        />
      </Row>
      <DecisionFields
        form={form as Form}
        set={set}
        said={said}
        owners={[...new Set(units.flatMap((g) => g.owners))]}
        chiefs={[...new Set(units.flatMap((g) => g.chiefs))]}
        kept={t('asItIs')}
      />
      <AuthorField tried={tried} />
      <p className="quiet note">{t('oneReason')}</p>
      <section aria-live="polite">
        <h3>{t('willBe')}</h3>
        {form.status === '' && <p className="quiet">{t('chooseOutcome')}</p>}
        <Refusal problem={effects.error} />
        <Outlook
          rows={rows}
          base={base}
          now={effects.data?.revision ?? base}
          onNow={(now) => draft.keep({ base: now, form })}
        />
        <Strangers gaps={gaps} units={units} owner={form.owner} />
      </section>
      {changing.length > 0 && effects.data?.changed === changing.length && (
        <section>
          <h3>{t('recordWillSay')}</h3>
          <p>
            {effects.data.record}{' '}
            <span className="quiet">{dotted('zh', [by || t('byWhom'), dayOf(new Date())])}</span>
          </p>
        </section>
      )}
      <Refusal problem={save.error} fields={Object.keys(form)} />
      <footer>
        <Button
          type="primary"
          htmlType="submit"
          disabled={!dirty || (form.status !== '' && changing.length === 0)}
          loading={save.isPending}
        >
          {t('actOnN', act, changing.length)}
        </Button>
        <Button
          onClick={() => {
            save.reset()
            setTried(false)
            draft.drop({ base: revision, form: blank })
            close()
          }}
        >
          {t('cancel')}
        </Button>
        <span className="quiet note">
          <kbd>Ctrl Enter</kbd> {t('save')}
        </span>
      </footer>
      <DraftNote of={draft} />
    </form>
  )
}

function bodyOf({ form, base, gaps, by }: { form: Wanted; base: number; gaps: string[]; by: string }) {
  return { ...form, status: form.status as Form['status'], base, gaps, by }
}
