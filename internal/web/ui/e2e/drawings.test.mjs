import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accessible, shoot, site, tidy } from './page.mjs'

// The drawings of a chain behind one toolbar: which, which states, zoom, full screen, download; and what a click on
// a card does.
const the = site()
const chain = '/chains/optoelectronics'
const scaleOf = async (page) => Number.parseInt(await page.locator('.zoom-scale').first().textContent())
const transform = (page) => page.locator('.sheet').evaluate((e) => e.style.transform)
const drawn = (page) => page.locator('.sheet svg').waitFor()

test('one tab holds the drawings; the toolbar and the keys 1, 2, … choose', async () => {
  const { page, complaints, close } = await the.open(chain)
  const { diagrams } = await the.ask('/api/v1/meta')
  const kinds = ['structure', 'application', 'layout', 'roadmap', 'targets', 'portrait'].filter((k) =>
    diagrams.includes(k),
  )
  const choices = page.locator('.tools .ant-segmented-item')
  assert.equal(await choices.count(), kinds.length, 'every drawing of a chain that the server makes has its place')
  for (const [i, kind] of kinds.entries()) {
    await page.keyboard.press(String(i + 1))
    await page.waitForURL((u) => (u.searchParams.get('drawing') ?? 'structure') === kind)
    await page.locator(`.sheet svg[aria-labelledby*="d-${kind}-optoelectronics"]`).waitFor()
    assert.equal(
      await choices
        .nth(i)
        .getAttribute('class')
        .then((c) => c.includes('selected')),
      true,
    )
    await tidy(page, kind)
  }
  await page.goto(`${the.url}${chain}?drawing=application`)
  await page.locator('.sheet a[href="/enterprises/xinying"]').click()
  await page.waitForURL((u) => u.pathname === '/enterprises/xinying')
  assert.deepEqual(complaints, [])
  await close()
})

test('the boxes of the states are the legend: they count the cards and hide them with their lines', async () => {
  const { page, close } = await the.open(chain)
  await drawn(page)
  const { coverage } = await the.ask('/api/v1/chains/optoelectronics')
  const counts = await page.locator('.states b').allTextContents()
  assert.deepEqual(
    counts,
    ['strong', 'present', 'weak', 'outside', 'missing', 'restricted', 'market']
      .filter((s) => coverage[s])
      .map((s) => String(coverage[s])),
  )
  const missing = page.locator('g.card[data-class="missing"]')
  await page.locator('.states input').last().uncheck()
  assert.equal(await missing.first().isVisible(), false)
  const ids = await missing.evaluateAll((cards) => cards.map((c) => c.dataset.id))
  const lines = await page
    .locator('g.edge')
    .evaluateAll(
      (edges, hidden) =>
        edges.filter(
          (e) =>
            (hidden.includes(e.dataset.from) || hidden.includes(e.dataset.to)) &&
            getComputedStyle(e).display !== 'none',
        ).length,
      ids,
    )
  assert.equal(lines, 0, 'a hidden card leaves no line')
  await page.locator('.states input').last().check()
  assert.equal(await missing.first().isVisible(), true)
  await close()
})

test('a drawing opens as wide as its frame, from 75 % on; Ctrl + wheel and keys zoom, the wheel scrolls', async () => {
  for (const [width, height] of [
    [1440, 900],
    [1366, 768],
    [1100, 800],
  ]) {
    const { page, close } = await the.open(chain, { width, height })
    await drawn(page)
    const wide = await page.locator('.frame').evaluate((f) => f.clientWidth / 1600)
    const first = Math.round(Math.max(0.75, wide) * 100)
    assert.equal(await scaleOf(page), first, `${width}`)
    await page.locator('.frame').hover()
    await page.mouse.wheel(0, 200)
    await page.waitForFunction(() => window.scrollY > 0)
    assert.equal(await scaleOf(page), first, 'the wheel alone scrolls the page')
    const becomes = (wanted) =>
      page.waitForFunction(
        (n) => Math.abs(Number.parseInt(document.querySelector('.zoom-scale').textContent) - n) <= 1,
        wanted,
        { timeout: 20000 },
      )
    await page.keyboard.press('+')
    await becomes(first * 1.25)
    await page.keyboard.press('0')
    await becomes(first)
    for (let i = 0; i < 5; i++) await page.keyboard.press('-')
    await becomes(75)
    await page.getByRole('button', { name: '适应' }).click()
    await becomes(first)
    await page.locator('.frame').hover()
    await page.keyboard.down('Control')
    await page.mouse.wheel(0, -200)
    await page.keyboard.up('Control')
    await page.waitForFunction((n) => Number.parseInt(document.querySelector('.zoom-scale').textContent) > n, first)
    await close()
  }
})

