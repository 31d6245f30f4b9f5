// A workbook of one sheet as spreadsheet programs write it: texts shared, days as numbers in a style.
import { deflateRawSync } from 'node:zlib'

const crcs = Array.from({ length: 256 }, (_, value) => {
  for (let bit = 0; bit < 8; ++bit) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1
  return value >>> 0
})
const crcOf = (bytes) => {
  let crc = 0xffffffff
  for (const byte of bytes) crc = crcs[(crc ^ byte) & 255] ^ (crc >>> 8)
  return (crc ^ 0xffffffff) >>> 0
}

function zipped(parts) {
  const files = [], directory = []
  let at = 0
  for (const [name, text] of Object.entries(parts)) {
    const bytes = Buffer.from(text), packed = deflateRawSync(bytes), called = Buffer.from(name)
    const both = Buffer.alloc(26)
    both.writeUInt16LE(20, 0)
    both.writeUInt16LE(8, 4)
    both.writeUInt16LE(0x21, 8)
    both.writeUInt32LE(crcOf(bytes), 10)
    both.writeUInt32LE(packed.length, 14)
    both.writeUInt32LE(bytes.length, 18)
    both.writeUInt16LE(called.length, 22)
    const entry = Buffer.alloc(16)
    entry.writeUInt32LE(at, 12)
    files.push(Buffer.from('PK\x03\x04'), both, called, packed)
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), both, entry.subarray(2), called)
    at += 4 + both.length + called.length + packed.length
  }
  const listed = Buffer.concat(directory), end = Buffer.alloc(18)
  end.writeUInt16LE(Object.keys(parts).length, 4)
  end.writeUInt16LE(Object.keys(parts).length, 6)
  end.writeUInt32LE(listed.length, 8)
  end.writeUInt32LE(at, 12)
  return Buffer.concat([...files, listed, Buffer.from('PK\x05\x06'), end])
}

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const related = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packaged = 'http://schemas.openxmlformats.org/package/2006'
const kinds = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

// The serial number of a moment in the system of 1900, as a day of its own and a part of it.
const serial = (moment) => moment.getTime() / 86_400_000 + 25_569

export function workbook(rows, sheet = 'Sheet1') {
  const texts = []
  const cell = (value, column, row) => {
    const at = `r="${String.fromCharCode(65 + column)}${row + 1}"`
    if (value === null || value === '') return ''
    if (value instanceof Date) return `<c ${at} s="1"><v>${serial(value)}</v></c>`
    if (typeof value === 'number') return `<c ${at}><v>${value}</v></c>`
    if (!texts.includes(value)) texts.push(value)
    return `<c ${at} t="s"><v>${texts.indexOf(value)}</v></c>`
  }
  const lines = rows.map((cells, row) =>
    `<row r="${row + 1}">${cells.map((value, column) => cell(value, column, row)).join('')}</row>`)
  const relation = (id, type, target) =>
    `<Relationship Id="rId${id}" Type="${related}/${type}" Target="${target}"/>`
  return zipped({
    '[Content_Types].xml': `${head}<Types xmlns="${packaged}/content-types"><Default Extension="rels" ` +
      'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
      ['workbook:sheet.main', 'worksheets/sheet1:worksheet', 'styles:styles', 'sharedStrings:sharedStrings']
        .map((one) => one.split(':')).map(([part, kind]) =>
          `<Override PartName="/xl/${part}.xml" ContentType="${kinds}.${kind}+xml"/>`).join('') + '</Types>',
    '_rels/.rels': `${head}<Relationships xmlns="${packaged}/relationships">` +
      `${relation(1, 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    'xl/workbook.xml': `${head}<workbook xmlns="${main}" xmlns:r="${related}"><sheets>` +
      `<sheet name="${escaped(sheet)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${head}<Relationships xmlns="${packaged}/relationships">` +
      relation(1, 'worksheet', 'worksheets/sheet1.xml') + relation(2, 'styles', 'styles.xml') +
      `${relation(3, 'sharedStrings', 'sharedStrings.xml')}</Relationships>`,
    'xl/styles.xml': `${head}<styleSheet xmlns="${main}"><fonts count="1"><font/></fonts><fills count="1"><fill/>` +
      '</fills><borders count="1"><border/></borders><cellXfs count="2"><xf numFmtId="0"/>' +
      '<xf numFmtId="22" applyNumberFormat="1"/></cellXfs></styleSheet>',
    'xl/sharedStrings.xml': `${head}<sst xmlns="${main}" count="${texts.length}" uniqueCount="${texts.length}">` +
      `${texts.map((text) => `<si><t>${escaped(text)}</t></si>`).join('')}</sst>`,
    'xl/worksheets/sheet1.xml': `${head}<worksheet xmlns="${main}"><sheetData>${lines.join('')}</sheetData></worksheet>`,
  })
}
