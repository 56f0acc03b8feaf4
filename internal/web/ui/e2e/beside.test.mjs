import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accessible, shoot, site, tidy } from './page.mjs'

// A gap of a chain opens beside the chain's own list.
const the = site()
const chain = 'new-energy'
const gaps = async () => (await the.ask(`/api/v1/gaps?chain=${chain}&limit=200`)).items
const heading = (page) => page.locator('.drawer h2')

test('the tab of a chain says status, owner and due, and a gap opens in it', async () => {
  const list = await gaps()
  const first = list[0]
  const body = { base: first.revision ?? (await the.ask('/api/v1/meta')).revision, status: 'assigned' }
  const given = { ...body, strategy: 'fill', owner: '新能源专班', due: '2099-12-31', by: '市经信局' }
  const answer = await fetch(`${the.url}/api/v1/gaps/${encodeURIComponent(first.id)}/decision`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(given),
  })
  assert.equal(answer.status, 200)
  const { page, complaints, close } = await the.open(`/chains/${chain}?tab=gaps`)
  const rows = page.locator('table.gaps tbody tr')
  assert.equal(await rows.count(), list.length)
  for (const [i, g] of list.entries())
    assert.ok((await rows.nth(i).locator('th').textContent()).trim().startsWith(g.name), `row ${i} is ${g.name}`)
  for (const text of ['已指派', '新能源专班', '2099-12-31']) await rows.first().getByText(text).waitFor()
  await rows.nth(1).getByRole('button').first().click()
  await heading(page).getByText(list[1].name).waitFor()
  const url = new URL(page.url())
  assert.deepEqual([url.pathname, url.searchParams.get('tab')], [`/chains/${chain}`, 'gaps'])
  assert.equal(url.searchParams.get('gap'), list[1].id.slice(4))
  await page.getByText(`2/${list.length}`).waitFor()
  await shoot(page, 'chain-gap')
  await tidy(page, 'chain gap')
  await accessible(page)
  assert.deepEqual(complaints, [])
  await close()
})

test('opened fresh it shows list and drawer; J, K and Esc keep to the list; Back leaves the chain once', async () => {
  const list = await gaps()
  const n = 12
  const { page, complaints, close } = await the.open('/')
  await page.goto(`${the.url}/chains/${chain}?tab=gaps&gap=${encodeURIComponent(list[n].id.slice(4))}`)
  await heading(page).getByText(list[n].name).waitFor()
  assert.equal(await page.title(), `${list[n].name} · 缺口 · 新能源 · 链长图谱`)
  const row = page.locator('tr.chosen')
  await row.getByText(list[n].name).waitFor()
  await page.waitForFunction(() => {
    const box = document.querySelector('tr.chosen').getBoundingClientRect()
    return box.top >= 48 && box.bottom <= window.innerHeight
  })
  await page.keyboard.press('Escape')
  await page.waitForURL((u) => !u.search.includes('gap='))
  const focused = (g) =>
    page.waitForFunction((id) => document.activeElement?.getAttribute('data-opens') === id, g.id, { timeout: 20000 })
  await focused(list[n])

  await page.keyboard.press('j') // in the list
  await focused(list[n + 1])
  await page.keyboard.press('k')
  await page.keyboard.press('Enter')
  await heading(page).getByText(list[n].name).waitFor()
  for (const g of list.slice(n + 1, n + 6)) {
    await page.keyboard.press('j')
    await heading(page).getByText(g.name).waitFor()
  }
  await page.keyboard.press('Escape')
  await page.locator('.drawer').waitFor({ state: 'detached' })
  await focused(list[n + 5]) // the row that one has come to
  await page.goBack()
  await page.waitForURL((u) => u.pathname === '/', { timeout: 20000 })
  assert.deepEqual(complaints, [])
  await close()
})

test('from a link and from a drawing, a gap of this chain stays in it', async () => {
  const list = await gaps()
  const target = list.find((g) => g.kind === 'missing')
  const key = target.id.slice(4)
  const { page, close } = await the.open(`/chains/${chain}?link=${encodeURIComponent(key)}`)
  const here = (u) => u.pathname === `/chains/${chain}` && u.searchParams.get('gap') === key
  await page.locator('.drawer').getByRole('button', { name: '看缺口' }).click()
  await page.waitForURL(here)
  await heading(page).getByText(target.name).waitFor()
  await page.goto(`${the.url}/chains/${chain}?drawing=targets`)
  await page.locator('.sheet a[href*="gap="]').first().click()
  await page.waitForURL((u) => u.pathname === `/chains/${chain}` && u.searchParams.has('gap'))
  await close()
})

test('in the list of all, J follows the order shown, and what is folded unfolds when it is opened', async () => {
  const { page, close } = await the.open('/gaps')
  const order = () => page.locator('table.gaps [data-opens]').evaluateAll((all) => all.map((x) => x.dataset.opens))
  const shown = await order()
  await page.locator('table.gaps [data-opens]').nth(6).click()
  await heading(page).waitFor()
  await page.keyboard.press('j')
  const there = await the.ask(`/api/v1/gaps/${encodeURIComponent(shown[7])}`)
  await heading(page).getByText(there.name).waitFor()
  assert.equal(new URL(page.url()).searchParams.get('gap'), shown[7].slice(4))
  await page.keyboard.press('j') // into what was folded, or on to the next chain
  await page.waitForURL((u) => u.searchParams.get('gap') !== shown[7].slice(4))
  const opened = `gap:${new URL(page.url()).searchParams.get('gap')}`
  await page.locator(`table.gaps [data-opens="${opened}"]`).waitFor()
  const now = await order()
  assert.equal(now.indexOf(opened), 8)
  const hidden = (await the.ask('/api/v1/gaps?limit=200')).items.find((g) => !shown.includes(g.id))
  await page.goto(`${the.url}/gaps?gap=${encodeURIComponent(hidden.id.slice(4))}`)
  await page.locator('tr.chosen').getByText(hidden.name).waitFor()
  await close()
})
