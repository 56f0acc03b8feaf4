import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accessible, shoot, site, tidy } from './page.mjs'

// An earlier moment: nothing of today in it, nothing to write; choosing it by day; taking back. The tests follow one
// another on one server.
const the = site()
const gap = 'optoelectronics/led/substrate'
const firm = 'enterprise:sanan-hubei'
const then = 'r2' // the seeds and their gaps, before anybody wrote

async function post(path, body) {
  const answer = await fetch(`${the.url}/api/v1${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
  assert.equal(answer.status, 200, await answer.clone().text())
  return answer.json()
}

test('招商 in the past shows what stood then, and nothing to write', async () => {
  const before = await the.ask('/api/v1/gaps')
  const id = encodeURIComponent(`gap:${gap}`)
  await post(`/gaps/${id}/decision`, { base: 2, status: 'dismissed', reason: '本市不做', by: '市经信局' })
  await post('/contacts', { base: 3, gap: `gap:${gap}`, enterprise: firm, stage: 'lead', by: '招商专班' })
  const asked = []
  const { page, complaints, close } = await the.open('/')
  page.on('request', (r) => r.url().includes('/api/v1/') && asked.push(new URL(r.url())))
  await page.goto(`${the.url}/investment?tab=board&as_of=${then}`)
  await page.getByText('正在看 r2').waitFor()
  await page.getByText('还没有对接').or(page.locator('main .empty')).first().waitFor()
  assert.equal(await page.locator('.card-item').count(), 0, 'the card of later')
  const head = page.locator('.page-head .facts')
  await head.getByText(String(before.total)).waitFor() // the dismissed one is still to be filled
  await page.goto(`${the.url}/investment?gap=${encodeURIComponent(gap)}&as_of=${then}`)
  await page.locator('table.candidates .score').first().waitFor()
  const found = await the.ask(`/api/v1/gaps/${id}/candidates?as_of=${then}`)
  assert.equal(
    await page.locator('table.candidates .score').first().textContent(),
    `${found.items[0].percent}–${found.items[0].high}`,
  )
  for (const name of ['建线索', '否决', '权重'])
    assert.equal(await page.getByRole('button', { name }).count(), 0, name)
  await shoot(page, 'past-investment')
  const ofNow = ['/api/v1/meta', '/api/v1/session'] // whatever moment is looked at
  const today = asked.filter((u) => u.searchParams.get('as_of') !== then && !ofNow.includes(u.pathname))
  assert.deepEqual(today.map(String), [], 'asked for today')
  await page.goto(`${the.url}/investment?tab=board`)
  await page.locator('.card-item').waitFor() // today it is there
  assert.deepEqual(complaints, [])
  await close()
})

const pages = [
  '/',
  '/chains/optoelectronics',
  '/chains/optoelectronics?tab=links&link=optoelectronics%2Fled%2Fchip',
  '/chains/optoelectronics?tab=gaps&gap=optoelectronics%2Fled%2Fsubstrate',
  '/chains/optoelectronics?tab=targets',
  '/chains/optoelectronics?tab=changes',
  '/gaps',
  '/investment',
  '/investment?tab=inputs',
  '/investment?tab=board',
  '/enterprises',
  '/enterprises/sanan-hubei',
  '/history',
  '/history?set=2&undo=2',
  '/history?tab=changes',
  '/things/park%3Agedian',
]

/** Presses a button, also one that lies under a drawer, and counts the forms that stand there then. */
async function pressed(i) {
  const button = document.querySelector(`[data-try="${i}"]`)
  if (!button?.getClientRects().length) return undefined
  button.click()
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
  const says = (what, text) => [...document.querySelectorAll(what)].filter((e) => e.textContent.includes(text)).length
  return document.querySelectorAll('form.form').length + says('[role=menuitem]', '推进') + says('label', '填写人')
}

test('no page in the past has a button that writes', async () => {
  await post('/contacts', {
    base: 4,
    gap: `gap:${gap}`,
    enterprise: firm,
    stage: 'rejected',
    reason: '不合',
    by: '招商专班',
  })
  const { page, close } = await the.open('/', { expected: /./ })
  const written = []
  page.on('request', (r) => r.method() === 'POST' && written.push(r.url()))
  let tried = 0
  for (const path of pages) {
    const address = `${the.url}${path}${path.includes('?') ? '&' : '?'}as_of=5` // the newest, yet named
    await page.goto(address)
    await page.locator('main h1, main .empty').first().waitFor()
    await page.waitForFunction(() => !document.querySelector('main .waiting'))
    // One of each kind: what differs only in whom it names does the same.
    const kinds = await page.evaluate(() => {
      const seen = new Set()
      const scope = [...document.querySelectorAll('main, .ant-drawer')]
      const all = scope.flatMap((s) => [...s.querySelectorAll('button:not([disabled])')])
      all.forEach((b, i) => b.setAttribute('data-try', String(i)))
      return all.flatMap((b, i) => {
        const name = b.getAttribute('aria-label') ?? b.textContent
        const icon = b.querySelector('[data-icon]')?.getAttribute('data-icon') ?? ''
        const kind = [
          b.className,
          icon,
          b.closest('[class]:not(button)')?.className,
          b.closest('td')?.cellIndex ?? b.textContent.slice(0, 2),
        ].join()
        return seen.has(kind) || !b.getClientRects().length ? [] : (seen.add(kind), [[i, name]])
      })
    })
    for (const [i, name] of kinds) {
      if (/回到现在|全屏|下载|载入/.test(name)) continue // leaves the past, or writes a file here
      const forms = await page.evaluate(pressed, i)
      if (forms === undefined) continue
      tried++
      assert.equal(forms, 0, `${path}: “${name}” opens a form`)
      if (page.url() !== address) await page.keyboard.press('Escape')
    }
    assert.equal(await page.getByLabel('填写人').count(), 0, path)
  }
  assert.deepEqual(written, [])
  assert.ok(tried > 60, `only ${tried} buttons were tried`)
  await close()
})

test('a moment is chosen by day or by revision, and all revisions can be reached', async () => {
  for (let i = 0; i < 40; i++)
    await post(`/gaps/${encodeURIComponent(`gap:${gap}`)}/comments`, { text: `第 ${i} 条`, by: '甲' })
  const { page, complaints, close } = await the.open('/gaps', { expected: /404/ })
  const head = (await the.ask('/api/v1/meta')).revision
  await page.getByRole('button', { name: `版本 r${head}` }).click()
  const list = page.locator('.ant-popover .revisions')
  await list.getByText(`r${head}`, { exact: true }).waitFor()
  assert.equal(await list.getByText('r2', { exact: true }).count(), 0)
  await list.getByRole('button', { name: '更早的' }).click()
  await list.getByText('r2', { exact: true }).waitFor()
  await shoot(page, 'revisions')
  await accessible(page)
  await list.getByRole('button', { name: 'r2', exact: true }).click()
  await page.waitForURL(/as_of=r2/)
  await page.getByText(/正在看 r2·\d{4}-\d\d-\d\d 的内容，只读/).waitFor()
  // Days are those of Beijing, wherever this runs and whatever the hour.
  const today = new Date(Date.now() + 8 * 3600 * 1000).toISOString().slice(0, 10)
  await page.getByRole('button', { name: '版本 r2' }).click()
  await page.getByLabel('某日末：日期').fill(today)
  await page.waitForURL(new RegExp(`as_of=${today}`))
  await page.getByText(`正在看 r${head}·${today}`).waitFor()
  await page.getByRole('button', { name: '回到现在' }).click()
  await page.waitForURL((u) => !u.search.includes('as_of'))
  assert.deepEqual(complaints, [])
  await close()
})

test('changes are compared by days: since the month end, and what is odd is said', async () => {
  const { page, complaints, close } = await the.open('/chains/optoelectronics?tab=changes')
  const head = (await the.ask('/api/v1/meta')).revision
  const line = page.locator('.compared')
  // The record began today: the month end before lies before it.
  await line.getByText(new RegExp(`比较 r1·.* 与 r${head}·.*，以当日末为准`)).waitFor()
  await line.getByText(/记录从 .*（r1）开始，由此比起/).waitFor()
  await page.getByText('自上月底').first().waitFor()
  await shoot(page, 'changes-dates')
  await tidy(page, 'changes')
  await accessible(page)
  await page.getByText(/^自上季末/).click()
  await page.waitForURL(/from=\d{4}-\d\d-\d\d/)
  await page.goto(`${the.url}/chains/optoelectronics?tab=changes&from=r3&to=r2`)
  await page.getByText('起止颠倒，已对调').waitFor()
  await line.getByText(/比较 r2·.* 与 r3·/).waitFor()
  await page.goto(`${the.url}/chains/optoelectronics?tab=changes&from=r${head}`)
  await page.getByText('这段时间没有变化').waitFor()
  await page.getByRole('link', { name: new RegExp(`r${head}`) }).waitFor()
  await page.goto(`${the.url}/?since=2001-01-31`)
  await page.getByRole('columnheader', { name: '自 2001-01-31' }).waitFor()
  assert.deepEqual(complaints, [])
  await close()
})

test('what was just saved can be taken back on the spot, with a reason', async () => {
  const { page, complaints, close } = await the.open('/gaps?gap=new-energy%2Fbattery%2Flithium')
  const { items: gaps } = await the.ask('/api/v1/gaps?limit=200')
  const open = gaps.filter((g) => g.status !== 'dismissed').length
  await page.getByRole('radio', { name: '忽略' }).check()
  await page.getByLabel('理由').fill('点错')
  await page.getByLabel('填写人').fill('新能源专班')
  await page.getByRole('button', { name: '忽略', exact: true }).click()
  const saved = page.locator('.drawer .saved').first()
  await saved.getByText('已保存').waitFor()
  await saved.getByRole('link', { name: '看记录' }).waitFor()
  await saved.getByRole('button', { name: '撤销' }).click()
  const dialog = page.getByRole('dialog', { name: /^撤销 r\d+/ })
  await dialog.getByText('已忽略').first().waitFor()
  await dialog.getByText(`缺口 ${open - 1} → ${open}`).waitFor() // a dismissed one is none
  await shoot(page, 'undo-saved')
  await accessible(page)
  await dialog.getByRole('button', { name: '撤销这 1 项' }).click()
  await dialog.getByRole('alert').getByText('必填').waitFor()
  await dialog.getByLabel('理由').fill('再议')
  await dialog.getByRole('button', { name: '撤销这 1 项' }).click()
  await dialog.waitFor({ state: 'detached' })
  await saved.getByText(/已由 r\d+ 撤销/).waitFor()
  const now = await the.ask(`/api/v1/gaps/${encodeURIComponent('gap:new-energy/battery/lithium')}`)
  assert.deepEqual([now.status, now.decision], ['proposed', undefined])
  assert.deepEqual(complaints, [])
  await close()
})

test('记录 takes back what one’s own post wrote, and says what stays and why', async () => {
  const id = encodeURIComponent(`gap:${gap}`)
  const base = (await the.ask('/api/v1/meta')).revision
  const mine = await post(`/gaps/${id}/decision`, { base, status: 'confirmed', reason: '重开', by: '新能源专班' })
  const { page, complaints, close } = await the.open('/history', { expected: /409/ })
  await page.evaluate(() => localStorage.setItem('written-by', '新能源专班'))
  await page.reload()
  await page.getByText('本岗位（新能源专班）的可撤销').waitFor()
  assert.equal(await page.getByRole('button', { name: '撤销 r2', exact: true }).count(), 0, 'of the system')
  await page.getByRole('button', { name: `撤销 r${mine.written}`, exact: true }).click()
  const drawer = page.locator('.ant-drawer')
  await drawer.getByText('会收回').waitFor()
  await drawer.getByLabel('理由').fill('点错')
  // Meanwhile somebody else decides anew.
  await post(`/gaps/${id}/decision`, { base: mine.revision, status: 'dismissed', reason: '不做', by: '链长办' })
  await drawer.getByRole('button', { name: '撤销这 1 项' }).click()
  await drawer.getByText('链长办 刚刚改过其中的内容').waitFor()
  await drawer.getByText('收不回').waitFor()
  await drawer.getByText(/链长办又改过（r\d+），以后者为准/).waitFor()
  assert.equal(await drawer.getByRole('button', { name: '撤销其中 0 项' }).isDisabled(), true)
  assert.equal(await drawer.getByLabel('理由').inputValue(), '点错')
  await shoot(page, 'undo-record')
  await tidy(page, 'undo')
  await accessible(page)
  assert.deepEqual(complaints, [])
  await close()
})
