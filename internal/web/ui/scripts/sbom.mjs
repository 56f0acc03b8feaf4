// What is in the binary, as one CycloneDX file and one list of licences: Go modules (from cyclonedx-gomod), packages
// bundled into the page, and the font and Graphviz, which are embedded and in neither list.
// usage: sbom.mjs GO.json VERSION DATE OUT VERSION-OF-GO-GRAPHVIZ
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'

const [goFile, version, date, out, graphviz] = process.argv.slice(2)
const go = JSON.parse(readFileSync(goFile, 'utf8'))
const page = JSON.parse(
  execFileSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--omit', 'dev'], { encoding: 'utf8' }),
)
const locked = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages
const font = '@expo-google-fonts/noto-sans-sc'

const embedded = [
  {
    name: 'noto-sans-sc',
    version: locked[`node_modules/${font}`].version,
    purl: `pkg:npm/%40expo-google-fonts/noto-sans-sc@${locked[`node_modules/${font}`].version}`,
    licenses: [{ license: { id: 'OFL-1.1' } }],
    description: 'a subset of the font, embedded',
  },
  {
    name: 'github.com/goccy/go-graphviz',
    version: graphviz,
    purl: `pkg:golang/github.com/goccy/go-graphviz@${graphviz}`,
    licenses: [{ license: { id: 'MIT' } }],
    description: 'only graphviz.wasm of it is embedded; Graphviz itself has the licence EPL-2.0',
  },
].map((c) => ({ 'bom-ref': c.purl, type: 'library', ...c }))

const components = [...go.components, ...page.components, ...embedded]
  .map(({ properties: _, ...c }) => c) // folders of this machine
  .sort((a, b) => (a['bom-ref'] < b['bom-ref'] ? -1 : 1))
const sbom = {
  bomFormat: 'CycloneDX',
  specVersion: '1.5',
  version: 1,
  metadata: {
    timestamp: date,
    component: { 'bom-ref': `chainchief@${version}`, type: 'application', name: 'chainchief', version },
  },
  components,
  dependencies: [{ ref: `chainchief@${version}`, dependsOn: components.map((c) => c['bom-ref']) }],
}
writeFileSync(`${out}.cdx.json`, JSON.stringify(sbom, null, 2) + '\n')

const licences = (c) =>
  (c.licenses ?? []).map((l) => l.expression ?? l.license.id ?? l.license.name).join(', ') || 'see its source'
const list = components.map((c) => `${c.name} ${c.version}: ${licences(c)}`)
writeFileSync(`${out}-licences.txt`, list.join('\n') + '\n')
console.log(
  `==> ${components.length} components, ${list.filter((l) => l.endsWith('see its source')).length} of unknown licence`,
)
