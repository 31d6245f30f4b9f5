// A list of people from the command line: checked as a whole, done as a whole, signed once, and gone
// out and come back.
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Client, oneTimePassword, startServer } from '../http/program.mjs'
import { tell } from '../http/tally.mjs'
import { asCsv, office, table } from './office.mjs'

const here = office('2026-01-05')
const people = (file, ...more) => here.run('import-people', ...here.at, '--body', 'province', '--as', 'admin', ...more, file)
const list = (...rows) => asCsv([['全省机关干部名册', '', '', '', '', '', '', ''],
  ['序号', '姓名', '党员类别', '单位', '职务', '任职日期', '第一责任人', '登录名', '出生年月'], ...rows])

const good = list(
  ['1', '李娜', '正式党员', '第一党支部', '职能处室', '2025年7月1日', '', 'Li.Na', '1990-01'],
  ['2', '王强', '', '第一党支部', '党员', '2025年7月1日', '否', 'wang.qiang', ''],
  ['3', '赵敏', '预备党员', '', '', '', '', '', ''],
  ['合计', '3', '', '', '', '', '', '', ''])
const file = here.write('people.csv', good)
const checked = people(file)
tell(checked.code === 0 && checked.output.includes('people to be added 3, posts to be proposed 2, accounts to be made 2, unchanged 0'),
  `it is checked: ${checked.output}`)
for (const [law, column] of [['header_is_further_down', ''], ['date_form_is_guessed', '任职日期'], ['row_is_a_total', ''],
  ['column_is_not_used', '出生年月'], ['column_is_not_used', '序号']])
  tell(checked.lines.some((line) => line[0].startsWith('note') && line[1] === column && line[2] === law),
    `${law} of ${column} is told: ${checked.output}`)
const untouched = table(here.run('export', ...here.at, '--body', 'province', 'people').output)
tell(!untouched.some((row) => row['姓名'] === '李娜'), 'and nothing is done')

// Every fault at once, by row and column.
const wrong = people(here.write('wrong.csv', list(
  ['1', '李娜', '外星人', '第一党支部', '职能处室', '', '', '', ''],
  ['2', '王强', '', '没有的处', '党员', '', '', '', ''],
  ['3', '', '', '第一党支部', '党员', '', '', '', ''],
  ['4', '周杰', '', '第一党支部', '', '', '', '', ''],
  ['5', '吴刚', '', '第一党支部', '大领导', '', '', '', ''],
  ['6', '郑和', '', '', '', '', '', 'admin', ''],
  ['7', '工委干部', '', '第一党支部', '党员', '', '', '', ''],
  ['8', '孙一', '', '第一党支部', '支部书记', '', '是', '', ''],
  ['9', '钱二', '', '第一党支部', '系统管理员', '', '', '', ''],
  ['10', '钱二', '', '第一党支部', '党员', '', '', '', ''])), '--apply')
const faults = wrong.lines.filter((line) => line[0].startsWith('error')).map((line) => `${line[0].slice(6)} ${line[1]} ${line[2]}`)
for (const fault of ['3 党员类别 choice_is_unknown', '4 单位 unit_is_unknown', '5 姓名 field_is_missing', '6 职务 field_is_missing',
  '7 职务 choice_is_unknown', '8 登录名 name_is_taken', '9 姓名 namesake_is_not_told_apart', '10 第一责任人 accountable_person_exists_already',
  '12 姓名 namesake_is_not_told_apart'])
  tell(faults.includes(fault), `${fault}: ${faults.join('; ')}`)
tell(wrong.code === 1 && !table(here.run('export', ...here.at, '--body', 'province', 'people').output).some((row) => row['姓名'] === '李娜'),
  'and none is added')

const done = people(file, '--apply')
const passwords = done.output.match(oneTimePassword) ?? []
tell(done.code === 0 && passwords.length === 2 && done.output.includes('3 people added, 2 posts proposed, 2 accounts made'),
  `it is done: ${done.output}`)
tell(!readFileSync(here.database).includes(passwords[0]), 'no password stands in the database')
const again = people(file)
tell(again.code === 1 && again.of('error', 'namesake_is_not_told_apart').length === 3, `the same list does not add them twice: ${again.output}`)

