import { series, useLang } from '../../i18n'
import { permissions, permissionWord } from './rights'

type Props = {
  may: string[]
  /** How many chains were chosen, of all; 0 is all. */
  chains: number
  of: number
}

/** What somebody of a role will see, in sentences, before it is saved. */
export function WillSee({ may, chains, of }: Props) {
  const { t, lang } = useLang()
  const acts = permissions.filter((p) => may.includes(p) && !p.endsWith('.read'))
  const said = may.includes('graph.read')
    ? [
        chains ? t('seesChains', chains, of - chains) : t('seesAll', of),
        t(may.includes('figure.read') ? 'seesExact' : may.includes('graph.edit') ? 'seesOwn' : 'seesBands'),
        t(may.includes('contact.read') ? 'seesContacts' : 'seesNoContacts'),
      ]
    : [t('seesNothing'), ...(may.includes('audit.read') ? [t('may_audit_read')] : [])]
  return (
    <section className="will-see" aria-label={t('willSee')}>
      <h2>{t('willSee')}</h2>
      <ul className="lines">
        {said.map((line) => (
          <li key={line}>{line}</li>
        ))}
        {acts.length > 0 && (
          <li>
            {t('named', t('may'))}
            {series(
              lang,
              acts.map((p) => t(permissionWord(p))),
            )}
          </li>
        )}
      </ul>
    </section>
  )
}
