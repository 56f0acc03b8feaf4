import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accessible, site } from './page.mjs'

// The page of the data: what there is and lacks, what is to be mended, what is sent out and comes back.
const the = site()

test('the blanks of all columns are the number in the head, and that of the quality', async () => {
  const { page, complaints, close } = await the.open('/data')
  const numbers = (texts) =>
    texts.map((x) => Number(/-?\d+$/.exec(x.replace('−', '-').trim().split('/')[0])?.[0] ?? 0))
  const rows = await page
    .locator('.blanks tbody tr')
    .evaluateAll((all) => all.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.innerText)))
  const totals = numbers(await page.locator('.blanks tfoot td').allInnerTexts())
  for (const [i, total] of totals.entries())
    assert.equal(
      rows.reduce((n, row) => n + numbers([row[i]])[0], 0),
      total,
      `column ${i}`,
    )
  const all = totals.reduce((n, x) => n + x, 0)
  const { blank } = await the.ask('/api/v1/quality')
  assert.ok(all > 100)
  assert.equal(blank, all)
  assert.match(await page.locator('.page-head .facts').innerText(), new RegExp(`待补充\\s*${all}`))
  assert.deepEqual(complaints, [])
  await close()
})

test('a chain is as fresh on its page and on the overview as among the data', async () => {
  const { chains } = await the.ask('/api/v1/quality')
  const { of, fresh, count } = chains.find((x) => x.count > 0)
  const said = new RegExp(`新鲜度\\s*${Math.round((100 * fresh) / count)}%`)
  const { page, complaints, close } = await the.open(`/chains/${of.split(':')[1]}`)
  assert.match(await page.locator('.fresh').innerText(), said)
  await page.goto(`${the.url}/`)
  const row = page
    .locator('table.overview tr')
    .filter({ has: page.locator(`a[href*="/chains/${of.split(':')[1]}"]`) })
  assert.match(await row.locator('.fresh').innerText(), said)
  assert.deepEqual(complaints, [])
  await close()
})

test('a check leads to its rows, and a row to where it is mended', async () => {
  const { page, complaints, close } = await the.open('/data?tab=quality')
  const row = page.locator('main tbody tr').first()
  const found = Number(await row.locator('td').first().innerText())
  await row.getByRole('link').click()
  await page.locator('h2 .count').waitFor()
  assert.equal(Number(await page.locator('h2 .count').innerText()), found)
  await accessible(page)
  await page.locator('main tbody th a').first().click()
  await page.waitForURL(/\/enterprises\//)
  assert.deepEqual(complaints, [])
  await close()
})

test('lists are sent out, downloaded, and known when they come back under another name', async () => {
  const { page, complaints, close } = await the.open('/data?tab=sent', { expected: /422/ })
  const form = page.getByRole('form', { name: '新的下发' })
  await form.getByRole('button', { name: /生成/ }).click()
  assert.ok((await form.locator('[aria-invalid=true]').count()) >= 3, 'what is lacking is said')
  const pick = async (field, option) => {
    await form.getByLabel(field).click()
    await page.locator('.ant-select-dropdown:visible').getByText(option, { exact: true }).click()
    await page.keyboard.press('Escape')
  }
  await pick('对象', '葛店经济技术开发区')
  await pick('清单', '企业清单')
  await form.getByLabel('名称').fill('11 月清单')
  await form.getByRole('button', { name: /生成/ }).click()
  await page.getByRole('heading', { name: /11 月清单 收回 0\/1/ }).waitFor()
  await page.getByText('请 葛店经济技术开发区 尽快填报').waitFor()
  const answer = await fetch(`${the.url}/api/v1/sendings/1/files/1`)
  const buffer = Buffer.from(await answer.arrayBuffer())
  const put = (name, buffer) =>
    page.locator('input[type=file]').setInputFiles({ name, mimeType: 'application/octet-stream', buffer })
  await put('别的.xlsx', Buffer.from('no workbook'))
  await page.getByText('文件里没有本系统下发的批次号').waitFor()
  await put('葛店（最终版）.xlsx', buffer)
  await page.getByRole('heading', { name: /收回 1\/1/ }).waitFor()
  await page.getByText('认作“11 月清单”葛店经济技术开发区').waitFor()
  await accessible(page)
  await page.getByRole('link', { name: '看草稿 d1' }).first().click()
  await page.getByRole('heading', { name: /11 月清单 葛店经济技术开发区/ }).waitFor()
  assert.deepEqual(complaints, [])
  await close()
})

for (const [width, lang] of [
  [1366, 'zh'],
  [390, 'zh'],
  [1366, 'en'],
])
  for (const tab of ['overview', 'quality', 'sent'])
    test(`${tab} at ${width} in ${lang}`, async () => {
      const { page, complaints, close } = await the.open(`/data?lang=${lang}&tab=${tab}`, { width })
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      assert.ok(wide <= 0, `wider than the window by ${wide}`)
      await accessible(page)
      assert.deepEqual(complaints, [])
      await close()
    })

test('of the newest changes one’s own leads to taking it back, what others wrote does not', async () => {
  const decided = []
  for (const by of ['本人专班', '别的专班']) {
    const { items } = await the.ask('/api/v1/gaps?status=proposed')
    const { revision } = await the.ask('/api/v1/meta')
    const gap = items[decided.length].id.split(':')[1]
    const answer = await fetch(`${the.url}/api/v1/gaps/${encodeURIComponent(gap)}/decision`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ base: revision, by, status: 'confirmed' }),
    })
    assert.equal(answer.status, 200, await answer.clone().text())
    decided.push((await answer.json()).revision)
  }
  const { page, complaints, close } = await the.open('/data')
  const undo = page.getByRole('link', { name: /^撤销 r/ })
  assert.equal(await undo.count(), 0, 'nobody has signed anything in this browser')
  await page.evaluate(() => localStorage.setItem('written-by', '本人专班'))
  await page.reload()
  await undo.first().waitFor()
  assert.deepEqual(await undo.allInnerTexts(), [`撤销 r${decided[0]}`])
  await undo.click()
  await page.waitForURL(`**/history?undo=${decided[0]}`)
  await page.locator('.ant-drawer form.undo').getByText('本人专班').first().waitFor()
  assert.deepEqual(complaints, [])
  await close()
})
