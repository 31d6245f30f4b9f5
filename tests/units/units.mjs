// The organisations of GOV.UK (tests/data/org-uk-gov) into a body, as an administrator would do it.
// The figures are those of its SOURCE.md: 1,016 rows, 16 with several parents, 466 closed of which 57
// have a date.
import { spawnSync } from 'node:child_process'
import { cpSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { foundWorld, program } from '../http/program.mjs'
import { close, tell } from '../http/tally.mjs'

const world = foundWorld(undefined, '2026-01-05')
const file = path.resolve('tests/data/org-uk-gov/organisations.csv')
function importUnits(...more) {
  const { status, stdout, stderr } = spawnSync(program, ['import-units', '--database', world.database,
    '--campaigns', world.campaigns, '--body', 'province', '--as', 'admin', '--code', 'slug',
    '--name', 'name', '--parent', 'parents', '--closed', 'status=closed', '--closed-on', 'closed_at',
    '--alias', 'abbreviation', ...more], { encoding: 'utf8', maxBuffer: 1 << 26, timeout: 60_000 })
  const lines = stdout.split('\n').map((line) => line.split('\t'))
  return { code: status, output: stdout + stderr,
    of: (kind, law) => lines.filter(([start, , name]) => start.startsWith(kind) && name === law) }
}

const refused = importUnits('--apply', file)
const several = refused.of('error', 'unit_has_several_parents')
tell(refused.code === 1, `rows with several parents forbid the import: ${refused.code}`)
tell(several.length === 16, `16 are refused by name, not ${several.length}`)
tell(several.some((line) => line[3].startsWith('Social Mobility Commission: ')), 'the name is told')
tell(several.every((line) => line.length === 5 && line[4].includes(' / ')), 'in both languages')
const undated = refused.of('note', 'unit_closed_without_a_date')
tell(undated.length === 1 && undated[0][0].endsWith(` ×${466 - 57}`), `409 closed ones have no date, told once: ${undated}`)

const checked = importUnits('--take-first-parent', file)
tell(checked.code === 0 && checked.output.includes('to be founded 1016') &&
  !checked.output.includes('units founded'), 'without --apply the files are only checked')
const founded = importUnits('--take-first-parent', '--apply', file)
tell(founded.code === 0 && founded.output.includes('1016 units founded'),
  `each of the 1,016 is founded: ${founded.output.slice(-200)}`)
const again = importUnits('--take-first-parent', '--apply', file)
tell(again.code === 0 && again.output.includes('to be founded 0,') && again.output.includes('there already 1016') && !again.output.includes('units founded'),
  `a second import of the same file founds nothing: ${again.output.slice(-300)}`)
const renamed = path.join(path.dirname(world.database), 'renamed.csv')
writeFileSync(renamed, 'slug,name,parents,status,closed_at,abbreviation\ncabinet-office,Another Office,,,,\n')
tell(importUnits(renamed).of('error', 'id_was_imported_before').length === 1, 'another name under a code that is there is refused')

const wrong = path.join(path.dirname(world.database), 'wrong.csv')
writeFileSync(wrong, 'slug,title,parents\na,Office A,\n')
const missing = importUnits(wrong)
tell(missing.code === 1 && missing.output.includes('column_is_missing [name]'),
  `a missing column is named: ${missing.output}`)
writeFileSync(wrong, 'slug,name,parents,status,closed_at,abbreviation\na,Office A,nowhere,,,\n')
const orphan = importUnits('--apply', wrong)
tell(orphan.code === 1 && orphan.of('error', 'parent_is_unknown').length === 1,
  `an unknown parent is named: ${orphan.output}`)

// Of a unit that stands nothing is changed, and what the list says otherwise is told.
writeFileSync(wrong, 'slug,name,parents,status,closed_at,abbreviation,remark\ncabinet-office,Cabinet Office,,closed,2015-01-01,CABO,moved\n')
const otherwise = importUnits(wrong)
tell(otherwise.code === 0 && otherwise.output.includes('to be founded 0, findings 3, of them errors 0, there already 1') &&
  otherwise.of('note', 'unit_stands_already').length === 2 && otherwise.output.includes('- → 2015-01-01') &&
  otherwise.of('note', 'column_is_not_used').some(([, column]) => column === 'remark'),
  `what is said otherwise is told: ${otherwise.output}`)

// What an option or a column names is there, and once.
function asked(text, ...options) {
  writeFileSync(wrong, text)
  const { status, stdout, stderr } = spawnSync(program, ['import-units', '--database', world.database,
    '--campaigns', world.campaigns, '--body', 'province', '--as', 'admin', '--code', 'id',
    '--name', 'name', ...options, wrong], { encoding: 'utf8', timeout: 60_000 })
  return { code: status, output: stdout + stderr }
}
const twoUnits = 'id,name,parent,status\nq1,甲厅,,open\nq2,乙处,q1,closed\n'
for (const [text, law, ...options] of [
  [twoUnits, 'column_is_missing [parant]', '--parent', 'parant'],
  [twoUnits, 'column_is_missing [Status]', '--closed', 'Status=closed'],
  [twoUnits, 'column_is_missing [kind]', '--type', 'kind'],
  [twoUnits, 'column_is_missing [short]', '--alias', 'short'],
  [twoUnits, 'column_is_missing [end]', '--closed-on', 'end'],
  [twoUnits, 'status=closed', '--closed', 'status'],
  ['id,name,name,parent\nq3,丙厅,丁厅,\n', 'column_is_there_twice [name]', '--parent', 'parent'],
  ['id,name\nq4,丙\u0000厅\n', 'error 2\tname\tfield_has_wrong_kind'],
  ['id,name\n', 'file_is_empty']]) {
  const { code, output } = asked(text, ...options)
  tell(code !== 0 && output.includes(law), `${law} is told of ${options}: ${code} ${output}`)
}

writeFileSync(wrong, 'slug,name,parents,status,closed_at,abbreviation\na,Office A,nowhere,,,\n')
const whole = importUnits('--parent-separator', '', wrong)
tell(whole.code === 1 && whole.of('error', 'parent_is_unknown').length === 1,
  `without a separator the cell is one key: ${whole.output}`)

// Without a column of codes the name is the key, superiors are named, and the Party line is a column of its own.
const named = asked('名称,above,party\n甲局,,\n',
  '--parent', 'above', '--party-parent', 'party')
tell(named.code !== 0 && named.output.includes('column_is_missing [id]'), `a column that is named is missed: ${named.output}`)
writeFileSync(wrong, '名称,上级,党组织隶属,状态,撤销时间,曾用名\n机关党委甲,,,,,\n甲局,,,,,\n甲局一支部,甲局,机关党委甲,,,甲一;老甲一\n甲局二支部,甲局,机关党委甲,撤了,2015年6月,\n')
const campaigns = path.join(path.dirname(world.database), 'campaigns')
cpSync(path.resolve(world.campaigns), campaigns, { recursive: true })
writeFileSync(path.join(campaigns, 'imports', 'branches.yaml'), `list: units
columns:
  - {column: 名称, field: name}
  - {column: 上级, field: parents}
  - {column: 党组织隶属, field: party_parent}
  - {column: 状态, field: closed, choices: {撤了: "true"}}
  - {column: 撤销时间, field: closed_on}
  - {column: 曾用名, field: aliases}
unit_type: branch
`)
const mapped = (...more) => {
  const { status, stdout, stderr } = spawnSync(program, ['import-units', '--database', world.database, '--campaigns', campaigns,
    '--body', 'province', '--as', 'admin', ...more, wrong], { encoding: 'utf8', timeout: 60_000 })
  return { code: status, output: stdout + stderr }
}
const branches = mapped('--mapping', 'branches', '--apply')
tell(branches.code === 0 && branches.output.includes('4 units founded') && branches.output.includes('2015-06-30'), `by a mapping: ${branches.output}`)
const twice = mapped('--mapping', 'branches', '--apply')
tell(twice.code === 0 && twice.output.includes('to be founded 0,') && twice.output.includes('there already 4'), `and what is there is passed over: ${twice.output}`)
const options = mapped('--name', '名称', '--parent', '上级', '--party-parent', '党组织')
tell(options.code === 1 && options.output.includes('column_is_missing [党组织]'), `an optional column that was named is missed: ${options.output}`)

// What a unit is comes with it, in the file's words, and goes out again as it came.
const described = asked('id,name,parent,层级,领域,面向,顺序\nz1,戊厅,,省级,卫生,窗口、基层,2\nz2,己处,z1,市级,,,\n',
  '--parent', 'parent', '--level', '层级', '--level-word', '省级=province', '--level-word', '市级=city', '--sector', '领域',
  '--exposure', '面向', '--exposure-word', '窗口=window', '--exposure-word', '基层=grass_roots', '--order-number', '顺序', '--apply')
tell(described.code === 0, `what units are is read: ${described.output}`)
const bad = asked('id,name,level\nz3,庚厅,星级\n', '--level', 'level')
tell(bad.code === 1 && bad.output.includes('choice_is_unknown') && bad.output.includes('星级'),
  `a level that there is not is told by its row: ${bad.output}`)
const out = spawnSync(program, ['export', '--database', world.database, '--campaigns', world.campaigns, '--body', 'province',
  'units'], { encoding: 'utf8', maxBuffer: 1 << 26 })
const [head, ...lines] = out.stdout.replace('\ufeff', '').trim().split('\r\n').map((line) => line.split(',').map((cell) => cell.replace(/^"(.*)"$/, '$1')))
const told = (code) => Object.fromEntries((lines.find((line) => line[1] === code) ?? []).map((cell, at) => [head[at], cell]))
tell(told('z1').level === 'province' && told('z1').exposure === 'window;grass_roots' && told('z1').order_number === '2' &&
  told('z2').administrative_parent === 'z1' && told('z2').level === 'city' && told('z2').exposure === '',
  `and goes out again: ${JSON.stringify([told('z1'), told('z2'), out.stderr])}`)

const branch = Object.fromEntries((lines.find((line) => line[2] === '甲局一支部') ?? []).map((cell, at) => [head[at], cell]))
tell(branch.administrative_parent === '甲局' && branch.party_parent === '机关党委甲' && branch.aliases === '甲一;老甲一' && branch.code === '',
  `and so do two superiors: ${JSON.stringify(branch)}`)
close()
