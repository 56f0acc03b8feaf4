import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accessible, shoot, site, tidy } from './page.mjs'

// Every number with a dotted line answers why, down to facts with their sources.
const the = site()
const panel = (page) => page.locator('.answer')
const num = (text) => Number(/-?\d+(\.\d+)?/.exec(text ?? '')?.[0])

/** Opens a label by keyboard, and closes it so that the focus comes back. */
async function asked(page, label, look) {
  await label.focus()
  await page.keyboard.press('Enter')
  await panel(page).locator('.answer-title').waitFor()
  await look(panel(page))
  await page.keyboard.press('Escape')
  await panel(page).waitFor({ state: 'detached' })
  assert.equal(await label.evaluate((e) => e === document.activeElement), true, 'Esc gives the focus back')
}

const tops = (answer) =>
  answer.locator(':scope > .steps').first().locator(':scope > li > .step-line .num').allTextContents()

for (const lang of ['zh', 'en']) {
  const view = (path) => path + (lang === 'en' ? `${path.includes('?') ? '&' : '?'}lang=en` : '')

  test(`the completeness of a chain, in ${lang}`, async () => {
    const { page, complaints, close } = await the.open(view('/chains/optoelectronics'))
    const { completeness } = await the.ask('/api/v1/chains/optoelectronics')
    const label = page.locator('.page-head .asks').first()
    await asked(page, label, async (answer) => {
      await answer.locator('.states-of').waitFor()
      await answer.locator('.states-of tr').nth(4).getByText(/[1-9]/).first().waitFor()
      await shoot(page, `why-completeness-${lang}`)
      const cells = await answer
        .locator('.states-of tr')
        .evaluateAll((rows) => rows.map((r) => [...r.querySelectorAll('td')].map((c) => c.textContent)))
      const weights = cells.map((c) => num(c[1]))
      assert.equal(
        cells.reduce((n, c) => n + num(c[0]), 0),
        completeness.total,
      )
      assert.equal(
        weights.reduce((a, b) => a + b, 0),
        completeness.weight_total,
      )
      assert.equal(weights[0] + weights[1], completeness.weight_covered)
      assert.equal(
        num(await answer.locator('.answer-title b').textContent()),
        Math.round((completeness.weight_covered / completeness.weight_total) * 100),
      )
      assert.equal(
        (await tops(answer)).map(num).reduce((a, b) => a + b, 0),
        completeness.weight_covered,
      )
      assert.equal(num(await answer.locator('.sum').first().textContent()), completeness.weight_covered)
      assert.match(await answer.textContent(), lang === 'en' ? /not “none exists”/ : /“未见”不等于“没有”/)
      await answer.locator('.unfold').first().click()
      await answer.locator('.facts-list .source').first().waitFor()
      await accessible(page)
      await tidy(page, `completeness ${lang}`)
    })
    assert.deepEqual(complaints, [])
    await close()
  })

  test(`the weight of a gap and its parts, in ${lang}`, async () => {
    const { page, complaints, close } = await the.open(view('/gaps'))
    for (const i of [0, 1, 2, 5]) {
      const label = page.locator('table.gaps td .asks').nth(i)
      const printed = await label.textContent()
      await asked(page, label, async (answer) => {
        assert.equal(num(await answer.locator('.answer-title b').textContent()).toFixed(1), printed)
        const parts = (await tops(answer)).map(num)
        assert.equal(parts.length, 4)
        assert.equal(
          parts.reduce((a, b) => a + b, 0).toFixed(1),
          printed,
          `${parts.join(' + ')} is printed as ${printed}`,
        )
      })
    }
    await page.goto(the.url + view('/gaps?gap=optoelectronics%2Fled%2Fsubstrate'))
    const table = page.locator('.drawer table.parts')
    await table.waitFor()
    const points = (await table.locator('td.num').allTextContents()).map(num)
    assert.equal(
      points.reduce((a, b) => a + b, 0).toFixed(1),
      (await page.locator('.drawer h3 .count').filter({ hasText: '/100' }).first().textContent()).split('/')[0],
    )
    await asked(page, table.locator('.asks').first(), async (answer) => {
      await answer.locator('.formula').first().waitFor()
      await answer.locator('.unfold').first().click()
      await answer.locator('.facts-list .source').first().waitFor()
      await shoot(page, `why-pull-${lang}`)
      await accessible(page)
      await tidy(page, `pull ${lang}`)
    })
    assert.equal(await page.locator('.drawer').count(), 1, 'Esc in the panel leaves the drawer open')
    assert.deepEqual(complaints, [])
    await close()
  })

  test(`criticality of a link, worst single stop, score of a target, definitions, in ${lang}`, async () => {
    const { page, complaints, close } = await the.open(
      view('/chains/optoelectronics?link=optoelectronics%2Fled%2Fepi'),
    )
    const { criticality } = await the.ask('/api/v1/links/link%3Aoptoelectronics%2Fled%2Fepi')
    const drawer = page.locator('.drawer')
    await drawer.locator('table.parts').waitFor()
    const points = (await drawer.locator('table.parts td.num').allTextContents()).map(num)
    assert.equal(points.reduce((a, b) => a + b, 0).toFixed(1), criticality.score.toFixed(1))
    await asked(page, drawer.locator('h3 .asks').first(), async (answer) => {
      assert.equal(
        (await tops(answer))
          .map(num)
          .reduce((a, b) => a + b, 0)
          .toFixed(1),
        criticality.score.toFixed(1),
      )
      await accessible(page)
    })
    await page.goto(the.url + view('/chains/optoelectronics?tab=gaps'))
    const why = await the.ask('/api/v1/chains/optoelectronics/why')
    const worst = page.getByRole('button', { name: lang === 'en' ? 'Worst single stop' : '最坏停一家' })
    await worst.waitFor()
    await asked(page, worst, async (answer) => {
      assert.equal(num(await answer.locator('.answer-title b').textContent()), Math.round(why.beside[0].value * 100))
    })
    await page.goto(the.url + view('/chains/optoelectronics?tab=targets'))
    await page.locator('table.targets .asks').first().waitFor()
    await asked(page, page.locator('table.targets .asks').first(), async (answer) => {
      await answer.locator('.steps').first().waitFor()
      assert.equal((await tops(answer)).length, 4)
    })
    await asked(
      page,
      page.getByRole('button', { name: lang === 'en' ? 'Chokepoints' : '卡点' }).first(),
      async (answer) => {
        assert.match(await answer.textContent(), /G-3/)
        await accessible(page)
      },
    )
    assert.deepEqual(complaints, [])
    await close()
  })
}

