// Files of offices, from the command line.
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { tell } from '../http/tally.mjs'
import { asCsv, cells, office, read, table } from './office.mjs'

const here = office('2026-01-05')
const isGood = (done, what) => tell(done.code === 0, `${what}: ${done.output.slice(-800)}`)

// 1. Another city's requests, with dates of its own; the form is the file's, or guessed and told.
const city = (zone, form = '') => `ledger: feedback
source_column: no
unit_column: office
unknown_units_are_founded: true
zone: ${zone}
columns:
  - {column: what, field: text}
  - {column: opened, field: received_at${form}}
  - {column: closed, field: answered_at${form}}
constants: {channel: other_system, kind: request}
acts:
  - {filled: closed, act: record_answered}
  - {blank: closed, act: record_open}
`
for (const [name, zone, form, opened, closed, utc] of [
  ['los-angeles', 'America/Los_Angeles', ', form: "%m/%d/%y %H:%M"', '1/1/20 0:05', '1/2/20 8:43', '2020-01-01T08:05:00Z'],
  ['los-angeles-guessed', 'America/Los_Angeles', '', '1/1/20 0:05', '1/13/20 8:43', '2020-01-01T08:05:00Z'],
  ['new-york', 'America/New_York', ', form: "%m/%d/%Y %I:%M:%S %p"', '01/01/2010 01:26:03 PM', '01/02/2010 12:00:00 AM', '2010-01-01T18:26:03Z'],
  ['new-york-since-1970', 'America/New_York', ', form: epoch', '1517065554', '1517165554', '2018-01-27T15:05:54Z'],
  ['barcelona', 'Europe/Madrid', ', form: "%d/%m/%Y"', '01/06/2015', '03/06/2015', '2015-05-31T22:00:00Z']]) {
  here.mapping(name, city(zone, form))
  const file = here.write(`${name}.csv`, asCsv([['no', 'office', 'what', 'opened', 'closed'],
    [`${name}-1`, `Office of ${name}`, 'Illegal dumping', opened, closed],
    [`${name}-2`, `Office of ${name}`, 'Bulky items', opened, '']]))
  const guessed = form === ''
  const checked = here.bring('worker', name, file)
  isGood(checked, `${name} is checked`)
  tell(guessed === (checked.of('note', 'date_form_is_guessed').length === 2),
    `a form that nobody named is told: ${checked.output}`)
  isGood(here.bring('worker', name, file, '--apply'), `${name} is applied`)
  const one = here.records('feedback').find((record) => record.source === `${name}-1`)
  tell(one?.received_at === utc && one.state === 'answered', `${name}: ${one?.received_at} is ${utc}`)
}
here.mapping('either', city('America/Chicago'))
const either = here.bring('worker', 'either', here.write('either.csv', asCsv([
  ['no', 'office', 'what', 'opened', 'closed'], ['1', 'An office', 'Noise', '03/06/2015', '']])))
tell(either.code === 1 && either.of('error', 'date_form_is_ambiguous').length === 1,
  `days that may be read two ways are asked about: ${either.output}`)

// 2. Half a year of the city cut into months that grow: each file holds all cases so far.
const half = table(gunzipSync(readFileSync('campaigns/demo/boston-311/requests-2015H1.csv.gz')).toString('utf8'))
const sample = half.filter((row) => row.open_dt < '2015-04').filter((_, at) => at % 150 === 0)
const titles = Object.keys(half[0])
isGood(here.units('admin', here.write('departments.csv', read('campaigns/demo/boston-311/departments.csv')),
  '--code', 'code', '--name', 'name', '--apply'), 'the departments are founded')
const asOf = (end) => sample.filter((row) => row.open_dt < end).map((row) =>
  (row.closed_dt && row.closed_dt < end ? row : { ...row, closed_dt: '', status: 'Open', closure_kind: '' }))
