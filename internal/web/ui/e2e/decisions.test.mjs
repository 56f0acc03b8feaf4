import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accessible, shoot, site } from './page.mjs'

// What people decide: two editors of one gap, comments, the contact board. The tests follow one another on one server.
const gap = 'optoelectronics/led/substrate'
const address = `/gaps?gap=${encodeURIComponent(gap)}`
const api = `/api/v1/gaps/${encodeURIComponent(`gap:${gap}`)}`

const refused = { expected: /40[49]|422/ } // a refused write is part of the tests
const the = site()

test('of two editors the later one sees both values, and nothing is lost', async () => {
  const first = await the.open(address, refused)
  const second = await the.open(address, refused)
  for (const { page } of [first, second]) await page.getByRole('radio', { name: '指派' }).check()

  await first.page.getByText('补链', { exact: true }).last().click()
  await first.page.getByLabel('负责').last().fill('电子信息产业招商专班')
  await first.page.getByLabel('填写人').fill('专班')
  await first.page.getByRole('button', { name: '确认并指派' }).click()
  await first.page.getByRole('alert').getByText('必填').waitFor()
  await first.page.getByLabel('期限').last().fill('2099-12-31')
  await first.page.getByRole('button', { name: '确认并指派' }).click()
  await first.page.getByText('已指派，不变').waitFor()
  await shoot(first.page, 'decision')

  await second.page.getByText('强链', { exact: true }).last().click()
  await second.page.getByLabel('负责').last().fill('经信局')
  await second.page.getByLabel('期限').last().fill('2099-12-31')
  await second.page.getByLabel('理由').fill('先做强再补')
  await second.page.getByLabel('填写人').fill('经信局')
  await second.page.getByRole('button', { name: '确认并指派' }).click()
  const box = second.page.locator('.conflict')
  await box.getByText('专班 在您打开之后改过').waitFor()
  const text = await box.textContent()
  for (const value of ['电子信息产业招商专班', '经信局', '补链', '强链', '先做强再补'])
    assert.ok(text.includes(value), `the box lacks ${value}`)
  assert.equal((await the.ask(api)).owner, '电子信息产业招商专班')
  await box.scrollIntoViewIfNeeded()
  await shoot(second.page, 'decision-conflict')
  await accessible(second.page)
  await box.getByRole('radio', { name: '做法 对方' }).check()
  await box.getByRole('button', { name: '按所选保存' }).click()
  await box.waitFor({ state: 'detached' })
  await second.page.locator('.drawer').getByText('缺口“衬底”已指派：先做强再补').waitFor()
  const now = await the.ask(api)
  assert.deepEqual(
    [now.status, now.strategy, now.owner, now.decision, now.due],
    ['assigned', 'fill', '经信局', '先做强再补', '2099-12-31'],
  )

  await first.page.reload()
  await first.page.locator('tr.chosen').getByText('2099-12-31').waitFor()
  assert.deepEqual([...first.complaints, ...second.complaints], [])
  await first.close()
  await second.close()
})

test('what is typed stays while somebody else writes, and a comment is no conflict', async () => {
  const { page, complaints, close } = await the.open(address, refused)
  await page.getByRole('radio', { name: '推进' }).check()
  await page.getByLabel('理由').fill('已联系两家')
  await fetch(`${the.url}${api}/comments`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ text: '先核对 9 家', by: '招商人员' }),
  })
  await page.getByLabel('填写人').fill('经信局')
  await page.getByRole('textbox', { name: '写意见' }).fill('已核对 5 家')
  await page.getByRole('button', { name: '写意见' }).click()
  await page.locator('.comments').getByText('已核对 5 家').waitFor()
  await page.locator('.comments').getByText('先核对 9 家').waitFor()
  assert.equal(await page.getByLabel('理由').inputValue(), '已联系两家')
  await page.getByRole('button', { name: '推进', exact: true }).click()
  await page.getByText('推进中，不变').waitFor()
  assert.equal((await the.ask(api)).status, 'in_progress')
  await page.keyboard.press('Escape')
  assert.deepEqual(complaints, [])
  await close()
})

test('an old revision is read only', async () => {
  const { page, close } = await the.open(`${address}&as_of=2`, refused)
  await page.locator('.drawer').getByText('尚无决定').waitFor()
  assert.equal(await page.getByRole('button', { name: '保存' }).count(), 0)
  assert.equal(await page.getByRole('textbox', { name: '写意见' }).count(), 0)
  await close()
})

