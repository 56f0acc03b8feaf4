import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accessible, shoot, site, tidy } from './page.mjs'

// Several gaps decided on together, with one reason; and one's own chains before the whole city.
const the = site()
const refused = { expected: /40[49]|422/ }
const api = (id) => `/api/v1/gaps/${encodeURIComponent(id)}`
const revision = async () => (await the.ask('/api/v1/meta')).revision
const decide = async (id, body) => {
  const answer = await fetch(`${the.url}${api(id)}/decision`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ base: await revision(), by: '市经信局', ...body }),
  })
  assert.equal(answer.status, 200)
}
const order = (page) => page.locator('table.gaps [data-opens]').evaluateAll((all) => all.map((x) => x.dataset.opens))

test('chosen by keyboard, decided on with one reason, saved as one revision', async () => {
  const { page, complaints, close } = await the.open('/chains/new-energy?tab=gaps', refused)
  const ids = (await order(page)).slice(0, 5)
  await decide(ids[2], { status: 'dismissed', reason: '本市不做' }) // cannot be assigned from there
  await page.reload()
  const put = page.locator('tr', { has: page.locator(`[data-opens="${ids[2]}"]`) })
  await put.getByText('已忽略').waitFor()
  const shown = [...(await order(page)).slice(0, 4), ids[2]]
  await page.locator(`[data-opens="${shown[0]}"]`).focus()
  await page.keyboard.press('x')
  for (let i = 0; i < 3; i++) await page.keyboard.press('j')
  await page.keyboard.press('Shift+X')
  await put.getByRole('checkbox').check()
  assert.equal(await page.locator('tr.picked').count(), 5)
  await page.keyboard.press('Shift+A')
  const panel = page.locator('.bulk .drawer')
  await panel.getByRole('heading', { name: '所选 5 项' }).waitFor()
  await panel.getByRole('radio', { name: '指派' }).check()
  await panel.getByRole('button', { name: '指派 4 项' }).click()
  await panel.getByText('必填', { exact: true }).nth(4).waitFor() // how, until when, who, why, by whom
  await panel.getByText('4 项 待确认 → 已指派').waitFor()
  await panel.getByText(/^1 项不改：.*不能改为“已指派”/).waitFor()
  await panel.getByText('补链', { exact: true }).click()
  await panel.getByLabel('期限').fill('2099-12-31')
  await panel.getByLabel('负责').fill('新能源专班')
  await panel.getByRole('textbox', { name: /^理由/ }).fill('例会定：列入一季度')
  await panel.getByLabel('填写人').fill('新能源专班副组长')
  await panel.getByText('4 个缺口已指派：例会定：列入一季度').waitFor()
  await shoot(page, 'bulk')
  await tidy(page, 'bulk')
  await accessible(page)

  await page.keyboard.press('Escape') // in a field
  await panel.waitFor({ state: 'detached' })
  assert.equal(await page.locator('tr.picked').count(), 5)
  await page.reload()
  await page.locator('tr.picked').nth(4).waitFor()
  await page.getByRole('button', { name: '批量处理 5 项' }).click()
  await panel.getByText(/已恢复 \d\d:\d\d（北京时间）的草稿/).waitFor()
  assert.equal(await panel.getByRole('textbox', { name: /^理由/ }).inputValue(), '例会定：列入一季度')
  await panel.getByRole('button', { name: '指派 4 项' }).waitFor()

  const before = await revision()
  await panel.getByRole('textbox', { name: /^理由/ }).press('Control+Enter')
  await page.getByRole('status').getByText('4 个缺口已指派：例会定：列入一季度').waitFor()
  await panel.waitFor({ state: 'detached' })
  assert.equal(await page.locator('tr.picked').count(), 0)
  assert.equal(await revision(), before + 1)
  const changed = (await the.ask(`/api/v1/history/${before + 1}`)).changes.map((c) => c.subject.id)
  assert.deepEqual(changed.sort(), shown.filter((id) => id !== ids[2]).sort())
  for (const id of changed) {
    const gap = await the.ask(api(id))
    assert.deepEqual(
      [gap.status, gap.strategy, gap.owner, gap.due, gap.decision],
      ['assigned', 'fill', '新能源专班', '2099-12-31', '例会定：列入一季度'],
    )
  }
  assert.equal((await the.ask(api(ids[2]))).decision, '本市不做')
  assert.deepEqual(complaints, [])
  await close()
})

