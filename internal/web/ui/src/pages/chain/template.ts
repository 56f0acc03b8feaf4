import type { Answer } from '../../api/client'
import type { Trial } from '../../parts/edit/work'

export type Template = Answer<'/chains/{id}/template'>
export type Level = Template['nodes'][number]['level']
type Named = { id: string; name: string; name_en?: string }

/** A sub-chain, group or link of the tree that is edited. One that is new has an id that begins so. */
export type Row = {
  id: string
  name: string
  name_en: string
  level: Level
  parent: string
  stage: string
  weight: number
  market: boolean
  outside_supply: string
  substitute: string
  products: Named[]
}
const fresh = 'new:'
export const isNewRow = (id: string) => id.startsWith(fresh)

export type FeedOf = { from: string; to: string }

/** The tree as it stands in the editor: parents before what is part of them, in their order. */
export type Tree = { rows: Row[]; feeds: FeedOf[]; version: string }

export const treeOf = (t: Template): Tree => ({
  version: t.version,
  feeds: t.feeds.map(({ from, to }) => ({ from, to })),
  rows: t.nodes.map((n) => ({
    id: n.id,
    name: n.name,
    name_en: n.name_en ?? '',
    level: n.level,
    parent: n.parent,
    stage: n.stage ?? '',
    weight: n.weight ?? 0,
    market: n.market ?? false,
    outside_supply: n.outside_supply ?? '',
    substitute: n.substitute ?? '',
    products: n.products,
  })),
})

/** What may be part of what; a link also stands in a sub-chain by itself, as those of support do. */
export const fits = (level: Level, parent: Level | 'chain') =>
  ({ lane: ['chain'], group: ['lane', 'chain'], link: ['group', 'lane', 'chain'] })[level].includes(parent)

const levelAt = (rows: Row[], id: string): Level | 'chain' => rows.find((r) => r.id === id)?.level ?? 'chain'

/** Everything under a row. */
export const under = (rows: Row[], id: string): Row[] =>
  rows.filter((r) => r.parent === id).flatMap((r) => [r, ...under(rows, r.id)])

/** The rows in the order of the tree. */
const sorted = (rows: Row[], root: string): Row[] =>
  rows.filter((r) => r.parent === root).flatMap((r) => [r, ...sorted(rows, r.id)])

/** How deep a row stands: 0 under the chain itself. */
export const depth = (rows: Row[], row: Row): number => {
  const parent = rows.find((r) => r.id === row.parent)
  return parent ? depth(rows, parent) + 1 : 0
}

/** Moves a row before or after the one beside it; at the end of its parent into the next parent of the same level. */
export function step(rows: Row[], root: string, id: string, by: 1 | -1): Row[] {
  const row = rows.find((r) => r.id === id)
  if (!row) return rows
  const beside = rows.filter((r) => r.parent === row.parent)
  const other = beside[beside.indexOf(row) + by]
  if (other) return sorted(swapped(rows, row, other), root)
  const parents = rows.filter((r) => r.level === levelAt(rows, row.parent))
  const next = parents[parents.findIndex((p) => p.id === row.parent) + by]
  return next ? place(rows, root, id, next.id, by === -1) : rows
}

const swapped = (rows: Row[], a: Row, b: Row) => rows.map((r) => (r === a ? b : r === b ? a : r))

/** Puts a row into another parent, last or first; a link takes over the stage of its group. */
export function place(rows: Row[], root: string, id: string, parent: string, last = true): Row[] {
  const row = rows.find((r) => r.id === id)
  if (!row || !fits(row.level, levelAt(rows, parent)) || row.parent === parent) return rows
  const at = rows.find((r) => r.id === parent)
  const moved = { ...row, parent, stage: at?.level === 'group' && at.stage ? at.stage : row.stage }
  const rest = rows.filter((r) => r !== row)
  return sorted(last ? [...rest, moved] : [moved, ...rest], root)
}

