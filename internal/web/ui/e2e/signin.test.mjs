import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { accessible, shoot, tidy } from './page.mjs'
import { binary, browse, freePort, start } from './server.mjs'

const password = '七里坪的梧桐树 2026'
let home, server, issuer, browser, people

/** Says whom the provider knows from now on. */
const knows = (now) => writeFile(people, JSON.stringify(now))

function user(...args) {
  const made = spawnSync(binary, ['user', ...args, '--data', server.data], {
    input: `${password}\n`,
    encoding: 'utf8',
  })
  assert.equal(made.status, 0, made.stderr)
}

before(async () => {
  home = await mkdtemp(join(tmpdir(), 'chainchief-signin-'))
  people = join(home, 'people.json')
  const secret = join(home, 'secret')
  await writeFile(secret, 'a secret of the test')
  await knows({ p1: { preferred_username: 'zb-1', name: '光电子专班', groups: ['zhuanban'] } })
  const port = await freePort()
  server = await start(
    ...['--public-url', '{url}', '--oidc-issuer', `http://127.0.0.1:${port}`, '--oidc-client-id', 'chainchief'],
    ...['--oidc-client-secret-file', secret, '--oidc-roles', 'zhuanban=staff', '--oidc-title', '政务统一身份'],
  )
  const script = new URL('provider.mjs', import.meta.url).pathname
  issuer = spawn('node', [script, port, people, `${server.url}/signin`], { stdio: ['ignore', 'pipe', 'ignore'] })
  await new Promise((done) => issuer.stdout.once('data', done))
  user('add', 'guanli', '--role', 'admin', '--post', '管理员')
  browser = await browse()
})

after(async () => {
  await browser?.close()
  issuer?.kill()
  await server?.stop()
  await rm(home, { recursive: true, force: true })
})

async function open(path = '/', width = 1440) {
  const context = await browser.newContext({ viewport: { width, height: 900 } })
  const page = await context.newPage()
  await page.goto(server.url + path)
  return page
}

async function local(page, name) {
  await page.getByLabel('账号').fill(name)
  await page.getByLabel('密码').fill(password)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.locator('.head').waitFor()
}

