import assert from 'node:assert/strict'
import { test } from 'node:test'
import { settle } from './accounts.mjs'
import { accessible, site, tidy } from './page.mjs'

// Every page as every role: nothing that is shown leads to what the role may not do.
const the = site()
let people

const gap = 'optoelectronics/led/substrate'
const of = encodeURIComponent
/** What is opened from the pages of the navigation, for who reads the graph. */
const inside = [
  '/chains/optoelectronics',
  '/chains/optoelectronics?tab=gaps',
  `/chains/optoelectronics?tab=links&link=${of('optoelectronics/led/substrate')}`,
  '/chains/optoelectronics?tab=changes',
  `/gaps?gap=${of(gap)}`,
  '/investment',
  '/investment?tab=inputs',
  '/investment?tab=board',
  '/enterprises/xinying',
  '/data?tab=lists',
  '/data?tab=lists&list=projects',
  '/data?tab=quality',
  '/data?tab=quality&check=stale',
  '/data?tab=sent',
  '/history?set=1',
  '/history?tab=changes',
]
const roles = {
  leader: { pages: ['总览', '产业链', '缺口', '招商', '企业', '数据', '记录'], decides: true, talks: true },
  staff: {
    pages: ['总览', '产业链', '缺口', '招商', '企业', '数据', '记录'],
    decides: true,
    talks: true,
    contacts: true,
  },
  keeper: { pages: ['总览', '产业链', '缺口', '招商', '企业', '数据', '记录'], edits: true },
  reader: { pages: ['总览', '产业链', '缺口', '招商', '企业', '数据', '记录'] },
  sysadmin: { pages: ['管理'] },
  secadmin: { pages: ['管理'] },
  auditor: { pages: ['审计'] },
  admin: { pages: ['管理', '审计'] },
}

/** Opens a page as a role and keeps what was refused. */
async function enter(role, path, look) {
  people ??= await settle(the.url)
  // 422: a form that was opened asks ahead what it would do, and is told what it lacks.
  const opened = await the.open(path, { cookie: people.cookies[role], expected: /404|422/, ...look })
  const refused = []
  opened.page.on('response', (r) => {
    if (r.status() >= 400 && r.status() !== 422)
      refused.push(`${r.status()} ${r.request().method()} ${r.url().slice(the.url.length)}`)
  })
  const settled = async (path) => {
    if (path) await opened.page.goto(the.url + path)
    await opened.page.locator('main h1, main .empty').first().waitFor()
    await opened.page.waitForLoadState('networkidle')
    assert.equal(await opened.page.locator('main .ant-alert-error').count(), 0, `${role} ${path}: an error is shown`)
  }
  const good = (where) => assert.deepEqual([...refused, ...opened.complaints], [], `${role} ${where}`)
  return { ...opened, settled, good }
}

/** Clicks some of what can be clicked and was not yet, each once by its name, and comes back. */
async function pressAll(page, path, settled, good, pressed) {
  const buttons = page.locator('main button:visible:enabled, .ant-drawer button:visible:enabled, [role=tab]:visible')
  const named = () =>
    buttons.evaluateAll((all) =>
      all.map((b) => (b.getAttribute('aria-label') ?? b.textContent ?? '').replace(/[\d.]+/g, '').trim()),
    )
  for (let clicks = 0; clicks < 3; clicks++) {
    const names = await named()
    const at = names.findIndex((n) => !pressed.has(n))
    if (at < 0) return
    pressed.add(names[at])
    await buttons
      .nth(at)
      .click({ timeout: 2000 })
      .catch(() => undefined) // what lies under another is no button now
    await page.waitForLoadState('networkidle')
    good(`${path}: ${names[at]}`)
    await page.keyboard.press('Escape')
    if (await page.locator('.ant-modal:visible').count()) await settled(path)
    else if (page.url() !== the.url + path) {
      await page.evaluate((to) => {
        history.pushState({}, '', to) // as the Back of a browser does, without loading the program again
        dispatchEvent(new PopStateEvent('popstate'))
      }, path)
      await settled()
    }
  }
}

for (const [role, may] of Object.entries(roles))
  test(`${role}: every page of the navigation, and what is on it, is allowed`, async () => {
    const { page, settled, good, close } = await enter(role, '/')
    const names = await page.locator('nav.sider a').allInnerTexts()
    assert.deepEqual(
      names.map((x) => x.trim()),
      may.pages,
    )
    good('the first page')
    const nav = await page.locator('nav.sider a').evaluateAll((all) => all.map((a) => a.getAttribute('href')))
    const reads = may.pages.includes('总览')
    const pressed = new Set()
    for (const path of [...nav, '/me', ...(reads ? inside : [])]) {
      await settled(path)
      good(path)
      const said = await page.locator('main').innerText()
      assert.ok(said.trim().length > 10, `${role} ${path}: the page is empty`)
      await pressAll(page, path, settled, good, pressed)
    }
    if (reads) {
      await settled(`/gaps?gap=${of(gap)}`)
      await page.locator('.drawer h3').getByText('决定').waitFor()
      assert.equal((await page.locator('.drawer form').count()) > 0, !!may.decides, 'forms of a decision')
      assert.equal((await page.locator('.gaps [type=checkbox]').count()) > 0, !!may.decides, 'gaps to be chosen')
      assert.equal((await page.getByRole('button', { name: '权重设置' }).count()) > 0, !!may.edits, 'weights')
      assert.equal((await page.getByText('您的权限不显示意见').count()) > 0, !may.talks, 'comments')
      await settled('/investment')
      assert.equal((await page.getByRole('tab', { name: '对接看板' }).count()) > 0, !!may.talks, 'contact board')
      assert.equal((await page.getByRole('button', { name: '建线索' }).count()) > 0, !!may.contacts, 'contacts')
      await settled('/history')
      assert.equal((await page.getByRole('columnheader', { name: '撤销' }).count()) > 0, !!may.edits, 'undo')
    }
    assert.ok(pressed.size > 0, `${role}: little to press: ${[...pressed]}`)
    good('at the end')
    await close()
  })

test('what a role may not see is said in its place, not answered with an error', async () => {
  for (const [role, path] of [
    ['reader', '/management'],
    ['leader', '/audit'],
    ['auditor', '/gaps'],
    ['secadmin', '/enterprises/xinying'],
  ]) {
    const { page, good, close } = await enter(role, path)
    await page.getByText('您的角色不能看本页').waitFor()
    good(path)
    await close()
  }
})
