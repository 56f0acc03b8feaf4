import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accessible, shots, site, tidy } from './page.mjs'

const pages = {
  overview: '/',
  chain: '/chains/optoelectronics',
  'chain-provisional': '/chains/diamond-tools',
  'chain-link': '/chains/optoelectronics?link=optoelectronics%2Fled%2Fgallium',
  'chain-application': '/chains/optoelectronics?drawing=application',
  'chain-roadmap': '/chains/high-end-equipment?drawing=roadmap',
  'chain-layout': '/chains/optoelectronics?drawing=layout',
  'chain-impact': '/chains/high-end-equipment?link=high-end-equipment%2Flaser%2Fcnc&drawing=impact',
  'chain-links': '/chains/new-energy?tab=links',
  'chain-gaps': '/chains/new-energy?tab=gaps',
  'chain-targets': '/chains/new-energy?tab=targets&target=new-energy%2Fbattery%2Fcell',
  'chain-whatif': '/chains/new-energy?tab=whatif&fill=new-energy%2Fbattery%2Flithium',
  'chain-changes': '/chains/new-energy?tab=changes',
  'chain-changes-drawing': '/chains/new-energy?tab=changes&view=drawing',
  'overview-city': '/?view=city',
  gaps: '/gaps',
  'gaps-drawer': '/gaps?gap=new-energy%2Fbattery%2Flithium',
  investment: '/investment?gap=optoelectronics%2Fled%2Fsubstrate',
  'investment-inputs': '/investment?tab=inputs&firm=xinying',
  'investment-board': '/investment?tab=board',
  enterprises: '/enterprises',
  enterprise: '/enterprises/sanan-hubei',
  history: '/history',
  thing: '/things/park%3Agedian',
  nowhere: '/nowhere',
  'no-such-chain': '/chains/nowhere',
  'old-revision': '/?as_of=1',
}
const sizes = [
  [1366, 768],
  [1440, 900],
  [1229, 691, 1.25],
] // the last is 1536 × 864 at 125 %

const the = site()

const withLang = (path, lang) => (lang === 'zh' ? path : path + (path.includes('?') ? '&' : '?') + 'lang=en')

for (const [name, path] of Object.entries(pages)) {
  for (const lang of ['zh', 'en']) {
    test(`${name} in ${lang}`, async () => {
      for (const [width, height, scale] of sizes) {
        const { page, complaints, close } = await the.open(withLang(path, lang), { width, height, scale })
        await page.screenshot({ path: `${shots}${name}-${lang}-${width}.png` })
        await tidy(page, `${name} ${lang} ${width}`)
        if (width === 1440) await accessible(page)
        assert.deepEqual(complaints, [])
        await close()
      }
    })
  }
}

test('the overview shows eleven chains at once and its sums agree', async () => {
  const { page } = await the.open('/')
  const rows = page.locator('table.overview tbody tr')
  await rows.nth(10).waitFor()
  assert.equal(await rows.count(), 11)
  const last = await rows.nth(10).boundingBox()
  assert.ok(last.y + last.height <= 900, `the eleventh row ends at ${last.y + last.height}`)
  const api = await (await fetch(`${the.url}/api/v1/chains`)).json()
  for (const [i, chain] of api.items.entries()) {
    const drawn = chain.completeness.total + (chain.coverage.market ?? 0) // markets are not among the links
    assert.equal(await rows.nth(i).locator('.cell').count(), drawn, chain.id)
    assert.equal(
      Object.values(chain.coverage).reduce((a, b) => a + b, 0),
      drawn,
      chain.id,
    )
  }
  const legend = await page.locator('.legend b').allTextContents()
  const sums = ['strong', 'present', 'weak', 'outside', 'missing', 'restricted', 'market'].map((s) =>
    String(api.items.reduce((n, c) => n + (c.coverage[s] ?? 0), 0)),
  )
  assert.deepEqual(legend, sums)
  await page.close()
})

