import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Input, Segmented, Select } from 'antd'
import { useEffect, useRef, useState } from 'react'
import {
  read,
  useApi,
  write,
  type Answer,
  type Pair,
  type PairList,
  type PairView,
  type PairVerdict,
  type Problem,
} from '../../api/client'
import { Thing } from '../../app/link'
import { usePlace } from '../../app/place'
import { Writes } from '../../app/Writes'
import { label, useLang, type Word } from '../../i18n'
import { AuthorField, useAuthor } from '../../parts/author'
import { Refusal } from '../../parts/form'
import { typing } from '../../parts/keys'
import { Empty, Failure, Region, Waiting } from '../../parts/region'
import { done, Saved, type Done } from '../../parts/Saved'

type Verdict = PairVerdict['verdict']

const verdictWords: Record<Verdict, Word> = {
  same: 'pairSame',
  different: 'pairDifferent',
  later: 'pairLater',
  open: 'pairOpenAgain',
}

const nameOf = (p: Pair) => `${p.a.id}~${p.b.id}`

/** 企业核对: enterprises that look alike, one pair at a time: one or two? */
export function Pairs() {
  const { t } = useLang()
  const place = usePlace()
  const state = place.get('state') === 'judged' ? 'judged' : undefined
  const text = place.get('q')
  const as_of = place.get('as_of')
  const list = useInfiniteQuery<PairList, Problem>({
    queryKey: ['/pairs', state, text, as_of],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      read('/pairs', { query: { state, q: text, as_of, cursor: String(pageParam) || undefined } }, signal),
    getNextPageParam: (last) => last.next,
  })
  const [saved, setSaved] = useState<Done>()
  const items = list.data?.pages.flatMap((p) => p.items) ?? []
  const chosen = items.find((p) => nameOf(p) === place.get('pair')) ?? items[0]
  const at = chosen ? items.indexOf(chosen) : -1

  const steps = useRef<(by: number) => void>(() => undefined)
  useEffect(() => {
    steps.current = (by) => {
      const next = items[at + by]
      if (next) place.set({ pair: nameOf(next) }, true)
    }
  })
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (typing(event)) return
      if (event.key === 'j') steps.current(1)
      if (event.key === 'k') steps.current(-1)
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [])

  const counts = list.data?.pages[0]?.counts
  if (list.isError) return <Failure problem={list.error} retry={() => void list.refetch()} />
  if (!counts) return <Waiting rows={12} />
  const judged = counts.same + counts.different + counts.later
  return (
    <>
      <p className="facts pair-counts">
        <span>
          {t('pairsOpen')} <b>{counts.open}</b>
        </span>
        <span>
          {t('pairsJudged')} <b>{judged}</b> ({t('pairSame')} {counts.same} {t('pairDifferent')} {counts.different}{' '}
          {t('pairLater')} {counts.later})
        </span>
        <span>{t('pairsMerged', counts.merged)}</span>
        <span className="quiet">{t('pairsNote')}</span>
      </p>
      <Saved of={saved} />
      <div className="look-alikes">
        <div>
          <Segmented
            value={state ?? 'open'}
            options={[
              { value: 'open', label: t('pairsOpen') },
              { value: 'judged', label: t('pairsJudged') },
            ]}
            onChange={(value) => place.set({ state: value === 'judged' ? value : undefined, pair: undefined })}
          />
          <Input.Search
            allowClear
            defaultValue={text ?? ''}
            placeholder={t('pairSearch')}
            aria-label={t('pairSearch')}
            maxLength={100}
            onSearch={(q) => place.set({ q: q || undefined, pair: undefined })}
          />
          {items.length === 0 ? (
            <Empty>
              <p>{t(state ? 'pairNoneJudged' : 'pairNone')}</p>
            </Empty>
          ) : (
            <ul className="pair-list">
              {items.map((p) => (
                <li key={nameOf(p)}>
                  <button
                    type="button"
                    className="as-row"
                    aria-current={p === chosen}
                    onClick={() => place.set({ pair: nameOf(p) }, true)}
                  >
                    <Brief of={p} />
                  </button>
                </li>
              ))}
            </ul>
          )}
          {list.hasNextPage && (
            <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              {t('more')}
            </Button>
          )}
        </div>
        {chosen && (
          <Beside
            key={nameOf(chosen)}
            pair={chosen}
            at={`${at + 1}/${list.data?.pages[0]?.total ?? items.length}`}
            wrote={(written, what) => {
              setSaved(done(written, what))
              const next = items[at + 1] ?? items[at - 1]
              place.set({ pair: next && nameOf(next) }, true)
            }}
          />
        )}
      </div>
    </>
  )
}

