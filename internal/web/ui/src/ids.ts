// An id is kind:key, and the key is unique in its kind: chain:new-energy, link:new-energy/battery/cell. Addresses
// of the page hold keys.
export type Kind = 'chain' | 'link' | 'gap' | 'enterprise'

/** What stands behind the kind of an id. */
export const keyOf = (id: string) => id.slice(id.indexOf(':') + 1)

/** What stands before the key of an id; empty for a bare key. */
export const kindOf = (id: string) => id.slice(0, Math.max(0, id.indexOf(':')))

/** The id of a key; an address may also hold the whole id. */
export const idOf = (kind: Kind, key: string) => (kindOf(key) === kind ? key : `${kind}:${key}`)
