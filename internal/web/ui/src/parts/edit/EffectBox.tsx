import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Problem, send, type Answer } from '../../api/client'
import type { components } from '../../api/schema'
import { useLang } from '../../i18n'
import { Mark } from '../marks'
import type { Trial } from './work'

export type Preview = Answer<'/edits/preview', 'post'>
type Effects = components['schemas']['Effects']

/** After so many milliseconds without a key the effect is asked for. */
const pause = 300

/** A text once it has not changed for some milliseconds. */
export function useRested(text: string, pause: number) {
  const [rested, rest] = useState(text)
  useEffect(() => {
    const wait = setTimeout(() => rest(text), pause)
    return () => clearTimeout(wait)
  }, [text, pause])
  return rested
}

/** What an edit would do; asked anew when it has changed and rests. */
export function usePreview(body: Trial, enabled: boolean) {
  const rested = useRested(JSON.stringify(body), pause)
  return useQuery<Preview, Problem>({
    queryKey: ['try', rested],
    queryFn: () => send('/edits/preview', {}, JSON.parse(rested) as Trial),
    enabled: enabled && rested !== '',
    placeholderData: (before) => before,
    retry: false,
    gcTime: 60_000,
  })
}

/** 保存后: what the edit does to what the rules find, before it is saved. */
export function EffectBox({
  preview,
  dirty,
}: {
  preview: { data: Preview | undefined; error: Problem | null; isFetching: boolean }
  dirty: boolean
}) {
  const { t } = useLang()
  const { data, error, isFetching } = preview
  return (
    <section className="effects" aria-live="polite" aria-busy={isFetching} aria-label={t('afterSaving')}>
      <h3>
        {t('afterSaving')}{' '}
        <span className="quiet">{data?.assumed && dirty ? t('effectAssumed') : t('effectTried')}</span>
      </h3>
      {!dirty ? (
        <p className="quiet">{t('effectNone')}</p>
      ) : error ? (
        <p className="quiet">{error.status === 422 ? t('effectIncomplete') : t('effectAway')}</p>
      ) : data ? (
        <EffectLines of={data.effects} />
      ) : (
        <p className="quiet">{t('effectAsking')}</p>
      )}
    </section>
  )
}

const shown = 6

/** The sentences, states with their marks first. */
export function EffectLines({ of: e }: { of: Effects }) {
  const { lang, t } = useLang()
  const said = (s: { text: string; text_en: string }) => (lang === 'en' ? s.text_en : s.text)
  const lines = [
    ...e.states.map((s) => (
      <span key={s.link.id}>
        {s.from && <Mark state={s.from} size={12} />} → {s.to && <Mark state={s.to} size={12} />} {said(s.said)}
      </span>
    )),
    ...[...e.chains, ...e.gaps, ...e.six_ones, ...e.targets].map((x, i) => <span key={i}>{said(x.said)}</span>),
  ]
  return (
    <ul>
      {lines.slice(0, shown).map((line, i) => (
        <li key={i}>{line}</li>
      ))}
      {lines.length > shown && <li className="quiet">{t('more', lines.length - shown)}</li>}
      {e.others && <li>{said(e.others)}</li>}
      {e.stays && <li className="quiet">{said(e.stays)}</li>}
    </ul>
  )
}
