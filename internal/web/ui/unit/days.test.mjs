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

test('a stamp is read where the reader is', async () => {
  const { dayOf, minuteOf } = await load('parts/days.ts')
  const zone = process.env.TZ
  try {
    for (const [here, day, minute] of [
      ['Asia/Shanghai', '2026-11-25', '2026-11-25 05:07'],
      ['UTC', '2026-11-24', '2026-11-24 21:07'],
    ]) {
      process.env.TZ = here
      assert.deepEqual([dayOf('2026-11-24T21:07:33.228Z'), minuteOf('2026-11-24T21:07:33.228Z')], [day, minute], here)
    }
  } finally {
    if (zone === undefined) delete process.env.TZ
    else process.env.TZ = zone
  }
})
