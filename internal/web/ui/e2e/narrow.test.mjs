import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accessible, shoot, site, tidy } from './page.mjs'

// A phone, an office screen at 200 %, forced colours, paper; titles; and where the focus goes.
const pages = {
  overview: '/',
  chain: '/chains/optoelectronics',
  link: '/chains/optoelectronics?link=optoelectronics%2Fled%2Fgallium',
  links: '/chains/new-energy?tab=links',
  'chain-gaps': '/chains/new-energy?tab=gaps',
  'chain-gap': '/chains/new-energy?tab=gaps&gap=new-energy%2Fbattery%2Flithium',
  targets: '/chains/new-energy?tab=targets&target=new-energy%2Fbattery%2Fcell',
  changes: '/chains/new-energy?tab=changes',
  gaps: '/gaps',
  gap: '/gaps?gap=new-energy%2Fbattery%2Flithium',
  candidates: '/investment?gap=optoelectronics%2Fled%2Fsubstrate',
  inputs: '/investment?tab=inputs&firm=xinying',
  board: '/investment?tab=board',
  enterprises: '/enterprises',
  enterprise: '/enterprises/sanan-hubei',
  history: '/history',
  thing: '/things/park%3Agedian',
  nowhere: '/nowhere',
}
const sizes = [
  [390, 844],
  [683, 384], // 1366 × 768 at 200 %
  [320, 640],
]
const the = site()
const english = (path) => `${path}${path.includes('?') ? '&' : '?'}lang=en`

for (const [name, path] of Object.entries(pages))
  test(`${name} on a phone and at 200 %`, async () => {
    for (const [lang, address] of [
      ['zh', path],
      ['en', english(path)],
    ]) {
      const { page, complaints, close } = await the.open(address, { width: 390, height: 844, scale: 2 })
      for (const [width, height] of sizes) {
        await page.setViewportSize({ width, height })
        await shoot(page, `${name}-${lang}-${width}`)
        await tidy(page, `${address} ${width}`)
      }
      if (lang === 'zh') await accessible(page) // its words are the shorter, what is pressed the smaller
      assert.deepEqual(complaints, [])
      await close()
    }
  })

test('the definitions and the bulk panel, wide, on a phone and at 200 %', async () => {
  for (const lang of ['', '?lang=en']) {
    const { page, complaints, close } = await the.open(`/gaps${lang}`)
    const everywhere = async (what) => {
      for (const [width, height] of [[1440, 900], ...sizes]) {
        await page.setViewportSize({ width, height })
        await tidy(page, `${what}${lang} ${width}`)
        await accessible(page)
      }
      await page.setViewportSize({ width: 1440, height: 900 })
    }
    await page.keyboard.press('?')
    await page.locator('.glossary dt').first().waitFor()
    await everywhere('definitions')
    await page.keyboard.press('Escape')
    await page.locator('.glossary').first().waitFor({ state: 'hidden' })
    await page.locator('table.gaps tbody').getByRole('checkbox').first().check()
    await page.locator('.filters .ant-btn.pick').click()
    const panel = page.locator('.bulk .drawer')
    await panel.getByRole('radio').nth(1).check()
    await panel.locator('.lines li').first().waitFor()
    await everywhere('bulk')
    assert.deepEqual(complaints, [])
    await close()
  }
})

test('on a phone a shared link of a gap shows the gap; the menu and the search are there', async () => {
  const { page, complaints, close } = await the.open(pages.gap, { width: 390, height: 844 })
  const name = page.locator('.drawer h2')
  const box = await name.boundingBox()
  assert.ok(box.x >= 0 && box.x + 100 <= 390 && box.y < 200, JSON.stringify(box))
  for (const said of ['待确认', '负责', '期限'])
    assert.ok(
      (await page.locator('.handling').boundingBox()).y < 300 && (await page.getByText(said).count()) > 0,
      said,
    )
  await page.locator('.drawer').getByRole('button', { name: '关闭' }).click()
  await page.locator('tr.chosen').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: '菜单' }).click()
  await shoot(page, 'phone-menu')
  await page.locator('.sider').getByText('企业', { exact: true }).click()
  await page.getByRole('heading', { name: /^企业/, level: 1 }).waitFor()
  assert.equal(await page.locator('.sider').isVisible(), false)
  await page.getByRole('combobox', { name: /^搜企业/ }).click()
  await page.keyboard.type('sagd')
  await page.getByRole('option', { name: /湖北三安/ }).waitFor()
  await shoot(page, 'phone-search')
  await tidy(page, 'search')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/enterprises/sanan-hubei')
  assert.deepEqual(complaints, [])
  await close()
})

