import assert from 'node:assert/strict'
import { test } from 'node:test'
import { load } from './load.mjs'

const { apportion } = await load('parts/answers/apportion.ts')

const sum = (list) => Math.round(list.reduce((a, b) => a + b, 0) * 10) / 10

test('rounded parts add up to their rounded sum', () => {
  for (const parts of [
    [11.25, 100 / 13, 20, 15],
    [0, 0, 0],
    [],
    [0.04, 0.04, 0.04],
    [33.333, 33.333, 33.334],
    [22.5, 14.58, 19.99, 15],
    [0.3, 0.1, 0.2],
  ]) {
    const total = Math.round(parts.reduce((a, b) => a + b, 0) * 10) / 10
    assert.equal(sum(apportion(parts)), total, parts.join(' '))
    apportion(parts).forEach((p, i) => assert.ok(Math.abs(p - parts[i]) < 0.1, `${p} for ${parts[i]}`))
  }
})

test('what is round stays as it is', () => {
  assert.deepEqual(apportion([20, 15, 7.7, 0]), [20, 15, 7.7, 0])
})
