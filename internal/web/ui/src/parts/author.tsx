import { Input } from 'antd'
import { useSyncExternalStore } from 'react'
import { useLang } from '../i18n'
import { useSession } from '../app/session'
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

/** Who writes: who signed in; without accounts by unit or post, asked once and remembered here for every form. */
export function useAuthor() {
  const typed = useSyncExternalStore(subscribe, author).trim()
  return useSession()?.post ?? typed
}

/** Asks who writes, or says who signed in. */
export function AuthorField({ tried }: { tried: boolean }) {
  const { t } = useLang()
  const by = useSyncExternalStore(subscribe, author)
  const post = useSession()?.post
  if (post) return <Field name={t('byWhom')}>{({ id }) => <span id={id}>{post}</span>}</Field>
  return (
    <Field name={t('byWhom')} needed lacking={tried && by.trim() === ''}>
      {(of) => (
        <Input {...of} placeholder={t('byHint')} value={by} maxLength={100} onChange={(e) => write(e.target.value)} />
      )}
    </Field>
  )
}
