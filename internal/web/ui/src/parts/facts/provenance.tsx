import { ClockCircleOutlined } from '@ant-design/icons'
import type { Provenance } from '../../api/client'
import { useToday } from '../../app/moment'
import { useTerms } from '../../app/terms'
import { useLang } from '../../i18n'
import { Unverified } from '../marks'
import { age } from './age'

const settled = ['documented', 'media']

/**
 * Where a fact comes from, as text; the words open the source when it has an address. Without tag where 待核实 already
 * stands beside it.
 */
export function Source({ of, long = false, tag = true }: { of: Provenance; long?: boolean; tag?: boolean }) {
  const { t } = useLang()
  const words = useTerms()
  // What people decide rests on themselves: it is nothing to verify.
  if (of.decided) return <span className="step">{t('byPeople')}</span>
  const text = `${words('confidence', of.confidence)}·${of.as_of}`
  return (
    <span className="source" title={[of.source_name, of.locator].filter(Boolean).join(' ')}>
      {long && <span className="source-name">{of.source_name} </span>}
      {of.url ? (
        <a href={of.url} target="_blank" rel="noreferrer">
          {text}
        </a>
      ) : (
        text
      )}
      {tag && !settled.includes(of.confidence) && of.confidence !== 'unverified' && <Unverified />}
    </span>
  )
}

/** A name with a dotted line under it while the fact is not verified. */
export function Sure({ of, children }: { of: Provenance; children: React.ReactNode }) {
  return <span className={of.decided || settled.includes(of.confidence) ? undefined : 'unsure'}>{children}</span>
}

/** Date first, then age; over a year a small clock. */
export function Age({ date }: { date?: string | undefined }) {
  const { t } = useLang()
  const today = useToday()
  if (!date) return <span className="blank">{t('noData')}</span>
  const months = age(date, today)
  const text =
    months < 1 ? t('thisMonth') : months > 35 ? t('yearsAgo', Math.floor(months / 12)) : t('monthsAgo', months)
  return (
    <span className="age">
      <span>{date}</span>{' '}
      <span className="quiet">
        {months > 12 && <ClockCircleOutlined aria-hidden="true" />} {text}
      </span>
    </span>
  )
}
