import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accessible, site } from './page.mjs'

// The lists: what is blank by chain, the rows behind each number, and workbooks.
const the = site()

test('each number of blanks leads to as many rows', async () => {
  const { page, complaints, close } = await the.open('/data')
  const cells = await page
    .locator('.blanks tbody a[href*="column="]')
    .evaluateAll((links) => links.map((a) => [Number(/(\d+)\/\d+$/.exec(a.innerText)[1]), a.getAttribute('href')]))
  assert.ok(cells.length > 50, `${cells.length} cells`)
  const some = [
    ...cells.filter(([, href]) => /chain=none/.test(href)).slice(0, 2),
    ...cells.slice(0, 2),
    ...cells.slice(-2),
  ]
  for (const [blank, href] of some) {
    await page.goto(the.url + href)
    await page.locator('.sheet tbody tr').first().waitFor()
    assert.equal(Number(await page.locator('h2 .count').innerText()), blank, href)
  }
  await accessible(page)
  assert.deepEqual(complaints, [])
  await close()
})

test('a workbook of what is chosen is handed out', async () => {
  const { page, complaints, close } = await the.open('/data?tab=lists&list=projects&chain=new-energy&blank=1')
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: '下载工作簿' }).click(),
  ])
  assert.match(file.suggestedFilename(), /^鄂州新能源-清单-r\d+\.xlsx$/)
  const answer = await fetch(file.url())
  assert.equal(
    Buffer.from(await answer.arrayBuffer())
      .subarray(0, 2)
      .toString(),
    'PK',
  )
  assert.deepEqual(complaints, [])
  await close()
})

test('an address of the page that the lists had leads on, with its question', async () => {
  const { page, complaints, close } = await the.open('/lists?list=projects&blank=1&lang=en')
  const { pathname, searchParams } = new URL(page.url())
  assert.equal(pathname, '/data')
  assert.deepEqual(Object.fromEntries(searchParams), { tab: 'lists', list: 'projects', blank: '1', lang: 'en' })
  assert.deepEqual(complaints, [])
  await close()
})

for (const [width, lang] of [
  [1366, 'zh'],
  [390, 'zh'],
  [1366, 'en'],
])
  test(`blanks and lists at ${width} in ${lang}`, async () => {
    const { page, complaints, close } = await the.open(`/data?lang=${lang}`, { width })
    for (const tab of ['overview', 'lists']) {
      await page.goto(`${the.url}/data?lang=${lang}&tab=${tab}`)
      await page.locator('table.grid tbody tr').first().waitFor()
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      assert.ok(wide <= 0, `${tab} is wider than the window by ${wide}`)
      await accessible(page)
    }
    assert.deepEqual(complaints, [])
    await close()
  })
