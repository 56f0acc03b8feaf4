import assert from 'node:assert/strict'
import { test } from 'node:test'
import { everyCity } from './everycity.mjs'
import { site } from './page.mjs'

const pages = {
  overview: '/',
  chain: '/chains/optoelectronics',
  'chain-provisional': '/chains/diamond-tools',
  'chain-link': '/chains/optoelectronics?link=optoelectronics%2Fled%2Fgallium',
  'chain-application': '/chains/optoelectronics?drawing=application',
  'chain-roadmap': '/chains/high-end-equipment?drawing=roadmap',
  'chain-layout': '/chains/optoelectronics?drawing=layout',
  'chain-impact': '/chains/high-end-equipment?link=high-end-equipment%2Flaser%2Fcnc&drawing=impact',
  'chain-links': '/chains/new-energy?tab=links',
  'chain-gaps': '/chains/new-energy?tab=gaps',
  'chain-targets': '/chains/new-energy?tab=targets&target=new-energy%2Fbattery%2Fcell',
  'chain-whatif': '/chains/new-energy?tab=whatif&fill=new-energy%2Fbattery%2Flithium',
  'chain-changes': '/chains/new-energy?tab=changes',
  'chain-changes-drawing': '/chains/new-energy?tab=changes&view=drawing',
  'overview-city': '/?view=city',
  gaps: '/gaps',
  'gaps-drawer': '/gaps?gap=new-energy%2Fbattery%2Flithium',
  investment: '/investment?gap=optoelectronics%2Fled%2Fsubstrate',
  'investment-inputs': '/investment?tab=inputs&firm=xinying',
  'investment-board': '/investment?tab=board',
  enterprises: '/enterprises',
  enterprise: '/enterprises/sanan-hubei',
  history: '/history',
  thing: '/things/park%3Agedian',
  nowhere: '/nowhere',
  'no-such-chain': '/chains/nowhere',
  'old-revision': '/?as_of=1',
}
const the = site()

everyCity(the, {
  pages,
  chains: 11,
  chain: 'optoelectronics',
  link: 'optoelectronics/optical/laser-chip',
  targets: 'new-energy',
  gaps: 'chokepoint',
  firm: 'sanan-hubei',
})

test('from a gap and from a link to what fails with it, by keyboard', async () => {
  const { page, complaints, close } = await the.open('/gaps?gap=optoelectronics%2Fled%2Fsubstrate')
  await page.locator('.ant-drawer').getByRole('link', { name: '在图上看' }).press('Enter')
  await page.waitForURL('**/chains/optoelectronics?link=*&drawing=impact')
  await page.locator('.sheet text', { hasText: '衬底若中断·影响图' }).waitFor()
  assert.equal(await page.locator('.sheet g.card[data-id^="link:"]').count(), 7) // the link and the six behind it
  await page
    .locator('.sheet a', { has: page.locator('g.card[data-id="link:optoelectronics/led/chip"]') })
    .press('Enter')
  await page.locator('.sheet text', { hasText: 'LED 芯片若中断·影响图' }).waitFor()
  await close()
  const link = await the.open('/chains/new-energy?link=new-energy%2Fbattery%2Fcell&lang=en')
  await link.page.locator('.ant-drawer').getByRole('button', { name: 'Show as a drawing' }).press('Enter')
  await link.page.locator('.sheet text', { hasText: 'Battery cells · Impact of a failure' }).waitFor()
  assert.deepEqual([...complaints, ...link.complaints], [])
  await link.close()
})

