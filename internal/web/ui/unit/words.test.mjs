import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { load } from './load.mjs'

const src = fileURLToPath(new URL('../src', import.meta.url))
const parse = (file) => ts.createSourceFile(file, readFileSync(join(src, file), 'utf8'), ts.ScriptTarget.Latest, true)
const all = readdirSync(src, { recursive: true }).filter((f) => /\.tsx?$/.test(f) && !f.endsWith('.d.ts'))
const tables = all.filter((f) => f.startsWith('words/') && !['words/index.ts', 'words/words.ts'].includes(f))

/** The words of a table: [key, Chinese, English]. */
function wordsOf(file) {
  const found = []
  const walk = (node) => {
    if (ts.isPropertyAssignment(node) && ts.isArrayLiteralExpression(node.initializer))
      found.push([node.name.text, ...node.initializer.elements.map((e) => e.text)])
    else ts.forEachChild(node, walk)
  }
  walk(parse(file))
  return found
}

/**
 * Literals of a file that name words: what t and say are given, and what stands where a Word is declared. A
 * composed key is its head.
 */
function namedIn(source) {
  const names = new Set()
  const heads = new Set()
  const collect = (node) => {
    if (ts.isStringLiteralLike(node)) names.add(node.text)
    else if (ts.isTemplateExpression(node)) heads.add(node.head.text)
    else if (ts.isPropertyAssignment(node)) collect(node.initializer)
    else ts.forEachChild(node, collect)
  }
  const isWord = (type) => type && /\bWord\b/.test(type.getText(source))
  const walk = (node) => {
    if (ts.isCallExpression(node)) {
      const name = node.expression.getText(source)
      const key = name === 't' ? node.arguments[0] : name === 'say' ? node.arguments[1] : undefined
      if (key) collect(key)
    } else if (ts.isVariableDeclaration(node) && node.initializer && isWord(node.type)) collect(node.initializer)
    else if ((ts.isFunctionDeclaration(node) || ts.isArrowFunction(node)) && node.body && isWord(node.type))
      collect(node.body)
    else if (ts.isAsExpression(node) && isWord(node.type)) collect(node.expression)
    ts.forEachChild(node, walk)
  }
  walk(source)
  return { names, heads }
}

const words = tables.flatMap(wordsOf)

test('every word is there in both languages, with the same places to fill', () => {
  assert.ok(words.length > 300, `${words.length} words`)
  const places = (text) => (text.match(/\{\d\}/g) ?? []).sort()
  for (const [key, zh, en, ...rest] of words) {
    assert.ok(zh && en && rest.length === 0, key)
    assert.deepEqual(places(zh), places(en), key)
  }
})

test('what is counted is one or several', async () => {
  const verbs = ['has', 'is', 'stays']
  for (const [key, , en] of words)
    for (const [said, word] of en.matchAll(/\{\d\} ([a-z]+s)\b/g))
      assert.ok(verbs.includes(word), `${key}: “${said}” of one`)
  const { filled } = await load('words/words.ts')
  const text = 'Apply {0} {0:row|rows} of {1}'
  assert.equal(filled(text, [1, 2]), 'Apply 1 row of 2')
  assert.equal(filled(text, [0, 1]), 'Apply 0 rows of 1')
  assert.equal(filled(text, ['1,200', 5]), 'Apply 1,200 rows of 5')
  assert.equal(filled('{0} {1}', ['甲']), '甲 {1}')
})

test('a word stands once', () => {
  const keys = words.map(([key]) => key)
  assert.deepEqual(
    keys.filter((key, i) => keys.indexOf(key) !== i),
    [],
  )
})

test('every word is used', () => {
  const used = all.filter((f) => !f.startsWith('words/')).map((f) => namedIn(parse(f)))
  const unused = words
    .map(([key]) => key)
    .filter(
      (key) =>
        !used.some(({ names, heads }) => names.has(key) || [...heads].some((head) => head && key.startsWith(head))),
    )
  assert.deepEqual(unused, [])
})

test('what names a word is found, what merely looks like one is not', () => {
  const source = ts.createSourceFile(
    'a.tsx',
    "t(x ? 'yes' : 'no'); say(lang, 'and'); t(`way_${w}`); const c: Record<string, Word> = { gap: 'gaps' }; f('state')",
    ts.ScriptTarget.Latest,
    true,
  )
  const { names, heads } = namedIn(source)
  assert.deepEqual([[...names], [...heads]], [['yes', 'no', 'and', 'gaps'], ['way_']])
})
