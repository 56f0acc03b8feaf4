import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { load } from './load.mjs'

const root = fileURLToPath(new URL('../../../..', import.meta.url))
const { acts } = await load('words/acts.ts')

/** What can stand on record: as internal/api/recorded.go has it, what its handlers note, and the command line. */
function recorded() {
  const found = new Set()
  const { paths } = JSON.parse(readFileSync(join(root, 'internal/api/openapi.json'), 'utf8'))
  const recorder = readFileSync(join(root, 'internal/api/recorded.go'), 'utf8')
  const handsOut = [.../handsOut = map\[string\]bool\{([^}]*)\}/.exec(recorder)[1].matchAll(/"([^"]+)"/g)].map(
    (x) => x[1],
  )
  for (const item of Object.values(paths))
    for (const [method, { operationId: id }] of Object.entries(item))
      if (
        id &&
        ((method !== 'get' && !id.startsWith('preview-')) || handsOut.includes(id)) &&
        item[method]['x-permission']
      )
        found.add(id)
  for (const folder of ['internal/api', 'cmd/chainchief'])
    for (const file of readdirSync(join(root, folder)).filter((f) => f.endsWith('.go') && !f.endsWith('_test.go'))) {
      const text = readFileSync(join(root, folder, file), 'utf8')
      for (const [, id] of text.matchAll(/\.recorded\(ctx, access\.\w+, "([a-z-]+)"/g)) found.add(id)
      for (const [, id] of text.matchAll(/^const readFigures = "([a-z-]+)"/gm)) found.add(id)
    }
  return [...found]
}

test('every act that can stand on record has words, and no other has', () => {
  const wanted = recorded().map((id) => `did_${id.replaceAll('-', '_')}`)
  assert.ok(wanted.length > 20, `${wanted.length} acts`)
  // What only reads, and posts because its question is long, is not on record.
  assert.deepEqual(Object.keys(acts).sort(), wanted.sort())
})
