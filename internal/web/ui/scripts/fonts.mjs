// Makes the font that drawings are measured and drawn with: Noto Sans SC, regular and bold, cut down to the characters
// of GB 2312 and of the state's table of standard characters, the signs that technical texts use, and every character
// that stands in the seeds, the sources and the page. The TrueType files go into the binary, the WOFF2 files to the page. When the outputs were made from the same
// characters by the same script and package, it does nothing.
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const script = fileURLToPath(import.meta.url)
const ui = join(dirname(script), '..')
const root = join(ui, '../../..')
const source = join(ui, 'node_modules/@expo-google-fonts/noto-sans-sc')
const stamp = join(ui, 'node_modules/.cache/fonts')
const weights = [
  ['400Regular', 'Regular'],
  ['700Bold', 'Bold'],
].map(([folder, weight]) => ({
  folder: join(source, folder),
  ttf: join(root, `internal/scene/font/NotoSansSC-${weight}.ttf`),
  woff2: join(ui, `public/fonts/NotoSansSC-${weight}.woff2`),
}))

function range(from, to) {
  let text = ''
  for (let c = from; c <= to; c++) text += String.fromCodePoint(c)
  return text
}

// gb2312 reads all code rows: signs, Greek, Cyrillic, and the 6,763 characters of levels 1 and 2.
function gb2312() {
  const decode = new TextDecoder('gbk')
  let text = ''
  for (let row = 0xa1; row <= 0xf7; row++) {
    for (let cell = 0xa1; cell <= 0xfe; cell++) text += decode.decode(Uint8Array.of(row, cell))
  }
  return text.replace(/[\ufffd\ue000-\uf8ff]/g, '')
}

// standard reads the characters that a name of a person or place in China may have, rare ones included.
async function standard() {
  const file = await readFile(join(root, 'internal/scene/standard.txt'), 'utf8')
  return file.replace(/^#.*$|\s/gm, '')
}

// texts reads every file below a folder whose name ends so; all files without a list.
async function texts(folder, endings) {
  if (!existsSync(folder)) return ''
  let all = ''
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory() && !['node_modules', 'dist', 'public', 'testdata'].includes(entry.name))
      all += await texts(path, endings)
    if (entry.isFile() && (!endings || endings.includes(extname(entry.name)))) all += await readFile(path, 'utf8')
  }
  return all
}

async function characters() {
  const signs = '·—…“”‘’《》〈〉「」『』【】、。，；：？！（）％‰℃±×÷≤≥≈≠∞√→←↑↓⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻₀₁₂₃₄₅₆₇₈₉₊₋'
  const blocks =
    range(0x20, 0x7e) +
    range(0xa0, 0xff) +
    range(0x391, 0x3c9) +
    range(0x401, 0x451) +
    range(0x2010, 0x2027) +
    range(0x2460, 0x2473) +
    range(0x3000, 0x3011) +
    range(0xff01, 0xff5e)
  const ours = (await texts(join(root, 'seeds'))) + (await texts(join(root, 'internal'), ['.go', '.ts', '.tsx']))
  const wanted = new Set(blocks + signs + gb2312() + (await standard()) + ours)
  return [...wanted]
    .filter((c) => c >= ' ' && c !== '\ufffd')
    .sort()
    .join('')
}

// put never leaves half a file: a build may be reading it.
async function put(file, data) {
  await mkdir(dirname(file), { recursive: true })
  await writeFile(`${file}.part`, data)
  await rename(`${file}.part`, file)
}

async function make(text) {
  const { default: subsetFont } = await import('subset-font')
  for (const { folder, ttf, woff2 } of weights) {
    const full = await readFile(
      join(
        folder,
        (await readdir(folder)).find((f) => f.endsWith('.ttf')),
      ),
    )
    const small = await subsetFont(full, text, { targetFormat: 'truetype' })
    await put(ttf, small)
    await put(woff2, await subsetFont(full, text, { targetFormat: 'woff2' }))
    console.log(
      `fonts: ${[...text].length} characters asked for, ` +
        `${(small.length / 1e6).toFixed(2)} MB in ${ttf.slice(root.length + 1)}`,
    )
  }
}

const text = await characters()
const inputs = createHash('sha256')
  .update(text)
  .update(await readFile(script))
  .update(await readFile(join(source, 'package.json')))
  .digest('hex')
const made =
  weights.every((w) => existsSync(w.ttf) && existsSync(w.woff2)) &&
  existsSync(stamp) &&
  (await readFile(stamp, 'utf8')) === inputs
if (made) {
  console.log('fonts: nothing to do, the subsets hold every character in use')
} else {
  await make(text)
  await put(stamp, inputs)
}
