import type { GapCandidate } from '../../api/client'
import { useLang } from '../../i18n'

/** By what the search found a firm: what it shows of each sign, and the weight that was learned. */
export function Signs({ of: s }: { of: NonNullable<GapCandidate['signs']> }) {
  const { t, lang } = useLang()
  return (
    <details className="note">
      <summary>{t('signsTitle', s.sum.toFixed(2))}</summary>
      <p className="quiet">{t('signsNote', s.product, s.learned)}</p>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t('sign')}</th>
            <th scope="col" className="num">
              {t('signValue')}
            </th>
            <th scope="col" className="num">
              {t('signWeight')}
            </th>
          </tr>
        </thead>
        <tbody>
          {s.parts.map((p) => (
            <tr key={p.sign}>
              <th scope="row">{lang === 'en' ? p.name_en : p.name}</th>
              <td className="num">{p.value.toFixed(2)}</td>
              <td className="num">{p.weight.toFixed(2)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}
