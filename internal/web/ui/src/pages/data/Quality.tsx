import { useInfiniteQuery } from '@tanstack/react-query'
import { read, useApi, type Answer, type Problem, type QualityRow } from '../../api/client'
import { Go, Thing } from '../../app/link'
import { usePlace } from '../../app/place'
import { useTitle } from '../../app/title'
import { label, useLang } from '../../i18n'
import { ChainFilter } from '../../parts/chainFilter'
import { More } from '../../parts/more'
import { Empty, Failure, Region, Waiting } from '../../parts/region'

/** What of the facts somebody should mend: the checks, and the rows of the one that is open. */
export function Quality() {
  const { t, lang } = useLang()
  const quality = useApi('/quality', {})
  const place = usePlace()
  const open = place.get('check')
  return (
    <Region query={quality} rows={10}>
      {(q) => (
        <>
          <p className="quiet">
            {t('qualityNote', q.day, q.stale_months)} {q.cut && t('ofOwnChains')}
          </p>
          {open ? (
            <Rows of={open} />
          ) : (
            <table className="grid">
              <thead>
                <tr>
                  <th scope="col">{t('check')}</th>
                  <th scope="col" className="num">
                    {t('found')}
                  </th>
                  <th scope="col" className="num">
                    {t('lookedAt')}
                  </th>
                  <th scope="col">{t('howToMend')}</th>
                </tr>
              </thead>
              <tbody>
                {q.checks.map((c) => (
                  <tr key={c.key}>
                    <th scope="row">
                      {c.count > 0 ? (
                        <Go to={`/data?tab=quality&check=${c.key}`}>{label(lang, c)}</Go>
                      ) : (
                        label(lang, c)
                      )}
                    </th>
                    <td className="num">{c.count > 0 ? c.count : <span className="quiet">{t('noneFound')}</span>}</td>
                    <td className="num">{c.of}</td>
                    <td>{lang === 'en' ? c.mend_en : c.mend}</td>
                  </tr>
                ))}
                <tr>
                  <th scope="row">
                    <Go to="/data">{t('toFill')}</Go>
                  </th>
                  <td className="num">{q.blank}</td>
                  <td />
                  <td>{t('fillThere')}</td>
                </tr>
              </tbody>
            </table>
          )}
        </>
      )}
    </Region>
  )
}

/** What a check found; each leads to where it is mended. */
function Rows({ of }: { of: string }) {
  const { t, lang } = useLang()
  const place = usePlace()
  const query = { chain: place.get('chain'), as_of: place.get('as_of') }
  const rows = useInfiniteQuery<Answer<'/quality/{check}'>, Problem>({
    queryKey: ['quality', of, query],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      read('/quality/{check}', { path: { check: of }, query: { ...query, cursor: String(pageParam) } }, signal),
    getNextPageParam: (last) => last.next,
  })
  const first = rows.data?.pages[0]
  const items = rows.data?.pages.flatMap((p) => p.items) ?? []
  useTitle(first && label(lang, first.check), 1)
  if (rows.isError) return <Failure problem={rows.error} retry={() => void rows.refetch()} />
  if (!first) return <Waiting rows={12} />
  return (
    <>
      <h2>
        {label(lang, first.check)} <span className="count">{first.total}</span>
      </h2>
      <p className="quiet">
        {lang === 'en' ? first.check.mend_en : first.check.mend} <Go to="/data?tab=quality">{t('allChecks')}</Go>
      </p>
      <div className="filters aligned">
        <ChainFilter />
      </div>
      {items.length === 0 ? (
        <Empty>
          <p>{t('noneFound')}</p>
        </Empty>
      ) : (
        <div className="wide-table" role="region" aria-label={label(lang, first.check)} tabIndex={0}>
          <table className="grid">
            <thead>
              <tr>
                <th scope="col">{t('whatItIs')}</th>
                <th scope="col">{t('whatIsWrong')}</th>
                <th scope="col">{t('lastSource')}</th>
                <th scope="col">{t('asOfDay')}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((row) => (
                <tr key={`${row.subject.id} ${row.relation ?? ''} ${row.other?.id ?? ''}`}>
                  <th scope="row">
                    <Subject of={row} />
                  </th>
                  <td>{lang === 'en' ? row.text_en : row.text}</td>
                  <td>
                    <Thing of={row.source} />
                  </td>
                  <td>{row.as_of}</td>
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

/** What a row is about: a thing, or two. A figure stands on the page of what it is about. */
function Subject({ of }: { of: QualityRow }) {
  return (
    <>
      <Thing of={of.subject} />
      {of.other && of.other.kind !== 'Figure' && (
        <>
          {' '}
          → <Thing of={of.other} />
        </>
      )}
    </>
  )
}
