import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accessible, shoot, site } from './page.mjs'

// The server away, another build, a fault of a page: nothing ever leaves an empty page.
const the = site()
const away = { expected: /ERR_FAILED|Failed to load|50[0-9]|404/ }
const menu = (page, name) => page.locator('.sider').getByText(name, { exact: true }).click()

test('a page opened while the server is away says so and comes by itself', async () => {
  const { page, close } = await the.open('/', away)
  await page.route('**/*', (route) => route.abort())
  await menu(page, '招商') // its code has not been loaded
  const help = page.locator('main').getByText('连上后自动显示，不必刷新')
  await help.waitFor()
  await shoot(page, 'away')
  assert.equal(await page.locator('.sider').isVisible(), true)
  await menu(page, '企业')
  await help.waitFor()
  await page.goBack()
  await help.waitFor()
  let loads = 0
  page.on('load', () => loads++)
  await page.unroute('**/*')
  await page.getByRole('heading', { name: '招商', level: 1 }).waitFor()
  assert.equal(loads, 0, 'it came without a reload')
  await menu(page, '企业')
  await page.getByRole('heading', { name: /^企业/, level: 1 }).waitFor()
  await close()
})

test('something before the server that answers with a page of its own is no answer', async () => {
  const { page, close } = await the.open('/', away)
  const html = { status: 200, contentType: 'text/html; charset=utf-8', body: '<h1>请登录</h1>' }
  await page.route('**/api/v1/enterprises?*', (route) => route.fulfill(html))
  await menu(page, '企业')
  await page.locator('main').getByText('连上后自动显示，不必刷新').waitFor()
  await page.unroute('**/api/v1/enterprises?*')
  await page.locator('table.grid tbody tr').first().waitFor()
  await close()
})

/** The page as another build would serve it: its code has another name, the code of this build is gone. */
async function upgrade(page) {
  const index = await (await fetch(the.url)).text()
  const body = index.replace(/(\/assets\/index-)[\w-]+(\.js)/, '$1other$2')
  assert.notEqual(body, index)
  await page.route(
    (url) => url.pathname === '/',
    (route) => route.fulfill({ status: 200, contentType: 'text/html', body }),
  )
  await page.route('**/assets/Investment-*.js', (route) => route.fulfill({ status: 404, body: 'not found' }))
}

test('after an upgrade the old page offers the new one, and loads it only when asked', async () => {
  const { page, close } = await the.open('/gaps', away)
  let loads = 0
  page.on('load', () => loads++)
  await upgrade(page)
  await menu(page, '招商')
  await page.getByText('这一页的旧版已经没有了').waitFor()
  await page.getByText('服务已更新，本页还是旧版').waitFor()
  await shoot(page, 'newer')
  await accessible(page)
  await menu(page, '缺口') // what is loaded works on
  await page.locator('table.gaps tbody tr').first().waitFor()
  assert.equal(loads, 0, 'nothing is loaded without being asked')
  await page.unroute('**/assets/Investment-*.js')
  await page.unrouteAll()
  const loaded = page.waitForEvent('load')
  await page.getByRole('button', { name: '载入新版' }).first().click()
  await loaded
  await page.locator('table.gaps tbody tr').first().waitFor()
  assert.equal(loads, 1)
  assert.equal(await page.getByText('服务已更新').count(), 0)
  await close()
})

test('another version of the server is said, with the same page', async () => {
  const { page, close } = await the.open('/', away)
  const meta = await the.ask('/api/v1/meta')
  await page.route('**/api/v1/meta', (route) => route.fulfill({ json: { ...meta, version: 'v9.9.9' } }))
  await page.clock.install()
  const told = page.waitForResponse('**/api/v1/meta')
  await page.reload()
  await told
  await page.locator('.brand .quiet').getByText(meta.city).waitFor()
  assert.equal(await page.getByText('服务已更新').count(), 0)
  await page.unroute('**/api/v1/meta')
  await page.locator('main h1').waitFor()
  await page.clock.runFor(61_000) // the page asks once a minute
  await page.getByText('服务已更新').waitFor()
  await close()
})

test('a fault of one page leaves the others, and goes when asked again', async () => {
  const { page, close } = await the.open('/', { expected: /./ })
  await page.route('**/api/v1/history*', (route) => route.fulfill({ json: { items: [{ revision: 1 }], total: 1 } }))
  await menu(page, '记录')
  await page.getByText('这一页显示时出错').waitFor()
  await shoot(page, 'broken')
  await menu(page, '缺口')
  await page.locator('table.gaps tbody tr').first().waitFor()
  await close()
})

test('a browser that stores nothing still shows the page', async () => {
  const context = await the.browser.newContext()
  await context.addInitScript(() => {
    for (const name of ['localStorage', 'sessionStorage'])
      Object.defineProperty(globalThis, name, {
        get() {
          throw new DOMException('denied', 'SecurityError')
        },
      })
  })
  const page = await context.newPage()
  await page.goto(`${the.url}/gaps?gap=optoelectronics%2Fled%2Fsubstrate`)
  await page.locator('.drawer').getByRole('radio', { name: '忽略' }).check()
  await page.locator('.drawer').getByLabel('填写人').fill('经信局')
  assert.equal(await page.locator('.drawer').getByLabel('填写人').inputValue(), '经信局')
  await context.close()
})
