// A body with an office's files beside it: mappings go into a copy of the campaigns, tables into a
// folder of their own.
import { spawnSync } from 'node:child_process'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { foundWorld, program, temporaryFolder } from '../http/program.mjs'

export function office(day) {
  const world = foundWorld(undefined, day)
  const folder = temporaryFolder()
  const campaigns = path.join(folder, 'campaigns')
  cpSync(path.resolve('campaigns'), campaigns, { recursive: true })
  const at = ['--database', world.database, '--campaigns', campaigns]
  const write = (name, text) => {
    const file = path.join(folder, name)
    writeFileSync(file, text)
    return file
  }
  const run = (...words) => {
    const { status, stdout, stderr } = spawnSync(program, words,
      { encoding: 'utf8', maxBuffer: 1 << 27, timeout: 300_000 })
    const lines = stdout.split('\n').map((line) => line.split('\t'))
    return { code: status, output: stdout + stderr, lines,
      of: (kind, law) => lines.filter((line) => line[0].startsWith(kind) && line.includes(law)) }
  }
  return {
    ...world, campaigns, at, write, run,
    mapping: (name, text) => writeFileSync(path.join(campaigns, 'imports', `${name}.yaml`), text),
    units: (who, file, ...more) => run('import-units', ...at, '--body', 'province', '--as', who, ...more, file),
    bring: (who, mapping, file, ...more) => run('import', ...at, '--body', 'province', '--as', who,
      '--mapping', mapping, ...more, file),
    records: (ledger) => table(run('export', ...at, '--body', 'province', ledger).output),
  }
}

// CSV as RFC 4180 has it, its first row the names of the others' cells.
export function table(text) {
  const rows = cells(text.replace(/^\uFEFF/, ''))
  const titles = rows.shift()
  return rows.map((row) => Object.fromEntries(titles.map((title, at) => [title, row[at] ?? ''])))
}
export function cells(text) {
  const rows = [[]]
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|$)/g)) {
    rows.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    if (end === '') break
    if (end !== ',') rows.push([])
  }
  return rows.filter((row) => row.length > 1 || row[0] !== '')
}
const quote = (cell) => (/[",\r\n\t]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
export const asCsv = (rows, separator = ',') => rows.map((row) => row.map(quote).join(separator)).join('\n') + '\n'
export const read = (file) => readFileSync(path.resolve(file), 'utf8')
