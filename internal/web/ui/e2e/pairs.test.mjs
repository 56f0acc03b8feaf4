import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accessible, shoot, site } from './page.mjs'

// 企业核对: a pair is judged, merged, found by its old name and id, taken back, and asked about no more.
const the = site()

const pairs = async () => (await the.ask('/api/v1/pairs')).items.map((p) => `${p.a.id} ${p.b.id}`)

test('a pair is merged, its old id leads on, its old name is found, and it is taken back', async () => {
  const before = await pairs()
  assert.ok(before.length >= 3, `${before.length} pairs of the seeds`)
  const [stays, goes] = before[0].split(' ')
  const old = await the.ask(`/api/v1/enterprises/${encodeURIComponent(goes)}`)
  const { page, complaints, close } = await the.open('/data?tab=pairs')
  await page.getByText('是不是同一家').first().waitFor()
  await page.getByRole('button', { name: /同一家，合并/ }).waitFor()
  await accessible(page)
  await shoot(page, 'pairs', { fullPage: true })
  await page.getByLabel('填写人').fill('数据员')
  await page.getByRole('button', { name: /同一家，合并/ }).click()
  await page.getByText('没有相同的信用代码，判“同一家”要写依据').waitFor()
  assert.deepEqual(await pairs(), before, 'merged without a reason')
  await page.getByLabel('理由').fill('营业执照曾用名')
  await page.getByRole('button', { name: /同一家，合并/ }).click()
  await page.locator('.saved', { hasText: '已保存' }).waitFor()

  const moved = await fetch(`${the.url}/api/v1/enterprises/${encodeURIComponent(goes)}`, { redirect: 'manual' })
  assert.equal(moved.status, 301)
  assert.equal((await moved.json()).merged_into, stays)
  assert.equal((await the.ask(`/api/v1/enterprises/${encodeURIComponent(goes)}`)).id, stays)
  const found = await the.ask(`/api/v1/search?q=${encodeURIComponent(old.name)}`)
  assert.equal(found.items[0].id, stays, 'found by the old name')
  const address = await the.open(`/enterprises/${goes.slice('enterprise:'.length)}`)
  await address.page.waitForURL(`**/enterprises/${stays.slice('enterprise:'.length)}`)
  await address.page.getByText('并入的编号').waitFor()
  await accessible(address.page)
  await shoot(address.page, 'merged')
  assert.deepEqual(address.complaints, [])
  await address.close()

  await page.getByRole('button', { name: '撤销', exact: true }).click()
  const dialog = page.locator('.ant-modal')
  await dialog.getByLabel('理由').fill('核对执照：是两家')
  await dialog.locator('button[type=submit]').click()
  await page.locator('.saved', { hasText: /已由 r\d+ 撤销/ }).waitFor()
  const back = await the.ask(`/api/v1/enterprises/${encodeURIComponent(goes)}`)
  assert.deepEqual({ ...back, revision: 0 }, { ...old, revision: 0 }, 'not as it was')
  assert.deepEqual(complaints, [])
  await close()
})

test('a pair is judged by the keys, and asked about no more', async () => {
  const before = await pairs()
  const { page, complaints, close } = await the.open('/data?tab=pairs')
  await page.getByRole('button', { name: /不同/ }).waitFor()
  await page.getByLabel('填写人').fill('数据员')
  await page.locator('h1').click()
  await page.keyboard.press('j')
  await page.locator('.pair-beside .count', { hasText: /^2\// }).waitFor()
  await page.keyboard.press('k')
  await page.locator('.pair-beside .count', { hasText: /^1\// }).waitFor()
  await page.getByRole('button', { name: /不同/ }).waitFor()
  await page.keyboard.press('2')
  await page.locator('.saved', { hasText: '不同' }).waitFor()
  const after = await pairs()
  assert.deepEqual(after, before.slice(1))
  const { items, counts } = await the.ask('/api/v1/pairs?state=judged')
  assert.deepEqual([counts.different, items[0].judged.verdict, items[0].judged.by], [1, 'different', '数据员'])
  assert.deepEqual(complaints, [])
  await close()
})

test('the page at 1366 and 390 is not wider than the window', async () => {
  for (const [width, lang] of [
    [1366, 'zh'],
    [390, 'en'],
  ]) {
    const { page, complaints, close } = await the.open(`/data?tab=pairs&lang=${lang}`, { width })
    await page.locator('.pair-beside').waitFor()
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    assert.ok(wide <= 0, `wider than ${width} by ${wide}`)
    await shoot(page, `pairs-${width}`, { fullPage: true })
    await accessible(page)
    assert.deepEqual(complaints, [])
    await close()
  }
})
