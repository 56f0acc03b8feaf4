import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { settle, twoChains } from './accounts.mjs'
import { accessible, shoot, site, tidy } from './page.mjs'
import { binary } from './server.mjs'

// What each role sees of one and the same thing: figures, reasons, contacts, drawings; and what is said of the rest.
const the = site()
const of = encodeURIComponent
const gap = 'optoelectronics/led/substrate'
const firm = '/enterprises/farley'
let people

/** A figure that its firm reported, for some eyes only; a talk with a firm; a comment. */
async function begin() {
  if (people) return
  people = await settle(the.url)
  const run = (...args) => execFileSync(binary, [...args, '--data', the.data, '--quiet'])
  const [whole, part] = ['whole', 'part'].map((name) => join(the.data, `${name}.json`))
  run('export', '--output', whole)
  const graph = JSON.parse(readFileSync(whole, 'utf8'))
  const figure = graph.nodes.find((n) => n.id === 'figure:farley-out')
  figure.attrs = { ...figure.attrs, visibility: 'confidential', value: 21.9 }
  const about = graph.relations.filter((r) => r.from === figure.id || r.to === figure.id)
  writeFileSync(part, JSON.stringify({ ...graph, nodes: [figure], relations: about }))
  run('import', part)
  await people.post('staff', `/gaps/${of(`gap:${gap}`)}/comments`, { text: '先去看看' })
  const { revision } = await people.ask('staff', '/history?limit=1')
  const card = { gap: `gap:${gap}`, enterprise: 'enterprise:sanan-hubei', stage: 'lead', base: revision }
  await people.post('staff', '/contacts', card)
}

async function as(role, path, look) {
  await begin()
  return the.open(path, { cookie: people.cookies[role], ...look })
}

test('a figure is exact for one, a band for another, and said to be one', async () => {
  for (const [role, lang, exact, said, head] of [
    ['leader', 'zh', true, '含保密数字的原值，查看记入审计', '范围 2 条链'],
    ['reader', 'zh', false, '保密数字按您的权限给区间', '区间值·带水印'],
    ['reader', 'en', false, 'Confidential figures are bands', 'Bands, watermarked'],
    ['staff', 'zh', false, '保密数字按您的权限给区间', '区间值·带水印'],
    ['keeper', 'zh', false, '保密数字按您的权限给区间', '区间值·带水印'],
  ]) {
    const { page, complaints, close } = await as(role, `${firm}${lang === 'en' ? '?lang=en' : ''}`)
    await page.getByText(said).waitFor()
    await page.locator('.head').getByText(head).waitFor()
    const text = await page.locator('body').innerText()
    assert.equal(text.includes('21.9'), exact, `${role}: the figure`)
    if (!exact) assert.match(text, lang === 'en' ? /CNY 1–5 billion/ : /10–50 亿元\s*区间/, `${role}: the band`)
    await shoot(page, `figure-${role}-${lang}`, { fullPage: true })
    await accessible(page)
    await tidy(page, `figures of ${role}`)
    assert.deepEqual(complaints, [])
    await close()
  }
})

test('a reason that would tell is said to be left out', async () => {
  for (const [role, hidden] of [
    ['leader', false],
    ['reader', true],
  ]) {
    const { page, complaints, close } = await as(role, '/history')
    await page.locator('table.grid tbody tr').nth(3).waitFor()
    assert.equal((await page.getByText('您的权限不显示原因').count()) > 0, hidden, role)
    await shoot(page, `history-${role}`)
    await accessible(page)
    assert.deepEqual(complaints, [])
    await close()
  }
})

test('who may not see the talks reads that they are not shown, not that there are none', async () => {
  for (const [role, seen] of [
    ['staff', true],
    ['reader', false],
  ]) {
    const { page, complaints, close } = await as(role, `/gaps?gap=${of(gap)}`)
    await page.locator('.drawer h3').getByText('意见').waitFor()
    const drawer = await page.locator('.drawer').innerText()
    assert.equal(drawer.includes('先去看看'), seen, `${role}: the comment`)
    assert.equal(drawer.includes('您的权限不显示意见'), !seen, `${role}: that it is not shown`)
    assert.equal(drawer.includes('还没有意见'), false, `${role}: that there is none`)
    await page.goto(`${the.url}/investment?gap=${of(gap)}`)
    await page.locator('table.candidates tbody tr').first().waitFor()
    const list = await page.locator('main').innerText()
    assert.equal(list.includes('您的权限不显示招商对接'), !seen, role)
    assert.equal(/未接触/.test(list), seen, `${role}: no contact`)
    await shoot(page, `candidates-${role}`)
    await accessible(page)
    await tidy(page, `candidates of ${role}`)
    assert.deepEqual(complaints, [])
    await close()
  }
})

test('a drawing says for whom it is, on the page and as a file', async () => {
  for (const [role, words, marked] of [
    ['leader', '精确值 · 新能源、光电子信息 · 示例岗位-leader', false],
    ['reader', '区间值 · 不含对接 · 全部 11 条链 · 示例岗位-reader', true],
  ]) {
    const { page, complaints, close } = await as(role, '/chains/optoelectronics')
    await page.locator('.sheet svg text').first().waitFor()
    const drawn = (await page.locator('.sheet svg text').allTextContents()).join('\n')
    assert.ok(drawn.includes(words), `${role}: the foot`)
    assert.equal((await page.locator('.sheet svg .watermark text').count()) > 0, marked, `${role}: the watermark`)
    await shoot(page, `drawing-${role}`)
    await page.getByRole('button', { name: '下载' }).click()
    const box = page.getByRole('checkbox', { name: '名称和时间' })
    assert.equal(await box.isChecked(), marked)
    await box.click()
    const link = page.locator('.ant-modal a[download]')
    assert.match(await link.getAttribute('href'), new RegExp(`watermark=${!marked}`))
    await shoot(page, `download-${role}`)
    await accessible(page)
    assert.deepEqual(complaints, [])
    await close()
  }
})

test('the overview of a chief with two chains is of these two', async () => {
  for (const lang of ['zh', 'en']) {
    const { page, complaints, close } = await as('leader', lang === 'en' ? '/?lang=en' : '/')
    await page.locator('table.overview tbody tr').nth(1).waitFor()
    assert.equal(await page.locator('table.overview tbody tr').count(), twoChains.length)
    await shoot(page, `overview-chief-${lang}`)
    await accessible(page)
    await tidy(page, 'overview of a chief')
    assert.deepEqual(complaints, [])
    await close()
  }
})
