import { useLang } from '../../i18n'

/** How much is made at a position. */
export function Capacity({ of: p }: { of: { capacity?: number; capacity_unit?: string } }) {
  const { t } = useLang()
  return (
    <span>
      {t('capacity')} <b>{p.capacity}</b> {p.capacity_unit}
    </span>
  )
}
