import assert from 'node:assert/strict'
import { test } from 'node:test'
import { load } from './load.mjs'

test('days are those of the calendar, at any hour', async () => {
  const { daysSince } = await load('parts/days.ts')
  assert.equal(daysSince('2026-11-24', new Date(2026, 10, 24, 23, 59)), 0)
  assert.equal(daysSince('2026-11-24', new Date(2026, 10, 25, 0, 1)), 1)
  assert.equal(daysSince('2027-01-01', new Date(2026, 11, 31, 12)), -1)
  assert.equal(daysSince('2026-03-01', new Date(2026, 3, 1)), 31)
})
