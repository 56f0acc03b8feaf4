import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accessible, shoot, site, tidy } from './page.mjs'

// What is typed is kept, what is needed is said at once, what is saved is said, and every act has an author.
const the = site()
const refused = { expected: /40[49]|422/ }
const gap = 'optoelectronics/led/substrate'
const other = 'optoelectronics/led/gallium'
const at = (key) => `/gaps?gap=${encodeURIComponent(key)}`
const api = (key) => `/api/v1/gaps/${encodeURIComponent(`gap:${key}`)}`
const setBy = async (revision) => (await the.ask(`/api/v1/history/${revision}`)).actor
const revision = async () => (await the.ask('/api/v1/meta')).revision
const post = (path, body) =>
  fetch(the.url + path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })

test('a decision that is being typed outlives Esc, ‹ ›, closing and a reload', async () => {
  const { page, complaints, close } = await the.open(at(gap), refused)
  const drawer = page.locator('.drawer')
  const reason = drawer.getByRole('textbox', { name: /^理由/ })
  const typed = async (why) => {
    await drawer.getByText(/已恢复 \d\d:\d\d（北京时间）的草稿/).waitFor()
    assert.equal(await reason.inputValue(), '武汉一小时内可采购', why)
    assert.equal(await drawer.getByRole('radio', { name: '忽略' }).isChecked(), true, why)
  }
  await drawer.getByRole('radio', { name: '忽略' }).check()
  await reason.fill('武汉一小时内可采购')
  await drawer.getByText(/草稿 \d\d:\d\d（北京时间）已留存，未提交/).waitFor()
  await page.keyboard.press('Escape') // in the field
  await drawer.waitFor({ state: 'detached' })
  await page.locator('table.gaps [data-opens$="led/substrate"]').click()
  await typed('Esc')
  await drawer.getByRole('button', { name: '下一个' }).click()
  await page.waitForURL((u) => !u.search.includes('substrate'))
  await drawer.getByRole('heading', { name: /^(?!衬底)/, level: 2 }).waitFor()
  assert.equal(await reason.inputValue(), '', 'each gap has its own')
  await drawer.getByRole('button', { name: '上一个' }).click()
  await typed('‹ ›')
  await page.reload()
  await typed('reload')
  await drawer.getByRole('button', { name: '取消', exact: true }).click()
  await page.reload()
  await drawer.getByRole('radio', { name: '待确认，不变' }).waitFor()
  assert.equal(await reason.inputValue(), '', 'dropped when asked')
  assert.deepEqual(complaints, [])
  await close()
})

test('what is lacking is said at once, at the fields; saved, it says so and who did it', async () => {
  const { page, complaints, close } = await the.open(at(gap), refused)
  const drawer = page.locator('.drawer')
  await drawer.getByRole('radio', { name: '指派' }).check()
  await drawer.getByRole('button', { name: '确认并指派' }).click()
  await drawer.getByText('必填').nth(3).waitFor()
  assert.equal(await drawer.getByText('必填', { exact: true }).count(), 4, 'strategy, due, owner, author')
  await page.waitForFunction(() => document.activeElement?.closest('[aria-label=做法]'))
  await shoot(page, 'lacking')
  await accessible(page)
  await tidy(page, 'lacking')
  await drawer.getByText('补链', { exact: true }).click()
  await drawer.getByLabel('负责').fill('电子信息产业招商专班')
  await drawer.getByLabel('期限').fill('2001-01-01')
  await drawer.getByLabel('填写人').fill('电子信息专班')
  await drawer.getByRole('button', { name: '确认并指派' }).click()
  await drawer.getByText('期限 2001-01-01 已经过去').waitFor()
  assert.equal(await drawer.getByLabel('期限').getAttribute('aria-invalid'), 'true')
  await drawer.getByLabel('期限').fill('2099-12-31')
  await drawer.getByRole('button', { name: '确认并指派' }).click()
  await drawer
    .getByRole('status')
    .getByText(/^已保存/)
    .waitFor()
  const said = await drawer.locator('.saved').last().textContent()
  assert.match(
    await drawer.locator('.saved').first().textContent(),
    /已保存 \d\d:\d\d（北京时间）·r\d+：已指派/,
    said,
  )
  await shoot(page, 'saved')
  assert.equal(await setBy(await revision()), '电子信息专班')
  await page.reload()
  await drawer.getByText('已指派，不变').waitFor()
  assert.equal(await drawer.getByText('草稿').count(), 0, 'what is saved is no draft')
  assert.deepEqual(complaints, [])
  await close()
})

