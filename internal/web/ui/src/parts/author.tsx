import { Input } from 'antd'
import { useSyncExternalStore } from 'react'
import { useLang } from '../i18n'
import { machine } from '../memory'
import { Field } from './form'

const remembered = 'written-by'
const readers = new Set<() => void>()

const author = () => machine.get(remembered) ?? ''

function subscribe(reader: () => void) {
  readers.add(reader)
  return () => readers.delete(reader)
}

function write(by: string) {
  machine.set(remembered, by)
  readers.forEach((tell) => tell())
}

/** Who writes, by unit or post: asked once and remembered here for every form, as there are no accounts. */
export function useAuthor() {
  return useSyncExternalStore(subscribe, author).trim()
}

/** Asks who writes. */
export function AuthorField({ tried }: { tried: boolean }) {
  const { t } = useLang()
  const by = useSyncExternalStore(subscribe, author)
  return (
    <Field name={t('byWhom')} needed lacking={tried && by.trim() === ''}>
      {(of) => (
        <Input {...of} placeholder={t('byHint')} value={by} maxLength={100} onChange={(e) => write(e.target.value)} />
      )}
    </Field>
  )
}
