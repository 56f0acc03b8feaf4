import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

const read = (name) => readFileSync(new URL(`../../../../${name}`, import.meta.url), 'utf8')
const only = (text, pattern) => {
  const found = [...text.matchAll(pattern)].map((m) => m[1])
  assert.equal(found.length, 1, `${pattern} is there ${found.length} times`)
  return found[0]
}

test('images hold the versions that the tests run with', () => {
  assert.equal(
    only(read('docker-compose.yml'), /image: neo4j:(.+)-community$/gm),
    only(read('internal/store/neo4jstore/server/pom.xml'), /<neo4j.version>(.+)<\/neo4j.version>/g),
  )
  assert.equal(only(read('Dockerfile'), /^FROM golang:([\d.]+)-/gm), only(read('go.mod'), /^go (.+)$/gm))
})

test('every stage that is copied from is there, and the health check is a command of the program', () => {
  const stages = [...read('Dockerfile').matchAll(/^FROM \S+ AS (\w+)$/gm)].map((m) => m[1])
  const used = [...read('Dockerfile').matchAll(/--from=(\w+)/g)].map((m) => m[1])
  assert.deepEqual([...new Set(used)].sort(), stages.sort())
  const check = '"/chainchief", "health", "--quiet"]'
  assert.ok(read('Dockerfile').includes(check) && read('docker-compose.yml').includes(check))
  assert.match(read('cmd/chainchief/main.go'), /\bHealth +healthCmd +`cmd:/)
})