test('who writes is asked once; a comment, a contact and weights are signed as well', async () => {
  const { page, complaints, close } = await the.open(at(other), refused)
  const drawer = page.locator('.drawer')
  const comment = drawer.locator('form', { has: page.getByRole('textbox', { name: '写意见' }) })
  await comment.getByRole('textbox', { name: '写意见' }).fill('已问过园区')
  await page.reload()
  assert.equal(await comment.getByRole('textbox', { name: '写意见' }).inputValue(), '已问过园区')
  await comment.getByRole('button', { name: '写意见' }).click()
  await comment.getByText('必填', { exact: true }).waitFor()
  await comment.getByLabel('填写人').fill('葛店经济技术开发区')
  await comment.getByRole('button', { name: '写意见' }).click()
  await comment.getByText(/^已保存/).waitFor()
  await drawer.locator('.comments').getByText('葛店经济技术开发区').waitFor()
  assert.equal(await setBy(await revision()), '葛店经济技术开发区')
  assert.equal(await comment.getByLabel('填写人').count(), 0, 'asked once')
  await page.keyboard.press('Escape')

  await page.goto(`${the.url}/investment?gap=${encodeURIComponent(other)}`)
  await page.locator('.ant-btn-primary', { hasText: '建线索' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('下一步').fill('核对主营产品')
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await page.reload()
  await page.locator('.ant-btn-primary', { hasText: '建线索' }).click()
  assert.equal(await dialog.getByLabel('下一步').inputValue(), '核对主营产品')
  assert.equal(await dialog.getByLabel('填写人').inputValue(), '葛店经济技术开发区')
  await dialog.getByRole('button', { name: '保存' }).click()
  await page
    .getByRole('status')
    .getByText(/·线索 撤销 看记录$/)
    .waitFor()
  await page.waitForFunction(() => document.activeElement?.getAttribute('data-opens')?.startsWith('gap:'))
  assert.equal(await setBy(await revision()), '葛店经济技术开发区')
  for (const set of (await the.ask('/api/v1/history?limit=100')).items) assert.notEqual(set.actor, '页面')
  assert.deepEqual(complaints, [])
  await close()
})

test('weights: a draft is kept; of two people the later sees both values', async () => {
  const { page, complaints, close } = await the.open('/gaps', refused)
  const dialog = page.getByRole('dialog')
  const open = () => page.getByRole('button', { name: '权重设置' }).click()
  const { weights, fields, revision: base } = await the.ask('/api/v1/weights')
  const named = (name) => fields.find((f) => f.group === 'choke' && f.name === name).zh
  await open()
  const users = dialog.getByRole('spinbutton', { name: named('users') })
  await users.fill('5')
  await users.press('Tab')
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await page.reload()
  await open()
  assert.equal(await users.inputValue(), '5')
  await dialog.getByText(/已恢复/).waitFor()
  const theirs = { ...weights, choke: { ...weights.choke, users: 4 } }
  const set = await post('/api/v1/weights', { weights: theirs, reason: '试排', base, by: '市经信局' })
  assert.equal(set.status, 200)
  await dialog.getByRole('button', { name: '保存' }).click()
  assert.equal(await dialog.getByText('必填', { exact: true }).count(), 2, 'reason and author')
  await dialog.getByLabel('理由').fill('按例会意见')
  await dialog.getByLabel('填写人').fill('市发改委')
  await dialog.getByRole('button', { name: '保存' }).click()
  const box = dialog.locator('.conflict')
  await box.getByText('市经信局 在您打开之后改过').waitFor()
  const row = box.locator('tbody tr', { hasText: named('users') })
  assert.deepEqual(
    (await row.locator('td').allTextContents()).map((x) => x.trim()),
    [String(weights.choke.users), '4', '5'],
  )
  await shoot(page, 'weights-conflict')
  await accessible(page)
  await box.getByRole('button', { name: '按所选保存' }).click()
  await page.getByRole('status').getByText('按例会意见').waitFor()
  assert.equal((await the.ask('/api/v1/weights')).weights.choke.users, 5)
  assert.equal(await setBy((await the.ask('/api/v1/meta')).revision - 1).then((x) => x !== '页面'), true)
  assert.deepEqual(complaints, [])
  await close()
})

/** The comments that stand on a gap. */
const comments = async (key) => (await the.ask(api(key))).comments.map((c) => c.text)

test('a comment whose first answer is lost is sent again by itself, and stands once', async () => {
  const { page, close } = await the.open(at(gap), { expected: /ERR_FAILED|404/ })
  const drawer = page.locator('.drawer')
  const keys = []
  await page.route('**/comments', async (route) => {
    keys.push(route.request().headers()['idempotency-key'])
    const answer = await route.fetch() // the server has written
    if (keys.length === 1) await route.abort()
    else await route.fulfill({ response: answer })
  })
  await drawer.getByRole('textbox', { name: '写意见' }).fill('只写一次')
  await drawer.getByLabel('填写人').last().fill('市经信局')
  await drawer.getByRole('button', { name: '写意见', exact: true }).click()
  await drawer.locator('.comments').getByText('只写一次').waitFor()
  assert.equal(keys.length, 2)
  assert.match(keys[0], /^[0-9a-f]{32}$/)
  assert.equal(keys[1], keys[0])
  assert.equal((await comments(gap)).filter((x) => x === '只写一次').length, 1)
  await close()
})

test('when no answer comes at all it says that nobody knows; sent again by hand it is written once', async () => {
  const { page, close } = await the.open(at(gap), { expected: /ERR_FAILED|404|504/ })
  const drawer = page.locator('.drawer')
  await page.route('**/comments', async (route) => {
    await route.fetch()
    await route.fulfill({ status: 504, contentType: 'text/plain', body: 'a proxy gave up' })
  })
  const said = drawer.getByRole('textbox', { name: '写意见' })
  const send = drawer.getByRole('button', { name: '写意见', exact: true })
  await said.fill('不知是否写入')
  await drawer.getByLabel('填写人').last().fill('市经信局')
  await send.click()
  await drawer.getByRole('alert').getByText('尚不知道是否已保存').waitFor()
  assert.equal(await said.inputValue(), '不知是否写入')
  await shoot(page, 'unknown')
  assert.equal((await comments(gap)).filter((x) => x === '不知是否写入').length, 1)
  await page.unroute('**/comments')
  await send.click()
  await drawer.locator('.comments').getByText('不知是否写入').waitFor()
  assert.equal((await comments(gap)).filter((x) => x === '不知是否写入').length, 1)
  await said.fill('不知是否写入') // a person who says the same later says it again
  await send.click()
  await drawer.locator('.comments').getByText('不知是否写入').nth(1).waitFor()
  assert.equal((await comments(gap)).filter((x) => x === '不知是否写入').length, 2)
  await close()
})

test('saved while the server is away, nothing is lost and it says so', async () => {
  const { page, close } = await the.open(at(other), { expected: /ERR_FAILED|404/ })
  const drawer = page.locator('.drawer')
  await drawer.getByRole('radio', { name: '忽略' }).check()
  await drawer.getByRole('textbox', { name: /^理由/ }).fill('已有替代')
  await drawer.getByLabel('填写人').fill('市经信局')
  await page.route('**/api/v1/**', (route) => route.abort())
  await drawer.getByRole('button', { name: '忽略', exact: true }).click()
  await drawer.getByRole('alert').getByText('尚不知道是否已保存').waitFor()
  await page.unroute('**/api/v1/**')
  await drawer.getByRole('button', { name: '忽略', exact: true }).click()
  await drawer.getByText(/^已保存/).waitFor()
  assert.equal((await the.ask(api(other))).status, 'dismissed')
  await close()
})
