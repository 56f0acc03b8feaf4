// Lints Cypher without a server: node scripts/cypher.mjs [FILE…]. Without files it takes every .cypher file that
// git knows of or would add, and the cypher blocks of docs/neo4j.md. Each statement must be valid in Cypher 5 and
// in Cypher 25, must name only labels, relationship types and properties of the vocabulary, join kinds only as the
// vocabulary does, call only functions and procedures that Neo4j has, and take only parameters that Go passes. A
// problem is a line FILE:LINE:COLUMN with the versions it concerns; exit code 1.
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { allCypherVersions, lintCypherQuery, testData } from '@neo4j-cypher/language-support'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../../..')
const questions = 'docs/neo4j.md'

// What the store adds to the vocabulary: internal/store/neo4jstore/convert.go and its queries.
const storeLabels = [
  'Thing',
  ...['_Head', '_ChangeSet', '_History', '_Item', '_Import'],
  ...['Head', 'ChangeSet', 'Entry', '_Entry'], // of older stores
]
const storeTypes = [
  { from: 'Thing', relType: '_RESTS_ON', to: 'Source' },
  { from: 'Thing', relType: '_RESTS_ON', to: 'Thing' },
]
const storeProperties = [
  ...[
    'id',
    '_label',
    'name',
    'name_en',
    'aliases',
    'pool',
    '_sort',
    '_search',
    ...['label', 'sort', 'search'], // of older stores
    'source',
    'locator',
    'as_of',
    'confidence',
    'value_kind',
  ], // of things and relations
  ...['from', 'to'], // of the rows that come as parameters, which the analysis takes for things
  ...[
    'key',
    'revision',
    'clearing',
    'schema',
    'writer',
    'time',
    'actor',
    'reason',
    'undoes',
    'counts',
    'place',
    'subject',
    'before',
    'after',
    ...['announced', 'imports', 'import', 'token', 'heartbeat', 'dead', '_import'],
    ...['subjects', 'what', 'data'],
    ...['request', 'digest', 'shelf', 'value'],
  ], // of the head and the history
]

// Where Neo4j's own functions and procedures with a dot in their name are.
const builtinFolders = [
  'date',
  'datetime',
  'db',
  'dbms',
  'duration',
  'graph',
  'localdatetime',
  'localtime',
  'point',
  'time',
  'vector',
]

// vocabulary reads kinds, relations and attributes from the data dictionary, which a Go test keeps true.
function vocabulary() {
  const [kindsText, relationsText] = readFileSync(join(root, 'docs/data-dictionary.md'), 'utf8').split(
    '\n## Relations\n',
  )
  const kinds = [...kindsText.matchAll(/^### (\w+) /gm)].map((m) => m[1])
  const relations = [...relationsText.matchAll(/^### (\w+) .*\n\n.*?([A-Za-z, ]+) → ([A-Za-z, ]+)\.(?: .*)?$/gm)]
  if (relations.length !== relationsText.match(/^### /gm).length)
    throw new Error('docs/data-dictionary.md has a relation whose ends cannot be read')
  const attributes = [...(kindsText + relationsText).matchAll(/^\| `(\w+)` \|/gm)].map((m) => m[1])
  const ends = (text) => (text.trim() === 'any' ? kinds : text.trim().split(', ')).concat('Thing')
  return {
    labels: [...kinds, ...storeLabels],
    relationshipTypes: [...relations.map((m) => m[1]), ...storeTypes.map((t) => t.relType)],
    propertyKeys: [...new Set([...attributes, ...storeProperties])],
    functions: builtin(testData.mockSchema.functions),
    procedures: builtin(testData.mockSchema.procedures),
    graphSchema: relations
      .flatMap(([, relType, from, to]) =>
        ends(from).flatMap((f) => ends(to).map((t) => ({ from: f, relType, to: t }))),
      )
      .concat(storeTypes),
  }
}

// builtin leaves out what needs a plug-in of the server, such as APOC.
function builtin(registry) {
  const own = (name) => !name.includes('.') || builtinFolders.includes(name.split('.')[0])
  return Object.fromEntries(
    allCypherVersions.map((v) => [v, Object.fromEntries(Object.entries(registry[v]).filter(([name]) => own(name)))]),
  )
}

// parameters are the keys that the Go files of a query's package write into maps; a document passes none.
function parameters(file) {
  if (!file.endsWith('.cypher')) return {}
  const folder = dirname(dirname(file))
  const source = readdirSync(folder)
    .filter((name) => name.endsWith('.go') && !name.endsWith('_test.go'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
  return Object.fromEntries([...source.join('\n').matchAll(/"(\w+)":/g)].map((m) => [m[1], '']))
}

// parts are the Cypher texts of a file with the line each begins on.
function parts(file) {
  const text = readFileSync(file, 'utf8')
  if (file.endsWith('.cypher')) return [{ text, line: 1 }]
  return [...text.matchAll(/^```cypher\n([^]*?)^```$/gm)].map((m) => ({
    text: m[1],
    line: text.slice(0, m.index).split('\n').length + 1,
  }))
}

// lint returns the problems of a file, by line, each once with the versions of Cypher that have it.
function lint(file, words) {
  const found = new Map()
  const params = parameters(file)
  for (const version of allCypherVersions) {
    const schema = { ...words, parameters: params, defaultLanguage: version }
    for (const part of parts(file)) {
      for (const { range, message } of lintCypherQuery(part.text, schema).diagnostics) {
        const place = [range.start.line + part.line, range.start.character + 1]
        const problem = found.get(place + message) ?? { place, message, versions: [] }
        if (!problem.versions.includes(version)) problem.versions.push(version)
        found.set(place + message, problem)
      }
    }
  }
  return [...found.values()].sort((a, b) => a.place[0] - b.place[0] || a.place[1] - b.place[1])
}

function everyFile() {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.cypher'], {
    cwd: root,
    encoding: 'utf8',
  })
  return [...listed.split('\n').filter(Boolean), questions].map((name) => join(root, name))
}

const files = process.argv.length > 2 ? process.argv.slice(2).map((name) => resolve(name)) : everyFile()
const words = vocabulary()
let statements = 0
let problems = 0
for (const file of files) {
  statements += parts(file).length
  for (const { place, message, versions } of lint(file, words)) {
    problems++
    console.log(`${relative(process.cwd(), file)}:${place.join(':')}: ${message} (${versions.join(', ')})`)
  }
}
console.log(`${statements} texts of ${files.length} files, ${problems} problems`)
process.exitCode = problems > 0 || statements === 0 ? 1 : 0