test('each row of the overview answers why, and what is 待补充 says how it is filled in', async () => {
  const { page, close } = await the.open('/')
  const { items } = await the.ask('/api/v1/chains')
  for (const i of [0, 5, 10]) {
    await asked(page, page.locator('table.overview .asks').nth(i), async (answer) => {
      await answer.locator('.sum').first().waitFor()
      assert.equal(num(await answer.locator('.sum').first().textContent()), items[i].completeness.weight_covered)
    })
  }
  await page.goto(`${the.url}/chains/optoelectronics`)
  const blanks = page.locator('.six-ones .blank')
  await blanks.first().waitFor()
  assert.equal(await blanks.locator('button').count(), await blanks.count(), 'every 待补充 has a way to add')
  const fill = blanks.locator('button').first()
  await fill.press('Enter')
  const form = page.locator('.ant-drawer.edit')
  await form.locator('.effects').waitFor()
  await accessible(page)
  await page.keyboard.press('Escape')
  await form.waitFor({ state: 'hidden' })
  assert.equal(await fill.evaluate((e) => e === document.activeElement), true, 'Esc gives the focus back')
  await close()
})

test('what cannot be read says so in the panel and can be asked for again', async () => {
  const { page, close } = await the.open('/gaps', { expected: /404|503/ })
  await page.route('**/why*', (route) =>
    route.fulfill({
      status: 503,
      contentType: 'application/problem+json',
      body: JSON.stringify({ code: 'store.unavailable', detail: 'away', request_id: 'r7' }),
    }),
  )
  await page.locator('table.gaps td .asks').first().click()
  await panel(page).getByText('请求号 r7').waitFor({ timeout: 20000 })
  await accessible(page)
  const again = page.waitForRequest('**/why*')
  await panel(page).getByRole('button', { name: '重试' }).click()
  await again
  await page.unroute('**/why*') // only now: the panel also asks again by itself, and the button goes
  await panel(page).locator('.answer-title').waitFor()
  await close()
})

test('a revision that is looked at is explained as of itself', async () => {
  const { page, close } = await the.open('/chains/optoelectronics?as_of=2')
  const asks = page.waitForRequest((r) => r.url().includes('/why') && r.url().includes('as_of=2'))
  await page.reload()
  await asks
  await close()
})
