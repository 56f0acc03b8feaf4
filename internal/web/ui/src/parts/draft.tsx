import { useState } from 'react'
import { useLang } from '../i18n'
import { tab } from '../memory'
import { timeOf, zoned } from './days'

type Kept<T> = { at: string; value: T }

export type Draft<T> = {
  value: T
  /** When it was kept; undefined when there is nothing to keep. */
  at: string | undefined
  /** Whether it was typed before this form was opened. */
  restored: boolean
  keep: (value: T) => void
  /** Forgets what was kept, after saving or by request, and goes on with a value. */
  drop: (value: T) => void
}

function kept<T>(key: string): Kept<T> | undefined {
  try {
    return JSON.parse(tab.get(key) ?? '') as Kept<T>
  } catch {
    return undefined
  }
}

/** What is typed into a form, kept in the tab until it is saved or dropped: it outlives the form, and a reload. */
export function useDraft<T extends object>(form: string, start: T): Draft<T> {
  const key = `draft ${form}`
  const [draft, set] = useState<Pick<Draft<T>, 'value' | 'at' | 'restored'>>(() => {
    const old = kept<T>(key)
    // A field that an older page did not know has its first value.
    return old
      ? { value: { ...start, ...old.value }, at: old.at, restored: true }
      : { value: start, at: undefined, restored: false }
  })
  return {
    ...draft,
    keep: (value) => {
      const at = new Date().toISOString()
      tab.set(key, JSON.stringify({ at, value } satisfies Kept<T>))
      set({ value, at, restored: false })
    },
    drop: (value) => {
      tab.drop(key)
      set({ value, at: undefined, restored: false })
    },
  }
}

/** Says that something typed is kept and not yet saved. */
export function DraftNote({ of: { at, restored } }: { of: Pick<Draft<unknown>, 'at' | 'restored'> }) {
  const { t, lang } = useLang()
  return (
    <p role="status" className="quiet note draft">
      {at && t(restored ? 'draftRestored' : 'draftKept', zoned(lang, timeOf(at)))}
    </p>
  )
}
