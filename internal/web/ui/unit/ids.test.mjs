import assert from 'node:assert/strict'
import { test } from 'node:test'
import { load } from './load.mjs'

test('an id is its kind and its key, whatever stands in the key', async () => {
  const { idOf, keyOf, kindOf } = await load('ids.ts')
  assert.deepEqual(
    [kindOf('link:optoelectronics/led/chip'), keyOf('link:optoelectronics/led/chip')],
    ['link', 'optoelectronics/led/chip'],
  )
  assert.deepEqual([kindOf('park:a:b'), keyOf('park:a:b')], ['park', 'a:b'])
  assert.deepEqual([kindOf('gedian'), keyOf('gedian')], ['', 'gedian'])
  assert.equal(idOf('gap', 'optoelectronics/led/chip'), 'gap:optoelectronics/led/chip')
  assert.equal(idOf('gap', 'gap:optoelectronics/led/chip'), 'gap:optoelectronics/led/chip')
  assert.equal(idOf('gap', keyOf('link:optoelectronics/led/chip')), 'gap:optoelectronics/led/chip')
})
