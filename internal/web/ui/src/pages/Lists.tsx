import { DownloadOutlined } from '@ant-design/icons'
import { Button, Checkbox, Select } from 'antd'
import { useInfiniteQuery } from '@tanstack/react-query'
import { read, useAll, useApi, type Answer, type ChainItem, type Problem, type CityList } from '../api/client'
import { root } from '../api/root'
import { Go } from '../app/link'
import { usePlace } from '../app/place'
import { useMay } from '../app/session'
import { useTitle } from '../app/title'
import { label, useLang } from '../i18n'
import { keyOf } from '../ids'
import { ChainFilter } from '../parts/chainFilter'
import { Empty, Failure, Region, Waiting } from '../parts/region'

/** What the city's lists hold and lack; the rows of one; and workbooks to be filled in. */
export default function Lists() {
  const { t } = useLang()
  useTitle(t('lists'))
  const open = usePlace().get('list')
  return (
    <>
      <div className="page-head">
        <h1>{t('lists')}</h1>
      </div>
      <Download />
      {open ? <Rows of={open} /> : <Overview />}
    </>
  )
}

function Overview() {
  const { t } = useLang()
  const sheets = useApi('/lists', {})
  const chains = useAll('/chains', {})
  return (
    <Region query={sheets}>
      {({ items }) => (
        <>
          <h2>{t('toFill')}</h2>
          <p className="quiet">{t('toFillNote')}</p>
          {chains.data && <Blanks sheets={items} chains={chains.data} />}
          <h2>{t('lists')}</h2>
          <AllLists sheets={items} />
        </>
      )}
    </Region>
  )
}

/** The columns of a list that are to be filled in and can be. */
const required = (s: CityList) => s.columns.flatMap((c, at) => (c.required && !c.reading ? [{ ...c, at }] : []))

/** The lists whose blanks are told chain by chain: those that are of chains and have something to be filled in. */
const shown = ['six-ones', 'enterprises', 'positions', 'projects']