test('from a gap and from a link to what fails with it, by keyboard', async () => {
  const { page, complaints, close } = await the.open('/gaps?gap=optoelectronics%2Fled%2Fsubstrate')
  await page.locator('.ant-drawer').getByRole('link', { name: '在图上看' }).press('Enter')
  await page.waitForURL('**/chains/optoelectronics?link=*&drawing=impact')
  await page.locator('.sheet text', { hasText: '衬底若中断·影响图' }).waitFor()
  assert.equal(await page.locator('.sheet g.card[data-id^="link:"]').count(), 7) // the link and the six behind it
  await page
    .locator('.sheet a', { has: page.locator('g.card[data-id="link:optoelectronics/led/chip"]') })
    .press('Enter')
  await page.locator('.sheet text', { hasText: 'LED 芯片若中断·影响图' }).waitFor()
  await close()
  const link = await the.open('/chains/new-energy?link=new-energy%2Fbattery%2Fcell&lang=en')
  await link.page.locator('.ant-drawer').getByRole('button', { name: 'Show as a drawing' }).press('Enter')
  await link.page.locator('.sheet text', { hasText: 'Battery cells · Impact of a failure' }).waitFor()
  assert.deepEqual([...complaints, ...link.complaints], [])
  await link.close()
})

test('targets say what relatedness rests on, part by part', async () => {
  const { page, complaints } = await the.open('/chains/new-energy?tab=targets')
  await page.getByText('单一城市不能用城市矩阵').waitFor()
  const api = await (await fetch(`${the.url}/api/v1/targets?chain=new-energy&limit=200`)).json()
  const rows = page.locator('table.targets tbody tr')
  assert.equal(await rows.count(), api.total)
  assert.equal(await page.getByRole('tab', { name: `延链强链 ${api.total}` }).count(), 1)
  for (const [i, x] of api.items.entries()) {
    const cells = await rows.nth(i).locator('td.num').allTextContents()
    assert.deepEqual(
      cells,
      [x.score.toFixed(1), ...x.parts.map((p) => (p.unknown ? '无据' : p.value.toFixed(2)))],
      x.id,
    )
  }
  await page.getByRole('button', { name: api.items[0].name }).click()
  await page.waitForURL('**target=*')
  await page.getByText(api.items[0].reason.text).waitFor()
  assert.deepEqual(complaints, [])
  await page.close()
})

test('from overview to chain to link to gap to enterprise by mouse', async () => {
  const { page, complaints } = await the.open('/')
  await page.getByRole('link', { name: '光电子信息' }).first().click()
  await page.waitForURL('**/chains/optoelectronics')
  const card = page.locator('g.card[data-id="link:optoelectronics/led/epi"]')
  await card.waitFor()
  const transform = await page.locator('.sheet').evaluate((e) => e.style.transform)
  await card.click()
  await page.waitForURL('**link=optoelectronics%2Fled%2Fepi')
  const drawer = page.locator('.drawer')
  await drawer.getByRole('heading', { name: /外延片/ }).waitFor()
  assert.equal(
    await page.locator('.sheet').evaluate((e) => e.style.transform),
    transform,
    'opening the drawer moved the drawing',
  )
  await page.getByRole('button', { name: '下一个' }).click()
  await page.waitForURL('**link=optoelectronics%2Fled%2Fchip')
  await page.goto(`${the.url}/chains/optoelectronics?link=optoelectronics%2Fled%2Fsubstrate`)
  await drawer.getByRole('button', { name: '看缺口' }).click()
  await page.waitForURL('**/chains/*?tab=gaps&gap=*')
  await drawer.getByText('为什么是断点').waitFor()
  await drawer.getByRole('link', { name: '湖北三安光电有限公司' }).first().click()
  await page.waitForURL('**/enterprises/sanan-hubei')
  await page.getByRole('heading', { name: '湖北三安光电有限公司' }).waitFor()
  assert.deepEqual(complaints, [])
  await page.close()
})