test('from overview to chain to link to gap to enterprise by mouse', async () => {
  const { page, complaints } = await the.open('/')
  await page.getByRole('link', { name: '光电子信息' }).first().click()
  await page.waitForURL('**/chains/optoelectronics')
  const card = page.locator('g.card[data-id="link:optoelectronics/led/epi"]')
  await card.waitFor()
  const transform = await page.locator('.sheet').evaluate((e) => e.style.transform)
  await card.click()
  await page.waitForURL('**link=optoelectronics%2Fled%2Fepi')
  const drawer = page.locator('.drawer')
  await drawer.getByRole('heading', { name: /外延片/ }).waitFor()
  assert.equal(
    await page.locator('.sheet').evaluate((e) => e.style.transform),
    transform,
    'opening the drawer moved the drawing',
  )
  await page.getByRole('button', { name: '下一个' }).click()
  await page.waitForURL('**link=optoelectronics%2Fled%2Fchip')
  await page.goto(`${the.url}/chains/optoelectronics?link=optoelectronics%2Fled%2Fsubstrate`)
  await drawer.getByRole('button', { name: '看缺口' }).click()
  await page.waitForURL('**/chains/*?tab=gaps&gap=*')
  await drawer.getByText('为什么是断点').waitFor()
  await drawer.getByRole('link', { name: '湖北三安光电有限公司' }).first().click()
  await page.waitForURL('**/enterprises/sanan-hubei')
  await page.getByRole('heading', { name: '湖北三安光电有限公司' }).waitFor()
  assert.deepEqual(complaints, [])
  await page.close()
})

test('the same by keyboard: search, cards in chain order, drawer, Esc', async () => {
  const { page } = await the.open('/')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('sagd')
  await page.getByRole('option', { name: /湖北三安/ }).waitFor()
  await page.keyboard.press('Enter')
  await page.waitForURL('**/enterprises/sanan-hubei')
  await page.goto(`${the.url}/chains/new-energy`)
  const first = page.locator('.sheet a').first()
  await first.waitFor()
  const order = await page.locator('.sheet g.card').evaluateAll((cards) => cards.map((c) => c.dataset.id))
  const links = (await (await fetch(`${the.url}/api/v1/chains/new-energy/structure`)).json()).links.map((l) => l.id)
  assert.deepEqual(order, links, 'Tab walks the cards in chain order')
  await first.focus()
  await page.keyboard.press('Enter')
  await page.waitForURL('**link=*')
  const one = page.url()
  const heading = page.locator('.drawer h2')
  const name = await heading.textContent()
  await page.keyboard.press('j')
  await page.waitForURL((u) => u.href !== one)
  await page.waitForFunction((old) => document.querySelector('.drawer h2')?.textContent !== old, name)
  await page.keyboard.press('k')
  await page.waitForURL((u) => u.href === one)
  await page.keyboard.press('Escape')
  await page.waitForURL((u) => !u.search.includes('link='))
  await page.close()
})

test('what a list leaves out is said, and unfolds', async () => {
  const { page, close } = await the.open('/chains/biomedicine?tab=links')
  const { links } = await the.ask('/api/v1/chains/biomedicine/structure')
  const full = links.find((l) => l.local.length > 3)
  const row = page.locator('table.links tbody tr', {
    has: page.getByRole('button', { name: full.name, exact: true }),
  })
  assert.equal(await row.locator('.firm').count(), 3)
  await row.getByRole('button', { name: `还有 ${full.local.length - 3} 项` }).click()
  assert.equal(await row.locator('.firm').count(), full.local.length)
  await close()
})

test('definitions say the weights as they are set', async () => {
  const { weights, revision } = await the.ask('/api/v1/weights')
  const gap = { ...weights.gap, pull: 35, lack: 20 }
  const body = { weights: { ...weights, gap, choke: { ...weights.choke, users: 4 } }, reason: '试排', base: revision }
  const headers = { 'Content-Type': 'application/json' }
  const set = await fetch(`${the.url}/api/v1/weights`, { method: 'POST', headers, body: JSON.stringify(body) })
  assert.equal(set.status, 200)
  const { page, complaints, close } = await the.open('/gaps')
  await page.keyboard.press('?')
  const glossary = page.locator('.glossary').first()
  await glossary.getByText('牵动 35（').waitFor()
  const text = await glossary.textContent()
  const { city, circle } = await the.ask('/api/v1/meta')
  for (const said of ['缺失 20', '直接供 4 个及以上环节', `${city}、${circle.zh}`])
    assert.ok(text.includes(said), said)
  assert.deepEqual(complaints, [])
  await close()
})
