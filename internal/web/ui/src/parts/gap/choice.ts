import { useEffect, useRef, useState } from 'react'
import { tab } from '../../memory'
import { typing } from '../keys'

/** The gaps of a list that are chosen, to be decided on together; kept in the tab, so that a reload keeps them. */
export type Choice = {
  ids: string[]
  /** Chooses a gap, or no longer. */
  toggle: (id: string) => void
  /** Chooses all of them, or none. */
  set: (ids: string[]) => void
}

/**
 * X chooses the gap that is open, else the one whose row has the focus; Shift X all from the last one chosen to it;
 * Shift A begins to decide on them.
 */
export function useChoice(list: string, order: string[], opened: string | undefined, begin: () => void): Choice {
  const key = `chosen ${list}`
  const [ids, setIds] = useState<string[]>(() => (tab.get(key) ?? '').split('\n').filter(Boolean))
  const last = useRef<string>(undefined)
  const set = (to: string[]) => {
    tab.set(key, to.join('\n'))
    setIds(to)
  }
  const toggle = (id: string) => {
    last.current = id
    set(ids.includes(id) ? ids.filter((x) => x !== id) : [...ids, id])
  }
  useEffect(() => {
    const keys = (event: KeyboardEvent) => {
      if (typing(event)) return
      const row = document.activeElement?.closest('tr')?.querySelector('[data-opens]')?.getAttribute('data-opens')
      const here = order.indexOf(opened ?? row ?? '')
      if (event.key === 'A' && ids.length > 0) begin()
      else if (here < 0) return
      else if (event.key === 'x') toggle(order[here]!)
      else if (event.key === 'X') {
        const from = order.indexOf(last.current ?? '')
        const [a, b] = from < 0 ? [here, here] : [Math.min(from, here), Math.max(from, here)]
        set([...new Set([...ids, ...order.slice(a, b + 1)])])
        last.current = order[here]
      }
    }
    window.addEventListener('keydown', keys)
    return () => window.removeEventListener('keydown', keys)
  })
  return { ids, toggle, set }
}