/** The six digits that an app shows for a key now. */
function digits(key, at = Date.now()) {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...key].map((c) => letters.indexOf(c).toString(2).padStart(5, '0')).join('')
  const bytes = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)))
  const step = Buffer.alloc(8)
  step.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)))
  const sum = createHmac('sha1', bytes).update(step).digest()
  return String((sum.readUInt32BE(sum[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

test('one signs in at the provider, and comes back to the page that one wanted', async () => {
  const page = await open('/gaps?kind=missing')
  const button = page.getByRole('button', { name: '用政务统一身份登录' })
  await button.waitFor()
  await page.getByText('鄂州').waitFor()
  await shoot(page, 'signin-oidc')
  await accessible(page)
  await tidy(page, 'sign in with a provider')
  await button.click()
  await page.locator('input[name=login]').fill('p1')
  await page.locator('input[name=password]').fill('x')
  await page.locator('button[type=submit]').click()
  await page.getByRole('heading', { name: '缺口' }).waitFor()
  assert.match(page.url(), /\/gaps\?kind=missing$/)
  await page.getByRole('button', { name: '光电子专班' }).click()
  await page.getByRole('menuitem', { name: '我的账号' }).click()
  await page.getByText('统一身份登录，密码在那里管理').waitFor()
  assert.equal(await page.getByRole('button', { name: '改密码' }).count(), 0)
  await accessible(page)

  await knows({ p1: { preferred_username: 'zb-1', groups: [] } })
  const again = await open()
  await again.getByRole('button', { name: '用政务统一身份登录' }).click()
  await again.locator('input[name=login]').fill('p1')
  await again.locator('input[name=password]').fill('x')
  await again.locator('button[type=submit]').click()
  await again.getByRole('alert').filter({ hasText: '没有本系统的角色' }).waitFor()
  await shoot(again, 'signin-no-role')
  await accessible(again)
  await page.goto(`${server.url}/gaps`)
  await page.getByRole('heading', { name: '登录' }).waitFor() // the role that is lost is lost at once

  await again.goto(`${server.url}/signin?error=access_denied&state=x`)
  await again.getByText('access_denied').waitFor()
})

test('what holds for signing in is set; who owes a second factor sets it up first', async () => {
  user('add', 'anquan', '--role', 'secadmin', '--post', '安全管理员')
  const other = await open('/me')
  await local(other, 'anquan')
  await other.getByRole('heading', { name: '我能做什么' }).waitFor()
  const page = await open('/management?tab=settings')
  await local(page, 'guanli')
  await page.getByRole('spinbutton', { name: '不动多久退出' }).fill('15')
  await page.getByRole('spinbutton', { name: '不动多久退出' }).blur()
  await page.getByText('原：30').waitFor()
  await shoot(page, 'settings')
  await accessible(page)
  await tidy(page, 'settings')
  const save = page.getByRole('button', { name: /^保存/ })
  assert.equal(await save.isDisabled(), true) // no reason is given
  await page.getByRole('switch', { name: '管理员须设第二因素' }).click()
  await page.getByRole('textbox', { name: '原因' }).fill('等保要求')
  assert.equal(await save.innerText(), '保存 2 项')
  await save.click()

  await page.getByText('管理员须设第二因素。绑定验证器之后才能做别的。').waitFor()
  assert.equal(await page.locator('nav.sider a').count(), 0)
  await other.getByRole('link', { name: '管理' }).click() // open since before
  await other.getByText('管理员须设第二因素。').waitFor()
  await shoot(page, 'owes-factor')
  await accessible(page)
  await tidy(page, 'owes a second factor')
  await page.getByLabel('密码').fill(password)
  await page.getByRole('button', { name: '绑定验证器' }).click()
  const key = await page.locator('.secret').innerText()
  await page.getByLabel('动态码').fill(digits(key))
  await page.getByRole('button', { name: '确认' }).click()
  await page.getByRole('button', { name: '已抄下，继续' }).click()
  await page.getByRole('heading', { name: '登录与会话' }).waitFor()
  assert.equal(await page.getByRole('spinbutton', { name: '不动多久退出' }).inputValue(), '15')
  await page.getByText('鄂州').first().waitFor()

  const narrow = await open('/management?tab=settings&lang=en', 390)
  await narrow.getByLabel('Account').fill('guanli')
  await narrow.getByLabel('Password').fill(password)
  await narrow.getByRole('button', { name: 'Sign in', exact: true }).click()
  await narrow.getByLabel('Code').fill(digits(key, Date.now() + 30_000))
  await narrow.getByRole('button', { name: 'Continue' }).click()
  await narrow.getByRole('heading', { name: 'Signing in' }).waitFor()
  await shoot(narrow, 'settings-390', { fullPage: true })
  await accessible(narrow)
  await tidy(narrow, 'settings, 390 wide')

  await page.goto(`${server.url}/me`)
  await page.getByRole('button', { name: '退出其他 1 处' }).waitFor()
  await shoot(page, 'me-sessions')
  await accessible(page)
  await tidy(page, 'sessions')
  await page.getByRole('button', { name: '退出其他 1 处' }).click()
  await page.getByRole('button', { name: '退出其他 1 处' }).waitFor({ state: 'detached' })
  await narrow.goto(`${server.url}/me?lang=en`)
  await narrow.getByRole('heading', { name: 'Sign in' }).waitFor()

  user('add', 'chayue', '--role', 'reader', '--post', '查阅')
  const reader = await open()
  await local(reader, 'chayue')
  await page.goto(`${server.url}/management?account=chayue`)
  const drawer = page.locator('.ant-drawer')
  await drawer.getByText('Chromium').waitFor()
  await shoot(page, 'account-sessions')
  await accessible(page)
  await tidy(page, 'sessions of an account')
  await drawer.getByRole('button', { name: /^退出/ }).click()
  await drawer.getByText('Chromium').waitFor({ state: 'detached' })
  await reader.goto(`${server.url}/gaps`)
  await reader.getByRole('heading', { name: '登录' }).waitFor()
})
