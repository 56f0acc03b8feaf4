import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import ts from 'typescript'

test('days are those of the calendar, at any hour', async () => {
  const source = await readFile(new URL('../src/parts/days.ts', import.meta.url), 'utf8')
  const { outputText } = ts.transpileModule(source, { compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 } })
  const { daysSince } = await import(`data:text/javascript,${encodeURIComponent(outputText)}`)
  assert.equal(daysSince('2026-11-24', new Date(2026, 10, 24, 23, 59)), 0)
  assert.equal(daysSince('2026-11-24', new Date(2026, 10, 25, 0, 1)), 1)
  assert.equal(daysSince('2027-01-01', new Date(2026, 11, 31, 12)), -1)
  assert.equal(daysSince('2026-03-01', new Date(2026, 3, 1)), 31)
})
