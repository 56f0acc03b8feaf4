import { Select } from 'antd'
import { useAll } from '../api/client'
import { usePlace } from '../app/place'
import { label, useLang } from '../i18n'
import { keyOf } from '../ids'

/** Chooses one chain or all; the choice stands in the address. */
export function ChainFilter() {
  const { t, lang } = useLang()
  const place = usePlace()
  const chains = useAll('/chains', {})
  const own = (chains.data ?? []).map((c) => ({ value: keyOf(c.id), label: label(lang, c) }))
  return (
    <Select
      aria-label={t('allChains')}
      value={place.get('chain') ?? ''}
      popupMatchSelectWidth={false}
      onChange={(v) => place.set({ chain: v || undefined })}
      options={[{ value: '', label: t('allChains') }, ...own]}
    />
  )
}
