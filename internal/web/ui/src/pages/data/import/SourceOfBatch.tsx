import { Select } from 'antd'
import { useAll } from '../../../api/client'
import { useMeta, useTerms } from '../../../app/terms'
import { useLang } from '../../../i18n'

/** Where rows are from that do not say it, and how firmly they stand. */
export type Batch = { source?: string; as_of?: string; confidence?: string }

export const noSource: Batch = { confidence: 'documented' }

export function SourceOfBatch({
  value,
  set,
  disabled,
}: {
  value: Batch
  set: (b: Batch) => void
  disabled?: boolean
}) {
  const { t, lang } = useLang()
  const words = useTerms()
  const meta = useMeta()
  const sources = useAll('/lists/{key}', { path: { key: 'sources' }, query: { lang } })
  return (
    <>
      <span id="batch-source">{t('batchSource')}</span>
      <Select
        aria-labelledby="batch-source"
        className="batch-source"
        showSearch={{ optionFilterProp: 'label' }}
        disabled={disabled ?? false}
        loading={sources.isPending}
        value={value.source ?? ''}
        onChange={(source) => {
          const { source: _, ...rest } = value
          set(source ? { ...rest, source } : rest)
        }}
        options={[
          { value: '', label: t('batchSourceNone') },
          ...(sources.data ?? []).map((s) => ({ value: s.id, label: s.cells[0] ?? s.id })),
        ]}
      />
      <Select
        aria-label={t('firmness')}
        disabled={(disabled ?? false) || !value.source}
        value={value.confidence ?? 'documented'}
        onChange={(confidence) => set({ ...value, confidence })}
        popupMatchSelectWidth={false}
        options={(meta?.terms['confidence'] ?? []).map((c) => ({
          value: c.code,
          label: words('confidence', c.code),
        }))}
      />
    </>
  )
}
