import { AutoComplete, Input, Segmented, Select } from 'antd'
import { useLang } from '../../i18n'
import type { Control as Carried } from '../form'
import type { FormField, Value } from './work'

/** How many codes are chosen among side by side; more stand in a list that opens. */
const side = 5

/** A control for a field of the vocabulary, by its type. */
export function Control({
  field: f,
  value,
  set,
  of,
  autoFocus = false,
}: {
  field: FormField
  value: Value
  set: (value: Value) => void
  of: Carried
  autoFocus?: boolean
}) {
  const { t, lang } = useLang()
  const options = f.terms?.map((term) => ({ value: term.code, label: lang === 'en' ? term.en : term.zh }))
  const text = Array.isArray(value) ? value.join('；') : value
  switch (f.type) {
    case 'list':
      return (
        <Select
          {...of}
          mode={options ? 'multiple' : 'tags'}
          value={Array.isArray(value) ? value : value ? [value] : []}
          onChange={(list: string[]) => set(list)}
          options={options ?? []}
          tokenSeparators={options ? [] : ['；', ';']}
          placeholder={t('blank')}
          style={{ width: '100%' }}
          optionFilterProp="label"
        />
      )
    case 'bool':
    case 'enum': {
      const list =
        f.type === 'bool'
          ? [
              { value: 'true', label: t('yes') },
              { value: 'false', label: t('no') },
            ]
          : (options ?? [])
      if (list.length <= side)
        return (
          <Segmented
            id={of.id}
            aria-label={lang === 'en' ? f.en : f.zh}
            value={text}
            onChange={(v) => set(String(v))}
            options={[...list, ...(f.required ? [] : [{ value: '', label: t('blank') }])]}
          />
        )
      return (
        <Select
          {...of}
          value={text || null}
          onChange={(v: string | undefined) => set(v ?? '')}
          options={list}
          allowClear={!f.required}
          placeholder={t('blank')}
          style={{ minWidth: 180 }}
        />
      )
    }
    case 'int':
    case 'number':
      return (
        <Input
          {...of}
          inputMode="decimal"
          value={text}
          onChange={(e) => set(e.target.value)}
          placeholder={t('blank')}
          suffix={f.unit ?? ''}
          style={{ width: 180 }}
        />
      )
    case 'date':
      return (
        <Input
          {...of}
          value={text}
          maxLength={10}
          onChange={(e) => set(e.target.value)}
          placeholder={t('dateHint')}
          style={{ width: 180 }}
        />
      )
  }
  if (f.name === 'unit')
    return (
      <AutoComplete
        {...of}
        value={text}
        onChange={(v: string) => set(v)}
        options={['亿元', '万元', '亩', '㎡', '吨/年', '人', '%'].map((u) => ({ value: u }))}
        style={{ width: 180 }}
      />
    )
  if (['note', 'text', 'veto', 'veto_instead', 'insufficient', 'blocked', 'restriction', 'reason'].includes(f.name))
    return (
      <Input.TextArea
        {...of}
        value={text}
        autoSize={{ minRows: 1, maxRows: 6 }}
        maxLength={2000}
        placeholder={t('blank')}
        onChange={(e) => set(e.target.value)}
      />
    )
  return (
    <Input
      {...of}
      autoFocus={autoFocus}
      value={text}
      maxLength={2000}
      placeholder={f.type === 'credit code' ? t('creditHint') : t('blank')}
      onChange={(e) => set(e.target.value)}
    />
  )
}
