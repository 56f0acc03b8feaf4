import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Button, Drawer, Input } from 'antd'
import { useState } from 'react'
import { read, reading, type Answer, type AuditEntry, type Problem } from '../../api/client'
import { root } from '../../api/root'
import { usePlace } from '../../app/place'
import { useTitle } from '../../app/title'
import { useLang, type Word } from '../../i18n'
import { useFocusBack } from '../../parts/focus'
import { Region } from '../../parts/region'
import { minuteOf, timeOf, zoned } from '../../parts/days'

type Filter = { account?: string; object?: string; from?: string; to?: string }

/** Who did what: only added to, each row chained with the one before. */
export default function Audit() {
  const { t } = useLang()
  useTitle(t('audit'))
  const place = usePlace()
  const filter: Filter = {}
  for (const name of ['account', 'object', 'from', 'to'] as const) {
    const value = place.get(name)
    if (value) filter[name] = value
  }
  const entries = useInfiniteQuery<Answer<'/audit'>, Problem, AuditEntry[]>({
    queryKey: ['audit', filter],
    initialPageParam: 0,
    queryFn: ({ pageParam, signal }) =>
      read('/audit', { query: { ...filter, ...(Number(pageParam) > 0 && { before: Number(pageParam) }) } }, signal),
    getNextPageParam: (last) => last.next,
    select: (all) => all.pages.flatMap((p) => p.items),
  })
  const file = `${root}/api/v1/audit/export?${new URLSearchParams({ ...filter, format: 'csv' }).toString()}`
  return (
    <div className={place.get('row') ? 'with-drawer wide' : undefined}>
      <div className="page-head">
        <h1>{t('audit')}</h1>
        <p className="facts">
          <span>{t('auditOnly')}</span>
        </p>
        <div className="page-actions">
          <Button href={file}>{t('exportShown')}</Button>
        </div>
      </div>
      <Whole />
      <Filters filter={filter} />
      <Region query={entries}>
        {(list) => (
          <>
            <Table list={list} />
            <p className="quiet note">{t('intentNote')}</p>
            {entries.hasNextPage && (
              <p className="more">
                <button type="button" className="as-link" onClick={() => void entries.fetchNextPage()}>
                  {t('loadMore')}
                </button>
              </p>
            )}
            <Row of={list.find((e) => String(e.seq) === place.get('row'))} />
          </>
        )}
      </Region>
    </div>
  )
}

/** Whether the record is whole, looked at when the page is opened and when asked. */
function Whole() {
  const { t, lang } = useLang()
  const verdict = useQuery({ ...reading('/audit/verify', {}), staleTime: Infinity })
  return (
    <Region query={verdict} rows={1}>
      {(v) => (
        <div className={v.whole ? 'chain-line' : 'chain-line broken'} role="status">
          <b>{v.whole ? t('auditWhole') : t('auditBroken', v.broken ?? 0)}</b>
          <span>
            {v.whole ? t('auditRows', v.rows, zoned(lang, timeOf(v.at))) : `${v.why ?? ''} ${t('auditBrokenHelp')}`}
          </span>
          <Button size="small" loading={verdict.isFetching} onClick={() => void verdict.refetch()}>
            {t('verifyAgain')}
          </Button>
        </div>
      )}
    </Region>
  )
}

function Filters({ filter }: { filter: Filter }) {
  const { t } = useLang()
  const place = usePlace()
  const [account, setAccount] = useState(filter.account ?? '')
  const [object, setObject] = useState(filter.object ?? '')
  return (
    <form
      className="filters row"
      onSubmit={(event) => {
        event.preventDefault()
        place.set({ account: account.trim() || undefined, object: object.trim() || undefined })
      }}
    >
      <Input
        aria-label={t('account')}
        placeholder={t('account')}
        value={account}
        style={{ width: 160 }}
        onChange={(e) => setAccount(e.target.value)}
      />
      <Input
        aria-label={t('object')}
        placeholder={t('object')}
        value={object}
        style={{ width: 200 }}
        onChange={(e) => setObject(e.target.value)}
      />
      {(['from', 'to'] as const).map((name) => (
        <Input
          key={name}
          type="date"
          aria-label={t(name === 'from' ? 'firstDay' : 'lastDay')}
          value={filter[name] ?? ''}
          style={{ width: 150 }}
          onChange={(e) => place.set({ [name]: e.target.value || undefined })}
        />
      ))}
      <Button htmlType="submit">{t('search_act')}</Button>
    </form>
  )
}

function Table({ list }: { list: AuditEntry[] }) {
  const { t, lang } = useLang()
  const place = usePlace()
  return (
    <table className="grid">
      <thead>
        <tr>
          <th scope="col">{t('number')}</th>
          <th scope="col">{zoned(lang, t('when'))}</th>
          <th scope="col">{t('who')}</th>
          <th scope="col">{t('act')}</th>
          <th scope="col">{t('object')}</th>
          <th scope="col">{t('result')}</th>
          <th scope="col">{t('note')}</th>
        </tr>
      </thead>
      <tbody>
        {list.map((e) => (
          <tr key={e.seq} className={String(e.seq) === place.get('row') ? 'chosen' : undefined}>
            <th scope="row">
              <button
                type="button"
                className="as-link"
                data-opens={`row:${e.seq}`}
                onClick={() => place.set({ row: String(e.seq) })}
              >
                {e.seq}
              </button>
            </th>
            <td className="date">{minuteOf(e.at)}</td>
            <td>{e.account || '—'}</td>
            <td>{e.act}</td>
            <td className="cut" title={e.object}>
              {e.object || '—'}
            </td>
            <td className={e.outcome === 'success' ? undefined : 'strong'}>{t(outcomeWord(e))}</td>
            <td className="cut quiet" title={e.detail}>
              {e.detail}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const outcomeWord = (e: AuditEntry) => `outcome_${e.outcome || 'open'}` as Word

/** One row with the hashes that chain it. */
function Row({ of }: { of: AuditEntry | undefined }) {
  const { t, lang } = useLang()
  const place = usePlace()
  useFocusBack(`row:${of?.seq ?? ''}`)
  if (!of) return null
  const said: [Word, string][] = [
    ['who', [of.account, of.post].filter(Boolean).join('·') || '—'],
    ['address', of.address],
    ['via', of.via],
    ['act', `${of.act} (${of.permission})`],
    ['object', of.object || '—'],
    ['intended', zoned(lang, minuteOf(of.at))],
    ['result', [t(outcomeWord(of)), of.detail].filter(Boolean).join(': ')],
    ['requestName', of.request],
    ['hashBefore', of.before],
    ['hashOwn', of.hash],
  ]
  return (
    <Drawer
      open
      mask={false}
      size={524}
      rootClassName="beside"
      title={`${of.seq} ${of.act}`}
      onClose={() => place.set({ row: undefined })}
    >
      <table className="plain">
        <tbody>
          {said.map(([word, text]) => (
            <tr key={word}>
              <th scope="row" className="quiet status">
                {t(word)}
              </th>
              <td style={{ overflowWrap: 'anywhere' }}>{text}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Drawer>
  )
}
