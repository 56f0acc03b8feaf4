import { Input } from 'antd'
import { useId, type ReactNode } from 'react'
import type { Problem } from '../api/client'
import { useLang } from '../i18n'

/** A field with its name at the left. */
export function Field({ name, children }: { name: string; children: (id: string) => ReactNode }) {
  const id = useId()
  return (
    <div className="field-row">
      <label htmlFor={id}>{name}</label>
      <div>{children(id)}</div>
    </div>
  )
}

/** A day. */
export function Day({ id, value, set }: { id: string; value: string; set: (value: string) => void }) {
  return <Input id={id} type="date" value={value} onChange={(e) => set(e.target.value)} style={{ width: 150 }} />
}

/** Why a write was refused, in the language of the page. */
export function Refusal({ problem }: { problem: Problem | null }) {
  const { t, lang } = useLang()
  if (!problem || problem.conflict) return null
  return (
    <p role="alert" className="trouble">
      {problem.status === 0 ? t('away') : lang === 'zh' ? (problem.detailZH ?? problem.message) : problem.message}
    </p>
  )
}

const remembered = 'written-by'
/** Who writes, by unit or post; remembered here, as there are no accounts. */
export const author = () => localStorage.getItem(remembered) ?? ''

export function Author({ id, value, set }: { id: string; value: string; set: (value: string) => void }) {
  const { t } = useLang()
  return (
    <Input
      id={id}
      placeholder={t('byHint')}
      value={value}
      maxLength={100}
      onChange={(e) => {
        localStorage.setItem(remembered, e.target.value)
        set(e.target.value)
      }}
    />
  )
}
