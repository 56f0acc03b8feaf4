import type { ChangeSet } from '../../api/client'
import { dotted, say, type Lang } from '../../i18n'
import { dayOf } from '../days'

/** The newest revisions to choose from; how many older ones the list lacks stands at its end. */
export function revisionOptions(lang: Lang, sets: { items: ChangeSet[]; total: number } | undefined) {
  const { items = [], total = 0 } = sets ?? {}
  const option = (s: ChangeSet) => ({
    value: String(s.revision),
    label: dotted(lang, [`r${s.revision}`, dayOf(s.time), s.reason]),
    disabled: false,
  })
  const rest = { value: 'more', label: say(lang, 'more', total - items.length), disabled: true }
  return [...items.map(option), ...(total > items.length ? [rest] : [])]
}
