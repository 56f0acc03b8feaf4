import type { Link } from '../../api/client'
import { Thing } from '../../app/link'
import { useTerms } from '../../app/terms'
import { useLang } from '../../i18n'
import { Source } from './provenance'

/** What policies ask of a link, each with its source; nothing where none does. */
export function Restrictions({ list }: { list: Link['restrictions'] }) {
  const { t, lang } = useLang()
  const words = useTerms()
  if (list.length === 0) return null
  return (
    <section>
      <h3>{t('policyLimits')}</h3>
      <ul className="lines">
        {list.map((r) => (
          <li key={r.policy.id}>
            <span className="step">{words('restriction', r.rule)}</span> {lang === 'en' ? r.text_en : r.text}{' '}
            <Thing of={r.policy} /> <Source of={r.provenance} />
          </li>
        ))}
      </ul>
    </section>
  )
}
