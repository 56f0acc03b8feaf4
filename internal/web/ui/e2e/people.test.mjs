import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accessible, shoot, site, tidy } from './page.mjs'

const the = site()
const password = '七里坪的梧桐树 2026'

/** Makes an account on 管理 and returns the address that sets its password. */
async function make(page, { name, post, role, chains = [] }) {
  await page.getByRole('button', { name: '新账号' }).click()
  const drawer = page.locator('.ant-drawer')
  await drawer.getByRole('textbox', { name: '账号' }).fill(name)
  await drawer.getByRole('textbox', { name: '岗位或单位' }).fill(post)
  await drawer.getByRole('radio', { name: role, exact: true }).check()
  for (const chain of chains) await drawer.getByRole('checkbox', { name: chain }).check()
  await shoot(page, 'account-new')
  await accessible(page)
  await tidy(page, 'new account')
  await drawer.getByRole('button', { name: '保存' }).click()
  return drawer.locator('.secret').innerText()
}

async function setPassword(page, address) {
  await page.goto(address)
  await page.getByLabel('密码').fill(password)
  await shoot(page, 'password')
  await accessible(page)
  await page.getByRole('button', { name: '设置密码' }).click()
  await page.getByRole('link', { name: '登录' }).click()
}

async function signIn(page, name) {
  await page.getByLabel('账号').fill(name)
  await page.getByLabel('密码').fill(password)
  await page.getByRole('button', { name: '登录' }).click()
  await page.locator('.head').waitFor()
}

test('the first account ends the time without accounts; each sees what its role may', async () => {
  const { page, complaints, close } = await the.open('/management', { expected: /401|403|404|429/ })
  await page.getByText('本机模式').waitFor()
  const address = await make(page, { name: 'jxj-guanli', post: '市经信局管理员', role: '管理员（三员合一）' })
  await setPassword(page, address)
  await page.getByRole('heading', { name: '登录' }).waitFor()
  await shoot(page, 'signin')
  await accessible(page)
  await tidy(page, 'sign in')

  await page.getByLabel('账号').fill('jxj-guanli')
  await page.getByLabel('密码').fill('不是这个密码')
  await page.getByRole('button', { name: '登录' }).click()
  await page.getByRole('alert').waitFor()
  await shoot(page, 'signin-wrong')
  await signIn(page, 'jxj-guanli')
  await page.getByRole('heading', { name: '管理' }).waitFor()
  assert.deepEqual(
    await page.locator('nav.sider a').allInnerTexts(),
    ['管理', '审计'].map((x) => ` ${x}`.trim()),
  )

  const links = {
    chief: await make(page, { name: 'szf-1', post: '示例职务甲', role: '链长', chains: ['光电子信息', '新能源'] }),
  }
  await page.locator('.ant-drawer').getByRole('button', { name: '关闭' }).last().click()
  await shoot(page, 'accounts')
  await page.getByRole('tab', { name: '角色与权限' }).click()
  await shoot(page, 'roles')
  await page.getByRole('link', { name: '审计' }).click()
  await page.getByText('记录相连，未见断点').waitFor()
  await page.locator('table.grid tbody th button').first().click()
  await shoot(page, 'audit')
  await accessible(page)
  await tidy(page, 'audit')

  const other = await the.open('/', { expected: /401|403|404/, entrance: true })
  await setPassword(other.page, links.chief)
  await signIn(other.page, 'szf-1')
  await other.page.getByRole('heading', { name: '总览' }).waitFor()
  await shoot(other.page, 'overview-chief')
  assert.equal(await other.page.getByRole('link', { name: '管理' }).count(), 0)
  await other.page.getByRole('button', { name: '示例职务甲' }).click()
  await other.page.getByRole('menuitem', { name: '我的账号' }).click()
  await other.page.getByRole('heading', { name: '我能做什么' }).waitFor()
  await shoot(other.page, 'me')
  await accessible(other.page)
  await tidy(other.page, 'my account')
  assert.deepEqual(complaints, [])
  assert.deepEqual(other.complaints, [])
  await other.close()
  await close()
})
