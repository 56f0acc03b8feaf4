import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { load } from './load.mjs'

const ui = fileURLToPath(new URL('..', import.meta.url))

test('the page knows no city and no chain: both come from the API', () => {
  const files = readdirSync(join(ui, 'src'), { recursive: true }).filter(
    (f) => /\.(tsx?|css)$/.test(f) && !f.endsWith('.d.ts'),
  )
  assert.ok(files.length > 50, `${files.length} files`)
  const named = [...files.map((f) => join('src', f)), 'index.html'].flatMap((f) => {
    const text = readFileSync(join(ui, f), 'utf8')
    return [...text.matchAll(/鄂州|武汉|湖北|Ezhou|Wuhan|Hubei|optoelectronics/gi)].map((m) => `${f}: ${m[0]}`)
  })
  assert.deepEqual(named, [])
})

test('definitions say the weights as they are set, and the words of the city', async () => {
  const { rulesIn, termsIn } = await load('app/definitions.ts')
  const weights = { gap: { pull: 37, reach: 28.5, uptake: 21, lack: 13.5 }, choke: { users: 5, few_makers: false } }
  for (const lang of ['zh', 'en']) {
    const said = (weights) => [
      ...rulesIn(lang, { city: '甲市', circle: '乙圈', weights }),
      ...termsIn(lang, { city: '甲市', circle: '乙圈', weights }),
    ]
    const of = (key, set = weights) => said(set).find((d) => d.key === key).text
    for (const points of ['37', '28.5', '21', '13.5'])
      assert.ok(of('缺口权重').includes(` ${points}`), `${lang} ${points}`)
    assert.match(of('G-3'), /\b5\b/)
    assert.doesNotMatch(of('G-3'), /厂家少|few makers/)
    assert.match(of('G-3', { ...weights, choke: { users: 5, few_makers: true } }), /厂家少|few makers/)
    assert.ok(of('C-4').includes('乙圈'))
    assert.ok(of('投入品').includes('甲市') && of('投入品').includes('乙圈'))
    assert.equal(new Set(said(weights).map((d) => d.key)).size, said(weights).length)
  }
})
