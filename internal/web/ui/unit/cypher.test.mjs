import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const script = fileURLToPath(new URL('../scripts/cypher.mjs', import.meta.url))

// lint runs the script on files of a folder that goes away; the last of them is read.
function lint(t, files) {
  const folder = mkdtempSync(join(tmpdir(), 'cypher-'))
  t.after(() => rmSync(folder, { recursive: true }))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, Object.keys(files).at(-1)], {
    cwd: folder,
    encoding: 'utf8',
  })
  assert.equal(stderr, '')
  return { status, lines: stdout.trim().split('\n').slice(0, -1) }
}

const read = { 'read.go': 'd.read(ctx, cypherMakers, map[string]any{"products": ids})' }

test('a good statement passes', (t) => {
  const { status, lines } = lint(t, {
    ...read,
    'queries/makers.cypher':
      'UNWIND $products AS id\nMATCH (e:Enterprise)-[:MAKES]->(p:Product {id: id})\nRETURN e.name, p.code\n',
  })
  assert.deepEqual([status, lines], [0, []])
})

test('every kind of problem is named by file and place', (t) => {
  const text = [
    'MATCH (e:Enterprize)',
    'MATCH (p:Product)<-[:MAKE]-()',
    'MATCH (p)<-[:MAKES]-(:Park)',
    'WHERE p.nam = $lable',
    'CALL { WITH p RETURN 1 AS one }',
    'RETURN m, id(p), apoc.text.join([], p.name)',
    '',
  ]
  const { status, lines } = lint(t, { ...read, 'queries/broken.cypher': text.join('\n') })
  assert.equal(status, 1)
  for (const [place, says] of [
    ['1:10', 'Label Enterprize'],
    ['2:22', 'type MAKE'],
    ['3:10', '(:Park) has no outgoing'],
    ['4:9', 'nam is not'],
    ['4:15', 'Parameter $lable'],
    ['5:1', 'variable scope clause'],
    ['6:8', '`m` not defined'],
    ['6:11', 'id is deprecated'],
    ['6:18', 'apoc.text.join'],
  ]) {
    assert.ok(
      lines.some(
        (l) =>
          l.startsWith(`queries/broken.cypher:${place}: `) && l.includes(says) && l.endsWith('(CYPHER 5, CYPHER 25)'),
      ),
      `${place} ${says}:\n${lines.join('\n')}`,
    )
  }
})

test('what only one version of Cypher takes is a problem of the other', (t) => {
  const { status, lines } = lint(t, {
    ...read,
    'queries/newer.cypher': 'MATCH (p:Product)\nLET name = p.name\nRETURN name\n',
  })
  assert.equal(status, 1)
  assert.ok(
    lines.length > 0 && lines.every((l) => l.startsWith('queries/newer.cypher:2:') && l.endsWith('(CYPHER 5)')),
    lines.join('\n'),
  )
})

test('blocks of a document are read at their own lines and take no parameters', (t) => {
  const { status, lines } = lint(t, {
    'answers.md':
      '# Questions\n\n```cypher\nMATCH (c:Chain) RETURN c.name\n```\n\n```sh\nMATCH (\n```\n\n' +
      '```cypher\nMATCH (c:Chain)\nWHERE c.id = $chain RETURN c.name\n```\n',
  })
  assert.equal(status, 1)
  assert.deepEqual(lines, ['answers.md:13:14: Parameter $chain is not defined. (CYPHER 5, CYPHER 25)'])
})

test('a file without Cypher does not pass for a clean one', (t) => {
  assert.equal(lint(t, { 'empty.md': '# Nothing\n' }).status, 1)
})