// Out and in again through the same columns, as CSV and as a workbook.
const out = here.run('export', ...here.at, '--body', 'province', 'people').output
const back = people(here.write('back.csv', out))
tell(back.code === 0 && back.output.includes('people to be added 0, posts to be proposed 0, accounts to be made 0'),
  `what went out says nothing new: ${back.output}`)
const book = here.write('x', '').replace(/x$/, 'people.xlsx')
const gone = here.run('export', ...here.at, '--body', 'province', '--xlsx', book, 'people')
tell(gone.code === 0, `a workbook goes out: ${gone.output}`)
const came = people(book)
tell(came.code === 0 && came.output.includes('people to be added 0, posts to be proposed 0, accounts to be made 0'),
  `and says nothing new either: ${came.output}`)

// By a mapping of the office's own, several posts of one person by its own number, namesakes told apart.
here.mapping('staff', `list: people
null_words: [无]
columns:
  - {column: 工号, field: person}
  - {column: 姓名, field: name}
  - {column: 处室, field: unit, choices: {一处: 第一党支部, 二处: 第二党支部}}
  - {column: 岗位, field: role, choices: {处员: division, 委员: member}, otherwise: 处员}
constants: {member_kind: formal}
ignored: [电话]
`)
const staff = here.write('staff.csv', asCsv([['工号', '姓名', '处室', '岗位', '电话'],
  ['00017', '张伟', '一处', '处员', '1'], ['00017', '张伟', '二处', '委员', '1'], ['00018', '张伟', '二处', '无', '1']]))
const mapped = people(staff, '--mapping', 'staff', '--apply')
tell(mapped.code === 0 && mapped.output.includes('2 people added, 3 posts proposed'), `two of one name: ${mapped.output}`)
const lacking = people(here.write('lacking.csv', asCsv([['工号', '姓名', '处室'], ['1', '陈', '一处']])), '--mapping', 'staff')
tell(lacking.code === 1 && lacking.lines.some((line) => line[1] === '岗位' && line[2] === 'column_is_missing'),
  `a column that was named is missed: ${lacking.output}`)
const nobody = people(file, '--mapping', 'none-such')
tell(nobody.code === 1 && nobody.output.includes('mapping_is_unknown'), 'a mapping that is not there is named')
const third = people(here.write('third.csv', asCsv([['人员编号', '姓名', '单位', '职务'], ['', '张伟', '第一党支部', '党员']])))
tell(third.code === 1 && third.of('error', 'namesake_is_not_told_apart').length === 1, 'a third of the name is asked about')
const said = people(here.write('said.csv', asCsv([['人员编号', '姓名', '单位', '职务'], ['新', '张伟', '第一党支部', '党员']])), '--apply')
tell(said.code === 0, `and taken where the file says so: ${said.output}`)

// A staff list of an office: what nobody knows is asked by name, and a mapping file says it.
const staffList = new URL('../data/people-files/staff.xlsx', import.meta.url).pathname
const unknown = people(staffList)
tell(unknown.code === 1 && unknown.lines.some((line) => line.join(' ').startsWith('word 职务 处长 ? 2')) &&
  unknown.output.includes('words to be told 7'), `its words are asked about: ${unknown.output}`)
here.mapping('office-staff', `list: people
columns:
  - {column: 姓名, field: name}
  - {column: 所在处室, field: unit, choices: {税务局: 第一党支部, 财务局: 第二党支部, 离退休处: ""}}
  - {column: 职务, field: role, choices: {"*": "", "": member}}
  - {column: 政治面貌, field: member_kind}
  - {column: 任职时间, field: from}
ignored: [序号, 性别, 出生年月, 民族, 手机, 备注]
`)
const office1 = people(staffList, '--mapping', 'office-staff', '--apply')
tell(office1.code === 0 && office1.output.includes('5 people added, 2 posts proposed') && office1.output.includes('without a post 3'),
  `and then it is done: ${office1.output}`)
const grown = people(staffList, '--mapping', 'office-staff', '--same-names')
tell(grown.code === 0 && grown.output.includes('people to be added 0, posts to be proposed 0'), `the same list comes again: ${grown.output}`)