let before = []
for (const end of ['2015-02-01', '2015-03-01', '2015-04-01']) {
  const rows = asOf(end)
  const file = here.write(`until-${end}.csv`, asCsv([titles, ...rows.map((row) => titles.map((title) => row[title]))]))
  const was = new Map(before.map((row) => [row.case_id, row]))
  const isNew = rows.filter((row) => !was.has(row.case_id))
  const changed = rows.filter((row) => was.has(row.case_id) && was.get(row.case_id).status !== row.status)
  const done = here.bring('hotline', 'boston-311', file, '--apply')
  isGood(done, `the city until ${end}`)
  tell(done.output.includes(`to be opened ${isNew.length}, to be amended ${changed.length}, unchanged ${rows.length - isNew.length - changed.length},`),
    `until ${end} ${isNew.length} are new and ${changed.length} closed since: ${done.output.slice(-400)}`)
  tell(done.of('change', 'record_closing').length === changed.length, `each is an act: ${done.output.slice(0, 400)}`)
  before = rows
}
const held = new Map(here.records('feedback').map((record) => [record.source, record]))
const wrong = before.filter((row) => {
  const record = held.get(row.case_id)
  return !record || record.state !== (row.status === 'Open' ? 'assigned' : 'answered')
})
tell(wrong.length === 0, `all stand as the last file says: ${JSON.stringify(wrong.slice(0, 2))}`)
// The city's verdict on what it closed in time, worked out here from the times alone.
const differ = before.filter((row) => row.status === 'Closed' && row.target_dt && row.closed_dt >= row.open_dt && row.ontime &&
  held.get(row.case_id)?.on_time !== String(row.ontime === 'ONTIME'))
tell(differ.length === 0, `on time as the city says: ${JSON.stringify(differ.slice(0, 2))}`)

// 3. Organisations of a government, with tabs and days of which only the month or the year is known.
const organisations = cells(read('tests/data/org-uk-gov/organisations.csv'))
const closedAt = organisations[0].indexOf('closed_at')
let partial = 0
const cut = organisations.map((row, at) => {
  if (at === 0 || !row[closedAt]) return row
  const known = [10, 7, 4][at % 3]
  if (known < 10) partial += 1
  return row.map((cell, column) => (column === closedAt ? cell.slice(0, known) : cell))
})
const government = ['--code', 'slug', '--name', 'name', '--parent', 'parents', '--closed', 'status=closed',
  '--closed-on', 'closed_at', '--alias', 'abbreviation', '--type', 'type', '--take-first-parent',
  ...[...new Set(organisations.slice(1).map((row) => row[organisations[0].indexOf('type')]))].flatMap((type) =>
    ['--type-word', `${type}=${type === 'Ministerial department' ? 'department' : 'division'}`])]
const tabs = here.write('government.tsv', asCsv(cut, '\t'))
const looked = here.units('admin', tabs, ...government)
isGood(looked, 'the government is checked')
const inPart = looked.of('note', 'date_is_told_in_part')
tell(partial > 20 && inPart.length === 1 && inPart[0][0].endsWith(` ×${partial}`),
  `${partial} days are of a month or a year, and told once: ${inPart.join(' | ')}`)
tell(/: \d{4}(-\d{2} → \d{4}-\d{2}-(28|29|30|31)| → \d{4}-12-31)$/.test(inPart[0]?.[3] ?? ''),
  `a month ends on its last day: ${inPart[0]}`)
const untold = here.units('admin', tabs, ...government.slice(0, -2))
tell(untold.code === 1 && untold.of('error', 'choice_is_unknown').length > 0, 'a type that no word is given for is asked about')
const founded = here.units('admin', tabs, ...government, '--apply')
tell(founded.code === 0 && founded.output.includes('1016 units founded'), `all are founded: ${founded.output.slice(-300)}`)
here.mapping('by-alias', city('Europe/London').replace('unknown_units_are_founded: true\n', ''))
const byAlias = here.bring('worker', 'by-alias', here.write('alias.csv', asCsv([['no', 'office', 'what', 'opened', 'closed'],
  ['ago-1', 'AGO', 'A question', '2019-06-01 09:00', '']])), '--apply')
tell(byAlias.code === 0 && here.records('feedback').find((record) => record.source === 'ago-1')?.unit_name === "Attorney General's Office",
  `a unit is found by the name that --alias brought: ${byAlias.output}`)

