import assert from 'node:assert/strict'
import { test } from 'node:test'
import { site } from './page.mjs'

const the = site()

/** A page that notes what its policy has refused. */
async function watched(path, options) {
  const opened = await the.open(path, options)
  await opened.page.context().addInitScript(() => {
    globalThis.refused = []
    document.addEventListener('securitypolicyviolation', (e) =>
      globalThis.refused.push(`${e.violatedDirective} ${e.blockedURI} ${e.sourceFile}:${e.lineNumber} ${e.sample}`),
    )
  })
  await opened.page.goto(the.url + path)
  await opened.page.locator('main h1, main .empty').first().waitFor()
  await opened.page.waitForLoadState('networkidle')
  return { ...opened, refused: () => opened.page.evaluate(() => globalThis.refused) }
}

test('no page does what its policy refuses', async () => {
  for (const path of [
    '/',
    '/?lang=en',
    '/chains/optoelectronics',
    '/chains/optoelectronics?tab=layout',
    '/gaps',
    `/gaps?gap=${encodeURIComponent('optoelectronics/led/substrate')}`,
    '/enterprises',
    '/enterprises/sanan-hubei',
    '/investment',
    '/history',
    '/management',
    '/audit',
    '/me',
    '/password',
    '/nowhere',
  ]) {
    const { page, complaints, refused, close } = await watched(path)
    for (const button of await page.locator('main .ant-select, main .ant-segmented-item').all()) {
      if (await button.isVisible()) await button.click({ timeout: 2000 }).catch(() => undefined)
      await page.keyboard.press('Escape')
    }
    await page.waitForLoadState('networkidle')
    assert.deepEqual(await refused(), [], path)
    assert.deepEqual(complaints, [], path)
    await close()
  }
})

test('a drawing keeps its widths in the page, though its style does not stand in text', async () => {
  const { page, refused, close } = await watched('/chains/optoelectronics')
  const svg = page.locator('main svg[role]').first()
  await svg.waitFor()
  assert.equal(await svg.evaluate((e) => getComputedStyle(e).fontKerning), 'none')
  assert.deepEqual(await refused(), [])
  await close()
})

test('an SVG that is opened alone is styled, shut in, and runs nothing', async () => {
  const { page, refused, close } = await watched('/')
  const answer = await page.goto(`${the.url}/api/v1/diagrams/structure?chain=optoelectronics`)
  assert.match(answer.headers()['content-security-policy'], /default-src 'none'.*sandbox/)
  const kerning = await page.evaluate(() => getComputedStyle(document.documentElement).fontKerning)
  assert.equal(kerning, 'none')
  assert.deepEqual(await refused(), [])
  assert.equal(await page.evaluate(() => globalThis.origin), 'null')
  await close()
})

test('what somebody writes into a page does not run and is not styled', async () => {
  const { page, refused, close } = await watched('/')
  await page.evaluate(() => {
    const put = document.createElement('div')
    put.innerHTML =
      '<style>main { display: none }</style><p id="put" style="color: red" onclick="window.hit = 1">x</p>'
    document.body.append(put)
    document.querySelector('#put').click()
    const script = document.createElement('script')
    script.textContent = 'window.hit = 2'
    document.body.append(script)
  })
  assert.equal(await page.evaluate(() => globalThis.hit), undefined)
  assert.ok(await page.locator('main').isVisible())
  assert.equal(await page.locator('#put').evaluate((e) => e.style.color), '')
  const seen = (await refused()).join('\n')
  for (const directive of ['style-src-elem', 'style-src-attr', 'script-src-attr', 'script-src-elem'])
    assert.match(seen, new RegExp(directive))
  await close()
})

test('each page has a nonce of its own', async () => {
  const nonces = new Set()
  for (let i = 0; i < 3; i++) {
    const answer = await fetch(the.url + '/')
    const [, nonce] = /'nonce-([^']+)'/.exec(answer.headers.get('content-security-policy'))
    const text = await answer.text()
    assert.ok(nonce.length >= 22 && text.includes(`nonce="${nonce}"`) && !text.includes('NONCE'))
    nonces.add(nonce)
  }
  assert.equal(nonces.size, 3)
})
