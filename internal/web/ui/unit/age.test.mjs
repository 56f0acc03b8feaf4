import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { load } from './load.mjs'

test('age counts months from the end of a date', async () => {
  const { age } = await load('parts/facts/age.ts')
  const today = new Date(2026, 10, 24)
  for (const [date, months] of [['2025-08', 15], ['2025-08-11', 15], ['2025', 11], ['2022-Q3', 50], ['2026-11', 0], ['2027', 0], ['2022-02-15', 57]]) {
    assert.equal(age(date, today), months, date)
  }
})

test('every word is there in both languages, with the same places to fill', async () => {
  const source = await readFile(new URL('../src/i18n.ts', import.meta.url), 'utf8')
  const pairs = [...source.matchAll(/(\w+): \['([^']*)', '([^']*)'\]/g)]
  assert.ok(pairs.length > 100, `${pairs.length} words`)
  for (const [, word, zh, en] of pairs) {
    assert.ok(zh && en, word)
    assert.deepEqual((zh.match(/\{\d\}/g) ?? []).sort(), (en.match(/\{\d\}/g) ?? []).sort(), word)
  }
})
