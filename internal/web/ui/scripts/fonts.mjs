// Makes the font that drawings are measured and drawn with: Noto Sans SC, regular and bold, cut down to the characters
// of GB 2312, the signs that technical texts use, and every character that stands in the seeds and sources. The TrueType
// files go into the binary, the WOFF2 files to the page.
import { readFile, writeFile, mkdir, readdir } from 'node:fs/promises'
import { join, dirname, extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import subsetFont from 'subset-font'

const ui = join(dirname(fileURLToPath(import.meta.url)), '..')
const root = join(ui, '../../..')
const source = join(ui, 'node_modules/@expo-google-fonts/noto-sans-sc')
const weights = [['400Regular', 'Regular'], ['700Bold', 'Bold']]

function gb2312() {
  const decode = new TextDecoder('gbk')
  let text = ''
  for (let row = 0xa1; row <= 0xf7; row++) {
    for (let cell = 0xa1; cell <= 0xfe; cell++) text += decode.decode(Uint8Array.of(row, cell))
  }
  return text.replaceAll('\ufffd', '').replace(/[\ue000-\uf8ff]/g, '')
}

function range(from, to) {
  let text = ''
  for (let c = from; c <= to; c++) text += String.fromCodePoint(c)
  return text
}

async function texts(folder) {
  let all = ''
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isFile() && ['.yaml', '.csv', '.go'].includes(extname(entry.name)) && !entry.parentPath.includes('node_modules')) {
      all += await readFile(join(entry.parentPath, entry.name), 'utf8')
    }
  }
  return all
}

const wanted = new Set(
  range(0x20, 0x7e) + range(0xa0, 0xff) + range(0x370, 0x3ff) + range(0x2010, 0x2027) + range(0x2080, 0x2089) + range(0x2460, 0x2473) +
  '⁰¹²³⁴⁵⁶⁷⁸⁹℃‰→←↑↓≤≥≈±×÷√∞…—·' + range(0x3000, 0x3011) + range(0xff01, 0xff5e) + gb2312() + (await texts(join(root, 'seeds'))) + (await texts(join(root, 'internal'))))
const text = [...wanted].sort().join('')

await mkdir(join(ui, 'public/fonts'), { recursive: true })
for (const [folder, weight] of weights) {
  const files = await readdir(join(source, folder))
  const font = await readFile(join(source, folder, files.find((f) => f.endsWith('.ttf'))))
  const ttf = await subsetFont(font, text, { targetFormat: 'truetype' })
  await writeFile(join(root, `internal/scene/font/NotoSansSC-${weight}.ttf`), ttf)
  await writeFile(join(ui, `public/fonts/NotoSansSC-${weight}.woff2`), await subsetFont(font, text, { targetFormat: 'woff2' }))
  console.log(`NotoSansSC-${weight}.ttf: ${(ttf.length / 1e6).toFixed(2)} MB, ${text.length} characters`)
}
