// Makes the font that drawings are measured and drawn with: Noto Sans SC, regular and bold, cut down to the characters
// of GB 2312 and of the state's table of standard characters, the signs that technical texts use, and every character
// that stands in the seeds, the sources and the page. The TrueType files go into the binary. The page gets the same
// characters in slices, of which a browser reads those that it needs: what the page says itself first, then by how
// often the seeds have it, then what people may type. When the outputs were made from the same characters by the same
// script and package, it does nothing.
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const script = fileURLToPath(import.meta.url)
const ui = join(dirname(script), '..')
const root = join(ui, '../../..')
const source = join(ui, 'node_modules/@expo-google-fonts/noto-sans-sc')
const stamp = join(ui, 'node_modules/.cache/fonts')
const slices = join(ui, 'src/fonts')
const weights = [
  ['400Regular', 'Regular', 400],
  ['700Bold', 'Bold', 700],
].map(([folder, name, weight]) => ({
  folder: join(source, folder),
  ttf: join(root, `internal/scene/font/NotoSansSC-${name}.ttf`),
  name,
  weight,
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

// What index.html asks for before any style is read.
const preloaded = new Set(
  [...(await readFile(join(ui, 'index.html'), 'utf8')).matchAll(/fonts\/([^"]+\.woff2)/g)].map((m) => m[1]),
)

// own are the names under which the machine of the reader may have the same font, as the desktops of Linux do: then
// no slice is read.
const own = (weight) =>
  ['NotoSansCJKsc', 'NotoSansSC', 'SourceHanSansSC'].map((family) => `local('${family}-${weight}'), `).join('')

// put never leaves half a file: a build may be reading it.
async function put(file, data) {
  await mkdir(dirname(file), { recursive: true })
  await writeFile(`${file}.part`, data)
  await rename(`${file}.part`, file)
}

async function make(text, cut) {
  const { default: subsetFont } = await import('subset-font')
  await rm(slices, { recursive: true, force: true })
  const faces = { used: '', rest: '' }
  for (const { folder, ttf, name, weight } of weights) {
    const full = await readFile(
      join(
        folder,
        (await readdir(folder)).find((f) => f.endsWith('.ttf')),
      ),
    )
    const small = await subsetFont(full, text, { targetFormat: 'truetype' })
    await put(ttf, small)
    let sum = 0
    for (const [part, list] of Object.entries(cut)) {
      for (const [i, slice] of list.entries()) {
        const file = `${name}-${part}-${i}.woff2`
        const data = await subsetFont(small, slice, { targetFormat: 'woff2' })
        await put(join(slices, file), data)
        sum += data.length
        faces[part] +=
          `@font-face { font-family: 'Noto Sans SC'; font-weight: ${weight}; font-display: swap; ` +
          `src: ${preloaded.has(file) ? '' : own(name)}url('./${file}') format('woff2'); ` +
          `unicode-range: ${ranges(slice)}; }\n`
      }
    }
    console.log(
      `fonts: ${[...text].length} characters asked for, ` +
        `${(small.length / 1e6).toFixed(2)} MB in ${ttf.slice(root.length + 1)}, ` +
        `${(sum / 1e6).toFixed(2)} MB in ${cut.used.length + cut.rest.length} slices for the page`,
    )
  }
  for (const [part, css] of Object.entries(faces)) await put(join(slices, `${part}.css`), css)
}

// ranges are the code points of characters as CSS says them.
function ranges(text) {
  const points = [...text].map((c) => c.codePointAt(0)).sort((a, b) => a - b)
  const runs = []
  for (const p of points) {
    if (runs.at(-1)?.[1] === p - 1) runs.at(-1)[1] = p
    else runs.push([p, p])
  }
  const hex = (p) => p.toString(16)
  return runs.map(([a, b]) => (a === b ? `U+${hex(a)}` : `U+${hex(a)}-${hex(b)}`)).join(', ')
}

const inSlice = { used: 110, rest: 300 }

// slicesOf cuts characters into slices: letters and signs, what the page says, what the seeds say, the rest in the
// order of the table, in which the common ones come first.
async function slicesOf(text) {
  const page = await texts(join(ui, 'src'), ['.ts', '.tsx'])
  const vocabulary = await texts(join(root, 'graph'), ['.go'])
  const drawings = await texts(join(root, 'internal'), ['.go'])
  const seeds = await texts(join(root, 'seeds'))
  const counts = new Map()
  const count = (of, weight) => {
    for (const c of of) counts.set(c, (counts.get(c) ?? 0) + weight)
  }
  count(page, 1e6)
  count(vocabulary, 1e4)
  count(drawings, 1)
  count(seeds, 1)
  const place = new Map([...(await standard())].map((c, i) => [c, i]))
  const all = [...text]
  const plain = all.filter((c) => c < '\u2e80' || (c >= '\u3000' && c <= '\u303f') || c >= '\uff00')
  const basic = new Set(plain.filter((c) => c <= '~' || c === '\u00a0' || counts.has(c)))
  const used = all.filter((c) => !basic.has(c) && counts.has(c)).sort((a, b) => counts.get(b) - counts.get(a))
  const rest = all
    .filter((c) => !basic.has(c) && !counts.has(c))
    .sort((a, b) => (place.get(a) ?? Infinity) - (place.get(b) ?? Infinity) || (a < b ? -1 : 1))
  const joined = (list) => list.map((of) => of.join(''))
  return {
    used: joined([[...basic], ...chunks(used, inSlice.used)]),
    rest: joined(chunks(rest, inSlice.rest)),
  }
}

function chunks(list, size) {
  const out = []
  for (let i = 0; i < list.length; i += size) out.push(list.slice(i, i + size))
  return out
}

const text = await characters()
const cut = await slicesOf(text)
const inputs = createHash('sha256')
  .update(text)
  .update(JSON.stringify(cut))
  .update(await readFile(script))
  .update(await readFile(join(source, 'package.json')))
  .digest('hex')
const made =
  weights.every((w) => existsSync(w.ttf)) &&
  existsSync(join(slices, 'rest.css')) &&
  existsSync(stamp) &&
  (await readFile(stamp, 'utf8')) === inputs
if (made) {
  console.log('fonts: nothing to do, the subsets hold every character in use')
} else {
  await make(text, cut)
  await put(stamp, inputs)
}
