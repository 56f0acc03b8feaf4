import { useApi } from '../../api/client'
import { useTerms } from '../../app/terms'
import { useLang } from '../../i18n'
import { Mark, states } from '../marks'

const held = ['strong', 'present']

/** How many links of a chain are in each state, what they weigh, and whether they count as held. */
export function StatesOf({ chain }: { chain: string }) {
  const { t } = useLang()
  const words = useTerms()
  const structure = useApi('/chains/{id}/structure', { path: { id: chain } })
  return (
    <table className="plain states-of">
      <tbody>
        {states.map((s) => {
          const links = structure.data?.links.filter((l) => l.coverage === s) ?? []
          return (
            <tr key={s}>
              <th scope="row">
                <Mark state={s} /> {words('coverage', s)}
              </th>
              <td className="num">{t('mainLinks', links.length)}</td>
              <td className="num">
                {t('weight')} {links.reduce((n, l) => n + l.weight, 0)}
              </td>
              <td className="quiet num">{t(held.includes(s) ? 'counted' : 'notCounted')}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