/** Out of its parent, behind it; or into the one before it. */
export function shift(rows: Row[], root: string, id: string, by: 1 | -1): Row[] {
  const row = rows.find((r) => r.id === id)
  if (!row) return rows
  if (by === -1) {
    const parent = rows.find((r) => r.id === row.parent)
    const moved = parent && place(rows, root, id, parent.parent).find((r) => r.id === id)
    if (!parent || !moved || moved.parent === row.parent) return rows
    return sorted(
      rows.filter((r) => r !== row).flatMap((r) => (r === parent ? [r, moved] : [r])),
      root,
    )
  }
  const beside = rows.filter((r) => r.parent === row.parent)
  const before = beside
    .slice(0, beside.indexOf(row))
    .reverse()
    .find((r) => fits(row.level, r.level))
  return before ? place(rows, root, id, before.id) : rows
}

/** A new row: beside the one that is chosen when that is of its level, else in the nearest parent that takes it. */
export function add(tree: Tree, root: string, level: Level, beside: string | undefined): [Tree, string] {
  let parent = tree.rows.find((r) => r.id === beside)
  while (parent && !fits(level, parent.level)) {
    const up = parent.parent
    parent = tree.rows.find((r) => r.id === up)
  }
  const numbers = tree.rows.filter((r) => isNewRow(r.id)).map((r) => Number(r.id.slice(fresh.length)))
  const id = `${fresh}${Math.max(0, ...numbers) + 1}`
  const row: Row = {
    id,
    name: '',
    name_en: '',
    level,
    parent: parent?.id ?? root,
    stage: level === 'lane' ? '' : parent?.stage || tree.rows.find((r) => r.id === beside)?.stage || 'midstream',
    weight: level === 'link' ? 1 : 0,
    market: false,
    outside_supply: '',
    substitute: '',
    products: [],
  }
  const at = tree.rows.findIndex((r) => r.id === beside)
  const rows = at < 0 ? [...tree.rows, row] : [...tree.rows.slice(0, at + 1), row, ...tree.rows.slice(at + 1)]
  return [{ ...tree, rows: sorted(rows, root) }, id]
}

/** Takes a row away, with everything under it and what that feeds. */
export function remove(tree: Tree, id: string): Tree {
  const gone = new Set([id, ...under(tree.rows, id).map((r) => r.id)])
  return {
    ...tree,
    rows: tree.rows.filter((r) => !gone.has(r.id)),
    feeds: tree.feeds.filter((f) => !gone.has(f.from) && !gone.has(f.to)),
  }
}

/** The order of each row among those beside it: as it stood where that still ascends, else the next number. */
function orders(rows: Row[], stood: Map<string, number>): Map<string, number> {
  const out = new Map<string, number>()
  const last = new Map<string, number>()
  for (const r of rows) {
    const before = last.get(r.parent)
    const own = stood.get(r.id)
    const order = own !== undefined && (before === undefined || own > before) ? own : (before ?? 0) + 1
    out.set(r.id, order)
    last.set(r.parent, order)
  }
  return out
}

type Fields = NonNullable<NonNullable<Trial['nodes']>[number]['fields']>

