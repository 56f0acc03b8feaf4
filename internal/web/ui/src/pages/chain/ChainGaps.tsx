import { escape, useApi, type Gap, type List, type Target } from '../../api/client'
import { Go, Thing } from '../../app/link'
import { pageOf, usePlace } from '../../app/place'
import { label, useLang } from '../../i18n'
import { Kinds, PartsBar, StateTag } from '../../parts/marks'
import { Empty } from '../../parts/region'
import { Why } from '../../parts/why'

/** The gaps of a chain, heaviest first. */
export function ChainGaps({ gaps }: { gaps: Gap[] }) {
  const { t, lang } = useLang()
  if (gaps.length === 0) return <Empty><p>{t('noGap')}</p></Empty>
  return (
    <table className="grid">
      <thead>
        <tr>
          <th scope="col">{t('gaps')}</th>
          <th scope="col" className="num">{t('weight')}</th>
          <th scope="col">{t('parts')}</th>
          <th scope="col">{t('reason')}</th>
        </tr>
      </thead>
      <tbody>
        {gaps.map((g) => (
          <tr key={g.id}>
            <th scope="row" className="status">
              <Thing of={{ ...g, kind: 'Gap' }} /> <Kinds kinds={g.kinds} />
            </th>
            <td className="num"><b><Why path={`/gaps/${escape(g.id)}/why`} name={`${label(lang, g)}${t('colon')}${t('weight')}`} known={g.data_coverage}>{g.weight.toFixed(1)}</Why></b></td>
            <td><PartsBar parts={g.parts} /></td>
            <td className="quiet two-lines">{lang === 'en' ? g.reason.text_en : g.reason.text}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Where a chain could be extended from what the city holds. */
export function Extensions({ chain }: { chain: string }) {
  const { t, lang } = useLang()
  const place = usePlace()
  const targets = useApi<List<Target>>('/targets', { chain, strategy: 'extend', as_of: place.get('as_of') })
  if (!targets.data || targets.data.items.length === 0) return null
  return (
    <section>
      <h2>
        {t('extension')} <span className="count">{targets.data.total}</span>
      </h2>
      <ul className="lines">
        {targets.data.items.map((x) => (
          <li key={x.id}>
            <Go to={pageOf(x.id)}>{label(lang, x)}</Go> <StateTag state={x.coverage} />{' '}
            <Why path={`/targets/${escape(x.id)}/why`} name={`${label(lang, x)}${t('colon')}${t('score')}`}>{t('score')} {x.score.toFixed(1)}</Why>{' '}
            <span className="quiet">{lang === 'en' ? x.reason.text_en : x.reason.text}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
