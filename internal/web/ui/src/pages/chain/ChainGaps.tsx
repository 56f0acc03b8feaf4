import type { Gap } from '../../api/client'
import { Thing } from '../../app/link'
import { label, useLang } from '../../i18n'
import { Why } from '../../parts/answers/why'
import { Kinds, PartsBar } from '../../parts/marks'
import { Empty } from '../../parts/region'

/** The gaps of a chain, heaviest first. */
export function ChainGaps({ gaps }: { gaps: Gap[] }) {
  const { t, lang } = useLang()
  if (gaps.length === 0)
    return (
      <Empty>
        <p>{t('noGap')}</p>
      </Empty>
    )
  return (
    <table className="grid">
      <thead>
        <tr>
          <th scope="col">{t('gaps')}</th>
          <th scope="col" className="num">
            {t('weight')}
          </th>
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
            <td className="num">
              <b>
                <Why
                  of={{ path: '/gaps/{id}/why', ids: { id: g.id } }}
                  name={`${label(lang, g)}${t('colon')}${t('weight')}`}
                  known={g.data_coverage}
                >
                  {g.weight.toFixed(1)}
                </Why>
              </b>
            </td>
            <td>
              <PartsBar parts={g.parts} />
            </td>
            <td className="quiet two-lines">{lang === 'en' ? g.reason.text_en : g.reason.text}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
