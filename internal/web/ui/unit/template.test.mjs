import assert from 'node:assert/strict'
import { test } from 'node:test'
import { load } from './load.mjs'

const { add, edits, nextVersion, place, remove, shift, step, tally, treeOf } = await load('pages/chain/template.ts')

const root = 'chain:c'
const node = (id, level, order, parent, more = {}) => ({
  id, kind: 'Link', name: id, level, order, parent, products: [], tied: 0, ...more,
}) // prettier-ignore
const link = (id, order, parent) =>
  node(id, 'link', order, parent, { stage: 'upstream', weight: 2, coverage: 'missing' })
const stands = {
  revision: 3,
  chain: { id: root, kind: 'Chain', name: 'c' },
  version: '2026.1',
  nodes: [
    node('l1', 'lane', 1, root),
    node('g1', 'group', 1, 'l1', { stage: 'upstream' }),
    link('a', 1, 'g1'),
    link('b', 2, 'g1'),
    node('g2', 'group', 2, 'l1', { stage: 'midstream' }),
    link('c', 1, 'g2'),
    node('l2', 'lane', 2, root),
  ],
  feeds: [{ from: 'a', to: 'c', possible: false, evidenced: false }],
  others: [],
  remarks: [],
}
const tree = treeOf(stands)
const ids = (rows) => rows.map((r) => r.id).join(' ')
const change = (rows) => edits(stands, { ...tree, rows })

test('a tree that is not touched changes nothing, whatever version is proposed', () => {
  assert.deepEqual(edits(stands, { ...tree, version: '2026.2' }), { nodes: [], relations: [] })
})

test('a step trades places, and the one behind gets the next order', () => {
  const rows = step(tree.rows, root, 'b', -1)
  assert.equal(ids(rows), 'l1 g1 b a g2 c l2')
  assert.deepEqual(change(rows), {
    nodes: [{ id: 'a', fields: [{ name: 'order', value: '3' }] }],
    relations: [],
  })
  assert.equal(ids(step(tree.rows, root, 'g2', -1)), 'l1 g2 c g1 a b l2')
  assert.equal(step(tree.rows, root, 'l1', -1), tree.rows)
})

test('a step over the edge leads into the next group, and takes its stage', () => {
  const rows = step(tree.rows, root, 'b', 1)
  assert.equal(ids(rows), 'l1 g1 a g2 b c l2')
  const { nodes, relations } = change(rows)
  assert.deepEqual(relations, [
    { type: 'PART_OF', from: 'b', to: 'g1', delete: true },
    { type: 'PART_OF', from: 'b', to: 'g2' },
  ])
  assert.deepEqual(nodes, [
    { id: 'b', fields: [{ name: 'stage', value: 'midstream' }] },
    { id: 'c', fields: [{ name: 'order', value: '3' }] },
  ]) // prettier-ignore
})

test('levels: out into the sub-chain and back into the group before; what does not fit stays', () => {
  const out = shift(tree.rows, root, 'c', -1)
  assert.equal(out.find((r) => r.id === 'c').parent, 'l1')
  assert.equal(ids(shift(tree.rows, root, 'a', -1)), 'l1 g1 b a g2 c l2')
  assert.equal(shift(tree.rows, root, 'g1', -1).find((r) => r.id === 'g1').parent, root)
  assert.equal(shift(tree.rows, root, 'l1', -1), tree.rows)
  assert.equal(shift(out, root, 'c', 1).find((r) => r.id === 'c').parent, 'g2')
  assert.equal(place(tree.rows, root, 'g1', 'g2'), tree.rows)
  assert.equal(place(tree.rows, root, 'l1', 'l2'), tree.rows)
})

test('a new link is sent with its place, what it feeds and the new version; taken away again nothing is left', () => {
  const [more, id] = add(tree, root, 'link', 'a')
  assert.equal(ids(more.rows), `l1 g1 a ${id} b g2 c l2`)
  const w = { ...more, version: '2026.2', feeds: [...more.feeds, { from: id, to: 'c' }] }
  w.rows = w.rows.map((r) =>
    r.id === id ? { ...r, name: '新环节', products: [{ id: 'new:product 靶', name: '靶' }] } : r,
  )
  const { nodes, relations } = edits(stands, w)
  assert.deepEqual(nodes[0], {
    ref: id,
    kind: 'Link',
    fields: [
      { name: 'name', value: '新环节' },
      { name: 'level', value: 'link' },
      { name: 'order', value: '2' },
      { name: 'stage', value: 'upstream' },
      { name: 'weight', value: '1' },
    ],
  })
  assert.deepEqual(nodes[1], { ref: 'new:p1', kind: 'Product', fields: [{ name: 'name', value: '靶' }] })
  assert.deepEqual(nodes.at(-1), { id: root, fields: [{ name: 'template_version', value: '2026.2' }] })
  assert.deepEqual(relations, [
    { type: 'PART_OF', from: id, to: 'g1' },
    { type: 'YIELDS', from: id, to: 'new:p1' },
    { type: 'FEEDS', from: id, to: 'c' },
  ])
  const said = tally(stands, w)
  assert.deepEqual([said.links, said.added, said.gone, said.changed, said.feedsAdded], [4, 1, 0, 1, 1])
  assert.deepEqual(edits(stands, remove(w, id)), { nodes: [], relations: [] })
})

test('a group goes with what is under it; feeds of what goes are not named again', () => {
  const rest = remove(tree, 'g1')
  assert.equal(ids(rest.rows), 'l1 g2 c l2')
  assert.deepEqual(edits(stands, rest), {
    nodes: ['g1', 'a', 'b'].map((id) => ({ id, delete: true })),
    relations: [],
  })
})

test('the version after one', () => {
  assert.equal(nextVersion('2026.1'), '2026.2')
  assert.equal(nextVersion('2026.9'), '2026.10')
})
