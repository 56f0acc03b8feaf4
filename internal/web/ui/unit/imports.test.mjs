import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const src = fileURLToPath(new URL('../src', import.meta.url))
const schema = 'api/schema.d.ts' // made from the OpenAPI file by npm run types
const files = [schema, ...readdirSync(src, { recursive: true }).filter((f) => /\.tsx?$/.test(f) && f !== schema)]

/** The modules of the page that a file imports, types included. */
function importsOf(file) {
  const { importedFiles } = ts.preProcessFile(readFileSync(join(src, file), 'utf8'))
  const own = importedFiles.map((i) => i.fileName).filter((name) => name.startsWith('.') && !name.endsWith('.css'))
  return own.map((name) => {
    const path = relative(src, join(src, dirname(file), name))
    const found = [path, `${path}.ts`, `${path}.tsx`, `${path}.d.ts`, join(path, 'index.ts')].find((p) =>
      files.includes(p),
    )
    return found ?? assert.fail(`${file} imports ${name}, which is not there`)
  })
}

const graph = new Map(files.filter((f) => f !== schema).map((f) => [f, importsOf(f)]))

/** The page that a file belongs to: pages/Gaps.tsx and pages/gaps/Decision.tsx are both of gaps. */
const pageOf = (file) => /^pages\/(\w+)/.exec(file)?.[1].toLowerCase()

function foreign(graph) {
  const found = []
  for (const [file, imports] of graph) {
    if (file === 'app/pages.ts') continue // leads to every page
    for (const to of imports) if (pageOf(to) && pageOf(to) !== pageOf(file)) found.push(`${file} → ${to}`)
  }
  return found
}

/** A circle of imports, as the files on it; undefined when there is none. */
function circle(graph) {
  const done = new Set()
  const walk = (file, path) => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file]
    if (done.has(file)) return undefined
    for (const to of graph.get(file) ?? []) {
      const found = walk(to, [...path, file])
      if (found) return found
    }
    done.add(file)
    return undefined
  }
  for (const file of graph.keys()) {
    const found = walk(file, [])
    if (found) return found
  }
  return undefined
}

test('imports are read', () => {
  assert.ok(graph.get('app/pages.ts').includes('pages/Overview.tsx'))
  assert.ok(graph.get('main.tsx').includes('app/App.tsx'))
})

test('what two pages use is a part: no page imports from another, no part from a page', () => {
  assert.deepEqual(foreign(graph), [])
  assert.deepEqual(
    foreign(
      new Map([
        ['parts/a.tsx', ['pages/Gaps.tsx']],
        ['pages/chain/B.tsx', ['pages/gaps/C.tsx', 'pages/chain/D.tsx']],
      ]),
    ),
    ['parts/a.tsx → pages/Gaps.tsx', 'pages/chain/B.tsx → pages/gaps/C.tsx'],
  )
})

test('no imports go in a circle', () => {
  assert.equal(circle(graph)?.join(' → '), undefined)
  assert.deepEqual(
    circle(
      new Map([
        ['a', ['b']],
        ['b', ['c', 'd']],
        ['c', []],
        ['d', ['b']],
      ]),
    ),
    ['b', 'd', 'b'],
  )
})
