import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib'

// Writes into workbooks as people do in a spreadsheet: texts into cells, found by the id of a row and a heading.

/** The parts of a package by their names. */
function unpack(file) {
  const parts = new Map()
  let at = file.lastIndexOf('PK\x05\x06', undefined, 'latin1')
  const count = file.readUInt16LE(at + 10)
  at = file.readUInt32LE(at + 16)
  for (let i = 0; i < count; i++) {
    const [method, packed] = [file.readUInt16LE(at + 10), file.readUInt32LE(at + 20)]
    const [named, more, said] = [28, 30, 32].map((o) => file.readUInt16LE(at + o))
    const begin = file.readUInt32LE(at + 42)
    const from = begin + 30 + file.readUInt16LE(begin + 26) + file.readUInt16LE(begin + 28)
    const data = file.subarray(from, from + packed)
    parts.set(file.toString('utf8', at + 46, at + 46 + named), method === 8 ? inflateRawSync(data) : data)
    at += 46 + named + more + said
  }
  return parts
}

function pack(parts) {
  const files = []
  const list = []
  let at = 0
  for (const [name, data] of parts) {
    const packed = deflateRawSync(data)
    const head = Buffer.alloc(26)
    head.writeUInt16LE(20, 0)
    head.writeUInt16LE(0x800, 2)
    head.writeUInt16LE(8, 4)
    head.writeUInt32LE(crc32(data), 10)
    head.writeUInt32LE(packed.length, 14)
    head.writeUInt32LE(data.length, 18)
    head.writeUInt16LE(Buffer.byteLength(name), 22)
    const file = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), head, Buffer.from(name), packed])
    const entry = Buffer.alloc(14)
    entry.writeUInt32LE(at, 10)
    list.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), head, entry, Buffer.from(name)]))
    files.push(file)
    at += file.length
  }
  const directory = Buffer.concat(list)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(list.length, 8)
  end.writeUInt16LE(list.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...files, directory, end])
}

const escape = (text) => text.replace(/[&<>]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[c])

/** A workbook with texts written into cells of a sheet: [id of the row, heading, text]. */
export function filled(file, sheet, cells) {
  const parts = unpack(file)
  const text = (name) => parts.get(name).toString('utf8')
  const relation = new RegExp(`<sheet[^>]*name="${sheet}"[^>]*r:id="([^"]+)"`).exec(text('xl/workbook.xml'))[1]
  const target = [...text('xl/_rels/workbook.xml.rels').matchAll(/<Relationship [^>]*>/g)]
    .map(([tag]) => tag)
    .find((tag) => tag.includes(`Id="${relation}"`))
  const path = `xl/${/Target="\/?(?:xl\/)?([^"]+)"/.exec(target)[1]}`
  const shared = parts.has('xl/sharedStrings.xml')
    ? [...text('xl/sharedStrings.xml').matchAll(/<si>([\s\S]*?)<\/si>/g)].map(([, si]) => plain(si))
    : []
  let xml = text(path)
  const all = [...xml.matchAll(/<c r="([A-Z]+)(\d+)"([^>]*?)(?:\/>|>([\s\S]*?)<\/c>)/g)].map(
    ([whole, column, row, attributes, inner = '']) => ({
      whole,
      column,
      row,
      attributes,
      said: /t="s"/.test(attributes) ? shared[Number(/<v>(\d+)<\/v>/.exec(inner)?.[1])] : plain(inner),
    }),
  )
  for (const [id, heading, said] of cells) {
    const row = all.find((c) => c.column === 'A' && c.said === id).row
    const column = all.find((c) => c.row === '3' && c.said?.replace(/ \*$/, '') === heading).column
    const cell = all.find((c) => c.row === row && c.column === column)
    const attributes = cell.attributes.replace(/ t="[^"]*"/, '')
    const now = `<c r="${column}${row}"${attributes} t="inlineStr"><is><t>${escape(said)}</t></is></c>`
    xml = xml.replace(cell.whole, now)
  }
  parts.set(path, Buffer.from(xml))
  return pack(parts)
}

const plain = (xml) => [...xml.matchAll(/<t[^>]*>([^<]*)<\/t>/g)].map(([, t]) => t).join('')