test('in forced colours states, steps and what is chosen stay apart', async () => {
  const { page, close } = await the.open('/')
  await page.emulateMedia({ forcedColors: 'active' })
  await shoot(page, 'forced-overview')
  const pictures = []
  for (const state of ['strong', 'present', 'weak', 'outside', 'missing']) {
    const cell = page.locator(`.cell.state-${state}`).first()
    if (await cell.count()) pictures.push((await cell.screenshot()).toString('base64'))
  }
  assert.ok(pictures.length >= 4)
  assert.equal(new Set(pictures).size, pictures.length)
  await page.goto(`${the.url}${pages['chain-gap']}`)
  const chosen = page.locator('tr.chosen')
  await chosen.waitFor()
  await shoot(page, 'forced-gap')
  const look = (of) => of.evaluate((e) => [getComputedStyle(e).outlineStyle, getComputedStyle(e).outlineColor].join())
  assert.notEqual(await look(chosen), await look(page.locator('table.gaps tbody tr').last()))
  const steps = await page
    .locator('.drawer .five span')
    .evaluateAll((all) => all.map((e) => getComputedStyle(e).backgroundColor))
  assert.equal(new Set(steps).size, 2, steps.join())
  const radio = page.locator('.drawer').getByRole('radio', { name: '忽略' })
  const drawn = async () => (await radio.locator('xpath=../..').screenshot()).toString('base64')
  const before = await drawn()
  await radio.check()
  await page.mouse.move(0, 0)
  await radio.blur()
  assert.notEqual(await drawn(), before, 'a radio that is chosen looks chosen')
  await close()
})

test('printed with a drawer open, the list is printed', async () => {
  for (const [path, list] of [
    [pages.gap, 'table.gaps'],
    [pages['chain-gap'], 'table.gaps'],
    ['/chains/new-energy?tab=links&link=new-energy%2Fbattery%2Flithium', 'table.links'],
  ]) {
    const { page, close } = await the.open(path, { width: 1366, height: 768 })
    await page.locator('.drawer h2').waitFor()
    await page.emulateMedia({ media: 'print' })
    assert.equal(await page.locator('.drawer').isVisible(), false, path)
    const [box, main] = [await page.locator(list).boundingBox(), await page.locator('main').boundingBox()]
    assert.ok(box.width > main.width * 0.95, `${path}: the list takes ${box.width} of ${main.width}`)
    const cells = page.locator(`${list} thead th:not(.pick)`)
    for (let i = 0; i < (await cells.count()); i++) assert.ok(await cells.nth(i).isVisible(), `${path}: column ${i}`)
    await shoot(page, `print-${list.slice(6)}`)
    await close()
  }
})

test('titles tell page, tab and what is open', async () => {
  const { page, close } = await the.open('/')
  const titles = {
    '/?view=city': '全市布局 · 总览 · 链长图谱',
    [pages.links]: '环节 · 新能源 · 链长图谱',
    [pages['chain-gap']]: '锂资源与锂盐 · 缺口 · 新能源 · 链长图谱',
    [pages.link]: '高纯镓与 MO 源 · 光电子信息 · 链长图谱',
    [pages.gap]: '锂资源与锂盐 · 缺口 · 链长图谱',
    [pages.board]: '对接看板 · 招商 · 链长图谱',
    '/history?tab=changes': '变化 · 记录 · 链长图谱',
    '/history?set=2': '版本 r2 · 记录 · 链长图谱',
    [pages.thing]: '葛店经济技术开发区 · 链长图谱',
    [english(pages.gaps)]: 'Gaps · Chainchief',
  }
  for (const [path, title] of Object.entries(titles)) {
    await page.goto(the.url + path)
    await page
      .waitForFunction((t) => document.title === t, title, { timeout: 20000 })
      .catch(async () => assert.equal(await page.title(), title))
  }
  await close()
})

test('closed, a drawer or dialog gives the focus back', async () => {
  const { page, close } = await the.open('/chains/new-energy?tab=links')
  const focused = (what) =>
    page
      .waitForFunction((s) => document.activeElement?.matches(s), what, { timeout: 20000 })
      .catch(async () => {
        const at = await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 120))
        assert.fail(`the focus is on ${at}, not on ${what}`)
      })
  const first = page.locator('table.links [data-opens]').first()
  const id = await first.getAttribute('data-opens')
  await first.press('Enter')
  await page.locator('.drawer h2').waitFor()
  await page.locator('.drawer').getByRole('button', { name: '关闭' }).click()
  await focused(`[data-opens="${id}"]`)
  await page.getByRole('button', { name: '口径' }).press('Enter')
  await page.locator('.glossary dt').first().waitFor()
  await page.keyboard.press('Escape')
  await focused('.head-right button')
  await page.goto(`${the.url}/gaps`)
  await page.getByRole('button', { name: '权重设置' }).press('Enter')
  await page.getByRole('dialog').getByRole('button', { name: '恢复默认' }).waitFor()
  await page.keyboard.press('Escape')
  await focused('.page-actions button')
  await page.goto(`${the.url}${pages.gap}`)
  await page.locator('.drawer h2').waitFor()
  await page.keyboard.press('Escape')
  await focused('[data-opens="gap:new-energy/battery/lithium"]')
  await close()
})
