import assert from 'node:assert/strict'
import { test } from 'node:test'
import { site } from './page.mjs'

// Pages stand still while they come, and read no more of the font than they show.
const the = site()

for (const [name, path] of Object.entries({
  overview: '/',
  chain: '/chains/optoelectronics',
  enterprise: '/enterprises/sanan-hubei',
  gaps: '/gaps',
  thing: '/things/park%3Agedian',
}))
  test(`${name} stands still while it comes`, async () => {
    const { page, complaints, close } = await the.open(path, { width: 1350, height: 940 })
    await page.waitForTimeout(500)
    const { shift, fonts } = await page.evaluate(
      () =>
        new Promise((done) => {
          const fonts = performance
            .getEntriesByType('resource')
            .filter((r) => r.name.endsWith('.woff2'))
            .map((r) => ({ name: r.name, size: r.encodedBodySize }))
          let shift = 0
          new PerformanceObserver((list) => {
            for (const e of list.getEntries()) if (!e.hadRecentInput) shift += e.value
            done({ shift, fonts })
          }).observe({ type: 'layout-shift', buffered: true })
          setTimeout(() => done({ shift, fonts }), 300)
        }),
    )
    assert.ok(shift <= 0.05, `${path} moves by ${shift}`)
    const sum = fonts.reduce((n, f) => n + f.size, 0)
    assert.ok(fonts.length > 0 && sum < 600_000, `${path} reads ${sum} bytes of fonts`)
    for (const { name } of fonts.slice(0, 2)) {
      const answer = await fetch(name)
      assert.match(answer.headers.get('Cache-Control'), /immutable/)
    }
    assert.deepEqual(complaints, [])
    await close()
  })

test('what only people type has its slice', async () => {
  const { page, close } = await the.open('/gaps')
  await page.waitForFunction(() => document.fonts.size > 60, undefined, { timeout: 15000 }) // the last ones are told
  const loaded = await page.evaluate(async () => {
    const drawn = {}
    for (const c of ['链', '玥', '璟', '喆', '堃', '镕', '翀', '旻', '𬭊'])
      drawn[c] = (await document.fonts.load(`14px "Noto Sans SC"`, c)).length
    return drawn
  })
  for (const [c, n] of Object.entries(loaded)) assert.ok(n > 0, `${c} has no slice`)
  await close()
})