// Whoever is not the administrator adds nobody; the whole list is signed once, by somebody else.
const hotline = here.run('import-people', ...here.at, '--body', 'province', '--as', 'hotline', here.write('other.csv', asCsv([['姓名'], ['何人']])))
tell(hotline.code === 1 && hotline.of('error', 'post_does_not_allow_this').length > 0, `not by others: ${hotline.output}`)
const verified = here.run('verify', '--tables', ...here.at)
tell(verified.code === 0, `the journal tells of all of it: ${verified.output}`)
const server = await startServer({ database: here.database, campaigns: here.campaigns })
const as = (name) => new Client(server.port).logIn(name, `password of ${name}`)
const admin = await as('admin')
const text = asCsv([['人员姓名', '所在单位', '岗位', '账号'], ['何华', '第二党支部', '党员', 'he.hua'], ['何丽', '没有的处', '党员', '']])
const send = (client, apply, body, key) => client.send('POST', `/api/people/imports?apply=${apply}`,
  { 'content-type': 'text/csv', ...(key ? { 'idempotency-key': key } : {}) }, body)
const faulty = await send(admin, true, text)
tell(faulty.status === 200 && faulty.json.applied === false && faulty.json.accounts.length === 0 &&
  faulty.json.findings.some((one) => one.row === 3 && one.column === '所在单位' && one.code === 'unit_is_unknown' && one.words.zh && one.words.en),
  `by HTTP every fault too, and nothing done: ${faulty.text}`)
tell(faulty.json.columns.some((one) => one.name === '账号' && one.field === 'account'), 'which column was taken for what is told')
const clean = text.replace('没有的处', '第二党支部')
const dry = await send(admin, false, clean)
tell(dry.json.people === 2 && dry.json.posts === 2 && dry.json.accounts_wanted === 1 && !dry.json.applied, `checked: ${dry.text}`)
const key = randomUUID()
const applied = await send(admin, true, clean, key)
tell(applied.json.applied && applied.json.accounts.length === 1 && applied.json.accounts[0].name === 'he.hua' &&
  applied.json.accounts[0].one_time_password.match(oneTimePassword), `done: ${applied.text}`)
const twice = await send(admin, true, clean, key)
tell(twice.json.applied && twice.json.accounts.length === 0 && twice.headers['idempotent-replayed'] === 'true',
  `a second click is told that it was done, and no password: ${twice.text}`)
for (const name of ['worker', 'granter', 'hotline']) {
  const other = await send(await as(name), false, clean)
  tell(other.status === 403 && other.json.code === 'post_does_not_allow_this', `${name} adds nobody: ${other.text}`)
}
const csv = await admin.send('GET', '/api/people/export.csv')
const sheet = await (await as('auditor')).send('GET', '/api/people/export.xlsx')
tell(table(csv.text).some((row) => row['Name'] === '何华' || row['姓名'] === '何华') && sheet.bytes.subarray(0, 2).toString() === 'PK',
  `the list goes out: ${csv.text.slice(0, 200)}`)
const told = await send(admin, false, csv.text)
tell(told.json.people === 0 && told.json.posts === 0 && told.json.findings.every((one) => one.is_note),
  `and comes back: ${told.text.slice(0, 600)}`)
const closed = await (await as('worker')).send('GET', '/api/people/export.csv')
tell(closed.status === 403, `to the three alone: ${closed.status}`)

const granter = await as('granter')
const proposals = (await granter.send('GET', '/api/organisation/proposals')).json.proposals
tell(proposals.length === 10 && proposals.every((one) => one.may_sign), `ten posts wait: ${proposals.length}`)
const signed = await granter.send('POST', '/api/organisation/acts/sign_post', {},
  JSON.stringify({ fields: { posts: proposals.map((one) => one.id) } }))
tell(signed.status === 200, `and are signed at once: ${signed.text}`)
for (const secret of [...passwords, applied.json.accounts[0].one_time_password])
  tell(!server.log().includes(secret), 'the log holds no password')
await server.end('SIGTERM')
