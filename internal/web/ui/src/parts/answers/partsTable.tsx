import type { Part } from '../../api/client'
import { useLang } from '../../i18n'
import { PartsBar } from '../marks'
import { apportion } from './apportion'
import { Why, type Asked } from './why'

/** The parts of a number of points, each with its bar; each answers why. They are printed so that they add up. */
export function PartsTable({ parts, why, known }: { parts: Part[]; why: Asked; known?: number | undefined }) {
  const { lang } = useLang()
  const points = apportion(parts.map((p) => p.most * p.value))
  return (
    <table className="plain parts">
      <tbody>
        {parts.map((p, i) => {
          const name = lang === 'en' ? p.name_en : p.name
          return (
            <tr key={p.key}>
              <th scope="row">
                <Why of={why} name={name} known={known} pick={(e) => e.parts[i]}>
                  {name}
                </Why>
              </th>
              <td>
                <PartsBar parts={[p]} />
              </td>
              <td className="num">
                {points[i]?.toFixed(1)}/{p.most}
              </td>
              <td className="quiet">{lang === 'en' ? p.why_en : p.why}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
