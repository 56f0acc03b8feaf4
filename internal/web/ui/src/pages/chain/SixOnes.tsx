import type { Chain } from '../../api/client'
import { Thing } from '../../app/link'
import { useLang } from '../../i18n'
import { Source, Sure } from '../../parts/facts/provenance'
import { FillIn, SixOneForm } from '../../parts/edit/forms'
import { Blank } from '../../parts/marks'

/** 六个一: chief, lead unit, task force, plan, park, policies; what nobody said stands as 待补充. */
export function SixOnes({ chain: c }: { chain: Chain }) {
  const { t, lang } = useLang()
  return (
    <ul className="six-ones">
      {c.six_ones.map((one) => {
        const name = lang === 'en' ? one.name_en : one.name
        return (
          <li key={one.key}>
            <span className="sub">{name}</span>
            {one.values[0] ? <Source of={one.values[0]} tag={false} /> : <span />}
            {one.blank && <Blank act={<FillIn name={one.key} />} />}
            {one.values.map((v, i) => (
              <span key={v.id} className="six-value" title={[v.name, v.note].filter(Boolean).join('，')}>
                <Sure of={v}>
                  <Thing of={v} />
                </Sure>
                {v.led_by && (
                  <span className="quiet">
                    {' '}
                    {t('ledBy')}
                    {v.led_by}
                  </span>
                )}
                {i > 0 && <Source of={v} tag={false} />}
              </span>
            ))}
          </li>
        )
      })}
      <SixOneForm chain={c} />
    </ul>
  )
}
