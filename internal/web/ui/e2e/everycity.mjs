import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accessible, shoot, tidy } from './page.mjs'

const sizes = [
  [1440, 900],
  [1366, 768],
  [1229, 691],
] // the last is 1536 × 864 at 125 %

const withLang = (path, lang) => (lang === 'zh' ? path : path + (path.includes('?') ? '&' : '?') + 'lang=en')

/**
 * What holds of the pages of any city. A city says which pages are looked at, how many chains it has, and of what the
 * tests speak: a chain, one of its links, a chain with targets, a kind of gap that it has, an enterprise.
 */
export function everyCity(the, city) {
  for (const [name, path] of Object.entries(city.pages)) {
    for (const lang of ['zh', 'en']) {
      test(`${name} in ${lang}`, async () => {
        const { page, complaints, close } = await the.open(withLang(path, lang))
        for (const [width, height] of sizes) {
          await page.setViewportSize({ width, height })
          await shoot(page, `${city.prefix ?? ''}${name}-${lang}-${width}`)
          await tidy(page, `${name} ${lang} ${width}`)
        }
        if (!city.prefix || lang === 'zh') await accessible(page) // what is English is the same in every city
        assert.deepEqual(complaints, [])
        await close()
      })
    }
  }

  test('the overview shows all chains at once and its sums agree', async () => {
    const { page } = await the.open('/')
    const rows = page.locator('table.overview tbody tr')
    const api = await (await fetch(`${the.url}/api/v1/chains`)).json()
    assert.equal(api.items.length, city.chains)
    await rows.nth(city.chains - 1).waitFor()
    assert.equal(await rows.count(), city.chains)
    const last = await rows.nth(city.chains - 1).boundingBox()
    assert.ok(last.y + last.height <= 900, `the last row ends at ${last.y + last.height}`)
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
    assert.equal(
      await card.evaluate((a) => a === document.activeElement),
      true,
      'Esc gives the focus back to the card',
    )
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
    await rows.nth(city.chains - 1).waitFor()
    const { items } = await the.ask('/api/v1/chains?since=1')
    for (const [i, c] of items.entries())
      assert.equal(await rows.nth(i).locator('.move').count(), Math.min(3, c.movement.length), c.id)
    await page.goto(`${the.url}/chains/${city.chain}?tab=changes&from=1&to=2`)
    const sums = page.locator('.compared .facts')
    await sums.waitFor()
    const now = await the.ask(`/api/v1/chains/${city.chain}?as_of=2`)
    assert.ok((await sums.textContent()).includes(`→ ${Math.round(now.completeness.value * 100)}%`))
    await close()
  })

  test('targets say what relatedness rests on, part by part', async () => {
    const { page, complaints } = await the.open(`/chains/${city.targets}?tab=targets`)
    await page.getByText('单一城市不能用城市矩阵').waitFor()
    const api = await (await fetch(`${the.url}/api/v1/targets?chain=${city.targets}&limit=200`)).json()
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

  test('filters stand in the address and counts equal rows', async () => {
    const { page } = await the.open(`/gaps?kind=${city.gaps}&by=weight`)
    await page.locator('table.gaps tbody tr').first().waitFor()
    const shown = await page.locator('table.gaps tbody tr').count()
    const api = await (await fetch(`${the.url}/api/v1/gaps?kind=${city.gaps}`)).json()
    assert.equal(shown, api.total)
    await page.getByText('全部', { exact: false }).first().click()
    await page.waitForURL((u) => !u.search.includes('kind='))
    await page.goto(`${the.url}/gaps?q=没有这样的环节`)
    await page.getByRole('button', { name: '清除筛选' }).click()
    await page.waitForURL((u) => !u.search.includes('q='))
    await page.close()
  })

  test('every fact below a document or medium is marked', async () => {
    const { page } = await the.open(`/chains/${city.chain}?link=${encodeURIComponent(city.link)}`)
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
    await shoot(page, 'overview-print', { fullPage: true })
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
    const titled = (title) => page.waitForFunction((t) => document.title === t, title, { timeout: 20000 })
    const { items } = await the.ask('/api/v1/chains')
    await titled('总览 · 链长图谱')
    assert.equal(await page.locator('.brand .quiet').textContent(), (await the.ask('/api/v1/meta')).city)
    await page.locator('.sider').getByText('产业链', { exact: true }).click()
    await page.waitForURL((u) => u.pathname === `/chains/${items[0].id.split(':')[1]}`)
    await titled(`${items[0].name} · 链长图谱`)
    await page.locator('.sider').getByText('缺口', { exact: true }).click()
    await titled('缺口 · 链长图谱')
    await page.goto(`${the.url}/enterprises/${city.firm}?lang=en`)
    await titled(`${(await the.ask(`/api/v1/enterprises/${city.firm}`)).name} · Chainchief`)
    await page.goto(`${the.url}/nowhere`)
    await titled('没有这一页 · 链长图谱')
    assert.deepEqual(complaints, [])
    await close()
  })
}
