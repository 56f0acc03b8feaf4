import { useAll, useApi, type ChainItem, type CityList, type QualityFacts } from '../../api/client'
import { Go, Thing } from '../../app/link'
import { useTerms } from '../../app/terms'
import { useWrites, Writes } from '../../app/Writes'
import { label, useLang } from '../../i18n'
import { keyOf } from '../../ids'
import { useAuthor } from '../../parts/author'
import { share } from '../../parts/facts/share'
import { minuteOf } from '../../parts/days'
import { actorOf } from '../../parts/record/actor'
import { ReasonOf } from '../../parts/record/reason'
import { Region } from '../../parts/region'
import { required, sum } from './blanks'

/** What the city's data lack, chain by chain; what there is and how good it is; what happened to it last. */
export function Overview() {
  const { t } = useLang()
  const sheets = useApi('/lists', {})
  const chains = useAll('/chains', {})
  return (
    <>
      <h2>{t('toFill')}</h2>
      <p className="quiet">{t('toFillNote')}</p>
      <Region query={sheets} rows={12}>
        {({ items }) => (
          <Region query={chains} rows={12}>
            {(all) => <Blanks sheets={items} chains={all} />}
          </Region>
        )}
      </Region>
      <div className="columns data">
        <Holdings />
        <div>
          <Writes need="import.apply">
            <InHand />
          </Writes>
          <Recent />
          <ToMend />
        </div>
      </div>
    </>
  )
}

/**
 * Chain × required column: how much is blank. The rows of no chain follow, and what counts for several chains goes off,
 * so that a column adds up to the blanks that there are.
 */
