import type { Body, Thing } from '../../api/client'
import type { components } from '../../api/schema'

export type FormOf = components['schemas']['FormOf']
export type FormField = components['schemas']['FormField']
export type FormRelation = components['schemas']['FormRelation']
export type Trial = Body<'/edits/preview'>
type EditField = components['schemas']['EditField']

/** A field as the form has it: lists have items. */
export type Value = string | string[]
export type Values = Record<string, Value>

/** A thing at the end of a relation: one that stands, or a new one with its fields. */
export type End = { id: string; name: string } | { kind: string; values: Values }
export const isNew = (end: End | undefined): end is { kind: string; values: Values } =>
  end !== undefined && 'kind' in end

/** A relation that is added. */
export type Added = {
  n: number
  type: string
  /** It leads to the thing that is edited. */
  in: boolean
  end: End | undefined
  values: Values
  /** It came with the form, and is not shown. */
  given?: boolean
}

/** What all of an edit rests on. */
export type Basis = {
  source: { id: string; name: string } | undefined
  /** The fields of a new source, when there is one. */
  fresh: Values | undefined
  locator: string
  as_of: string
  confidence: string
}

/** Everything that is typed into a form, and the revision that it was begun on. */
export type Work = {
  base: number
  /** Of the thing itself: only what changes. */
  values: Values
  /** One that stands and is taken instead of a new one. */
  picked: { id: string; name: string } | undefined
  /** Relations that stand, by their key: what changes, or that they go. */
  rows: Record<string, { values: Values; cut?: boolean }>
  added: Added[]
  basis: Basis
  lost: { subject: string; source?: string; text: string }[]
}

export type Tie = Thing['out'][number]
/** The key of a relation of a thing, as the form knows it. */
export const keyOfTie = (tie: Tie, into: boolean) => `${tie.type} ${into ? 'in' : 'out'} ${tie.other.id}`

/** What stands in a field of a thing. */
export function standing(n: Thing | undefined, field: string): Value {
  if (!n) return ''
  if (field === 'name') return n.name
  if (field === 'name_en') return n.name_en ?? ''
  if (field === 'aliases') return n.aliases
  if (field === 'value_kind') return n.provenance.value_kind ?? ''
  return valueOf(n.attributes, field)
}

/** What stands among attributes. */
export function valueOf(list: Thing['attributes'], field: string): Value {
  const value = list.find((a) => a.name === field)?.value
  if (value === undefined || value === null) return ''
  return Array.isArray(value) ? value.map(String) : String(value)
}

export const same = (a: Value | undefined, b: Value | undefined) =>
  JSON.stringify(a === undefined || a.length === 0 ? '' : a) ===
  JSON.stringify(b === undefined || b.length === 0 ? '' : b)

const fieldsOf = (values: Values): EditField[] =>
  Object.entries(values).map(([name, value]) => (Array.isArray(value) ? { name, values: value } : { name, value }))

const filled = (values: Values) => Object.fromEntries(Object.entries(values).filter(([, v]) => v.length > 0))

/** An edit as it is sent, and whose each part of it is: that is where its faults are shown. */
export type Sent = { body: Trial; nodes: string[]; relations: string[] }

/** The owner of a fault: the thing itself, a relation that stands, one that is added, the new thing at its end. */
export const owner = {
  self: 'self',
  row: (key: string) => `row ${key}`,
  added: (n: number) => `added ${n}`,
  end: (n: number) => `end ${n}`,
}

const self = 'new:self'

/** What is sent of a form: only what changes. */
export function sent(kind: string, id: string | undefined, w: Work, said: { by: string; reason: string }): Sent {
  const subject = id ?? w.picked?.id
  const nodes: NonNullable<Trial['nodes']> = []
  const relations: NonNullable<Trial['relations']> = []
  const out: Sent = { body: { base: w.base, basis: basisOf(w.basis) }, nodes: [], relations: [] }
  if (subject === undefined) {
    nodes.push({ ref: self, kind, fields: fieldsOf(filled(w.values)) })
    out.nodes.push(owner.self)
  } else if (Object.keys(w.values).length > 0 && !w.picked) {
    nodes.push({ id: subject, fields: fieldsOf(w.values) })
    out.nodes.push(owner.self)
  }
  const me = subject ?? self
  const tie = (type: string, into: boolean, other: string) =>
    into ? { type, from: other, to: me } : { type, from: me, to: other }
  for (const [key, row] of Object.entries(w.rows)) {
    if (!row.cut && Object.keys(row.values).length === 0) continue
    const [type = '', way, other = ''] = key.split(' ')
    relations.push({
      ...tie(type, way === 'in', other),
      ...(row.cut ? { delete: true } : { fields: fieldsOf(row.values) }),
    })
    out.relations.push(owner.row(key))
  }
  for (const a of w.added) {
    if (!a.end) continue
    let other = isNew(a.end) ? `new:${a.n}` : a.end.id
    if (isNew(a.end)) {
      nodes.push({ ref: other, kind: a.end.kind, fields: fieldsOf(filled(a.end.values)) })
      out.nodes.push(owner.end(a.n))
    }
    relations.push({ ...tie(a.type, a.in, other), fields: fieldsOf(filled(a.values)) })
    out.relations.push(owner.added(a.n))
  }
  out.body = { ...out.body, nodes, relations, ...said, ...(w.lost.length > 0 && { lost: w.lost }) }
  return out
}

export const basisOf = (b: Basis): Trial['basis'] => ({
  ...(b.fresh ? { new: fieldsOf(filled(b.fresh)) } : { source: b.source?.id ?? '' }),
  locator: b.locator,
  as_of: b.as_of,
  confidence: b.confidence,
})

/** How many things a form changes. */
export const changesOf = (w: Work) =>
  Object.keys(w.values).length +
  Object.values(w.rows).filter((r) => r.cut || Object.keys(r.values).length > 0).length +
  w.added.filter((a) => !a.given && a.end).length +
  (w.picked ? 1 : 0)

/** What of the basis is still to be said. */
export function lackingBasis(b: Basis): ('source' | 'title' | 'as_of' | 'confidence')[] {
  const lacking: ('source' | 'title' | 'as_of' | 'confidence')[] = []
  if (b.fresh ? String(b.fresh.name ?? '').trim() === '' : !b.source) lacking.push(b.fresh ? 'title' : 'source')
  if (b.confidence === '') lacking.push('confidence')
  if (b.as_of.trim() === '') lacking.push('as_of')
  return lacking
}