// 4. Tasks of the State Council, the lead and all who share the work in one cell as it stands there.
const tasks = table(read('campaigns/demo/state-council/tasks.csv')).filter((row) => row.doc_no === '国发〔2018〕39号')
const departments = [...new Set(tasks.flatMap((row) => [row.lead, ...row.co.split(';')]).filter(Boolean))]
isGood(here.units('admin', here.write('ministries.csv', asCsv([['name'], ...departments.map((name) => [name])])),
  '--code', 'name', '--name', 'name', '--apply'), 'the departments of the document are founded')
here.mapping('split-tasks', `ledger: tasks
source_column: 序号
unit_column: 责任单位
unit_separator: 、
columns:
  - {column: 任务, field: title}
  - {column: 责任单位, field: co_units, separator: 、, part: -2}
constants: {mandate: 国发〔2018〕39号, requirement_tags: serve_the_people}
acts: [{act: plan}]
`)
const split = here.write('tasks.csv', asCsv([['国务院文件任务分工表', '', ''], ['序号', '任务', '责任单位'],
  ...tasks.map((row) => [row.task_id, row.task.slice(0, 150), [row.lead, ...row.co.split(';').filter(Boolean)].join('、')])]))
isGood(here.bring('worker', 'split-tasks', split, '--apply'), 'the tasks')
const planned = new Map(here.records('tasks').map((record) => [record.source, record]))
tell(tasks.length === 15 && tasks.every((row) => planned.get(row.task_id)?.unit_name === row.lead &&
  planned.get(row.task_id).co_units_name === row.co), 'the first leads, the others share the work')

// 5. Findings of inspections, without a number of their own: the inspection, its code and what was found.
isGood(here.units('admin', here.write('inspected.csv', asCsv([['licence'], ...new Set(cells(read('tests/data/inspect-minneapolis/violations.csv')).slice(1).map((row) => row[2]))].map((one) => [one].flat()))),
  '--code', 'licence', '--name', 'licence', '--apply'), 'the inspected are founded')
here.mapping('findings', `ledger: problems
key: {columns: [inspection_id, code, finding], prefix: minneapolis-}
unit_column: licence_no
columns:
  - {column: finding, field: title}
  - {column: critical, field: kind, choices: {"Yes": harm, "No": new, ANY: new}}
  - {column: kind, field: sector}
ignored: [licence_code, facility_id, zip, purpose, date, inspector, risk_level]
acts: [{act: register}]
`)
const violations = table(read('tests/data/inspect-minneapolis/violations.csv'))
const whole = here.bring('worker', 'findings', 'tests/data/inspect-minneapolis/violations.csv')
const tooLong = violations.map((row, at) => [row.finding.length, String(at + 2)]).filter(([length]) => length > 200).map(([, row]) => row)
tell(whole.code === 1 && tooLong.length > 0 && whole.of('error', 'field_is_too_long').map((line) => line[0].slice(6)).join() === tooLong.join(),
  `what is too long for a title is named by its row: ${whole.output.slice(-600)}`)
const shortened = here.write('shortened.csv', asCsv([Object.keys(violations[0]),
  ...violations.map((row) => Object.values({ ...row, finding: row.finding.slice(0, 200) }))]))
isGood(here.bring('worker', 'findings', shortened, '--apply'), 'the findings')
const problems = here.records('problems')
tell(problems.length === violations.length && problems.filter((one) => one.kind === 'harm').length ===
  violations.filter((row) => row.critical === 'Yes').length, `each is a problem: ${problems.length}`)

// 6. Promises of the past: no clause here, days long gone, and where each was made public.
here.mapping('promises-of-the-past', `ledger: promises
source_column: 编号
unit_column: 单位
zone: Asia/Shanghai
columns:
  - {column: 承诺, field: content}
  - {column: 文号, field: made_public_in}
  - {column: 发布日期, field: made_public_at}
  - {column: 期限, field: due, form: chinese_deadline}
constants: {subject: organisation, kind: common, confirmer: none_in_source}
acts: [{act: register}]
`)
const deadlines = table(read('campaigns/demo/state-council/deadlines.csv'))
const promisers = [...new Set(deadlines.map((row) => row.unit))].filter((name) => !departments.includes(name))
isGood(here.units('admin', here.write('promisers.csv', asCsv([['name'], ...promisers.map((name) => [name])])),
  '--code', 'name', '--name', 'name', '--apply'), 'those who promised are founded')
