import type { Candidate } from '../../api/client'
import { useLang } from '../../i18n'
import { Few } from '../few'

/** What a candidate is said to make; else from which link that is inferred, or that nobody has said anything. */
export function Makes({ of: c, most }: { of: Pick<Candidate, 'makes' | 'makes_inferred'>; most: number }) {
  const { t, lang } = useLang()
  const say = (x: { text: string; text_en: string }) => (lang === 'en' ? x.text_en : x.text)
  if (c.makes.length === 0) return <span className="quiet">{say(c.makes_inferred) || t('blank')}</span>
  return (
    <Few of={c.makes} most={most} between={t('and')}>
      {say}
    </Few>
  )
}
