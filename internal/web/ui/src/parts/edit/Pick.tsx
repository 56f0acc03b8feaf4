import { Select } from 'antd'
import { useDeferredValue, useState } from 'react'
import { useApi } from '../../api/client'
import { useTerms } from '../../app/terms'
import { label, useLang } from '../../i18n'
import type { Control } from '../form'

const findable = [
  'Chain', 'Link', 'Enterprise', 'Product', 'Technology', 'Field', 'Park', 'Project', 'Plan', 'Policy', 'TaskForce',
  'Unit', 'Source', 'Chief',
] as const // prettier-ignore
type Findable = (typeof findable)[number]
const isFindable = (kind: string): kind is Findable => (findable as readonly string[]).includes(kind)

const fresh = 'new '

/** Chooses a thing that stands, by part of its name, or makes a new one of that name. */
export function Pick({
  kinds,
  value,
  pick,
  make,
  of,
  autoFocus = false,
}: {
  kinds: string[]
  value: { id: string; name: string } | undefined
  pick: (thing: { id: string; name: string } | undefined) => void
  /** Makes a new one; nothing where only what stands can be chosen. */
  make?: ((kind: string, name: string) => void) | undefined
  of?: Partial<Control>
  autoFocus?: boolean
}) {
  const { t, lang } = useLang()
  const words = useTerms()
  const [typed, type] = useState('')
  const text = useDeferredValue(typed.trim())
  const kind = kinds.length === 1 && kinds[0] !== undefined && isFindable(kinds[0]) ? kinds[0] : undefined
  const query = { q: text, limit: 20, ...(kind && { kind }) }
  const found = useApi('/search', { query }, text !== '')
  const hits = (text === '' ? [] : (found.data?.items ?? [])).filter(
    (h) => kinds.length === 0 || kinds.includes(h.kind),
  )
  const options = hits.map((h) => ({
    value: h.id,
    label: [label(lang, h), (lang === 'en' ? h.hint_en : h.hint) || (kind ? '' : words('kind', h.kind))]
      .filter(Boolean)
      .join(' · '),
  }))
  const known = hits.some((h) => !h.near && h.name === text)
  if (make && text !== '' && !known)
    for (const k of kinds) options.push({ value: `${fresh}${k}`, label: t('makeNew', words('kind', k), text) })
  return (
    <Select
      {...of}
      showSearch={{ onSearch: type, filterOption: false, searchValue: typed }}
      autoFocus={autoFocus}
      allowClear
      value={value ? { value: value.id, label: value.name as unknown } : null}
      labelInValue
      placeholder={t('pickHint')}
      notFoundContent={<span className="quiet">{text === '' ? t('pickType') : t('pickNone')}</span>}
      options={options}
      style={{ width: '100%' }}
      onChange={(chosen: { value: string; label: unknown } | null | undefined) => {
        if (!chosen) pick(undefined)
        else if (chosen.value.startsWith(fresh)) make?.(chosen.value.slice(fresh.length), text)
        else {
          const hit = hits.find((h) => h.id === chosen.value)
          if (hit) pick({ id: hit.id, name: label(lang, hit) })
        }
        type('')
      }}
    />
  )
}
