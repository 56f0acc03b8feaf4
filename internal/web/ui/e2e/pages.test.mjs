import assert from 'node:assert/strict'
import { mkdir, readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import { browse, start } from './server.mjs'

const shots = new URL('../screenshots/', import.meta.url).pathname
const axe = await readFile(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8')
const pages = {
  overview: '/',
  chain: '/chains/optoelectronics',
  'chain-provisional': '/chains/diamond-tools',
  'chain-link': '/chains/optoelectronics?link=optoelectronics%2Fled%2Fgallium',
  'chain-application': '/chains/optoelectronics?tab=application',
  'chain-roadmap': '/chains/high-end-equipment?tab=roadmap',
  'chain-layout': '/chains/optoelectronics?tab=layout',
  'chain-links': '/chains/new-energy?tab=links',
  'chain-gaps': '/chains/new-energy?tab=gaps',
  'chain-targets': '/chains/new-energy?tab=targets&target=new-energy%2Fbattery%2Fcell',
  'chain-changes': '/chains/new-energy?tab=changes',
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
const sizes = [[1366, 768], [1440, 900]]

let server, browser
before(async () => {
  server = await start()
  browser = await browse()
  await mkdir(shots, { recursive: true })
})
after(async () => {
  await browser?.close()
  assert.equal(await server?.stop(), 0, 'a stop by SIGTERM ends with 0')
})

/** A page that fails the test on any console error, page error or request that leaves the origin. */
async function open(path, width = 1440, height = 900) {
  const page = await browser.newPage({ viewport: { width, height } })
  const complaints = []
  page.on('console', (m) => {
    const expected = m.text().includes('404') // asking for what does not exist is part of two pages
    if (m.type() === 'error' && !expected) complaints.push(`console: ${m.text()}`)
  })
  page.on('pageerror', (e) => complaints.push(`error: ${e.message}`))
  page.on('request', (r) => {
    if (!r.url().startsWith(server.url) && !r.url().startsWith('data:') && !r.url().startsWith('blob:')) complaints.push(`leaves the origin: ${r.url()}`)
  })
  await page.goto(server.url + path)
  await page.waitForLoadState('networkidle')
  return { page, complaints }
}

const withLang = (path, lang) => (lang === 'zh' ? path : path + (path.includes('?') ? '&' : '?') + 'lang=en')

for (const [name, path] of Object.entries(pages)) {
  for (const lang of ['zh', 'en']) {
    test(`${name} in ${lang}`, async () => {
      for (const [width, height] of sizes) {
        const { page, complaints } = await open(withLang(path, lang), width, height)
        await page.screenshot({ path: `${shots}${name}-${lang}-${width}.png` })
        const found = await page.evaluate(() => {
          const small = []
          for (const element of document.querySelectorAll('body *')) {
            if (element.closest('svg') || ![...element.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim())) continue
            const style = getComputedStyle(element)
            if (parseFloat(style.fontSize) < 12 && style.visibility !== 'hidden' && element.getClientRects().length) small.push(`${element.className}: ${element.textContent.slice(0, 20)} ${style.fontSize}`)
          }
          const root = document.documentElement
          const primary = [...document.querySelectorAll('main')].map((s) => [...s.querySelectorAll('.ant-btn-primary:not([disabled])')].filter((b) => !b.closest('.ant-drawer')).length)
          return { wide: root.scrollWidth - root.clientWidth, small, primary: Math.max(0, ...primary) }
        })
        assert.ok(found.wide <= 0, `${width}: the page is ${found.wide} px wider than the window`)
        assert.deepEqual(found.small, [], `${width}: text under 12 px`)
        assert.ok(found.primary <= 1, `${width}: ${found.primary} primary buttons`)
        if (width === 1440) {
          await page.evaluate(axe)
          const result = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa'] }))
          assert.deepEqual(result.violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => `${n.target} ${n.failureSummary}`).join(' | ')}`), [])
        }
        assert.deepEqual(complaints, [])
        await page.close()
      }
    })
  }
}

test('the overview shows eleven chains at once and its sums agree', async () => {
  const { page } = await open('/')
  const rows = page.locator('table.overview tbody tr')
  assert.equal(await rows.count(), 11)
  const last = await rows.nth(10).boundingBox()
  assert.ok(last.y + last.height <= 900, `the eleventh row ends at ${last.y + last.height}`)
  const api = await (await fetch(`${server.url}/api/v1/chains`)).json()
  for (const [i, chain] of api.items.entries()) {
    assert.equal(await rows.nth(i).locator('.cell').count(), chain.completeness.total, chain.id)
    assert.equal(Object.values(chain.coverage).reduce((a, b) => a + b, 0), chain.completeness.total, chain.id)
  }
  const legend = await page.locator('.legend b').allTextContents()
  const sums = ['strong', 'present', 'weak', 'outside', 'missing'].map((s) => String(api.items.reduce((n, c) => n + (c.coverage[s] ?? 0), 0)))
  assert.deepEqual(legend, sums)
  await page.close()
})

test('targets say what relatedness rests on, part by part', async () => {
  const { page, complaints } = await open('/chains/new-energy?tab=targets')
  await page.getByText('单一城市不能用城市矩阵').waitFor()
  const api = await (await fetch(`${server.url}/api/v1/targets?chain=new-energy&limit=200`)).json()
  const rows = page.locator('table.targets tbody tr')
  assert.equal(await rows.count(), api.total)
  assert.equal(await page.getByRole('tab', { name: `延链强链 ${api.total}` }).count(), 1)
  for (const [i, x] of api.items.entries()) {
    const cells = await rows.nth(i).locator('td.num').allTextContents()
    assert.deepEqual(cells, [x.score.toFixed(1), ...x.parts.map((p) => (p.unknown ? '无据' : p.value.toFixed(2)))], x.id)
  }
  await page.getByRole('button', { name: api.items[0].name }).click()
  await page.waitForURL('**target=*')
  await page.getByText(api.items[0].reason.text).waitFor()
  assert.deepEqual(complaints, [])
  await page.close()
})

test('from overview to chain to link to gap to enterprise by mouse', async () => {
  const { page, complaints } = await open('/')
  await page.getByRole('link', { name: '光电子信息' }).first().click()
  await page.waitForURL('**/chains/optoelectronics')
  const card = page.locator('g.card[data-id="link:optoelectronics/led/epi"]')
  await card.waitFor()
  const transform = await page.locator('.sheet').evaluate((e) => e.style.transform)
  await card.click()
  await page.waitForURL('**link=optoelectronics%2Fled%2Fepi')
  const drawer = page.locator('.drawer')
  await drawer.getByRole('heading', { name: /外延片/ }).waitFor()
  assert.equal(await page.locator('.sheet').evaluate((e) => e.style.transform), transform, 'opening the drawer moved the drawing')
  await page.getByRole('button', { name: '下一个' }).click()
  await page.waitForURL('**link=optoelectronics%2Fled%2Fchip')
  await page.goto(`${server.url}/chains/optoelectronics?link=optoelectronics%2Fled%2Fsubstrate`)
  await drawer.getByRole('button', { name: '看缺口' }).click()
  await page.waitForURL('**/gaps?gap=*')
  await drawer.getByText('为什么是断点').waitFor()
  await drawer.getByRole('link', { name: '湖北三安光电有限公司' }).first().click()
  await page.waitForURL('**/enterprises/sanan-hubei')
  await page.getByRole('heading', { name: '湖北三安光电有限公司' }).waitFor()
  assert.deepEqual(complaints, [])
  await page.close()
})

test('the same by keyboard: search, cards in chain order, drawer, Esc', async () => {
  const { page } = await open('/')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('sagd')
  await page.getByRole('option', { name: /湖北三安/ }).waitFor()
  await page.keyboard.press('Enter')
  await page.waitForURL('**/enterprises/sanan-hubei')
  await page.goto(`${server.url}/chains/new-energy`)
  const first = page.locator('.sheet a').first()
  await first.waitFor()
  const order = await page.locator('.sheet g.card').evaluateAll((cards) => cards.map((c) => c.dataset.id))
  const links = (await (await fetch(`${server.url}/api/v1/chains/new-energy/structure`)).json()).links.map((l) => l.id)
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

test('hover marks what feeds a card and what it feeds; zoom needs Ctrl; keys zoom', async () => {
  const { page } = await open('/chains/optoelectronics')
  await page.locator('g.card[data-id="link:optoelectronics/led/epi"]').hover()
  const near = await page.locator('g.card.near').evaluateAll((cards) => cards.map((c) => c.dataset.id))
  const structure = await (await fetch(`${server.url}/api/v1/chains/optoelectronics/structure`)).json()
  const want = new Set(['link:optoelectronics/led/epi'])
  for (const f of structure.feeds) {
    if (f.from === 'link:optoelectronics/led/epi' && f.to.includes('optoelectronics')) want.add(f.to)
    if (f.to === 'link:optoelectronics/led/epi' && f.from.includes('optoelectronics')) want.add(f.from)
  }
  assert.deepEqual(near.sort(), [...want].sort())
  const zoom = () => page.locator('.zoom').textContent()
  await page.mouse.wheel(0, 100)
  assert.equal(await zoom(), '100%')
  await page.keyboard.press('+')
  assert.equal(await zoom(), '125%')
  await page.keyboard.press('0')
  assert.equal(await zoom(), '100%')
  await page.close()
})

test('the drawing on the page keeps its foot in view and leads to its files', async () => {
  const { page } = await open('/chains/biomedicine')
  const foot = page.locator('.sheet text', { hasText: '来源' }).last()
  const box = await foot.boundingBox()
  assert.ok(box && box.y + box.height <= 900, `the source line ends at ${box?.y}`)
  await page.getByRole('button', { name: '下载' }).click()
  for (const [name, type] of [['SVG', 'image/svg+xml'], ['PNG', 'image/png'], ['PDF A4', 'application/pdf'], ['PPTX 幻灯片', 'application/vnd.openxmlformats-officedocument.presentationml.presentation']]) {
    const href = await page.getByRole('link', { name }).getAttribute('href')
    const file = await fetch(server.url + href)
    assert.equal(file.headers.get('content-type'), type)
  }
  const saved = page.waitForEvent('download')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  assert.match((await saved).suggestedFilename(), /^structure-biomedicine.*\.pptx$/)
  await page.close()
})

test('other drawings of a chain stand in tabs, their cards lead to pages', async () => {
  const { page } = await open('/chains/optoelectronics')
  await page.getByRole('tab', { name: '应用领域' }).click()
  await page.waitForURL((u) => u.searchParams.get('tab') === 'application')
  await page.locator('.sheet g.edge').first().waitFor({ state: 'attached' })
  await page.locator('.sheet a[href="/enterprises/xinying"]').click()
  await page.waitForURL((u) => u.pathname === '/enterprises/xinying')
  await page.goto(`${server.url}/chains/high-end-equipment?tab=roadmap&lang=en`)
  await page.locator('.sheet text', { hasText: 'Records up to' }).waitFor()
  await page.getByRole('button', { name: 'Download' }).click()
  const href = await page.locator('#file-fileSvg').getAttribute('href')
  await page.keyboard.press('Escape')
  const file = await fetch(server.url + href)
  assert.equal(file.headers.get('x-pages'), '1')
  await page.locator('.sheet a text', { hasText: '新科宇航维修基地' }).click()
  await page.waitForURL((u) => u.pathname === '/things/project:st-mro-1' && u.searchParams.get('lang') === 'en')
  await page.close()
})

test('filters stand in the address and counts equal rows', async () => {
  const { page } = await open('/gaps?kind=chokepoint&by=weight')
  const shown = await page.locator('table.gaps tbody tr').count()
  const api = await (await fetch(`${server.url}/api/v1/gaps?kind=chokepoint`)).json()
  assert.equal(shown, api.total)
  await page.getByText('全部', { exact: false }).first().click()
  await page.waitForURL((u) => !u.search.includes('kind='))
  await page.goto(`${server.url}/gaps?q=没有这样的环节`)
  await page.getByRole('button', { name: '清除筛选' }).click()
  await page.waitForURL((u) => !u.search.includes('q='))
  await page.close()
})

test('every fact below a document or medium is marked', async () => {
  const { page } = await open('/chains/optoelectronics?link=optoelectronics%2Foptical%2Flaser-chip')
  await page.locator('.drawer .lines .source').first().waitFor()
  const unmarked = await page.locator('.drawer .source').evaluateAll((list) => list.filter((s) => /媒体转载|行业常识|推测/.test(s.textContent) && !s.querySelector('.tag-unverified')).length)
  assert.equal(unmarked, 0)
  await page.close()
})

test('printed, head and sider go and five states stay apart in grey', async () => {
  const { page } = await open('/')
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
  const { page } = await open('/gaps')
  await page.route('**/api/v1/**', (route) => route.fulfill({ status: 503, contentType: 'application/problem+json', body: JSON.stringify({ code: 'store.unavailable', detail: 'away', request_id: 'r1' }) }))
  await page.goto(`${server.url}/enterprises`)
  await page.getByText('请求号 r1').waitFor({ timeout: 20000 })
  await page.unroute('**/api/v1/**')
  await page.getByRole('button', { name: '重试' }).first().click()
  await page.locator('table.grid tbody tr').first().waitFor()
  await page.close()
})
