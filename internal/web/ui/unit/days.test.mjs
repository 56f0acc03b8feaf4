import assert from 'node:assert/strict'
import { test } from 'node:test'
import { load } from './load.mjs'

test('days are those of the calendar', async () => {
  const { daysSince, lastMonthEnd, lastQuarterEnd } = await load('parts/days.ts')
  assert.equal(daysSince('2026-11-24', '2026-11-24'), 0)
  assert.equal(daysSince('2026-11-24', '2026-11-25'), 1)
  assert.equal(daysSince('2027-01-01', '2026-12-31'), -1)
  assert.equal(daysSince('2026-03-01', '2026-04-01'), 31)
  for (const [today, month, quarter] of [
    ['2026-11-30', '2026-10-31', '2026-09-30'],
    ['2026-10-01', '2026-09-30', '2026-09-30'],
    ['2028-03-31', '2028-02-29', '2027-12-31'],
    ['2027-01-01', '2026-12-31', '2026-12-31'],
  ])
    assert.deepEqual([lastMonthEnd(today), lastQuarterEnd(today)], [month, quarter], today)
})

test('a stamp is of the day that the server counts it to, wherever the reader is', async () => {
  const { dayOf, minuteOf, timeOf } = await load('parts/days.ts')
  const zone = process.env.TZ
  try {
    for (const here of ['Asia/Shanghai', 'UTC', 'America/New_York']) {
      process.env.TZ = here
      for (const [stamp, day, minute] of [
        ['2026-11-24T15:59:59.999Z', '2026-11-24', '2026-11-24 23:59'],
        ['2026-11-24T16:00:00Z', '2026-11-25', '2026-11-25 00:00'],
        ['2026-11-24T21:07:33.228Z', '2026-11-25', '2026-11-25 05:07'],
        ['2026-11-25T00:30:00+08:00', '2026-11-25', '2026-11-25 00:30'],
      ]) {
        assert.deepEqual([dayOf(stamp), minuteOf(stamp)], [day, minute], here)
        assert.equal(timeOf(new Date(stamp)), minute.slice(11), here)
      }
    }
  } finally {
    if (zone === undefined) delete process.env.TZ
    else process.env.TZ = zone
  }
})

test('the zone is the one that the server has said, and is named with a time', async () => {
  const { dayOf, inZone, minuteOf, onZone, zoned } = await load('parts/days.ts')
  const stamp = '2026-11-24T16:30:00Z'
  assert.equal(zoned('zh', minuteOf(stamp)), '2026-11-25 00:30（北京时间）')
  let told = 0
  onZone(() => told++)
  const urumqi = { id: 'Asia/Urumqi', name: { zh: 'Asia/Urumqi 时间', en: 'Asia/Urumqi time' } }
  inZone(urumqi)
  inZone(urumqi)
  assert.equal(told, 1)
  assert.deepEqual(
    [dayOf(stamp), zoned('en', minuteOf(stamp))],
    ['2026-11-24', '2026-11-24 22:30 (Asia/Urumqi time)'],
  )
})
