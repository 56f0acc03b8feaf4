import assert from 'node:assert/strict'
import { test } from 'node:test'
import { site } from './page.mjs'

// One word has one number: what the pages count under the names of the glossary is what the API answers. (The drawings
// and the command line are compared in cmd/chainchief/counts_test.go.)
const the = site()
const api = (path) => the.ask(`/api/v1${path}`)
const post = async (path, body) => {
  const { revision } = await api('/meta')
  const answer = await fetch(`${the.url}/api/v1${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ base: revision, by: '专班', ...body }),
  })
  assert.equal(answer.status, 200, await answer.text())
}

/** The numbers that stand behind names in texts such as 缺口 187 已指派 2/15. */
async function counts(of) {
  const names = Object.fromEntries((await api('/meta')).terms.count.map((c) => [c.zh, c.code]))
  const longFirst = Object.keys(names).sort((a, b) => b.length - a.length)
  const pattern = new RegExp(`(?<!含)(${longFirst.join('|')})\\s*(\\d+)`, 'g') // 含弱项 55% is a share
  const found = {}
  for (const text of await of.allInnerTexts())
    for (const [, name, n] of text.replace(/\s+/g, ' ').matchAll(pattern)) {
      assert.ok(found[names[name]] === undefined || found[names[name]] === Number(n), `${name}: ${text}`)
      found[names[name]] = Number(n)
    }
  return found
}

/** What the API says of a chain, or of all together, by the names of counts. */
function said(chains) {
  const sum = (of) => chains.reduce((n, c) => n + of(c), 0)
  return {
    links: sum((c) => c.completeness.total),
    gaps: sum((c) => c.gaps_total),
    gaps_missing: sum((c) => c.gaps.missing ?? 0),
    gaps_weak: sum((c) => c.gaps.weak ?? 0),
    gaps_chokepoint: sum((c) => c.gaps.chokepoint ?? 0),
    gaps_assigned: sum((c) => c.gaps_assigned),
    gaps_dismissed: sum((c) => c.gaps_dismissed),
    six_ones_blank: sum((c) => c.six_ones_blank),
  }
}

function agree(found, want, names) {
  for (const name of names) assert.equal(found[name], want[name], name)
}

test('the pages count what the API counts, after people decided', async () => {
  const chain = 'optoelectronics'
  const { items } = await api(`/gaps?chain=${chain}&limit=200`)
  const [first, second, third, fourth] = items
  const at = (g) => `/gaps/${encodeURIComponent(g.id)}`
  const taken = { owner: '市经信局', due: '2099-12-31', strategy: 'fill' }
  await post(`${at(first)}/decision`, { status: 'dismissed', reason: '不需要' })
  await post(`${at(second)}/decision`, { status: 'dismissed', reason: '不需要' })
  await post(`${at(third)}/decision`, { status: 'assigned', ...taken })
  await post(`${at(fourth)}/decision`, { status: 'assigned', ...taken })
  await post(`${at(fourth)}/decision`, { status: 'in_progress', ...taken })
  const candidates = await api(`${at(third)}/candidates`)
  for (const c of candidates.items.slice(0, 2))
    await post('/contacts', { gap: third.id, enterprise: c.id, stage: 'lead' })

  const chains = (await api('/chains')).items
  const city = said(chains)
  const own = chains.find((c) => c.id === `chain:${chain}`)
  assert.deepEqual([own.gaps_dismissed, own.gaps_assigned], [2, 2])
  assert.equal(city.gaps, (await api('/gaps?status=open')).total)
  const proposed = (await api('/gaps?status=proposed')).total

  const overview = await the.open('/')
  agree(await counts(overview.page.locator('.page-head .facts > span')), city, ['links', 'gaps', 'gaps_assigned'])
  agree(await counts(overview.page.locator('.page-head .facts')), city, ['gaps_dismissed'])
  agree(await counts(overview.page.locator('#decide')), { ...city, gaps_proposed: proposed }, [
    'gaps_proposed',
    'six_ones_blank',
  ])
  const rows = overview.page.locator('table.overview tbody tr')
  for (const [i, c] of chains.entries()) {
    const cells = await rows.nth(i).locator('td.num').allInnerTexts()
    const kinds = ['missing', 'weak', 'chokepoint', 'blocked'].map((k) => String(c.gaps[k] ?? '–'))
    assert.deepEqual(cells, [...kinds, `${c.gaps_assigned}/${c.gaps_total}`], c.id)
  }
  assert.deepEqual(overview.complaints, [])
  await overview.close()

  for (const c of chains) {
    const { page, close } = await the.open(`/chains/${c.id.slice('chain:'.length)}?tab=gaps`)
    agree(await counts(page.locator('.page-head .facts > span')), { ...said([c]), enterprises: c.enterprises }, [
      'links',
      'gaps',
      'gaps_missing',
      'gaps_weak',
      'gaps_chokepoint',
      'enterprises',
    ])
    await page.getByRole('tab', { name: `缺口 ${c.gaps_total}`, exact: true }).waitFor()
    await page.getByRole('tab', { name: `环节 ${c.completeness.total}`, exact: true }).waitFor()
    assert.equal(await page.locator('table.gaps tbody').first().locator('tr').count(), c.gaps_total, c.id)
    await close()
  }

  const gaps = await the.open('/gaps')
  const head = await counts(gaps.page.locator('.page-head .facts > span'))
  agree(head, { ...city, gaps_proposed: proposed, gaps_overdue: 0 }, [
    'gaps',
    'gaps_proposed',
    'gaps_assigned',
    'gaps_dismissed',
    'gaps_overdue',
  ])
  agree(await counts(gaps.page.locator('.filters .kind')), city, ['gaps_missing', 'gaps_weak', 'gaps_chokepoint'])
  assert.match(await gaps.page.locator('.filters').first().innerText(), new RegExp(`全部 ${city.gaps}(\\D|$)`))
  const groups = await gaps.page.locator('table.gaps').first().locator('tr.group').allInnerTexts()
  for (const c of chains) {
    const group = groups.find((text) => text.startsWith(c.name)).replace(/\s+/g, ' ')
    assert.ok(group.endsWith(`已指派 ${c.gaps_assigned}/${c.gaps_total}`), group)
    assert.equal(Number(group.match(/\d+/)[0]), c.gaps_total, group)
  }
  await gaps.close()

  const board = await api('/contacts')
  const investment = await the.open('/investment')
  agree(
    await counts(investment.page.locator('.page-head .facts > span')),
    { gaps: city.gaps, contacts: board.contacts, contacts_rejected: board.contacts_rejected },
    ['gaps', 'contacts', 'contacts_rejected'],
  )
  assert.equal(board.contacts, 2)
  await investment.close()
  const of = await the.open(`/investment?gap=${encodeURIComponent(third.id.slice('gap:'.length))}`)
  await of.page.locator('table.candidates').waitFor()
  const now = await api(`${at(third)}/candidates?limit=200`)
  agree(
    await counts(of.page.locator('main .facts')),
    { candidates: now.candidates, candidates_distant: now.distant, candidates_vetoed: now.rejected.length },
    ['candidates', 'candidates_distant', 'candidates_vetoed'],
  )
  await of.close()
})

test('the page of an enterprise and the list of enterprises count what the API counts', async () => {
  const { items } = await api('/enterprises?reach=local&limit=200')
  const firms = items.filter((e) => e.inputs > 0).slice(0, 3)
  assert.equal(firms.length, 3)
  for (const e of firms) {
    const { page, close } = await the.open(`/enterprises/${encodeURIComponent(e.id.slice('enterprise:'.length))}`)
    const inputs = await api(`/enterprises/${encodeURIComponent(e.id)}/missing-inputs`)
    assert.deepEqual([inputs.total, inputs.items.length], [e.inputs, e.inputs_missing])
    await page.getByText(`${e.inputs} 种投入品，本地和都市圈都没有 ${e.inputs_missing} 种`).waitFor()
    const one = await api(`/enterprises/${encodeURIComponent(e.id)}`)
    agree(await counts(page.locator('.page-head .facts > span')), { projects: one.projects.length }, ['projects'])
    await close()
  }
  for (const c of (await api('/chains')).items.slice(0, 3)) {
    const { page, close } = await the.open(`/enterprises?chain=${c.id.slice('chain:'.length)}`)
    await page.getByRole('heading', { name: `企业 ${c.enterprises}`, exact: true }).waitFor()
    await close()
  }
})
