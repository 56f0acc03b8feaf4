import { useLang } from '../i18n'

/** The sign of the product with the name of a city, once that is known. */
export function Brand({ of: city }: { of?: string | undefined }) {
  const { t } = useLang()
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
