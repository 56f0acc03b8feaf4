import assert from 'node:assert/strict'
import { test } from 'node:test'
import { settle } from './accounts.mjs'
import { accessible, shoot, site, tidy } from './page.mjs'

// The pages of accounts on an office screen and on a phone, in both languages, for eyes and for a keyboard alone.
const the = site()
let people
const pages = {
  signin: ['', '/', '登录'],
  password: ['', '/password#nothing', '设置密码'],
  me: ['reader', '/me', '我的账号'],
  accounts: ['admin', '/management', '管理'],
  account: ['admin', '/management?account=the-leader', 'the-leader'],
  'account-new': ['admin', '/management?account=%2B', '新账号'],
  roles: ['admin', '/management?tab=roles', '管理'],
  audit: ['admin', '/audit', '审计'],
  'audit-row': ['admin', '/audit?row=1', '审计'],
}
const sizes = [
  [1366, 768],
  [390, 844],
]

for (const [name, [role, path, heading]] of Object.entries(pages))
  test(`${name}: on an office screen and a phone`, async () => {
    people ??= await settle(the.url)
    for (const lang of ['zh', 'en']) {
      const [where, hash = ''] = path.split('#')
      const address = lang === 'zh' ? path : `${where}${where.includes('?') ? '&' : '?'}lang=en${hash && `#${hash}`}`
      const look = { expected: /40[14]/, ...(role && { cookie: people.cookies[role] }) }
      const { page, complaints, close } = await the.open(address, look)
      if (lang === 'zh') await page.locator('h1, .ant-drawer-title').filter({ hasText: heading }).first().waitFor()
      for (const [width, height] of sizes) {
        await page.setViewportSize({ width, height })
        await shoot(page, `people-${name}-${width}-${lang}`)
        await accessible(page)
        await tidy(page, `${name} ${width} ${lang}`)
      }
      assert.deepEqual(complaints, [])
      await close()
    }
  })

test('the audit says in words what was done, to what, and that its chain is whole', async () => {
  people ??= await settle(the.url)
  const taken = await fetch(`${the.url}/api/v1/diagrams/structure?chain=new-energy&format=pdf`, {
    headers: { cookie: people.cookies.reader },
  })
  await taken.arrayBuffer()
  const { page, close } = await the.open('/audit', { cookie: people.cookies.auditor })
  await page.getByText('记录相连，未见断点').waitFor()
  const row = page.locator('table.grid tbody tr').first()
  assert.match(await row.innerText(), /取图[\s\S]*技术结构·new-energy·PDF/)
  await row.locator('th button').focus()
  await page.keyboard.press('Enter')
  const drawer = page.locator('.ant-drawer')
  await drawer.getByText('由上一条和本条内容算出').waitFor()
  for (const text of [
    'the-reader·示例岗位-reader',
    '127.0.0.1',
    'graph.read',
    '/diagrams/structure?chain=new-energy',
  ])
    assert.ok((await drawer.innerText()).includes(text), text)
  await page.keyboard.press('Escape')
  await drawer.waitFor({ state: 'detached' })
  assert.equal(
    await row.locator('th button').evaluate((b) => b === document.activeElement),
    true,
    'the focus is back',
  )
  for (const act of await page.locator('table.grid tbody td:nth-child(4)').allInnerTexts())
    assert.doesNotMatch(act, /^[a-z-]+$/, 'an act stands as it is recorded')
  await page.getByRole('combobox', { name: '做什么' }).click()
  await page.getByTitle('建账号').click()
  await page.waitForURL(/act=make-account/)
  await page.waitForFunction(() => document.querySelectorAll('table.grid tbody tr').length === 8)
  assert.equal(await page.locator('table.grid tbody tr').filter({ hasText: 'the-leader' }).count(), 1)
  await close()
})

test('an account says what its owner will see, before it is saved', async () => {
  people ??= await settle(the.url)
  const { page, close } = await the.open('/management?account=the-leader', { cookie: people.cookies.admin })
  const told = page.getByRole('region', { name: '他将看到' })
  await told.getByText('总览 2 条链；其余 9 条当作没有').waitFor()
  await told.getByText('原值；每次查看记入审计').waitFor()
  await page.getByRole('radio', { name: '查阅', exact: true }).check()
  await told.getByText('区间值，不显示原值').waitFor()
  await told.getByText('不显示招商对接和意见').waitFor()
  await page.getByRole('radio', { name: '审计员', exact: true }).check()
  await told.getByText('看不到产业数据').waitFor()
  await page.goto(`${the.url}/management?account=the-admin`)
  await page.getByRole('button', { name: '重置密码' }).waitFor()
  assert.equal(await page.getByRole('button', { name: '重置密码' }).isDisabled(), true, 'not one’s own')
  await close()
})

test('one signs in, opens an account and closes it by keyboard alone', async () => {
  people ??= await settle(the.url)
  const { page, close } = await the.open('/management', { expected: /401/ })
  await page.keyboard.type('the-admin')
  await page.keyboard.press('Tab')
  await page.keyboard.type('七里坪的梧桐树 2026')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: '管理' }).waitFor()
  await page.locator('table.grid tbody th button').first().focus()
  await page.keyboard.press('Enter')
  await page.locator('.ant-drawer').waitFor()
  await page.keyboard.press('Escape')
  await page.locator('.ant-drawer').waitFor({ state: 'detached' })
  await close()
})