const past = (rows, day = (row) => row.issued) => here.write('promises.csv', asCsv([['编号', '单位', '承诺', '文号', '发布日期', '期限'],
  ...rows.map((row) => [row.promise_id, row.unit, row.task, row.doc_no, day(row), row.deadline_text])]))
const kept = here.bring('worker', 'promises-of-the-past', past(deadlines), '--apply')
isGood(kept, 'the promises of the past')
const promises = new Map(here.records('promises').map((record) => [record.source, record]))
tell(deadlines.every((row) => promises.get(row.promise_id)?.due === row.deadline &&
  promises.get(row.promise_id).made_public_in === row.doc_no && promises.get(row.promise_id).state === 'published'),
  'each stands with its source and its day')
const unsaid = here.bring('worker', 'promises-of-the-past', past(deadlines.slice(0, 1).map((row) => ({ ...row, promise_id: 'X1' })), () => ''))
tell(unsaid.code === 1 && unsaid.of('error', 'field_is_missing').length === 1,
  `without a day it is no promise that was made public: ${unsaid.output}`)

// 7. Goals of a government and their indicators, as tasks: what the list says of each is told, and
// closes nothing; next quarter's list brings what has changed, each an act.
here.mapping('priority-goals', `ledger: tasks
source_column: goal_id
unit_column: organization_name
unknown_units_are_founded: true
columns:
  - {column: goal_name, field: title}
  - {column: goal_description, field: title, separator: ": "}
  - {column: goal_status, field: status_at_source}
  - {column: Update, field: mandate}
constants: {requirement_tags: serve_the_people}
ignored: [goal_type, date_start_fy, date_end_fy, is_joint]
acts: [{act: register}]
`)
const goalsFile = 'tests/data/promises-us-performance/goals.csv'
const goals = table(read(goalsFile))
isGood(here.bring('worker', 'priority-goals', here.write('goals.csv', read(goalsFile)), '--apply'), 'the goals')
const held58 = here.records('tasks').filter((record) => record.mandate === 'FY22Q4')
const byStatus = ['On Track', 'Unavailable', 'Delayed', 'Ahead', 'Blocked'].map((status) =>
  held58.filter((record) => record.status_at_source === status).length)
tell(held58.length === 58 && byStatus.join() === '43,10,3,1,1', `58 goals by status: ${byStatus}`)
tell(held58.every((record) => record.state === 'running'), 'what the list says of a goal closes nothing')
tell(goals.every((row) => held58.find((record) => record.source === row.goal_id)?.title ===
  `${row.goal_name.trim()}: ${row.goal_description.trim()}`), 'each goal with its description')
here.mapping('indicators', `ledger: tasks
key: {columns: [related_goal_id, target, indicator], prefix: indicator-}
unit_column: related_owner
unit_separator: ", "
unknown_units_are_founded: true
columns:
  - {column: indicator, field: title}
  - {column: related_owner, field: co_units, separator: ", ", part: -2}
  - {column: related_goal_id, field: mandate}
  - {column: target, field: measure}
  - {column: value_start, field: outcome_before}
  - {column: value_target, field: target}
  - {column: value_current, field: status_at_source}
  - {column: progress_pct_target_status, field: status_at_source, separator: " / "}
constants: {requirement_tags: serve_the_people}
ignored: [fiscal_yr, fiscal_qtr, indicator_type]
acts: [{act: register}]
`)
const indicators = table(read('tests/data/promises-us-performance/indicators.csv'))
const keyOf = (row) => [row.related_goal_id, row.target, row.indicator].join('/')
const isTwice = (row, _, rows) => rows.filter((other) => keyOf(other) === keyOf(row)).length > 1
const quarter = (which) => indicators.filter((row) => row.fiscal_qtr === which)
const asFile = (name, rows) => here.write(name, asCsv([Object.keys(indicators[0]), ...rows.map(Object.values)]))
const owners = [...new Set(indicators.flatMap((row) => row.related_owner.split(', ')))]
isGood(here.units('admin', here.write('owners.csv', asCsv([['name'], ...owners.map((name) => [name])])),
  '--code', 'name', '--name', 'name', '--apply'), 'the agencies are founded')
