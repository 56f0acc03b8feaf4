import type { Position } from '../../api/client'
import { label, useLang } from '../../i18n'

/** Where an enterprise is, and whether that is a plant or its seat; of one here only the place. */
export function Home({ of: e }: { of: { place?: Position['place']; reach: string } }) {
  const { t, lang } = useLang()
  if (!e.place) return <span className="quiet">{t('placeOpen')}</span>
  if (e.reach === 'local') return <>{label(lang, e.place)}</>
  return (
    <>
      {label(lang, e.place)} <span className="quiet">{t(e.place.is === 'plant' ? 'plant' : 'seat')}</span>
    </>
  )
}
