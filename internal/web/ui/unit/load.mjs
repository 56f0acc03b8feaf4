import { readFile } from 'node:fs/promises'
import ts from 'typescript'

/** A module of the page that imports nothing. Node runs no TypeScript here: it is turned into JavaScript first. */
export async function load(file) {
  const source = await readFile(new URL(`../src/${file}`, import.meta.url), 'utf8')
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
  })
  return import(`data:text/javascript,${encodeURIComponent(outputText)}`)
}