const dirty = here.bring('worker', 'indicators', asFile('q1-as-it-is.csv', quarter('1')))
tell(dirty.code === 1 && dirty.of('error', 'id_is_there_twice').length > 0,
  `a key that the source has twice is told by its rows: ${dirty.output.slice(0, 300)}`)
const clean = (which) => quarter(which).filter((row, at, rows) => row.indicator && !isTwice(row, at, rows))
const first = clean('1'), second = clean('2')
isGood(here.bring('worker', 'indicators', asFile('q1.csv', first), '--apply'), 'the first quarter')
const statusOf = (row) => [row.value_current, row.progress_pct_target_status].filter(Boolean).join(' / ')
const wasFirst = new Map(first.map((row) => [keyOf(row), row]))
const next = second.filter((row) => !wasFirst.has(keyOf(row)) ||
  ['value_start', 'value_target'].every((name) => wasFirst.get(keyOf(row))[name] === row[name]))
const brought = here.bring('worker', 'indicators', asFile('q2.csv', next), '--apply')
isGood(brought, 'the second quarter')
const moved = next.filter((row) => wasFirst.has(keyOf(row)) && statusOf(wasFirst.get(keyOf(row))) !== statusOf(row))
tell(moved.length > 20 && brought.of('change', 'note_status').length === moved.length,
  `each that moved is an act: ${moved.length}, ${brought.of('change', 'note_status').length}`)

// 8. What an agency undertook under a strategy, with days long past; one was late when it was told.
here.mapping('digital-strategy', `ledger: tasks
key: {columns: [id], prefix: digital-strategy-}
constants: {mandate: Digital Government Strategy, requirement_tags: serve_the_people}
unit_column: agency
unknown_units_are_founded: true
columns:
  - {column: text, field: title}
  - {column: due_date, field: due, form: "%Y/%m/%d"}
  - {column: status, field: status_at_source}
ignored: [parent]
acts: [{act: register}]
`)
const itemsFile = 'tests/data/promises-us-digital-strategy/items.csv'
const items = table(read(itemsFile))
isGood(here.bring('worker', 'digital-strategy', here.write('items.csv', read(itemsFile)), '--apply'), 'the strategy')
const undertaken = new Map(here.records('tasks').filter((record) => record.mandate === 'Digital Government Strategy')
  .map((record) => [record.source.replace('digital-strategy-', ''), record]))
const dayOf = (text) => text.split('/').map((part) => part.padStart(2, '0')).join('-')
tell(items.length === 25 && items.every((row) => undertaken.get(row.id)?.due === dayOf(row.due_date) &&
  undertaken.get(row.id).status_at_source === row.status), 'each with its day, however it is written')
const own = items.filter((row) => row.parent === '').map((row) => undertaken.get(row.id))
tell(own.filter((record) => record.status_at_source === 'completed').length === 9 &&
  undertaken.get('1.2').status_at_source === 'in-progress' && undertaken.get('1.2').due === '2013-05-23',
  'nine completed by their own word, and one late')

// What goes out as a workbook comes in again as it was, and a formula is none.
const workbook = here.write('gone.txt', '').replace('gone.txt', 'tasks.xlsx')
isGood(here.run('export', ...here.at, '--body', 'province', '--xlsx', workbook, 'tasks'), 'a workbook goes out')
const again = here.bring('worker', 'tasks', workbook)
tell(again.code === 0 && again.output.includes(`to be opened 0, to be amended 0, unchanged ${here.records('tasks').length},`),
  `and comes in unchanged: ${again.output.slice(-300)}`)
tell(here.run('export', ...here.at, '--body', 'province', '--xlsx', workbook, 'tasks').output.includes('place_is_taken'),
  'what lies there is not written over')
