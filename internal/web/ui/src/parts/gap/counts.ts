import type { Gap } from '../../api/client'
import type { Word } from '../../i18n'
import { settled } from './settled'

/** Kinds of gaps in the order in which they are counted, each with the name of its count. */
export const kinds = ['missing', 'weak', 'chokepoint', 'blocked'] as const
export const kindName: Record<(typeof kinds)[number], Word> = {
  missing: 'missingN',
  weak: 'weakN',
  chokepoint: 'chokeN',
  blocked: 'blockedN',
}

/** 缺口, as analysis.CountGaps counts them: derived now, neither dismissed nor closed. */
export const isOpen = (g: Gap) => g.standing && !settled.includes(g.status)

/** Counts what one looks at, by the names of the glossary; whole chains come counted from the server. */
export function countGaps(list: Gap[]) {
  const open = list.filter(isOpen)
  const state = (s: Gap['status']) => list.filter((g) => g.status === s).length
  return {
    open: open.length,
    kind: (k: (typeof kinds)[number]) => open.filter((g) => g.kinds.includes(k)).length,
    assigned: open.filter((g) => g.status === 'assigned' || g.status === 'in_progress').length,
    proposed: state('proposed'),
    dismissed: state('dismissed'),
    closed: state('closed'),
  }
}
