import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { CheckCircleOutlined, LinkOutlined, WarningOutlined } from '@ant-design/icons'
import { Button, Drawer, Input, Select } from 'antd'
import { useState } from 'react'
import { read, reading, type Answer, type AuditEntry, type Problem } from '../../api/client'
import { root } from '../../api/root'
import { usePlace } from '../../app/place'
import { useTitle } from '../../app/title'
import { useLang, type Word } from '../../i18n'
import { useFocusBack } from '../../parts/focus'
import { Region } from '../../parts/region'
import { minuteOf, timeOf, zoned } from '../../parts/days'
import { acts, objectOf, wordOf } from './acts'

const filters = ['account', 'act', 'object', 'from', 'to'] as const
type Filter = Partial<Record<(typeof filters)[number], string>>
const verdictOf = { ...reading('/audit/verify', {}), staleTime: Infinity }

/** Who did what: only added to, each row chained with the one before. */
export default function Audit() {
  const { t } = useLang()
  useTitle(t('audit'))
  const place = usePlace()
  const filter: Filter = {}
  for (const name of filters) {
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
  const opened = (list: AuditEntry[]) => list.find((e) => String(e.seq) === place.get('row'))
  const file = `${root}/api/v1/audit/export?${new URLSearchParams({ ...filter, format: 'csv' }).toString()}`
  return (
    <div className={place.get('row') ? 'with-drawer wide' : undefined}>
      <div className="page-head">
        <h1>{t('audit')}</h1>
        <p className="facts">
          <Count />
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
            {opened(list) && <Row key={place.get('row')} of={opened(list)!} />}
          </>
        )}
      </Region>
    </div>
  )
}

/** How many rows there are, of intents and of outcomes. */
function Count() {
  const { t } = useLang()
  const { data } = useQuery(verdictOf)
  return (
    <span>
      {t('auditCount')} <b>{data ? data.rows : '…'}</b>
    </span>
  )
}

/** Whether the record is whole, looked at when the page is opened and when asked. */
function Whole() {
  const { t, lang } = useLang()
  const verdict = useQuery(verdictOf)
  return (
    <Region query={verdict} rows={1}>
      {(v) => (
        <div className={v.whole ? 'chain-line' : 'chain-line broken'} role="status">
          <span className="chain-sign" aria-hidden="true">
            {v.whole ? <LinkOutlined /> : <WarningOutlined />}
          </span>
          <b>{v.whole ? t('auditWhole') : t('auditBroken', v.broken ?? 0)}</b>
          <span>{t('auditRows', v.rows, zoned(lang, timeOf(v.at)))}</span>
          {!v.whole && (
            <span>
              {t('auditBrokenHelp')} <span className="quiet note">{v.why}</span>
            </span>
          )}
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
      className="filters"
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
      <Select
        aria-label={t('act')}
        value={filter.act ?? ''}
        showSearch={{ optionFilterProp: 'label' }}
        popupMatchSelectWidth={false}
        style={{ width: 170 }}
        onChange={(act) => place.set({ act: act || undefined })}
        options={[{ value: '', label: t('allActs') }, ...acts.map((act) => ({ value: act, label: t(wordOf(act)!) }))]}
      />
      <Input
        aria-label={t('object')}
        placeholder={t('object')}
        value={object}
        style={{ width: 200 }}
        onChange={(e) => setObject(e.target.value)}
      />
      {(['from', 'to'] as const).map((name) => (
        <label key={name} className="day">
          {t(name === 'from' ? 'firstDay' : 'lastDay')}
          <Input
            type="date"
            aria-label={t(name === 'from' ? 'firstDay' : 'lastDay')}
            value={filter[name] ?? ''}
            style={{ width: 140 }}
            onChange={(e) => place.set({ [name]: e.target.value || undefined })}
          />
        </label>
      ))}
      <Button htmlType="submit">{t('search_act')}</Button>
    </form>
  )
}

function Table({ list }: { list: AuditEntry[] }) {
  const { t, lang } = useLang()
  const place = usePlace()
  return (
    <table className="grid audit">
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
            <td>
              <ActOf of={e} />
            </td>
            <td className="cut" title={e.object}>
              {objectOf(lang, t, e.object) || '—'}
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

/** An act in words. */
function ActOf({ of: e }: { of: AuditEntry }) {
  const { t } = useLang()
  const word = wordOf(e.act)
  return <>{word ? t(word) : e.act}</>
}

/** One row: who, what, what came of it, and the hashes that chain it. */
function Row({ of }: { of: AuditEntry }) {
  const { t, lang } = useLang()
  const place = usePlace()
  const verdict = useQuery(verdictOf).data
  useFocusBack(`row:${of.seq}`)
  const second = (at: string) => `${minuteOf(at)}:${at.slice(17, 19)}`
  const object = objectOf(lang, t, of.object)
  const said: [Word, string | undefined][] = [
    ['who', [of.account, of.post].filter(Boolean).join('·') || '—'],
    ['address', of.address || '—'],
    ['via', of.via && t(`via_${of.via}` as Word)], // who signs in comes by nothing yet
    ['mayWord', of.permission],
    ['object', object || '—'],
    ['objectRaw', object === of.object ? undefined : of.object],
    ['intended', of.closing ? zoned(lang, second(of.at)) : undefined],
    ['result', [t(outcomeWord(of)), of.detail].filter(Boolean).join('·')],
    ['ended', of.ended && zoned(lang, second(of.ended))],
    ['requestName', of.request],
  ]
  const trusted = verdict && (verdict.whole || of.seq < (verdict.broken ?? 0))
  const hashes: [Word, string][] = [
    ['hashBefore', of.before],
    ['hashOwn', of.hash],
  ]
  return (
    <Drawer
      open
      mask={false}
      size={524}
      rootClassName="beside"
      title={
        <>
          {of.seq} <ActOf of={of} />
          {t('dot')}
          {t(outcomeWord(of))}
        </>
      }
      onClose={() => place.set({ row: undefined })}
    >
      <dl className="pairs">
        {said.map(
          ([word, text]) =>
            text && (
              <div key={word}>
                <dt>{t(word)}</dt>
                <dd className="whole">{text}</dd>
              </div>
            ),
        )}
      </dl>
      <h2>{t('chained')}</h2>
      <dl className="pairs">
        {hashes.map(([word, hash]) => (
          <div key={word}>
            <dt>{t(word)}</dt>
            <dd className="hash">{hash || '—'}</dd>
          </div>
        ))}
        {of.closing && (
          <div>
            <dt>{t('closedBy')}</dt>
            <dd>{of.closing}</dd>
          </div>
        )}
      </dl>
      {verdict && (
        <p className={trusted ? undefined : 'trouble'}>
          {trusted ? <CheckCircleOutlined /> : <WarningOutlined />}{' '}
          {trusted ? t('hashRight') : t('auditBroken', verdict.broken ?? 0)}
        </p>
      )}
      {of.account && (
        <p>
          <button type="button" className="as-link" onClick={() => place.set({ account: of.account })}>
            {t('onlyThem')}
          </button>
        </p>
      )}
    </Drawer>
  )
}
