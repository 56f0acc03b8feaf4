import { useLang } from '../i18n'
import { useCity } from './terms'

/** The sign of the product with the name of the city, once that is known; before somebody is signed in it is given. */
export function Brand({ of }: { of?: string | undefined }) {
  const { t } = useLang()
  const known = useCity()
  const city = known || of
  return (
    <div className="brand">
      <svg
        width="26"
        height="18"
        viewBox="0 0 26 18"
        fill="none"
        stroke="#1d4f91"
        strokeWidth="2.4"
        aria-hidden="true"
      >
        <rect x="1.5" y="3" width="13" height="12" rx="6" />
        <rect x="11.5" y="3" width="13" height="12" rx="6" />
      </svg>
      <strong>{t('product')}</strong> <span className="quiet">{city}</span>
    </div>
  )
}
