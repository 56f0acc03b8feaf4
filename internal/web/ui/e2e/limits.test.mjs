import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import { site } from './page.mjs'
import { binary } from './server.mjs'

const the = site()

/** Answers the first so many requests for gaps as a server does that is asked too much. */
async function busy(page, times) {
  let asked = 0
  await page.route('**/api/v1/gaps?*', (route) => {
    if (asked++ >= times) return route.continue()
    return route.fulfill({
      status: 429,
      headers: { 'Retry-After': '1', 'Content-Type': 'application/problem+json' },
      body: JSON.stringify({
        status: 429,
        code: 'limit.rate',
        detail: 'these are more requests than one person makes; try again in 1 s',
        detail_zh: '请求过于频繁，请 1 秒后再试',
        request_id: 'r1',
      }),
    })
  })
  return { asked: () => asked, stop: () => (times = 0) }
}

test('a page that asked too much waits and asks again by itself', async () => {
  const { page, close } = await the.open('/', { expected: /429/ })
  const { asked } = await busy(page, 2)
  await page.goto(`${the.url}/gaps`)
  await page.locator('main tbody tr').first().waitFor()
  assert.ok(asked() >= 3)
  await close()
})

test('a page that goes on asking too much says so, in both languages, and asks again when told', async () => {
  for (const [lang, words] of [
    ['zh', '请求过于频繁'],
    ['en', 'more requests than one person makes'],
  ]) {
    const { page, close } = await the.open('/', { expected: /429/ })
    const { stop } = await busy(page, Infinity)
    await page.goto(`${the.url}/gaps?lang=${lang}`)
    await page.locator('main').getByText(words).first().waitFor()
    stop()
    await page.locator('main .notice').getByRole('button').first().click()
    await page.locator('main tbody tr').first().waitFor()
    await close()
  }
})

test('somebody who is signed in and opens page after page is never told to wait', async () => {
  const password = '七里坪的梧桐树 2026'
  const roles = ['--role', 'admin', '--role', 'staff']
  execFileSync(binary, ['user', 'add', 'boss', ...roles, '--data', the.data], { input: password, stdio: 'pipe' })
  const context = await the.browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  const statuses = new Set()
  page.on('response', (r) => statuses.add(r.status()))
  await page.goto(the.url)
  await page.getByLabel('账号').fill('boss')
  await page.getByLabel('密码').fill(password)
  await page.getByRole('button', { name: '登录' }).click()
  await page.locator('.head').waitFor()
  for (let round = 0; round < 3; round++)
    for (const path of ['/gaps', '/enterprises', '/chains/optoelectronics', '/investment', '/history', '/'])
      await page.goto(the.url + path, { waitUntil: 'load' })
  await page.waitForLoadState('networkidle')
  assert.ok(statuses.has(200) && !statuses.has(429), [...statuses].join())
  await context.close()
})