test('the same by keyboard: search, cards in chain order, drawer, Esc', async () => {
  const { page } = await the.open('/')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('sagd')
  await page.getByRole('option', { name: /湖北三安/ }).waitFor()
  await page.keyboard.press('Enter')
  await page.waitForURL('**/enterprises/sanan-hubei')
  await page.goto(`${the.url}/chains/new-energy`)
  const first = page.locator('.sheet a').first()
  await first.waitFor()
  const order = await page.locator('.sheet g.card').evaluateAll((cards) => cards.map((c) => c.dataset.id))
  const links = (await (await fetch(`${the.url}/api/v1/chains/new-energy/structure`)).json()).links.map((l) => l.id)
  assert.deepEqual(order, links, 'Tab walks the cards in chain order')
  await first.focus()
  await page.keyboard.press('Enter')
  await page.waitForURL('**link=*')
  const one = page.url()
  const heading = page.locator('.drawer h2')
  const name = await heading.textContent()
  await page.keyboard.press('j')
  await page.waitForURL((u) => u.href !== one)
  await page.waitForFunction((old) => document.querySelector('.drawer h2')?.textContent !== old, name)
  await page.keyboard.press('k')
  await page.waitForURL((u) => u.href === one)
  await page.keyboard.press('Escape')
  await page.waitForURL((u) => !u.search.includes('link='))
  await page.close()
})

test('by keyboard alone from the overview to a decision, and the focus comes back', async () => {
  const { page, complaints, close } = await the.open('/')
  const chain = page.locator('table.overview tbody a').first()
  await chain.focus()
  await page.keyboard.press('Enter')
  await page.waitForURL('**/chains/*')
  const card = page.locator('.sheet a:has(g.card[data-class="missing"])').first()
  await card.waitFor()
  await card.focus()
  await page.keyboard.press('Enter')
  const drawer = page.locator('.drawer')
  await drawer.getByRole('button', { name: '看缺口' }).waitFor()
  await page.keyboard.press('Escape')
  await drawer.waitFor({ state: 'detached' })
  assert.equal(await card.evaluate((a) => a === document.activeElement), true, 'Esc gives the focus back to the card')
  await page.keyboard.press('Enter')
  await drawer.getByRole('button', { name: '看缺口' }).focus()
  await page.keyboard.press('Enter')
  await page.waitForURL('**/chains/*?tab=gaps&gap=*')
  await drawer.getByRole('radio', { name: '忽略' }).focus()
  await page.keyboard.press('Space')
  assert.equal(await drawer.getByRole('button', { name: '忽略' }).isEnabled(), true)
  assert.deepEqual(complaints, [])
  await close()
})

test('what moved since a revision explains itself on the overview and in the changes', async () => {
  const { page, close } = await the.open('/?since=1')
  const rows = page.locator('table.overview tbody tr')
  await rows.nth(10).waitFor()
  const { items } = await the.ask('/api/v1/chains?since=1')
  for (const [i, c] of items.entries())
    assert.equal(await rows.nth(i).locator('.move').count(), Math.min(3, c.movement.length), c.id)
  await page.goto(`${the.url}/chains/optoelectronics?tab=changes&from=1&to=2`)
  const sums = page.locator('.compared .facts')
  await sums.waitFor()
  const now = await the.ask('/api/v1/chains/optoelectronics?as_of=2')
  assert.ok((await sums.textContent()).includes(`→ ${Math.round(now.completeness.value * 100)}%`))
  await close()
})

test('filters stand in the address and counts equal rows', async () => {
  const { page } = await the.open('/gaps?kind=chokepoint&by=weight')
  await page.locator('table.gaps tbody tr').first().waitFor()
  const shown = await page.locator('table.gaps tbody tr').count()
  const api = await (await fetch(`${the.url}/api/v1/gaps?kind=chokepoint`)).json()
  assert.equal(shown, api.total)
  await page.getByText('全部', { exact: false }).first().click()
  await page.waitForURL((u) => !u.search.includes('kind='))
  await page.goto(`${the.url}/gaps?q=没有这样的环节`)
  await page.getByRole('button', { name: '清除筛选' }).click()
  await page.waitForURL((u) => !u.search.includes('q='))
  await page.close()
})

test('every fact below a document or medium is marked', async () => {
  const { page } = await the.open('/chains/optoelectronics?link=optoelectronics%2Foptical%2Flaser-chip')
  await page.locator('.drawer .lines .source').first().waitFor()
  const unmarked = await page
    .locator('.drawer .source')
    .evaluateAll(
      (list) =>
        list.filter(
          (s) =>
            /媒体转载|行业常识|推测/.test(s.textContent) &&
            !s.closest('li, p').querySelector('.tag-unverified, .unsure'),
        ).length,
    )
  assert.equal(unmarked, 0)
  await page.close()
})