function Blanks({ sheets, chains }: { sheets: CityList[]; chains: ChainItem[] }) {
  const { t, lang } = useLang()
  const of = sheets
    .map((s) => ({ ...s, fields: required(s).filter((c) => c.blank > 0) }))
    .filter((s) => s.fields.length)
  const columns = of.flatMap((s) => s.fields.map((c, i) => ({ sheet: s, ...c, first: i === 0 })))
  const twice = (c: (typeof columns)[number]) =>
    sum(c.sheet.chains, (x) => x.blank[c.at] ?? 0) + (c.sheet.loose.blank[c.at] ?? 0) - c.blank
  const total = sum(columns, (c) => c.blank)
  if (columns.length === 0) return <p>{t('nothingBlank')}</p>
  const cells = (name: string, cell: (c: (typeof columns)[number]) => React.ReactNode) =>
    columns.map((c) => (
      <td key={name + c.sheet.key + c.path} className={c.first ? 'num of-list' : 'num'}>
        {cell(c)}
      </td>
    ))
  return (
    <div className="wide-table" role="region" aria-label={t('toFill')} tabIndex={0}>
      <table className="grid blanks">
        <thead>
          <tr>
            <th scope="col" rowSpan={2}>
              {t('chain')}
            </th>
            {of.map((s) => (
              <th key={s.key} scope="colgroup" colSpan={s.fields.length} className="of-list">
                {label(lang, s)}
              </th>
            ))}
          </tr>
          <tr>
            {columns.map((c) => (
              <th key={c.sheet.key + c.path} scope="col" className={c.first ? 'num of-list' : 'num'}>
                {label(lang, c)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {chains.map((chain) => (
            <tr key={chain.id}>
              <th scope="row">
                <Thing of={chain} />
              </th>
              {cells(chain.id, (c) => {
                const here = c.sheet.chains.find((x) => x.chain === chain.id)
                return (
                  <Blank
                    list={c.sheet.key}
                    column={c.path}
                    chain={keyOf(chain.id)}
                    blank={here?.blank[c.at] ?? 0}
                    rows={here?.rows ?? 0}
                    what={`${label(lang, chain)} ${label(lang, c)}`}
                  />
                )
              })}
            </tr>
          ))}
          <tr>
            <th scope="row">{t('ofNoChain')}</th>
            {cells('none', (c) => (
              <Blank
                list={c.sheet.key}
                column={c.path}
                chain="none"
                blank={c.sheet.loose.blank[c.at] ?? 0}
                rows={c.sheet.loose.rows}
                what={`${t('ofNoChain')} ${label(lang, c)}`}
              />
            ))}
          </tr>
          <tr>
            <th scope="row">{t('countedTwice')}</th>
            {cells('twice', (c) => (
              <span className="quiet">{twice(c) > 0 ? `−${twice(c)}` : '0'}</span>
            ))}
          </tr>
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">
              {t('allRows')} {total}
            </th>
            {cells('all', (c) => (
              <Go to={`/data?tab=lists&list=${c.sheet.key}&column=${encodeURIComponent(c.path)}`}>
                <span className="unseen">{label(lang, c)} </span>
                {c.blank}
              </Go>
            ))}
          </tr>
        </tfoot>
      </table>
    </div>
  )
}

interface Count {
  list: string
  column: string
  chain: string
  blank: number
  rows: number
  what: string
}

/** How many of some rows are blank, linked to them, with how much of them is filled. */
function Blank({ list, column, chain, blank, rows, what }: Count) {
  const { t } = useLang()
  if (rows === 0) return <span className="quiet">{t('noRowsOf')}</span>
  if (blank === 0) return <span className="quiet">{t('full')}</span>
  return (
    <Go to={`/data?tab=lists&list=${list}&chain=${chain}&column=${encodeURIComponent(column)}`}>
      <span className="unseen">{what} </span>
      {rows > 1 && <meter className="filled" min={0} max={rows} value={rows - blank} aria-hidden="true" />}
      {blank}/{rows}
    </Go>
  )
}

/** What there is of each sort and chain: how many, how firm, how old. */
function Holdings() {
  const { t, lang } = useLang()
  const quality = useApi('/quality', {})
  return (
    <div>
      <h2>{t('holdings')}</h2>
      <Region query={quality} rows={9}>
        {(q) => (
          <>
            <p className="quiet">
              {t('holdingsNote', q.stale_months)} {q.cut && t('ofOwnChains')}
            </p>
            <Grades />
            {[
              { name: t('sortOfFacts'), list: q.sorts },
              { name: t('chain'), list: q.chains },
            ].map(({ name, list }) => (
              <div key={name} className="wide-table" role="region" aria-label={name} tabIndex={0}>
                <table className="grid holdings">
                  <thead>
                    <tr>
                      <th scope="col">{name}</th>
                      <th scope="col" className="num">
                        {t('factsCount')}
                      </th>
                      <th scope="col">{t('restsOn')}</th>
                      <th scope="col" className="num">
                        {t('onEvidence')}
                      </th>
                      <th scope="col" className="num">
                        {t('provisional')}
                      </th>
                      <th scope="col" className="num">
                        {t('freshness')}
                      </th>
                      <th scope="col">{t('newest')}</th>
                      <th scope="col">{t('median')}</th>
                      <th scope="col">{t('oldest')}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {list.map((x) => (
                      <tr key={x.of}>
                        <th scope="row">
                          {x.of.startsWith('chain:') ? (
                            <Thing of={{ id: x.of, kind: 'Chain', name: x.name, name_en: x.name_en }} />
                          ) : (
                            label(lang, x)
                          )}
                        </th>
                        <td className="num">{x.count}</td>
                        <td>
                          <Bar of={x} />
                        </td>
                        <td className="num">{share(x.evidenced, x.count)}</td>
                        <td className="num">{x.unverified}</td>
                        <td className="num">{share(x.fresh, x.count)}</td>
                        <td className="nowrap">{x.newest}</td>
                        <td className="nowrap">{x.median}</td>
                        <td className="nowrap">{x.oldest}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            ))}
          </>
        )}
      </Region>
    </div>
  )
}

/** What the inks of the bars mean. */
function Grades() {
  const words = useTerms()
  return (
    <p className="grades quiet">
      {['documented', 'media', 'repost', 'trade', 'inferred', 'unverified'].map((c) => (
        <span key={c}>
          <i className={`grade ${c}`} /> {words('confidence', c)}
        </span>
      ))}
    </p>
  )
}

/** The confidences of some facts, as lengths. */
function Bar({ of }: { of: QualityFacts }) {
  const words = useTerms()
  const there = of.grades.filter((g) => g.count > 0)
  if (there.length === 0) return null
  return (
    <span
      className="grade-bar"
      role="img"
      aria-label={there.map((g) => `${words('confidence', g.confidence)} ${g.count}`).join(' ')}
    >
      {there.map((g) => (
        <i key={g.confidence} className={`grade ${g.confidence}`} style={{ flexGrow: g.count }} />
      ))}
    </span>
  )
}

/** What was begun and waits for somebody: drafts that are not applied, and what was sent out and is not back. */
function InHand() {
  const { t } = useLang()
  const drafts = useApi('/drafts', {}).data?.items.filter((d) => d.state === 'open') ?? []
  const sent = useApi('/sendings', {}).data?.items.filter((x) => !x.closed && x.back < x.parcels.length) ?? []
  return (
    <>
      {drafts.length > 0 && (
        <>
          <h2>
            {t('draftsOpen')} <span className="count">{drafts.length}</span>{' '}
            <Go to="/data?tab=import">{t('allOfThem')}</Go>
          </h2>
          <ul className="brief">
            {drafts.slice(0, 5).map((d) => (
              <li key={d.id}>
                <Go to={`/data?tab=import&draft=${d.id}`}>{d.id}</Go> {d.name}
                <br />
                <span className="quiet">
                  {d.by} {minuteOf(d.changed)}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      {sent.length > 0 && (
        <>
          <h2>
            {t('sentOpen')} <span className="count">{sent.length}</span> <Go to="/data?tab=sent">{t('allOfThem')}</Go>
          </h2>
          <ul className="brief">
            {sent.slice(0, 5).map((x) => (
              <li key={x.id}>
                <Go to={`/data?tab=sent&sending=${x.id}`}>{x.name}</Go>{' '}
                <span className="quiet">{x.late > 0 ? t('lateDays', x.late) : x.due && t('dueOn', x.due)}</span>{' '}
                <b className="right">{t('backOf', x.back, x.parcels.length)}</b>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}

/** The newest change sets; from one of one's own the way leads to taking it back. */
function Recent() {
  const { t, lang } = useLang()
  const writes = useWrites('graph.edit')
  const by = useAuthor()
  const sets = useApi('/history', { query: { limit: 5 } })
  return (
    <>
      <h2>
        {t('recentSets')} <Go to="/history">{t('allOfThem')}</Go>
      </h2>
      <Region query={sets}>
        {({ items }) => (
          <ul className="brief">
            {items.map((s) => (
              <li key={s.revision}>
                <Go to={`/history?set=${s.revision}`}>r{s.revision}</Go> <ReasonOf of={s} />
                <br />
                <span className="quiet">
                  {actorOf(lang, s.actor)} {minuteOf(s.time)}
                </span>{' '}
                {writes && s.actor === by && <Go to={`/history?undo=${s.revision}`}>{t('undoOf', s.revision)}</Go>}
              </li>
            ))}
          </ul>
        )}
      </Region>
    </>
  )
}

/** What the checks found, most of all what can be mended. */
function ToMend() {
  const { t, lang } = useLang()
  const quality = useApi('/quality', {})
  return (
    <>
      <h2>
        {t('quality')} <Go to="/data?tab=quality">{t('allOfThem')}</Go>
      </h2>
      <Region query={quality}>
        {(q) => (
          <ul className="brief">
            {q.checks
              .filter((c) => c.count > 0)
              .map((c) => (
                <li key={c.key}>
                  <Go to={`/data?tab=quality&check=${c.key}`}>{label(lang, c)}</Go>{' '}
                  <b className="right">
                    {c.count}/{c.of}
                  </b>
                </li>
              ))}
          </ul>
        )}
      </Region>
    </>
  )
}
