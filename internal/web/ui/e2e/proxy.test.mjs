import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { nginx } from './nginx.mjs'
import { browse, freePort, start } from './server.mjs'

// Behind an nginx that ends TLS, hands on what stands behind a path, decodes slashes and writes a Host of its own.
const path = '/chains-app'
let server, proxy, browser, url

before(async () => {
  const port = await freePort()
  url = `https://127.0.0.1:${port}${path}`
  server = await start('--public-url', url)
  proxy = await nginx({ port, path, to: server.url.replace('127.0.0.1', 'localhost') })
  browser = await browse()
})
after(async () => {
  await browser?.close()
  await proxy?.()
  await server?.stop()
})

async function open(at) {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  const complaints = []
  page.on('console', (m) => m.type() === 'error' && complaints.push(m.text()))
  page.on('pageerror', (e) => complaints.push(e.message))
  page.on('response', (r) => r.status() >= 400 && complaints.push(`${r.status()} ${r.url()}`))
  page.on('request', (r) => r.url().startsWith(url) || /^(data|blob):/.test(r.url()) || complaints.push(r.url()))
  await page.goto(url + at)
  await page.locator('main h1').first().waitFor()
  return { page, complaints, close: () => context.close() }
}

test('pages, drawings and what is behind a menu stand under the path', async () => {
  const { page, complaints, close } = await open('/')
  await page
    .getByRole('link', { name: /光电子信息/ })
    .first()
    .click()
  await page.waitForURL((u) => u.pathname.startsWith(`${path}/chains/`))
  await page
    .getByRole('heading', { name: /光电子信息/ })
    .first()
    .waitFor()
  await page.reload()
  await page
    .getByRole('heading', { name: /光电子信息/ })
    .first()
    .waitFor()
  await page.waitForLoadState('networkidle')
  assert.deepEqual(complaints, [])
  await close()
})

test('a gap opens and is commented on, though slashes are decoded and the name is another', async () => {
  const { page, complaints, close } = await open(`/gaps?gap=${encodeURIComponent('optoelectronics/led/substrate')}`)
  const drawer = page.locator('.drawer')
  const comment = drawer.locator('form', { has: page.getByRole('textbox', { name: '写意见' }) })
  await comment.getByRole('textbox', { name: '写意见' }).fill('经代理写入')
  await comment.getByRole('button', { name: '写意见' }).click()
  await comment.getByLabel('填写人').fill('链长办')
  await comment.getByRole('button', { name: '写意见' }).click()
  await page.locator('.comments').getByText('经代理写入').waitFor()
  assert.deepEqual(complaints, [])
  await close()
})

test('a page of another site may not write, and is told what to do when it is none', async () => {
  const post = (headers) =>
    fetch(`${server.url}/api/v1/gaps/gap:optoelectronics/led/substrate/comments`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify({ text: '外来', by: '链长办' }),
    })
  const refused = await post({ Origin: 'http://elsewhere.example' })
  assert.equal(refused.status, 403)
  assert.match((await refused.json()).detail, /--public-url/)
  // What a browser sends on plain http: no Sec-Fetch-Site.
  assert.equal((await post({ Origin: new URL(url).origin })).status, 200)
})
