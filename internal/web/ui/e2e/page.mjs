import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before } from 'node:test'
import { kept } from './accounts.mjs'
import { browse, start } from './server.mjs'

const shots = new URL('../screenshots/', import.meta.url).pathname

/** Keeps what a page looks like, for who looks at it: in CI nobody does. */
export const shoot = (page, name, how) => process.env.CI || page.screenshot({ path: `${shots}${name}.png`, ...how })

const axe = await readFile(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8')

/** A server, with further arguments, and a browser for the tests of one file. */
export function site(...more) {
  const site = {
    url: '',
    data: '',
    browser: undefined,
    open,
    ask: async (path) => (await fetch(site.url + path)).json(),
  }
  let server
  before(async () => {
    server = await start(...more)
    site.url = server.url
    site.data = server.data
    site.browser = await browse()
  })
  after(async () => {
    await site.browser?.close()
    assert.equal(await server?.stop(), 0, 'a stop by SIGTERM ends with 0')
  })

  /**
   * A page of its own person. Console errors, page errors and requests that leave the origin are complaints;
   * refused answers named in expected are not. With a cookie it is the page of who signed in.
   */
  async function open(path, { width = 1440, height = 900, scale = 1, expected = /404/, cookie } = {}) {
    const context = await site.browser.newContext({ viewport: { width, height }, deviceScaleFactor: scale })
    if (cookie) await context.addCookies([kept(site.url, cookie)])
    const page = await context.newPage()
    const complaints = []
    page.on('console', (m) => {
      if (m.type() === 'error' && !expected.test(m.text())) complaints.push(`console: ${m.text()}`)
    })
    page.on('pageerror', (e) => complaints.push(`error: ${e.message}`))
    page.on('request', (r) => {
      if (!r.url().startsWith(site.url) && !r.url().startsWith('data:') && !r.url().startsWith('blob:'))
        complaints.push(`leaves the origin: ${r.url()}`)
    })
    await page.goto(site.url + path)
    // A slow machine may be idle before there is a page.
    await page.locator('main h1, main .empty').first().waitFor()
    await page.waitForLoadState('networkidle')
    await page.waitForFunction(() => !document.querySelector('main .waiting')) // nor is what was read drawn at once
    return { page, complaints, close: () => context.close() }
  }
  return site
}

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
const besides = ['target-size', 'label-content-name-mismatch', 'scrollable-region-focusable', 'heading-order']

/** No finding of axe at WCAG 2.2 AA, nor of the rules that axe leaves off by itself. */
export async function accessible(page) {
  // Where the page is scrolled to, the head may cover half a row: that is no small target.
  await page.evaluate(() => window.scrollTo(0, 0))
  await page.evaluate(axe)
  const result = await page.evaluate(
    ([standards, besides]) => {
      const inStandards = globalThis.axe.getRules(standards).map((r) => r.ruleId)
      return globalThis.axe.run(document, {
        resultTypes: ['violations'],
        runOnly: { type: 'rule', values: [...inStandards, ...besides] },
      })
    },
    [standards, besides],
  )
  assert.deepEqual(
    result.violations.map(
      (v) =>
        `${v.id}: ${v.nodes
          .slice(0, 3)
          .map((n) => `${n.target} ${n.failureSummary}`)
          .join(' | ')}`,
    ),
    [],
  )
}

/** Nothing wider than the window, no words cut without an ellipsis, none under 12 px, one filled button a surface. */
export async function tidy(page, name = '') {
  const found = await page.evaluate(() => {
    const [small, cut] = [[], []]
    const told = (e) => `${e.tagName} ${e.className}: ${e.textContent.slice(0, 24)}`
    for (const element of document.querySelectorAll('body *')) {
      if (element.closest('svg') || ![...element.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()))
        continue
      const style = getComputedStyle(element)
      const box = element.getBoundingClientRect()
      if (style.visibility === 'hidden' || box.width === 0 || style.clipPath !== 'none') continue
      if (parseFloat(style.fontSize) < 12) small.push(`${told(element)} ${style.fontSize}`)
      const clipped =
        (style.overflowX === 'hidden' || style.overflowX === 'clip') &&
        element.scrollWidth > element.clientWidth + 1 &&
        style.textOverflow !== 'ellipsis'
      if (clipped && style.display !== 'inline' && !element.closest('.ant-select')) cut.push(told(element))
    }
    const surfaces = [...document.querySelectorAll('main, .ant-drawer, .ant-modal')]
    const filled = surfaces.map(
      (s) =>
        [...s.querySelectorAll('.ant-btn-primary:not([disabled])')].filter(
          (b) => b.closest('main, .ant-drawer, .ant-modal') === s && b.getClientRects().length,
        ).length,
    )
    const root = document.documentElement
    return { wide: root.scrollWidth - root.clientWidth, small, cut, filled: Math.max(0, ...filled) }
  })
  assert.ok(found.wide <= 0, `${name}: the page is ${found.wide} px wider than the window`)
  assert.deepEqual(found.small, [], `${name}: text under 12 px`)
  assert.deepEqual(found.cut, [], `${name}: text cut without an ellipsis`)
  assert.ok(found.filled <= 1, `${name}: ${found.filled} filled buttons on one surface`)
}
