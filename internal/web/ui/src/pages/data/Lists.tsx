import { DownloadOutlined } from '@ant-design/icons'
import { Button, Checkbox, Select } from 'antd'
import { useInfiniteQuery } from '@tanstack/react-query'
import { read, useApi, type Answer, type CityList, type Problem } from '../../api/client'
import { root } from '../../api/root'
import { Go } from '../../app/link'
import { usePlace } from '../../app/place'
import { useMay } from '../../app/session'
import { useTitle } from '../../app/title'
import { label, useLang } from '../../i18n'
import { ChainFilter } from '../../parts/chainFilter'
import { required, sum } from './blanks'
import { More } from '../../parts/more'
import { Empty, Failure, Region, Waiting } from '../../parts/region'

/** The lists of the city, the rows of one, and workbooks to be filled in. */
export function Lists() {
  const open = usePlace().get('list')
  const sheets = useApi('/lists', {})
  return (
    <>
      <Download />
      {open ? <Rows of={open} /> : <Region query={sheets}>{({ items }) => <AllLists sheets={items} />}</Region>}
    </>
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
              <Go to={`/data?tab=lists&list=${s.key}`}>{label(lang, s)}</Go>
            </th>
            <td className="num">{s.rows}</td>
            <td className="num">{sum(required(s), (c) => c.blank)}</td>
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
    column: place.get('column'),
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
        {lang === 'en' ? first.sheet.about_en : first.sheet.about} <Go to="/data?tab=lists">{t('backToLists')}</Go>
      </p>
      {query.column && (
        <p>
          {t('onlyBlankOf', label(lang, columns.find((c) => c.path === query.column) ?? { name: query.column }))}{' '}
          <button type="button" className="as-link" onClick={() => place.set({ column: undefined })}>
            {t('allRowsAgain')}
          </button>
        </p>
      )}
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
      <More of={rows} shown={items.length} total={first.total} />
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
    column: chosen.length === 1 ? (place.get('column') ?? '') : '',
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
        onChange={(v) => place.set({ list: v || undefined, column: undefined })}
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
