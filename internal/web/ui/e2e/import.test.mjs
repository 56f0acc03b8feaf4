import assert from 'node:assert/strict'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { accessible, shoot, site } from './page.mjs'
import { filled } from './workbook.mjs'

// A newcomer sends a workbook with a wrong cell, is told the cell, leaves the row out, applies, and takes it back.
const the = site()

const things = async () => {
  const list = await the.ask('/api/v1/lists/six-ones?limit=200')
  const firms = await the.ask('/api/v1/lists/enterprises?limit=200')
  return JSON.stringify([list.items, firms.items])
}

test('a file becomes a draft, is looked at row by row, applied and taken back', async () => {
  const before = await things()
  const answer = await fetch(`${the.url}/api/v1/workbook`)
  let file = Buffer.from(await answer.arrayBuffer())
  file = filled(file, '六个一清单', [['chain:biomedicine', '链长（职务）', '分管副市长']])
  file = filled(file, '企业清单', [['enterprise:sanan-hubei', '统一社会信用代码', '9142070']])
  const path = join(await mkdtemp(join(tmpdir(), 'import-')), '清单-2026-11.xlsx')
  await writeFile(path, file)

  const { page, complaints, close } = await the.open('/data?tab=import', { expected: /404|422/ })
  await page.getByText('还没有草稿').waitFor()
  await accessible(page)
  await page.locator('input[type=file]').setInputFiles(path)
  await page.getByRole('heading', { name: /清单-2026-11\.xlsx/ }).waitFor()
  const id = new URL(page.url()).searchParams.get('draft')
  assert.equal(id, 'd1')

  // No source is named: the row with the chief is wrong too, and says so.
  await page.getByText('没有注明来源').first().waitFor()
  await page.getByLabel('本次来源').click()
  await page.locator('.ant-select-item-option').nth(1).click()
  await page.waitForFunction(() => !document.body.innerText.includes('没有注明来源'))
  const wrong = page.locator('tr.wrong')
  await wrong.first().waitFor()
  assert.equal(await wrong.count(), 1)
  assert.match(await wrong.innerText(), /D\d+：统一社会信用代码 “9142070” 统一社会信用代码有误/)
  assert.ok(
    await page.getByRole('button', { name: /^应用 / }).isDisabled(),
    'nothing is applied while a row is wrong',
  )
  await accessible(page)
  await shoot(page, 'import-draft')

  // By keyboard: J goes to the first row, 2 leaves it out.
  await page.locator('h1').click()
  await page.keyboard.press('j')
  await page.keyboard.press('2')
  await page.getByText('已略去').first().waitFor()
  await page.reload()
  await page.getByText('已略去').first().waitFor()
  await page.getByText(/链长/).first().waitFor()
  assert.equal(await things(), before, 'nothing of a draft is there before it is applied')

  const apply = page.getByRole('button', { name: '应用 1 行' })
  await apply.click()
  await page.locator('.undo-bar').waitFor()
  await shoot(page, 'import-applied')
  await accessible(page)
  assert.notEqual(await things(), before)
  const chain = await the.open('/chains/biomedicine')
  await chain.page.getByText('分管副市长').first().waitFor()
  await chain.close()

  await page.locator('.undo-bar').getByRole('button', { name: '撤销' }).click()
  const form = page.locator('.ant-modal form')
  await form.locator('textarea').fill('导错文件')
  const who = form.getByPlaceholder(/岗位|单位/)
  if (await who.count()) await who.fill('数据员')
  await form.locator('button[type=submit]').click()
  await form.waitFor({ state: 'detached' })
  await page
    .locator('.undo-bar')
    .getByText(/已由 r\d+ 撤销/)
    .waitFor()
  assert.equal(await things(), before, 'taken back, everything is as it was')
  assert.deepEqual(complaints, [])
  await close()
})

test('what is no workbook is refused with what to do, and nothing is kept', async () => {
  const { page, complaints, close } = await the.open('/data?tab=import', { expected: /404|422/ })
  const before = (await the.ask('/api/v1/drafts')).items.length
  await page.locator('input[type=file]').setInputFiles({
    name: '坏.xlsx',
    mimeType: 'application/octet-stream',
    buffer: Buffer.from('PK\x03\x04 no workbook'),
  })
  await page.locator('.trouble').waitFor()
  assert.equal((await the.ask('/api/v1/drafts')).items.length, before)
  assert.deepEqual(complaints, [])
  await close()
})

for (const [width, lang] of [
  [1366, 'zh'],
  [390, 'zh'],
  [1366, 'en'],
])
  test(`the list of drafts and one of them at ${width} in ${lang}`, async () => {
    const { page, complaints, close } = await the.open(`/data?tab=import&lang=${lang}`, { width })
    for (const more of ['', '&draft=d1']) {
      await page.goto(`${the.url}/data?tab=import&lang=${lang}${more}`)
      await page.locator('table.grid tbody tr').first().waitFor()
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      assert.ok(wide <= 0, `wider than the window by ${wide}`)
      await accessible(page)
    }
    assert.deepEqual(complaints, [])
    await close()
  })
