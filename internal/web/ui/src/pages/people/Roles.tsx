import type { Answer } from '../../api/client'
import { useRoles } from '../../app/session'
import { useLang, type Word } from '../../i18n'
import { administrators, permissions, permissionWord } from './rights'

type List = Answer<'/accounts'>
type Role = List['roles'][number]

const rules: [rule: Word, note: Word][] = [
  ['threeApart', 'threeApartNote'],
  ['bandsOf', 'bandsOfNote'],
  ['unseenIsNone', 'unseenIsNoneNote'],
]

/** Which role may what; half of it is only of what somebody entered themselves. */
export function Rights({ list }: { list: List }) {
  const { t } = useLang()
  const roles = useRoles()
  const reads = (r: Role) => r.permissions.includes('graph.read')
  const owns = (r: Role) => r.permissions.includes('graph.edit') && !r.permissions.includes('figure.read')
  const figures = (r: Role): Word =>
    !reads(r) ? 'notShown' : r.permissions.includes('figure.read') ? 'exactValue' : owns(r) ? 'ownExact' : 'bandValue'
  const first = (r: Role) => (['sysadmin', 'admin'].includes(r.role) ? 'begins' : undefined)
  return (
    <>
      <p className="quiet">
        {t('rightsFixed')} <b>●</b> {t('may')} <b>◐</b> {t('mayOwn')} <b>–</b> {t('mayNot')}
      </p>
      {/* On a narrow window it scrolls in itself, by keyboard too. */}
      <div className="sideways" tabIndex={0} role="region" aria-label={t('rolesAndRights')}>
        <table className="grid roles">
          <thead>
            <tr>
              <th scope="col">{t('whatTheyMay')}</th>
              {list.roles.map((r) => (
                <th scope="col" key={r.role} className={first(r)}>
                  {roles([r.role])}
                  <span className="sub">
                    {t('people', list.items.filter((a) => a.roles.includes(r.role) && !a.disabled).length)}
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {permissions.map((p) => (
              <tr key={p}>
                <th scope="row">
                  {t(permissionWord(p))} <span className="quiet note">{p}</span>
                </th>
                {list.roles.map((r) => (
                  <td key={r.role} className={first(r)}>
                    {r.permissions.includes(p) ? (
                      <b title={t('may')}>●</b>
                    ) : p === 'figure.read' && owns(r) ? (
                      <b title={t('mayOwn')}>◐</b>
                    ) : (
                      <span className="quiet" title={t('mayNot')}>
                        –
                      </span>
                    )}
                  </td>
                ))}
              </tr>
            ))}
            <tr>
              <th scope="row">{t('figuresShown')}</th>
              {list.roles.map((r) => (
                <td key={r.role} className={first(r)}>
                  {t(figures(r))}
                </td>
              ))}
            </tr>
            <tr>
              <th scope="row">{t('range')}</th>
              {list.roles.map((r) => (
                <td key={r.role} className={first(r)}>
                  {administrators.includes(r.role) ? '–' : t('chosenChains')}
                </td>
              ))}
            </tr>
          </tbody>
        </table>
      </div>
      <div className="rules">
        {rules.map(([rule, note]) => (
          <section key={rule}>
            <h2>{t(rule)}</h2>
            <p className="quiet">{t(note)}</p>
          </section>
        ))}
      </div>
    </>
  )
}