test('opening the drawer leaves the drawing where it is, unless the card would be hidden', async () => {
  const { page, close } = await the.open(chain)
  const left = page.locator('g.card[data-id="link:optoelectronics/led/epi"]')
  await left.waitFor()
  const before = await transform(page)
  const height = (await page.locator('.frame').boundingBox()).height
  await left.click()
  await page.locator('.drawer h2', { hasText: '外延片' }).waitFor()
  assert.equal(await transform(page), before)
  assert.equal((await page.locator('.frame').boundingBox()).height, height)
  await page.keyboard.press('Escape')
  await page.locator('.drawer').waitFor({ state: 'detached' })
  assert.equal(await transform(page), before)
  const right = page.locator('g.card[data-id="link:optoelectronics/led/screen"], g.card[data-class="missing"]').last()
  await right.click()
  await page.locator('.drawer h2').waitFor()
  const [card, frame] = [await right.boundingBox(), await page.locator('.frame').boundingBox()]
  assert.ok(card.x >= frame.x && card.x + card.width <= frame.x + frame.width, 'the chosen card is in view')
  assert.ok(await right.evaluate((c) => c.classList.contains('chosen')))
  await page.locator('.tools').getByRole('button', { name: '下载' }).click()
  await page.getByRole('dialog', { name: /^下载/ }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog', { name: /^下载/ }).waitFor({ state: 'detached' })
  assert.equal(await page.locator('.drawer').count(), 1, 'Esc closes the topmost only')
  await close()
})

test('what the filter leaves out stands in the address, on the button and in the file', async (t) => {
  const spec = await (await fetch(`${the.url}/api/v1/openapi.json`)).text()
  if (!spec.includes('only_gaps')) return t.skip('this server draws no part of a drawing')
  const { page, complaints, close } = await the.open(chain)
  await drawn(page)
  const all = await page.locator('g.card').count()
  for (let kind = 1; kind <= 4; kind++) {
    await page.keyboard.press(String(kind))
    await page.getByRole('button', { name: '筛选' }).click()
    await page.getByRole('checkbox', { name: '只看缺口' }).click()
    await page.waitForURL((u) => u.searchParams.get('only_gaps') === '1')
    await page.locator('.form.filter').getByText('上游', { exact: true }).click()
    await page.waitForURL((u) => u.searchParams.get('stage') === 'upstream')
    await page.getByRole('button', { name: '筛选：上游·只看缺口' }).waitFor()
    await page.waitForLoadState('networkidle')
    await drawn(page)
    if (kind === 1) {
      assert.ok((await page.locator('g.card').count()) < all)
      await accessible(page)
    }
    await page.getByRole('checkbox', { name: '只看缺口' }).click()
    await page.locator('.form.filter').getByText('全部', { exact: true }).first().click()
    await page.waitForURL((u) => !u.searchParams.has('only_gaps') && !u.searchParams.has('stage'))
    await page.keyboard.press('Escape')
    await page.locator('.form.filter').waitFor({ state: 'detached' })
  }
  await page.goto(`${the.url}${chain}?only_gaps=1&detail=names`)
  await drawn(page)
  await page.getByRole('button', { name: '下载' }).click()
  const href = new URL(
    the.url + (await page.getByRole('dialog').getByRole('link', { name: '下载' }).getAttribute('href')),
  )
  assert.deepEqual([href.searchParams.get('only_gaps'), href.searchParams.get('detail')], ['true', 'names'])
  assert.equal((await fetch(href)).status, 200)
  assert.deepEqual(complaints, [])
  await close()
})

test("the leader's edition is of the whole chain, on the page and in the file", async () => {
  const { page, complaints, close } = await the.open(`${chain}?stage=upstream&only_gaps=1`)
  await drawn(page)
  await page.getByRole('button', { name: /^筛选/ }).click()
  await page.locator('.form.filter').getByText('领导版', { exact: true }).click()
  await page.waitForURL(
    (u) =>
      u.searchParams.get('detail') === 'leader' && !u.searchParams.has('stage') && !u.searchParams.has('only_gaps'),
  )
  await page.getByRole('checkbox', { name: '只看缺口', disabled: true }).waitFor()
  await page.getByText('完整度，', { exact: false }).first().waitFor()
  await accessible(page)
  await page.goto(`${the.url}${chain}?only_gaps=1`)
  await drawn(page)
  await page.getByRole('button', { name: '下载' }).click()
  const dialog = page.getByRole('dialog', { name: /^下载/ })
  await dialog.getByText('领导版', { exact: true }).click()
  const href = new URL(the.url + (await dialog.getByRole('link', { name: '下载' }).getAttribute('href')))
  assert.deepEqual([href.searchParams.get('detail'), href.searchParams.has('only_gaps')], ['leader', false])
  const file = await fetch(href)
  assert.deepEqual([file.status, file.headers.get('X-Pages'), file.headers.get('X-Faults')], [200, '1', '0'])
  assert.deepEqual(complaints, [])
  await close()
})

test('hovering marks what feeds a card and what it feeds', async () => {
  const { page, close } = await the.open(chain)
  await page.locator('g.card[data-id="link:optoelectronics/led/epi"]').hover()
  const near = await page.locator('g.card.near').evaluateAll((cards) => cards.map((c) => c.dataset.id))
  const { feeds } = await the.ask('/api/v1/chains/optoelectronics/structure')
  const want = new Set(['link:optoelectronics/led/epi'])
  for (const f of feeds) {
    if (f.from === 'link:optoelectronics/led/epi' && f.to.includes('optoelectronics')) want.add(f.to)
    if (f.to === 'link:optoelectronics/led/epi' && f.from.includes('optoelectronics')) want.add(f.from)
  }
  assert.deepEqual(near.sort(), [...want].sort())
  await close()
})

test('the foot of the drawing is in view with its sources, and the line below says the revision', async () => {
  const { page, close } = await the.open('/chains/biomedicine')
  const box = await page.locator('.sheet text', { hasText: '来源' }).last().boundingBox()
  assert.ok(box && box.y + box.height <= 900, `the source line ends at ${box?.y}`)
  assert.match(await page.locator('.hint-line').textContent(), /版本 r\d+/)
  await close()
})

test('in full screen the whole drawing stands with its head; ← → turn, Esc leaves', async () => {
  const { page, complaints, close } = await the.open(chain, { width: 1920, height: 1080 })
  await drawn(page)
  await page.getByRole('button', { name: '全屏' }).click()
  const bar = page.locator('.full-bar')
  await bar.waitFor()
  assert.equal(await page.locator('.sheet svg').getAttribute('viewBox'), '0 0 1600 900')
  const [sheet, below] = [await page.locator('.sheet').boundingBox(), await bar.boundingBox()]
  assert.ok(sheet.y >= 0 && sheet.y + sheet.height <= below.y + 8, 'the bar covers nothing of the drawing')
  await shoot(page, 'fullscreen')
  await page.keyboard.press('ArrowRight')
  await bar.getByText('应用领域').waitFor()
  await page.locator('.sheet svg[aria-labelledby*="d-application"]').waitFor()
  assert.equal(await page.evaluate(() => document.fullscreenElement !== null), true, 'turning stays in full screen')
  await page.keyboard.press('ArrowLeft')
  await bar.getByText('技术结构').waitFor()
  await accessible(page)
  await bar.getByRole('button', { name: '退出' }).click()
  await page.locator('.tools').waitFor()
  assert.equal(await page.evaluate(() => document.fullscreenElement), null)
  assert.deepEqual(complaints, [])
  await close()
})

test('the download dialog offers every format with its choices and a preview', async () => {
  for (const lang of ['zh', 'en']) {
    const { page, complaints, close } = await the.open(`${chain}${lang === 'en' ? '?lang=en' : ''}`)
    await drawn(page)
    await page
      .locator('.tools')
      .getByRole('button', { name: lang === 'en' ? 'Download' : '下载' })
      .click()
    const dialog = page.getByRole('dialog')
    const save = dialog.getByRole('link', { name: lang === 'en' ? 'Download' : '下载' })
    await dialog
      .locator('img')
      .first()
      .evaluate((img) => img.decode())
    await shoot(page, `download-${lang}`)
    await accessible(page)
    await tidy(page, `download ${lang}`)
    for (const [format, type] of [
      ['PDF', 'application/pdf'],
      ['PNG', 'image/png'],
      ['SVG', 'image/svg+xml'],
      ['JSON', 'application/json'],
      ['PPTX', 'application/vnd.openxmlformats-officedocument.presentationml.presentation'],
    ]) {
      await dialog.getByRole('radio', { name: format }).check()
      const file = await fetch(the.url + (await save.getAttribute('href')))
      assert.equal(file.status, 200)
      assert.equal(file.headers.get('content-type'), type)
    }
    assert.deepEqual(complaints, [])
    await close()
  }
  const { page, close } = await the.open(chain)
  await drawn(page)
  await page.getByRole('button', { name: '下载' }).click()
  const dialog = page.getByRole('dialog')
  const href = async () =>
    new URL(the.url + (await dialog.getByRole('link', { name: '下载' }).getAttribute('href'))).searchParams
  await dialog.getByLabel('连线随卡片移动').check()
  assert.equal((await href()).get('connectors'), 'true')
  await dialog.getByRole('radio', { name: 'PDF' }).check()
  await dialog.getByText('A3', { exact: true }).click()
  await dialog.getByLabel('灰度').check()
  assert.deepEqual(
    [(await href()).get('paper'), (await href()).get('grey'), (await href()).get('connectors')],
    ['a3', 'true', null],
  )
  assert.match(await dialog.locator('img').first().getAttribute('src'), /grey=true/)
  await dialog.getByRole('radio', { name: 'PNG' }).check()
  await dialog.getByLabel('透明底').check()
  await dialog.getByText('English', { exact: true }).click()
  assert.deepEqual(
    [(await href()).get('transparent'), (await href()).get('lang'), (await href()).get('scale')],
    ['true', 'en', '2'],
  )
  const saved = page.waitForEvent('download')
  await dialog.getByRole('link', { name: '下载' }).click()
  assert.match((await saved).suggestedFilename(), /^Optoelectronics-Technology-structure-\d{4}-\d\d-\d\d-r\d+\.png$/)
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await close()
})

test('the layout of the whole city stands on the overview', async () => {
  const { page, complaints, close } = await the.open('/')
  await page.getByText('全市布局', { exact: true }).click()
  await page.waitForURL((u) => u.searchParams.get('view') === 'city')
  await page.locator('.sheet svg[aria-labelledby*="d-layout-city"]').waitFor()
  await page.getByRole('button', { name: '下载' }).click()
  const saved = page.waitForEvent('download')
  await page.getByRole('dialog').getByRole('link', { name: '下载' }).click()
  assert.match((await saved).suggestedFilename(), /产业布局图-全市-\d{4}-\d\d-\d\d-r\d+\.pptx$/)
  assert.deepEqual(complaints, [])
  await close()
})

test('an enterprise has its supply map, on each of its chains; a firm on it leads to its page', async () => {
  const { page, complaints, close } = await the.open('/enterprises/rongbai-hubei')
  await page.locator('.sheet svg[aria-labelledby*="d-supply-rongbai-hubei"]').waitFor()
  await page.locator('.sheet g.card[data-id="input/link:new-energy/battery/lithium"]').waitFor()
  await tidy(page, 'supply')
  await accessible(page)
  await shoot(page, 'enterprise-supply', { fullPage: true })
  await page.locator('.drawing .tools .ant-segmented-item').last().click()
  await page.waitForURL((u) => u.searchParams.get('chain') === 'chain:new-materials')
  await page
    .locator('.sheet g.card[data-id^="input/link:new-materials/"], .sheet g.card[data-id^="user/link:new-energy/"]')
    .first()
    .waitFor()
  await page.locator('.sheet a[href="/enterprises/taiwen"]').first().click()
  await page.waitForURL((u) => u.pathname === '/enterprises/taiwen' && !u.searchParams.has('chain'))
  assert.deepEqual(complaints, [])
  await close()
})
