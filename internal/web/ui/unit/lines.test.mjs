import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const ui = fileURLToPath(new URL('..', import.meta.url))
const most = 120

test('no line of the sources is longer than 120 characters', () => {
  const files = ['src', 'e2e', 'unit', 'scripts'].flatMap((folder) =>
    readdirSync(join(ui, folder), { recursive: true }).map((f) => join(folder, f)),
  )
  const sources = files.filter((f) => /\.(tsx?|mjs)$/.test(f) && !f.endsWith('.d.ts'))
  assert.ok(sources.length > 80, `${sources.length} files`)
  const long = sources.flatMap((f) => {
    const lines = readFileSync(join(ui, f), 'utf8').split('\n')
    return lines.flatMap((line, i) => ([...line].length > most ? [`${f}:${i + 1}`] : []))
  })
  assert.deepEqual(long, [])
})
