// What the browser remembers for a page. A browser may refuse to store anything, or be full; the page then remembers
// until it is left, and works all the same.

type Place = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

function place(stored: () => Storage) {
  const held = new Map<string, string>()
  const attempt = <T>(act: (of: Place) => T): T | undefined => {
    try {
      return act(stored())
    } catch {
      return undefined
    }
  }
  return {
    get: (key: string): string | undefined => held.get(key) ?? attempt((s) => s.getItem(key)) ?? undefined,
    set: (key: string, value: string) => {
      if (attempt((s) => (s.setItem(key, value), true))) held.delete(key)
      else held.set(key, value)
    },
    drop: (key: string) => {
      held.delete(key)
      attempt((s) => s.removeItem(key))
    },
  }
}

/** Stays on this machine. */
export const machine = place(() => localStorage)
/** Stays until the tab is closed; survives a reload. */
export const tab = place(() => sessionStorage)