/** Chain × required column: how much is blank. */
function Blanks({ sheets, chains }: { sheets: CityList[]; chains: ChainItem[] }) {
  const { t, lang } = useLang()
  const of = sheets
    .filter((s) => shown.includes(s.key))
    .map((s) => ({ ...s, fields: required(s).filter((c) => c.blank > 0) }))
    .filter((s) => s.fields.length > 0)
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
            {of.flatMap((s) =>
              s.fields.map((c, i) => (
                <th key={s.key + c.at} scope="col" className={i === 0 ? 'num of-list' : 'num'}>
                  {label(lang, c)}
                </th>
              )),
            )}
          </tr>
        </thead>
        <tbody>
          {chains.map((chain) => (
            <tr key={chain.id}>
              <th scope="row">{label(lang, chain)}</th>
              {of.flatMap((s) => {
                const here = s.chains.find((c) => c.chain === chain.id)
                return s.fields.map((c, i) => (
                  <td key={s.key + c.at} className={i === 0 ? 'num of-list' : 'num'}>
                    <Blank
                      list={s.key}
                      chain={chain.id}
                      blank={here?.blank[c.at] ?? 0}
                      rows={here?.rows ?? 0}
                      what={`${label(lang, chain)} ${label(lang, c)}`}
                    />
                  </td>
                ))
              })}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('allRows')}</th>
            {of.flatMap((s) =>
              s.fields.map((c, i) => (
                <td key={s.key + c.at} className={i === 0 ? 'num of-list' : 'num'}>
                  {sum(s.chains, (of) => of.blank[c.at] ?? 0)}/{sum(s.chains, (of) => of.rows)}
                </td>
              )),
            )}
          </tr>
        </tfoot>
      </table>
    </div>
  )
}

const sum = <T,>(items: T[], of: (item: T) => number) => items.reduce((n, item) => n + of(item), 0)

interface Count {
  list: string
  chain: string
  blank: number
  rows: number
  what: string
}

/** How many of some rows are blank, linked to them. */
function Blank({ list, chain, blank, rows, what }: Count) {
  const { t } = useLang()
  if (rows === 0) return <span className="quiet">{t('noRowsOf')}</span>
  if (blank === 0) return <span className="quiet">{t('full')}</span>
  return (
    <Go to={`/lists?list=${list}&chain=${keyOf(chain)}&blank=1`}>
      <span className="unseen">{what} </span>
      {blank}/{rows}
    </Go>
  )
}

function AllLists({ sheets }: { sheets: CityList[] }) {
  const { t, lang } = useLang()
  return (
    <table className="grid">
      <thead>
        <tr>
          <th scope="col">{t('listName')}</th>
          <th scope="col" className="num">
            {t('rowsCount')}
          </th>
          <th scope="col" className="num">
            {t('blanksCount')}
          </th>
          <th scope="col">{t('aboutList')}</th>
        </tr>
      </thead>
      <tbody>
        {sheets.map((s) => (
          <tr key={s.key}>
            <th scope="row">
              <Go to={`/lists?list=${s.key}`}>{label(lang, s)}</Go>
            </th>
            <td className="num">{s.rows}</td>
            <td className="num">{required(s).reduce((n, c) => n + c.blank, 0)}</td>
            <td>{lang === 'en' ? s.about_en : s.about}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** The rows of a list, as its sheet has them. */
function Rows({ of }: { of: string }) {
  const { t, lang } = useLang()
  const place = usePlace()
  const query = {
    chains: place.get('chain'),
    blank: place.get('blank') ? true : undefined,
    as_of: place.get('as_of'),
    lang,
  }
  const rows = useInfiniteQuery<Answer<'/lists/{key}'>, Problem>({
    queryKey: ['list', of, query],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      read('/lists/{key}', { path: { key: of }, query: { ...query, cursor: String(pageParam) } }, signal),
    getNextPageParam: (last) => last.next,
  })
  const first = rows.data?.pages[0]
  const items = rows.data?.pages.flatMap((p) => p.items) ?? []
  useTitle(first && label(lang, first.sheet), 1)
  if (rows.isError) return <Failure problem={rows.error} retry={() => void rows.refetch()} />
  if (!first) return <Waiting rows={12} />
  const { columns } = first.sheet
  return (
    <>
      <h2>
        {label(lang, first.sheet)} <span className="count">{first.total}</span>
      </h2>
      <p className="quiet">
        {lang === 'en' ? first.sheet.about_en : first.sheet.about} <Go to="/lists">{t('backToLists')}</Go>
      </p>
      {items.length === 0 ? (
        <Empty>
          <p>{t('noRows')}</p>
        </Empty>
      ) : (
        <div className="wide-table" role="region" aria-label={label(lang, first.sheet)} tabIndex={0}>
          <table className="grid sheet">
            <thead>
              <tr>
                {columns.map((c) => (
                  <th key={c.name} scope="col" className={c.ours ? 'ours' : undefined}>
                    {label(lang, c)}
                    {c.required && !c.reading && ' *'}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {items.map((row) => (
                <tr key={row.id}>
                  {row.cells.map((text, i) => (
                    <td key={columns[i]?.name} className={!text && columns[i]?.required ? 'to-fill' : undefined}>
                      {text || (columns[i]?.required ? <span className="quiet">{t('blankCell')}</span> : '')}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {rows.hasNextPage && (
        <p className="more">
          {t('shown', items.length, first.total)}{' '}
          <Button onClick={() => void rows.fetchNextPage()} loading={rows.isFetchingNextPage}>
            {t('loadMore')}
          </Button>
        </p>
      )}
    </>
  )
}

/** Chooses what a workbook holds, and gets it. */
function Download() {
  const { t, lang } = useLang()
  const place = usePlace()
  const may = useMay()
  const sheets = useApi('/lists', {})
  const chosen = (place.get('list') ?? '').split(',').filter(Boolean)
  const asked = {
    list: chosen.join(','),
    chains: place.get('chain') ?? '',
    blank: place.get('blank') ? 'true' : '',
    lang,
    as_of: place.get('as_of') ?? '',
  }
  const query = new URLSearchParams(Object.entries(asked).filter(([, value]) => value))
  return (
    <div className="filters aligned">
      <Select
        aria-label={t('whichLists')}
        value={chosen[0] ?? ''}
        popupMatchSelectWidth={false}
        onChange={(v) => place.set({ list: v || undefined })}
        options={[
          { value: '', label: t('allLists') },
          ...(sheets.data?.items ?? []).map((s) => ({ value: s.key, label: label(lang, s) })),
        ]}
      />
      <ChainFilter />
      <Checkbox
        checked={!!place.get('blank')}
        onChange={(e) => place.set({ blank: e.target.checked ? '1' : undefined })}
      >
        {t('onlyBlanks')}
      </Checkbox>
      {may('export') && (
        <>
          <Button icon={<DownloadOutlined />} href={`${root}/api/v1/workbook?${query.toString()}`} download>
            {t('workbook')}
          </Button>
          <span className="quiet">{t('workbookNote')}</span>
        </>
      )}
    </div>
  )
}