test('printed, head and sider go and five states stay apart in grey', async () => {
  const { page } = await the.open('/')
  await page.emulateMedia({ media: 'print' })
  assert.equal(await page.locator('.head').isVisible(), false)
  assert.equal(await page.locator('.sider').isVisible(), false)
  assert.equal(await page.locator('.print-line').isVisible(), true)
  await page.screenshot({ path: `${shots}overview-print.png`, fullPage: true })
  const pictures = []
  for (const state of ['strong', 'present', 'weak', 'outside', 'missing']) {
    const cell = page.locator(`.cell.state-${state}`).first()
    if (await cell.count()) pictures.push((await cell.screenshot()).toString('base64'))
  }
  assert.equal(new Set(pictures).size, pictures.length)
  await page.close()
})

test('while the store is away the page keeps what it had and says so', async () => {
  const { page } = await the.open('/gaps')
  await page.route('**/api/v1/**', (route) =>
    route.fulfill({
      status: 503,
      contentType: 'application/problem+json',
      body: JSON.stringify({ code: 'store.unavailable', detail: 'away', request_id: 'r1' }),
    }),
  )
  await page.goto(`${the.url}/enterprises`)
  await page.getByText('请求号 r1').waitFor({ timeout: 20000 })
  const again = page.waitForRequest('**/api/v1/enterprises*')
  await page.getByRole('button', { name: '重试' }).first().click()
  await again
  await page.unroute('**/api/v1/**') // only now: the page also asks again by itself, and the button goes
  await page.locator('table.grid tbody tr').first().waitFor()
  await page.close()
})

test('the title names the page, and the menu leads to the first chain of the list', async () => {
  const { page, complaints, close } = await the.open('/')
  const titled = (title) => page.waitForFunction((t) => document.title === t, title, { timeout: 5000 })
  const { items } = await the.ask('/api/v1/chains')
  await titled('总览 · 链长图谱')
  assert.equal(await page.locator('.brand .quiet').textContent(), (await the.ask('/api/v1/meta')).city)
  await page.locator('.sider').getByText('产业链', { exact: true }).click()
  await page.waitForURL((u) => u.pathname === `/chains/${items[0].id.split(':')[1]}`)
  await titled(`${items[0].name} · 链长图谱`)
  await page.locator('.sider').getByText('缺口', { exact: true }).click()
  await titled('缺口 · 链长图谱')
  await page.goto(`${the.url}/enterprises/sanan-hubei?lang=en`)
  await titled('湖北三安光电有限公司 · Chainchief')
  await page.goto(`${the.url}/nowhere`)
  await titled('没有这一页 · 链长图谱')
  assert.deepEqual(complaints, [])
  await close()
})

test('what a list leaves out is said, and unfolds', async () => {
  const { page, close } = await the.open('/chains/biomedicine?tab=links')
  const { links } = await the.ask('/api/v1/chains/biomedicine/structure')
  const full = links.find((l) => l.local.length > 3)
  const row = page.locator('table.links tbody tr', {
    has: page.getByRole('button', { name: full.name, exact: true }),
  })
  assert.equal(await row.locator('.firm').count(), 3)
  await row.getByRole('button', { name: `还有 ${full.local.length - 3} 项` }).click()
  assert.equal(await row.locator('.firm').count(), full.local.length)
  await close()
})

test('definitions say the weights as they are set', async () => {
  const { weights, revision } = await the.ask('/api/v1/weights')
  const gap = { ...weights.gap, pull: 35, lack: 20 }
  const body = { weights: { ...weights, gap, choke: { ...weights.choke, users: 4 } }, reason: '试排', base: revision }
  const headers = { 'Content-Type': 'application/json' }
  const set = await fetch(`${the.url}/api/v1/weights`, { method: 'POST', headers, body: JSON.stringify(body) })
  assert.equal(set.status, 200)
  const { page, complaints, close } = await the.open('/gaps')
  await page.keyboard.press('?')
  const glossary = page.locator('.glossary').first()
  await glossary.getByText('牵动 35（').waitFor()
  const text = await glossary.textContent()
  const { city, circle } = await the.ask('/api/v1/meta')
  for (const said of ['缺失 20', '直接供 4 个及以上环节', `${city}、${circle.zh}`])
    assert.ok(text.includes(said), said)
  assert.deepEqual(complaints, [])
  await close()
})
