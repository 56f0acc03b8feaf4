import assert from 'node:assert/strict'
import { test } from 'node:test'
import { load } from './load.mjs'

test('age counts months from the end of a date', async () => {
  const { age } = await load('parts/facts/age.ts')
  const today = '2026-11-24'
  for (const [date, months] of [
    ['2025-08', 15],
    ['2025-08-11', 15],
    ['2025', 11],
    ['2022-Q3', 50],
    ['2026-11', 0],
    ['2027', 0],
    ['2022-02-15', 57],
  ]) {
    assert.equal(age(date, today), months, date)
  }
})
