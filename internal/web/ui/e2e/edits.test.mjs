import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { after, before, test } from 'node:test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { kept, settle } from './accounts.mjs'
import { shoot } from './page.mjs'
import { binary, browse, start } from './server.mjs'

// People fill in and correct facts where they stand: the form tells what saving does, asks what it rests on, and what
// was saved is taken back.
let server, browser
before(async () => {
  server = await start()
  browser = await browse()
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

async function open(path, lang = 'zh', width = 1440) {
  const page = await browser.newPage({ viewport: { width, height: 900 } })
  await page.addInitScript(() => localStorage.setItem('written-by', '数据员'))
  const faults = []
  page.on('console', (m) => m.type() === 'error' && !m.text().includes('status of 4') && faults.push(m.text()))
  page.on('pageerror', (e) => faults.push(String(e)))
  const query = lang === 'en' ? `${path.includes('?') ? '&' : '?'}lang=en` : ''
  await page.goto(server.url + path + query)
  return { page, faults }
}

function exported() {
  const out = join(server.data, 'export.json')
  execFileSync(binary, ['export', '--data', server.data, '-o', out])
  return JSON.parse(readFileSync(out, 'utf8'))
}
const facts = (x) => JSON.stringify({ nodes: x.nodes, relations: x.relations })

test('a blank of the six ones is filled in with a new source in four clicks, told before, and taken back', async () => {
  const was = facts(exported())
  const { page, faults } = await open('/chains/optoelectronics')
  let clicks = 0
  const click = async (what) => {
    clicks++
    await what.click()
  }
  const chief = page.locator('.six-ones > li').filter({ hasText: '一名链长' })
  await click(chief.getByRole('button', { name: '补充' }))
  const drawer = page.locator('.ant-drawer.edit')
  await drawer.getByLabel('职务').pressSequentially('示例职务甲')
  await page.locator('.ant-select-item-option', { hasText: '新建' }).waitFor()
  await page.keyboard.press('Enter')
  const effects = drawer.locator('.effects')
  await effects.getByText('示例职务甲').waitFor()
  assert.match(await effects.innerText(), /六个一待补充 \d → \d/)
  assert.match(await effects.innerText(), /按“待核实”试算/)
  assert.ok(await drawer.getByRole('button', { name: '保存', exact: true }).isDisabled(), 'saved without a source')
  assert.match(await drawer.innerText(), /还差：来源/)
  await click(drawer.getByRole('button', { name: '新来源' }))
  await drawer.getByLabel('标题').fill('关于调整重点产业链链长的通知（示例）')
  await drawer.getByLabel('文号').fill('示例〔2026〕1号')
  await drawer.getByLabel('数据截至').fill('2026-11')
  await click(drawer.getByText('公开文件', { exact: true }))
  await shoot(page, 'fill-1440-zh')
  const box = await effects.boundingBox()
  assert.ok(box && box.y + box.height <= 900, 'the effect is not wholly in view')
  await click(drawer.getByRole('button', { name: '保存', exact: true }))
  await page.locator('.undo-bar').waitFor()
  assert.ok(clicks <= 4, `${clicks} clicks`)
  await chief.getByText('示例职务甲').waitFor()
  await shoot(page, 'saved-1440-zh')
  await page.locator('.undo-bar').getByRole('button', { name: '撤销' }).click()
  await page.locator('.undo-bar').getByText('已由').waitFor()
  await chief.getByRole('button', { name: '补充' }).waitFor()
  assert.equal(facts(exported()), was, 'taken back, the graph is another one')
  assert.deepEqual(faults, [])
  await page.close()
})

test('two sessions on one enterprise: the second sees both values and chooses', async () => {
  const one = await open('/enterprises/sanan-hubei?form=edit')
  const two = await open('/enterprises/sanan-hubei?form=edit', 'zh', 1366)
  const type = async ({ page }, text) => {
    const drawer = page.locator('.ant-drawer.edit')
    await drawer.getByLabel('简称').fill(text)
    const source = drawer.getByRole('combobox', { name: '来源' })
    await source.pressSequentially('新华网')
    await page.locator('.ant-select-item-option:not(:has-text("新建"))').first().waitFor()
    await page.keyboard.press('Enter')
    await drawer.getByText('公开文件', { exact: true }).click()
    await drawer.getByLabel('数据截至').fill('2026-11')
    return drawer
  }
  const first = await type(one, '三安甲')
  const second = await type(two, '三安乙')
  await shoot(one.page, 'correct-1440-zh')
  await shoot(two.page, 'correct-1366-zh')
  await first.getByRole('button', { name: '保存', exact: true }).click()
  await one.page.locator('.undo-bar').waitFor()
  await second.getByRole('button', { name: '保存', exact: true }).click()
  const conflict = two.page.locator('.conflict')
  await conflict.waitFor()
  const text = await conflict.innerText()
  assert.match(text, /三安甲/)
  assert.match(text, /三安乙/)
  assert.match(text, /都改了/)
  const keep = conflict.getByRole('button', { name: '按所选保存' })
  assert.ok(await keep.isDisabled(), 'what both changed is chosen by itself')
  await shoot(two.page, 'conflict-1366-zh')
  await conflict.getByText('三安乙').click()
  await keep.click()
  await two.page.locator('.undo-bar').waitFor()
  const now = exported()
  const firm = now.nodes.find((n) => n.id === 'enterprise:sanan-hubei')
  assert.equal(firm.attrs.short_name, '三安乙')
  const kept = now.relations.filter((r) => r.type === 'SOURCED_FROM' && r.from === 'enterprise:sanan-hubei')
  assert.ok(
    kept.some((r) => r.attrs?.note?.includes('三安甲')),
    'the value that was not chosen is gone',
  )
  assert.deepEqual([...one.faults, ...two.faults], [])
  await one.page.close()
  await two.page.close()
})

test('a project is added where the link is, and what is typed stays over a reload', async () => {
  const { page, faults } = await open('/chains/optoelectronics?link=optoelectronics%2Fled%2Fsubstrate', 'en', 1366)
  await page.getByRole('button', { name: 'Add a project' }).click()
  const drawer = page.locator('.ant-drawer.edit')
  await drawer.getByRole('textbox', { name: 'Name', exact: true }).fill('示例衬底项目')
  await page.reload()
  await drawer.getByText('restored', { exact: false }).first().waitFor()
  assert.equal(await drawer.getByRole('textbox', { name: 'Name', exact: true }).inputValue(), '示例衬底项目')
  await shoot(page, 'project-1366-en')
  assert.deepEqual(faults, [])
  await page.close()
})

test('a link is put into the template by keys, drawn before it is saved, and taken back', async () => {
  const was = facts(exported())
  const { page, faults } = await open('/chains/optoelectronics?tab=links')
  await page.getByRole('button', { name: '改模板' }).click()
  const rows = page.locator('.template-tree tbody tr')
  await page.locator('[data-row="link:optoelectronics/led/gas"]').click()
  const before = await rows.count()
  await page.locator('.template-tree').getByRole('button', { name: /环节$/ }).first().click()
  await page.getByLabel('名称').fill('溅射靶材')
  assert.equal(await rows.count(), before + 1)
  const card = page.locator('.template-preview g.card.framed')
  await card.filter({ hasText: '溅射靶材' }).waitFor()
  assert.equal(await card.count(), 1, 'what is not changed is framed')
  const checks = page.getByRole('region', { name: '检查' })
  await checks.getByText('与别的环节没有供给关系：溅射靶材').waitFor()
  await page.getByRole('combobox', { name: '去向' }).pressSequentially('外延片')
  await page.keyboard.press('Enter')
  await checks.getByText('与别的环节没有供给关系').waitFor({ state: 'detached' })
  const own = page.locator('[data-row="new:1"]')
  const at = async () => (await rows.allInnerTexts()).findIndex((r) => r.includes('溅射靶材'))
  const place = await at()
  await own.focus()
  await page.keyboard.press('Alt+ArrowUp')
  assert.equal(await at(), place - 1)
  await page.keyboard.press('Alt+ArrowLeft')
  assert.match(await page.locator('tr', { has: own }).locator('th').getAttribute('class'), /at-1/)
  await page.keyboard.press('Alt+ArrowRight')
  await page.locator('.effects').getByText('因为分母变了').waitFor()
  await page.getByRole('combobox', { name: '来源' }).pressSequentially('新华网')
  await page.locator('.ant-select-item-option:not(:has-text("新建")):visible').first().waitFor()
  await page.keyboard.press('Enter')
  await page.getByText('行业常识', { exact: true }).click()
  await page.getByLabel('数据截至').fill('2026-11')
  await shoot(page, 'template-1440-zh')
  await page.getByRole('button', { name: '保存', exact: true }).click()
  await page.locator('.undo-bar').getByRole('button', { name: '撤销' }).click()
  await page.locator('.undo-bar').getByText('已由').waitFor()
  assert.equal(facts(exported()), was, 'taken back, the graph is another one')
  assert.deepEqual(faults, [])
  await page.close()
})

test('what others add to a template while one edits it stays', async () => {
  const { page, faults } = await open('/chains/optoelectronics/template')
  await page.locator('[data-row="link:optoelectronics/led/gas"]').click()
  await page.getByRole('radiogroup', { name: '必要程度' }).getByText('3', { exact: true }).click()
  await page.getByText('改动 1').waitFor()
  const { revision } = await (await fetch(`${server.url}/api/v1/meta`)).json()
  const written = await fetch(`${server.url}/api/v1/edits`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': 'template-of-others' },
    body: JSON.stringify({
      base: revision,
      nodes: [
        {
          ref: 'new:1',
          kind: 'Link',
          fields: Object.entries({
            name: '别人的环节',
            level: 'link',
            order: '9',
            stage: 'upstream',
            weight: '1',
          }).map(([name, value]) => ({ name, value })),
        },
      ],
      relations: [{ type: 'PART_OF', from: 'new:1', to: 'link:optoelectronics/led' }],
      basis: { source: 'source:s5', as_of: '2026-11', confidence: 'trade' },
      by: '别人',
    }),
  })
  assert.equal(written.status, 200, await written.clone().text())
  await page.reload() // the draft goes on, on what it was begun on
  await page.getByText('改动 1').waitFor()
  await page.getByRole('combobox', { name: '来源' }).pressSequentially('新华网')
  await page.locator('.ant-select-item-option:not(:has-text("新建")):visible').first().waitFor()
  await page.keyboard.press('Enter')
  await page.getByText('行业常识', { exact: true }).click()
  await page.getByLabel('数据截至').fill('2026-11')
  await page.getByRole('button', { name: '保存', exact: true }).click()
  await page.locator('.undo-bar').waitFor()
  const { nodes } = await (await fetch(`${server.url}/api/v1/chains/optoelectronics/template`)).json()
  assert.ok(
    nodes.some((n) => n.name === '别人的环节'),
    'what somebody else had added was taken away',
  )
  assert.equal(nodes.find((n) => n.id === 'link:optoelectronics/led/gas').weight, 3)
  assert.deepEqual(faults, [])
  await page.close()
})

test('who may not edit sees no button, and no form by its address', async () => {
  const { cookies } = await settle(server.url)
  const see = async (role) => {
    const context = await browser.newContext({ viewport: { width: 1366, height: 900 } })
    await context.addCookies([kept(server.url, cookies[role])])
    const page = await context.newPage()
    await page.goto(`${server.url}/chains/optoelectronics?form=unit`)
    await page.locator('.six-ones').waitFor()
    await page.waitForLoadState('networkidle')
    const seen = {
      buttons: await page.locator('.six-ones').getByRole('button', { name: '补充' }).count(),
      forms: await page.locator('.ant-drawer.edit').count(),
    }
    await context.close()
    return seen
  }
  assert.deepEqual(await see('reader'), { buttons: 0, forms: 0 })
  const keeper = await see('keeper')
  assert.ok(keeper.buttons > 0 && keeper.forms === 1, JSON.stringify(keeper))
})
