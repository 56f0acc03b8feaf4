import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { accessible, shoot, site } from './page.mjs'
import { binary } from './server.mjs'

// What is said of enterprises, gaps and changes: nothing that nobody said. The tests follow one another on one server.
const the = site()
const run = promisify(execFile)
const chain = 'optoelectronics'
const at = (link) => `/api/v1/gaps/${encodeURIComponent(`gap:${chain}/${link}`)}`
const decide = async (link, body) => {
  const { revision: base } = await the.ask(at(link))
  const answer = await fetch(`${the.url}${at(link)}/decision`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ base, by: '市经信局', ...body }),
  })
  return { answered: answer.status, ...(await answer.json()) }
}

test('a maker known from the trade has no products of its link', async () => {
  const { page, complaints, close } = await the.open(
    `/chains/${chain}?link=${encodeURIComponent(`${chain}/led/substrate`)}`,
  )
  const makers = page.locator('.lines li', { hasText: '天岳先进' })
  await makers.getByText('按环节推断：“衬底”').first().waitFor()
  for (const text of await makers.allTextContents()) assert.doesNotMatch(text, /砷化镓|硅衬底|0\/0|企业名/)
  // A steel works is no maker of substrates.
  assert.equal(await page.locator('.lines li', { hasText: '鄂城钢铁' }).count(), 0)
  assert.deepEqual(complaints, [])
  await close()
})

test('makers elsewhere are elsewhere, and make what is needed', async () => {
  const { page, complaints, close } = await the.open('/enterprises/sanan-hubei')
  const row = page.locator('table.inputs tbody tr', { hasText: '衬底' }).first()
  await row.waitFor()
  const { items } = await the.ask('/api/v1/enterprises/sanan-hubei/missing-inputs')
  const input = items.find((i) => i.name === '衬底')
  const shown = await row.locator('td').nth(3).textContent()
  for (const c of input.candidates)
    if (!c.fits || ['local', 'circle'].includes(c.reach)) assert.ok(!shown.includes(c.short_name || c.name), c.name)
  assert.match(shown, /天岳先进/)
  assert.deepEqual(complaints, [])
  await close()
})

test('dismissed is not closed, and people’s decisions are nothing to verify', async () => {
  const before = (await the.ask('/api/v1/meta')).revision
  for (const link of ['led/screen', 'led/driver-ic'])
    assert.equal((await decide(link, { status: 'dismissed', reason: '武汉可采购' })).answered, 200)
  await fetch(`${the.url}${at('led/screen')}/comments`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ text: '年用量小', by: '专班' }),
  })
  const { page, complaints, close } = await the.open(`/chains/${chain}?tab=changes&from=${before}`)
  await page.getByText('忽略 2，仍是缺口，未关闭。').waitFor()
  const main = await page.locator('main').innerText()
  assert.match(main, /新增 0，关闭 0/)
  assert.match(main, /留言 1 条/)
  assert.equal((main.match(/仍是断点，未关闭/g) ?? []).length, 2)
  assert.ok(main.includes('人工决定'))
  assert.doesNotMatch(main, /好转|source:|inferred|\d\d:\d\dZ|驱动 IC\s*→\s*驱动 IC/)
  for (const row of await page.locator('table.changes tbody').allInnerTexts()) assert.doesNotMatch(row, /待核实|推测/)
  await shoot(page, 'changes-decisions')
  await accessible(page)
  const gaps = await the.open(`/chains/${chain}?tab=gaps&gap=${encodeURIComponent(`${chain}/led/screen`)}`)
  await gaps.page.locator('.drawer .handling').getByText('仍是断点，未关闭').waitFor()
  assert.deepEqual([...complaints, ...gaps.complaints], [])
  await gaps.close()
  await close()
})

test('a gap that stands no longer says what is true, and nothing can be decided on it', async () => {
  assert.equal((await decide('led/driver-ic', { status: 'confirmed' })).answered, 200)
  const file = join(the.data, 'made.json')
  const prov = { source: 'source:s8', as_of: '2026-02', confidence: 'media' }
  await writeFile(
    file,
    JSON.stringify({
      format: 'chainchief',
      version: 1,
      nodes: [],
      relations: [
        {
          type: 'OPERATES_IN',
          from: 'enterprise:sanan-hubei',
          to: `link:${chain}/led/driver-ic`,
          attrs: { role: 'maker', stage: 'production' },
          provenance: prov,
        },
      ],
    }),
  )
  await run(binary, ['import', file, '--data', the.data])
  const refusal = await decide('led/driver-ic', {
    status: 'assigned',
    owner: '市经信局',
    due: '2099-12-31',
    strategy: 'fill',
  })
  assert.deepEqual([refusal.answered, refusal.code], [422, 'decision.gap_lapsed'])
  const { page, complaints, close } = await the.open(`/gaps?gap=${encodeURIComponent(`${chain}/led/driver-ic`)}`)
  const drawer = page.locator('.drawer')
  await drawer.getByText('环节现为“有”').waitFor()
  assert.doesNotMatch(await drawer.locator('.chain-of-reasons').innerText(), /均未见企业/)
  await drawer.getByText('不能再确认、指派或闭环').waitFor()
  assert.equal(await drawer.getByRole('radio').count(), 0)
  await drawer.getByRole('textbox', { name: '写意见' }).waitFor()
  await shoot(page, 'gap-lapsed')
  await accessible(page)
  await page.goto(`${the.url}/chains/${chain}?tab=changes&from=1`)
  await page.getByText(/关闭 1。/).waitFor()
  assert.deepEqual(complaints, [])
  await close()
})