test('one that somebody changed meanwhile stands in the conflict box, and the rest is saved', async () => {
  const { page, complaints, close } = await the.open('/gaps?chains=optoelectronics', refused)
  const [first, second] = await order(page)
  for (const id of [first, second])
    await page
      .locator('tr', { has: page.locator(`[data-opens="${id}"]`) })
      .getByRole('checkbox')
      .check()
  await page.getByRole('button', { name: '批量处理 2 项' }).click()
  const panel = page.locator('.bulk .drawer')
  await panel.getByRole('radio', { name: '忽略' }).check()
  await panel.getByRole('textbox', { name: /^理由/ }).fill('武汉一小时内可采购')
  await panel.getByLabel('填写人').fill('电子信息专班')
  await panel.getByRole('button', { name: '忽略 2 项' }).waitFor()
  await panel.getByText('2 个缺口已忽略：武汉一小时内可采购').waitFor()
  await decide(first, { status: 'confirmed', reason: '必补' })
  const before = await revision()
  await panel.getByRole('button', { name: '忽略 2 项' }).click()
  await panel.getByText('2 项里有 1 项不能这样改，所以一项也没有改；去掉这些再保存').waitFor()
  assert.equal(await revision(), before)
  const box = panel.locator('.conflict')
  for (const text of ['市经信局 在您打开之后改过', '待确认 → 已确认', '必补'])
    await box.getByText(text).first().waitFor()
  await shoot(page, 'bulk-conflict')
  await accessible(page)
  await panel.getByRole('button', { name: '忽略 1 项' }).click()
  await page
    .getByRole('status')
    .getByText(/缺口“.*”已忽略：武汉一小时内可采购/)
    .waitFor()
  assert.equal(await revision(), before + 1)
  assert.equal((await the.ask(api(first))).status, 'confirmed')
  assert.equal((await the.ask(api(second))).status, 'dismissed')
  assert.deepEqual(complaints, [])
  await close()
})

test('my chains are chosen once, come first, and go with the address', async () => {
  const { page, complaints, close } = await the.open('/gaps')
  const total = (await the.ask('/api/v1/gaps?status=open&limit=1')).total
  const mine = (await the.ask('/api/v1/gaps?chain=new-energy&status=open&limit=1')).total
  await page.getByRole('button', { name: '选定我的链' }).click()
  await page.getByRole('checkbox', { name: '新能源' }).check()
  await page.getByText(`我的链 ${mine}`).waitFor()
  await page.getByText(`全市 ${total}`).waitFor()
  await page.waitForURL((u) => u.searchParams.get('chains') === 'new-energy')
  assert.deepEqual(await page.locator('.facts span:has(b)').first().locator('b').textContent(), '1')
  assert.equal(await page.locator('table.gaps').first().locator('.group').count(), 1)
  await page.goto(`${the.url}/gaps`)
  await page.waitForURL((u) => u.searchParams.get('chains') === 'new-energy')
  await page.getByText(`全市 ${total}`).click()
  await page.waitForURL((u) => u.searchParams.get('chains') === 'all')
  await page.locator('table.gaps .group').nth(5).waitFor()
  await page.goto(`${the.url}/gaps?gap=${encodeURIComponent('optoelectronics/led/substrate')}`) // of another chain
  await page.locator('tr.chosen').waitFor()
  const other = await the.open('/gaps?chains=new-energy')
  await other.page.getByText(`所选链 ${mine}`).waitFor()
  assert.equal(await other.page.locator('table.gaps').first().locator('.group').count(), 1)
  assert.deepEqual([...complaints, ...other.complaints], [])
  await other.close()
  await close()
})