/** What differs between the tree as it stands and as it is edited, as nodes and relations of an edit. */
export function edits(stands: Template, tree: Tree): Pick<Trial, 'nodes' | 'relations'> {
  const before = treeOf(stands)
  const order = orders(tree.rows, new Map(stands.nodes.map((n) => [n.id, n.order])))
  const nodes: NonNullable<Trial['nodes']> = []
  const relations: NonNullable<Trial['relations']> = []
  const made = new Map<string, string>() // refs of new products, by name
  for (const row of tree.rows) {
    const was = before.rows.find((r) => r.id === row.id)
    const said = fieldsOf(row, order.get(row.id) ?? 1)
    const stood = was && fieldsOf(was, stands.nodes.find((n) => n.id === row.id)?.order ?? 0)
    const fields: Fields = Object.entries(said)
      .filter(([name, value]) => (stood ? stood[name] !== value : value !== ''))
      .map(([name, value]) => ({ name, value }))
    if (!was) nodes.push({ ref: row.id, kind: 'Link', fields })
    else if (fields.length > 0) nodes.push({ id: row.id, fields })
    if (row.parent !== was?.parent) {
      if (was) relations.push({ type: 'PART_OF', from: row.id, to: was.parent, delete: true })
      relations.push({ type: 'PART_OF', from: row.id, to: row.parent })
    }
    for (const p of row.products) {
      if (was?.products.some((x) => x.id === p.id)) continue
      let to = p.id
      if (isNewRow(p.id)) {
        to = made.get(p.name) ?? `${fresh}p${made.size + 1}`
        if (!made.has(p.name)) nodes.push({ ref: to, kind: 'Product', fields: [{ name: 'name', value: p.name }] })
        made.set(p.name, to)
      }
      relations.push({ type: 'YIELDS', from: row.id, to })
    }
    for (const p of was?.products ?? [])
      if (!row.products.some((x) => x.id === p.id))
        relations.push({ type: 'YIELDS', from: row.id, to: p.id, delete: true })
  }
  const gone = before.rows.filter((r) => !tree.rows.some((x) => x.id === r.id))
  for (const r of gone) nodes.push({ id: r.id, delete: true })
  const has = (list: FeedOf[], f: FeedOf) => list.some((x) => x.from === f.from && x.to === f.to)
  for (const f of tree.feeds) if (!has(before.feeds, f)) relations.push({ type: 'FEEDS', ...f })
  for (const f of before.feeds)
    if (!has(tree.feeds, f) && !gone.some((r) => r.id === f.from || r.id === f.to))
      relations.push({ type: 'FEEDS', ...f, delete: true })
  if (nodes.length + relations.length > 0 && tree.version !== stands.version)
    nodes.push({ id: stands.chain.id, fields: [{ name: 'template_version', value: tree.version }] })
  return { nodes, relations }
}

function fieldsOf(r: Row, order: number): Record<string, string> {
  return {
    name: r.name.trim(),
    name_en: r.name_en.trim(),
    level: r.level,
    order: String(order),
    stage: r.stage,
    ...(r.level === 'link' && {
      weight: String(r.weight),
      market: r.market ? 'true' : '',
      outside_supply: r.outside_supply,
      substitute: r.substitute,
    }),
  }
}

/** The version after one: 2026.1 becomes 2026.2. */
export const nextVersion = (version: string) => version.replace(/(\d+)(?!.*\d)/, (n) => String(Number(n) + 1))

/** How many rows are new, gone, moved, otherwise changed, and how many feeds come and go. */
export function tally(stands: Template, tree: Tree) {
  const before = treeOf(stands)
  const links = (rows: Row[]) => rows.filter((r) => r.level === 'link')
  const e = edits(stands, tree)
  const of = (n: { id?: string; delete?: boolean }) => n.id !== undefined && n.id !== stands.chain.id && !n.delete
  return {
    links: links(tree.rows).length,
    added: tree.rows.filter((r) => isNewRow(r.id)).length,
    gone: before.rows.filter((r) => !tree.rows.some((x) => x.id === r.id)).length,
    changed: new Set([
      ...(e.nodes ?? []).filter(of).map((n) => n.id ?? ''),
      ...(e.relations ?? []).filter((r) => r.type === 'PART_OF' && !isNewRow(r.from)).map((r) => r.from),
    ]).size,
    feeds: tree.feeds.length,
    feedsAdded: (e.relations ?? []).filter((r) => r.type === 'FEEDS' && !r.delete).length,
    feedsGone: before.feeds.filter((f) => !tree.feeds.some((x) => x.from === f.from && x.to === f.to)).length,
  }
}
