// Writes the picture of a page that each README shows: node scripts/pictures.mjs FOLDER. It starts the built program
// (CHAINCHIEF_BIN, else bin/chainchief) on a free port of this machine with an empty data folder, which the program
// fills
// from the seeds, and takes a chain's gaps with the reason of one.
import { mkdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { browse, start } from '../e2e/server.mjs'

const folder = process.argv[2]
if (!folder) {
  console.error('usage: node scripts/pictures.mjs FOLDER')
  process.exit(2)
}

const address = '/gaps?chain=new-energy&gap=new-energy%2Fbattery%2Flithium'
const pictures = { 'page-gaps.png': address, 'page-gaps-en.png': `${address}&lang=en` }

await mkdir(folder, { recursive: true })
const server = await start()
let browser
try {
  browser = await browse()
  for (const [name, path] of Object.entries(pictures)) {
    const page = await browser.newPage({ viewport: { width: 1366, height: 768 }, reducedMotion: 'reduce' })
    await page.goto(server.url + path)
    await page.locator('table.gaps tbody tr').nth(9).waitFor()
    await page.locator('.ant-drawer-open', { hasText: 'G-1' }).waitFor() // the rule of the gap
    await page.waitForLoadState('networkidle')
    await page.evaluate(() => document.fonts.ready)
    const half = join(folder, `.half-${name}`) // a picture is whole or not there
    await page.screenshot({ path: half, animations: 'disabled', caret: 'hide' })
    await rename(half, join(folder, name))
    await page.close()
  }
} finally {
  await browser?.close()
  await server.stop()
}