/** A pair in the list: both names and the first reason. */
function Brief({ of: p }: { of: Pair }) {
  const { t, lang } = useLang()
  const said = (r: Pair['for'][number]) => (lang === 'en' ? r.said.text_en : r.said.text)
  const reason = p.for[0]
  return (
    <>
      <span>{label(lang, p.a)}</span>
      <span>⇋ {label(lang, p.b)}</span>
      <small>
        {p.judged
          ? `${t(verdictWords[p.judged.verdict])} ${p.judged.by ?? ''} ${p.judged.on ?? ''}`
          : reason && said(reason)}
      </small>
    </>
  )
}

type Wrote = (written: number | undefined, what: string) => void

/** Two enterprises side by side, what merging them does, and the verdict. */
function Beside({ pair, at, wrote }: { pair: Pair; at: string; wrote: Wrote }) {
  const [stays, setStays] = useState(pair.a.id)
  const view = useApi('/pairs/{id}/with/{other}', {
    path: { id: pair.a.id, other: pair.b.id },
    query: { stays },
  })
  return (
    <Region query={view} rows={12}>
      {(v) => <Judging key={stays} of={v} at={at} swap={() => setStays(v.b.id)} wrote={wrote} />}
    </Region>
  )
}

function Judging({ of: v, at, swap, wrote }: { of: PairView; at: string; swap: () => void; wrote: Wrote }) {
  const { t, lang } = useLang()
  const cache = useQueryClient()
  const by = useAuthor()
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState<Verdict>()
  const [choices, setChoices] = useState<Record<string, string>>({})
  const equal = v.for.some((r) => r.code === 'credit_code')
  const act = useMutation<Answer<'/pairs/{id}/with/{other}', 'post'>, Problem, Verdict>({
    mutationFn: (verdict) =>
      write(
        '/pairs/{id}/with/{other}',
        { path: { id: v.a.id, other: v.b.id } },
        { verdict, reason, by, base: v.revision, stays: v.a.id, ...(verdict === 'same' && { choices }) },
      ),
    onSuccess: async (now, verdict) => {
      wrote(now.written, t('pairWrote', label(lang, v.a), label(lang, v.b), t(verdictWords[verdict])))
      await cache.invalidateQueries()
    },
    onError: (problem) => {
      if (problem.status === 409) void cache.invalidateQueries()
    },
  })
  const lacking = (verdict: Verdict) => verdict === 'same' && !equal && reason.trim() === ''
  const judge = (verdict: Verdict) => {
    setTried(verdict)
    if (by !== '' && !lacking(verdict) && !act.isPending) act.mutate(verdict)
  }
  const keys = useRef(judge)
  useEffect(() => {
    keys.current = judge
  })
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (typing(event)) return
      const verdict = ({ 1: 'same', 2: 'different', 3: 'later' } as const)[event.key]
      if (verdict) keys.current(verdict)
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [])
  const merges = !v.b_in_pool
  return (
    <>
      <section className="pair-beside" aria-label={t('pairQuestion')}>
        <h2>
          {t('pairQuestion')} <span className="count">{at}</span>{' '}
          <span className="quiet">{t('pairLike', v.score.toFixed(2))}</span>{' '}
          {merges && (
            <Button size="small" onClick={swap}>
              {t('pairSwap')}
            </Button>
          )}
        </h2>
        <Reasons title={t('pairFor')} of={v.for} />
        <Reasons title={t('pairAgainst')} of={v.against} />
        {v.guess && <p className="quiet">{t('pairGuess')}</p>}
        <div className="wide-table" role="region" aria-label={t('pairQuestion')} tabIndex={0}>
          <table className="grid">
            <thead>
              <tr>
                <td />
                <th scope="col">
                  {t('pairStays')} <Thing of={v.a} />
                </th>
                <th scope="col">
                  {t(merges ? 'pairGoes' : 'pairRecord')} <Thing of={v.b} />
                </th>
                {merges && <th scope="col">{t('pairKept')}</th>}
              </tr>
            </thead>
            <tbody>
              {v.fields.map((f) => (
                <tr key={f.name} className={f.differ ? 'differ' : undefined}>
                  <th scope="row">{lang === 'en' ? f.label.text_en : f.label.text}</th>
                  {[f.a, f.b].map((value, i) => (
                    <td key={i}>{value || <span className="quiet">{t('pairUnknown')}</span>}</td>
                  ))}
                  {merges && (
                    <td>
                      {f.differ ? (
                        <Select
                          size="small"
                          aria-label={`${t('pairKept')} ${lang === 'en' ? f.label.text_en : f.label.text}`}
                          value={choices[f.name] ?? f.kept ?? 'stays'}
                          options={[
                            { value: 'stays', label: t('pairFirst') },
                            { value: 'goes', label: t('pairSecond') },
                            ...(f.list ? [{ value: 'both', label: t('pairBoth') }] : []),
                          ]}
                          onChange={(side: string) => setChoices({ ...choices, [f.name]: side })}
                        />
                      ) : (
                        <span className="quiet">
                          {f.a === f.b ? t('pairEqual') : f.kept === 'both' ? t('pairBoth') : ''}
                        </span>
                      )}
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
      <aside className="pair-side">
        <h2>{t('pairEffect')}</h2>
        <Effect of={v} />
        {merges && (
          <>
            <h2>{t('pairIds')}</h2>
            <p>
              <code>{v.b.id}</code>
              <br />
              <span className="quiet">{t('pairIdNote', v.a.id)}</span>
            </p>
          </>
        )}
        <h2>{t('pairMemory')}</h2>
        {v.judged && (
          <p>
            {t(verdictWords[v.judged.verdict])} {v.judged.by} {v.judged.on} {v.judged.note}
            {v.judged.changed && <b> {t('pairChanged')}</b>}
          </p>
        )}
        <p className="quiet">{t('pairMemoryNote')}</p>
        <Writes need="graph.edit">
          <form className="form" onSubmit={(event) => event.preventDefault()}>
            <label htmlFor="pair-reason">{t('pairReason')}</label>
            <Input.TextArea
              id="pair-reason"
              autoSize={{ minRows: 2, maxRows: 5 }}
              maxLength={500}
              value={reason}
              placeholder={t('pairReasonHint')}
              status={tried && lacking(tried) ? 'error' : ''}
              onChange={(e) => setReason(e.target.value)}
            />
            {!equal && <p className={tried && lacking(tried) ? 'trouble' : 'quiet'}>{t('pairReasonNeeded')}</p>}
            <AuthorField tried={tried !== undefined} />
            <Refusal problem={act.error} />
            <p className="acts">
              <Button
                type="primary"
                disabled={v.wrong !== undefined}
                loading={act.isPending}
                onClick={() => judge('same')}
              >
                {t(merges ? 'pairMerge' : 'pairJoin')} 1
              </Button>
              <Button onClick={() => judge('different')}>{t('pairDifferent')} 2</Button>
              <Button onClick={() => judge('later')}>{t('pairLater')} 3</Button>
              {v.judged && <Button onClick={() => judge('open')}>{t('pairOpenAgain')}</Button>}
            </p>
            <p className="quiet">{t('pairKeys')}</p>
          </form>
        </Writes>
      </aside>
    </>
  )
}

function Reasons({ title, of }: { title: string; of: Pair['for'] }) {
  const { t, lang } = useLang()
  if (of.length === 0) return null
  return (
    <p>
      <b>{title}</b>
      {t('colon')}
      {of.map((r) => (lang === 'en' ? r.said.text_en : r.said.text)).join(lang === 'en' ? '; ' : '；')}
    </p>
  )
}

/** What merging changes, in the sentences of the server. */
function Effect({ of: v }: { of: PairView }) {
  const { t, lang } = useLang()
  const said = (s: { text: string; text_en: string }) => (lang === 'en' ? s.text_en : s.text)
  if (v.wrong) return <p className="trouble">{said(v.wrong)}</p>
  if (v.b_in_pool) return <p>{t('pairJoinNote')}</p>
  const e = v.effects
  const lines = e ? [...e.states, ...e.chains, ...e.gaps, ...e.targets, ...e.six_ones].map((x) => said(x.said)) : []
  return (
    <div className="effect">
      {lines.length === 0 && <p>{t('pairNoEffect')}</p>}
      <ul className="lines">
        {lines.map((line, i) => (
          <li key={i}>{line}</li>
        ))}
        <li>{t('pairMoves', v.moves_total, v.joined, v.dropped)}</li>
        {v.told.map((s, i) => (
          <li key={`told ${i}`}>{said(s)}</li>
        ))}
      </ul>
    </div>
  )
}
