import type { ChainItem } from '../api/client'
import { useLang } from '../i18n'

const percent = (v: number) => `${100 * v}%`

/** Low, counted and with weak links of a completeness on one scale; the words stand beside it. */
export function SpanBar({ of: x }: { of: ChainItem['completeness'] }) {
  if (x.with_weak === 0) return null
  return (
    <span className="span-bar" aria-hidden="true">
      <i className="low" style={{ width: percent(x.low) }} />
      <i className="reposts" style={{ width: percent(x.value - x.low) }} />
      <i className="weak" style={{ width: percent(x.with_weak - x.value) }} />
      <i className="tick" style={{ left: percent(x.value) }} />
    </span>
  )
}

/** The span in words: at least, counted, with weak links. */
export function SpanWords({ of: x }: { of: ChainItem['completeness'] }) {
  const { lang } = useLang()
  return <>{lang === 'en' ? x.span.text_en : x.span.text}</>
}