test('a candidate becomes a card, moves by the menu, and a rejected one keeps its reason', async () => {
  const { page, complaints, close } = await the.open(`/investment?gap=${encodeURIComponent(gap)}`, refused)
  const rows = page.locator('table.candidates > tbody > tr:not(.opened)')
  const reasons = page.locator('table.candidates tr.opened')
  await rows.first().waitFor()
  const name = (n) => rows.nth(n).locator('th b').getAttribute('title')
  const [kept, rejected] = [await name(0), await name(1)]
  const found = await the.ask(`/api/v1/gaps/${encodeURIComponent(`gap:${gap}`)}/candidates`)
  const { percent, high } = found.items[0]
  assert.equal(await rows.nth(0).locator('.score').textContent(), `${percent}–${high}`)
  assert.equal(await reasons.locator('.reasons tbody tr').count(), 7) // the first is open: a reason for each part
  assert.equal(
    await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
    0,
  )
  await shoot(page, 'investment-candidates')
  await accessible(page)
  await reasons.getByRole('button', { name: '建线索' }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('下一步').fill('核对信用代码、主营产品')
  await form.getByLabel('期限').fill('2099-12-05')
  await form.getByLabel('填写人').fill('招商专班')
  await shoot(page, 'contact-form')
  await accessible(page)
  await form.getByRole('button', { name: '保存' }).click()
  await form.waitFor({ state: 'detached' })
  await rows
    .nth(1)
    .getByRole('button', { name: / 的依据$/ })
    .click()
  await reasons.getByRole('button', { name: '否决' }).click()
  await form.getByRole('button', { name: '否决' }).click()
  await form.getByRole('alert').getByText('必填').waitFor()
  await form.getByLabel('理由').fill('主体不符')
  await form.getByRole('button', { name: '否决' }).click()
  await form.waitFor({ state: 'detached' })
  assert.equal(await rows.locator(`b[title="${rejected}"]`).count(), 0)
  await page.locator('.lines li', { hasText: rejected }).getByText('主体不符').waitFor()
  await shoot(page, 'investment-decided')

  await page.getByRole('tab', { name: /对接看板/ }).click()
  const column = (name) =>
    page.locator('.board section', { has: page.getByRole('heading', { name: new RegExp(`^${name}`) }) })
  await column('线索').getByText(kept).waitFor()
  await page.getByRole('button', { name: `操作 ${kept}` }).focus() // by keyboard alone
  await page.keyboard.press('Enter')
  await page.waitForFunction(
    () =>
      document.activeElement?.getAttribute('role') === 'menuitem' &&
      document.activeElement.textContent === '推进到接洽',
  ) // the first act has the focus
  await page.keyboard.press('Enter')
  await form.getByRole('radio', { name: '接洽' }).waitFor()
  assert.equal(await form.getByRole('radio', { name: '接洽' }).isChecked(), true)
  await form.getByRole('button', { name: '保存' }).press('Enter')
  await form.waitFor({ state: 'detached' })
  await column('接洽').getByText(kept).waitFor()
  assert.equal(await column('线索').locator('.card-item').count(), 0)
  await shoot(page, 'investment-board-filled')
  await accessible(page)
  await page.getByText('表格', { exact: true }).click()
  await page.locator('table.grid tbody tr', { hasText: kept }).getByText('核对信用代码、主营产品').waitFor()
  const board = await the.ask('/api/v1/contacts')
  assert.deepEqual(board.counts, { contact: 1, rejected: 1 })
  assert.deepEqual(complaints, [])
  await close()
})

test('two move one card: the later one sees both stages', async () => {
  const { page, close } = await the.open('/investment?tab=board', refused)
  const board = await the.ask('/api/v1/contacts')
  const card = board.items.find((c) => c.stage === 'contact')
  await page.getByRole('button', { name: `操作 ${card.enterprise.name}` }).click()
  await page.getByRole('menuitem', { name: '推进到洽谈' }).click()
  const other = await fetch(`${the.url}/api/v1/contacts`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      base: board.revision,
      gap: card.gap.id,
      enterprise: card.enterprise.id,
      stage: 'lead',
      next: card.next,
      due: card.due,
      by: '招商局',
    }),
  })
  assert.equal(other.status, 200)
  await page.getByLabel('填写人').fill('招商专班')
  await page.getByRole('dialog').getByRole('button', { name: '保存' }).click()
  const box = page.locator('.conflict')
  await box.getByText('招商局 在您打开之后改过').waitFor()
  assert.ok((await box.textContent()).includes('洽谈'))
  await box.getByRole('button', { name: '放弃我的' }).click()
  await page.locator('.board section').first().getByText(card.enterprise.name).waitFor()
  await close()
})

test('what an enterprise lacks stands on its page and leads to the gap', async () => {
  const { page, complaints, close } = await the.open('/enterprises/sanan-hubei', refused)
  const answer = await the.ask('/api/v1/enterprises/sanan-hubei/missing-inputs')
  await page.getByText(`${answer.total} 种投入品，本地和都市圈都没有 ${answer.items.length} 种`).waitFor()
  assert.equal(await page.locator('table.inputs > tbody > tr').count(), answer.total)
  await shoot(page, 'enterprise-inputs', { fullPage: true })
  await page.getByRole('button', { name: /^候选企业 衬底/ }).click() // the candidates of its gap, on the spot
  await page.locator('table.candidates .score').first().waitFor()
  assert.equal(
    await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
    0,
  )
  await accessible(page)
  await page
    .locator('table.inputs > tbody > tr', { hasText: '衬底' })
    .getByRole('link', { name: '推进中' })
    .first()
    .click()
  await page.waitForURL('**/gaps?gap=*')
  assert.deepEqual(complaints, [])
  await close()
})
