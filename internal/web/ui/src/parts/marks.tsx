import type { ReactNode } from 'react'
import { useToday } from '../app/moment'
import { useTerms } from '../app/terms'
import { dotted, useLang } from '../i18n'
import { daysSince } from './days'

export const states = ['strong', 'present', 'weak', 'outside', 'missing', 'restricted', 'market'] as const

const ink: Record<string, string> = {
  strong: '#0f766e',
  present: '#0f766e',
  weak: '#b7791f',
  outside: '#4a6fa5',
  missing: '#c2331f',
  restricted: '#1f2a37',
}

/** The mark of a coverage state: shape and colour together, the same as on drawings. */
export function Mark({ state, size = 14 }: { state: string; size?: number }) {
  const c = ink[state] ?? '#5a6675'
  return (
    <svg width={size} height={size} viewBox="-7 -7 14 14" aria-hidden="true" className="mark">
      {state === 'strong' && <circle r="6" fill={c} />}
      {state === 'present' && (
        <>
          <circle r="5.6" fill="none" stroke={c} strokeWidth="1.6" />
          <path d="M0-5.6A5.6 5.6 0 0 1 0 5.6Z" fill={c} />
        </>
      )}
      {state === 'weak' && (
        <>
          <circle r="5.6" fill="none" stroke={c} strokeWidth="1.6" />
          <path d="M0 0V-5.6A5.6 5.6 0 0 1 5.6 0Z" fill={c} />
        </>
      )}
      {state === 'outside' && <circle r="5.6" fill="none" stroke={c} strokeWidth="1.6" strokeDasharray="2.6 2.2" />}
      {(state === 'restricted' || state === 'market') && <circle r="5.6" fill="none" stroke={c} strokeWidth="1.6" />}
      {state === 'restricted' && <path d="M-4 4 4-4" stroke={c} strokeWidth="2" />}
      {state === 'market' && <circle r="1.8" fill={c} />}
      {state === 'missing' && <path d="M-4.5-4.5 4.5 4.5M-4.5 4.5 4.5-4.5" stroke={c} strokeWidth="2.2" />}
    </svg>
  )
}

/** A state as a tag: fill, border, mark and word. */
export function StateTag({ state }: { state: string }) {
  const words = useTerms()
  return (
    <span className={`state state-${state}`}>
      <Mark state={state} size={12} /> {words('coverage', state)}
    </span>
  )
}

const kindInk: Record<string, string> = {
  missing: '#c2331f',
  weak: '#b7791f',
  chokepoint: '#c2331f',
  blocked: '#1f2a37',
}

/** The mark of a kind of gap. */
export function KindMark({ kind }: { kind: string }) {
  if (kind === 'missing' || kind === 'weak') return <Mark state={kind} size={12} />
  const c = kindInk[kind]
  return (
    <svg width="12" height="12" viewBox="-7 -7 14 14" aria-hidden="true" className="mark">
      {kind === 'chokepoint' ? (
        <path d="M0-6 6 0 0 6-6 0Z" fill={c} />
      ) : (
        <>
          <rect x="-5.5" y="-5.5" width="11" height="11" rx="2" fill="none" stroke={c} strokeWidth="1.6" />
          <path d="M-3 0H3" stroke={c} strokeWidth="2" />
        </>
      )}
    </svg>
  )
}

export function Kinds({ kinds }: { kinds: string[] }) {
  const words = useTerms()
  return (
    <span className="kinds">
      {kinds.map((k) => (
        <span key={k} className="kind">
          <KindMark kind={k} /> {words('gap_kind', k)}
        </span>
      ))}
    </span>
  )
}

const life = ['proposed', 'confirmed', 'assigned', 'in_progress', 'closed']

/** Five steps of the life of a gap; none is filled when it was dismissed. */
export function StatusBar({ status }: { status: string }) {
  const at = life.indexOf(status)
  return <Steps filled={at + 1} />
}

/** Five steps, so many of them done. */
export function Steps({ filled }: { filled: number }) {
  return (
    <span className="five" aria-hidden="true">
      {life.map((s, i) => (
        <span key={s} className={i < filled ? 'done' : undefined} />
      ))}
    </span>
  )
}

/** A day until when; what is late says so, unless it is over. */
export function Due({ date, over = false }: { date?: string | undefined; over?: boolean }) {
  const { t } = useLang()
  const today = useToday()
  if (!date) return <span className="quiet">–</span>
  const late = daysSince(date, today)
  return late > 0 && !over ? (
    <b className="date" title={date}>
      {t('overdue', late)}
    </b>
  ) : (
    <span className="date">{date}</span>
  )
}

/** 待核实, as text that does not shout. */
export function Unverified() {
  const { t } = useLang()
  return <span className="tag-unverified">{t('provisional')}</span>
}

/** 待补充: nobody said; with the act that fills it in, for whom may. */
export function Blank({ act }: { act?: ReactNode }) {
  const { t } = useLang()
  return (
    <span className="blank">
      {t('blank')} {act}
    </span>
  )
}

const levelChar: Record<string, string> = {
  named: '领',
  lead: '链',
  above_scale: '规',
  specialised: '专',
  little_giant: '巨',
  champion: '冠',
  high_tech: '高',
}

/** Levels of an enterprise: filled when a public document says so, hollow and dotted when not yet checked. */
export function Levels({ levels }: { levels: { code: string; verified: boolean }[] }) {
  const words = useTerms()
  const { t, lang } = useLang()
  return (
    <span className="levels">
      {levels.map((l) => (
        <span
          key={l.code}
          className={l.verified ? 'level' : 'level open'}
          title={dotted(lang, [words('level', l.code), !l.verified && t('provisional')])}
        >
          {levelChar[l.code] ?? '?'}
        </span>
      ))}
    </span>
  )
}

/** A bar of parts: slots as wide as what they may give, filled by what they give. */
export function PartsBar({ parts }: { parts: { key: string; most: number; value: number }[] }) {
  return (
    <span className="bar" aria-hidden="true">
      {parts.map((p) => (
        <span key={p.key} className="slot" style={{ flexGrow: p.most }}>
          <span style={{ width: `${Math.round(p.value * 100)}%` }} />
        </span>
      ))}
    </span>
  )
}
