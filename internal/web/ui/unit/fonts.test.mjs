import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'

const root = new URL('../', import.meta.url)
const table = await readFile(new URL('../../scene/standard.txt', root), 'utf8')

/** Code points of every slice of a weight, in their order. */
async function points(weight) {
  const css = (
    await Promise.all(['used', 'rest'].map((x) => readFile(new URL(`src/fonts/${x}.css`, root), 'utf8')))
  ).join('')
  const list = []
  for (const [, range] of css.matchAll(new RegExp(`font-weight: ${weight};.*?unicode-range: ([^;]*);`, 'g')))
    for (const run of range.split(', ')) {
      const [from, to = from] = run
        .slice(2)
        .split('-')
        .map((x) => parseInt(x, 16))
      for (let p = from; p <= to; p++) list.push(p)
    }
  return list
}

for (const weight of [400, 700])
  test(`the slices of weight ${weight} hold every standard character, each once`, async () => {
    const list = await points(weight)
    const held = new Set(list)
    assert.equal(held.size, list.length)
    const standard = [...table.replace(/^#.*$|\s/gm, '')]
    assert.equal(standard.length, 8105)
    assert.deepEqual(
      standard.filter((c) => !held.has(c.codePointAt(0))),
      [],
    )
    for (const c of 'Aa09 ·—…“”，。') assert.ok(held.has(c.codePointAt(0)), c)
  })
