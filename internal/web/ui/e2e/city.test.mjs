import assert from 'node:assert/strict'
import { test } from 'node:test'
import { everyCity } from './everycity.mjs'
import { site } from './page.mjs'

// A made-up city: two chains, ten firms, no pool, no coordinates.
const seeds = new URL('../../../../seeds/testdata/yunzhou', import.meta.url).pathname
const the = site('--seeds', seeds)

everyCity(the, {
  prefix: 'yunzhou-',
  pages: {
    overview: '/',
    chain: '/chains/tea',
    'chain-provisional': '/chains/plastic-pipes',
    'chain-link': '/chains/tea?link=tea%2Fmain%2Fextract',
    'chain-application': '/chains/tea?drawing=application',
    'chain-roadmap': '/chains/tea?drawing=roadmap',
    'chain-layout': '/chains/tea?drawing=layout',
    'chain-impact': '/chains/tea?link=tea%2Fmain%2Fcrude&drawing=impact',
    'chain-links': '/chains/tea?tab=links',
    'chain-gaps': '/chains/plastic-pipes?tab=gaps',
    'chain-targets': '/chains/tea?tab=targets',
    'chain-whatif': '/chains/tea?tab=whatif&fill=tea%2Fmain%2Fextract',
    'chain-changes': '/chains/tea?tab=changes',
    'chain-template': '/chains/tea/template',
    'overview-city': '/?view=city',
    gaps: '/gaps',
    'gaps-drawer': '/gaps?gap=tea%2Fmain%2Fextract',
    investment: '/investment?gap=tea%2Fmain%2Fextract',
    'investment-inputs': '/investment?tab=inputs&firm=xiangming',
    'investment-board': '/investment?tab=board',
    enterprises: '/enterprises',
    enterprise: '/enterprises/xiangming',
    data: '/data',
    lists: '/data?tab=lists',
    task: '/things/task%3Aextract-fill',
    history: '/history',
    'old-revision': '/?as_of=1',
  },
  chains: 2,
  chain: 'tea',
  link: 'tea/main/crude',
  targets: 'plastic-pipes',
  gaps: 'missing',
  firm: 'yunwu',
})

test('sellers and users stand apart with their role, and close no gap', async () => {
  const { page, complaints, close } = await the.open('/chains/tea?link=tea%2Fmain%2Fextract')
  const drawer = page.locator('.drawer')
  await drawer.getByRole('heading', { name: /销售、使用企业/ }).waitFor()
  const link = await the.ask('/api/v1/links/tea%2Fmain%2Fextract')
  assert.equal(link.coverage, 'missing')
  assert.deepEqual(link.local, [])
  assert.deepEqual(
    link.traders.map((x) => [x.enterprise.id, x.role]),
    [
      ['enterprise:mingshop', 'seller'],
      ['enterprise:xiangming', 'user'],
      ['enterprise:baishui', 'seller'],
    ],
  )
  const card = page.locator('g.card[data-id="link:tea/main/extract"]')
  assert.match(await card.textContent(), /名茶贸易.*销售/)
  assert.deepEqual(complaints, [])
  await close()
})

test('no page and no drawing of another city names the city that is built in', async () => {
  const { page, close } = await the.open('/')
  const said = []
  for (const path of ['/', '/chains/tea', '/gaps', '/investment', '/enterprises', '/data']) {
    await page.goto(the.url + path)
    await page.waitForLoadState('networkidle')
    said.push(await page.locator('body').textContent())
  }
  const { items } = await the.ask('/api/v1/chains')
  const { diagrams } = await the.ask('/api/v1/meta')
  assert.ok(diagrams.includes('structure'))
  for (const chain of items)
    for (const kind of ['structure', 'application', 'layout', 'roadmap', 'targets', 'portrait']) {
      const drawing = await fetch(`${the.url}/api/v1/diagrams/${kind}?format=svg&chain=${chain.id.split(':')[1]}`)
      assert.equal(drawing.status, 200, `${kind} of ${chain.id}`)
      said.push(await drawing.text())
    }
  for (const text of said) assert.doesNotMatch(text, /鄂州|武汉|湖北|葛店|Ezhou|Wuhan|Hubei/)
  assert.ok(said.some((text) => text.includes('云州')))
  await close()
})
