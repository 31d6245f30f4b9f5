// One more ledger and one more field, from outside: whatever the program derives from declarations
// names them, people can work with them, and a database made without them opens by itself.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client, declaringProgram, foundWorld, program, run, startServer, tablesOf, temporaryFolder }
  from '../http/program.mjs'

const web = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../web')
let passed = 0
let failed = 0
async function step(title, work) {
  try {
    await work()
    ++passed
  } catch (error) {
    ++failed
    console.log(`FAILED ${title}\n    ${`${error.stack}`.slice(0, 1500).replaceAll('\n', '\n    ')}`)
  }
}

const world = foundWorld()
const { branch_1: branch1, branch_2: branch2, root } = world.units
let server = null
const clients = new Map()
async function as(who) {
  if (!clients.has(who))
    clients.set(who, await new Client(server.port).logIn(who, world.people[who].password))
  return clients.get(who)
}
async function start(file) {
  clients.clear()
  server = await startServer(world, undefined, file)
}
async function stop() {
  assert.equal((await server.end('SIGTERM')).code, 0, server.log())
}

async function get(who, target) {
  const answer = await (await as(who)).send('GET', target)
  assert.equal(answer.status, 200, `${target}: ${answer.text.slice(0, 400)}`)
  return answer.json
}
async function write(who, target, body, version) {
  return (await as(who)).send('POST', target, version ? { 'if-match': `"${version}"` } : {},
    JSON.stringify(body))
}
async function open(who, ledger, body) {
  const answer = await write(who, `/api/${ledger}`, body)
  assert.equal(answer.status, 201, answer.text)
  return answer.json
}
async function act(who, record, name, body = {}) {
  const answer = await write(who, `/api/wishes/${record.id}/acts/${name}`, body, record.version)
  assert.equal(answer.status, 200, `${name}: ${answer.text}`)
  return Object.assign(record, answer.json)
}
function refused(answer, status, code, field) {
  assert.equal(answer.status, status, answer.text)
  const found = (answer.json.errors ?? [answer.json]).find((one) => one.code === code)
  assert.ok(found, answer.text)
  if (field) assert.equal(found.field, field)
  assert.match(found.words.zh, /。$/)
  assert.match(found.words.en, /\.$/)
}

function referenceOf(file) {
  const folder = temporaryFolder()
  assert.equal(run(file, 'schema', '--output', folder).code, 0)
  const read = (name) => readFileSync(path.join(folder, 'docs/reference', name), 'utf8')
  const shapes = path.join(folder, 'api.d.ts')
  execFileSync('node', [path.join(web, 'generate-shapes.mjs'),
    path.join(folder, 'docs/reference/openapi.json'), shapes])
  const linesOf = (text) => text.split('\n').length - 1
  return { openapi: JSON.parse(read('openapi.json')), rights: read('rights.md'),
    description: JSON.parse(read('description.json')),
    lines: { 'openapi.json': linesOf(read('openapi.json')),
      'api.d.ts': linesOf(readFileSync(shapes, 'utf8')) } }
}
const named = (list, name) => list.find((one) => one.name === name)

// Every place at which a document names a ledger as such: keys and texts, with the path to them.
function placesOf(ledger, schema, document) {
  const places = new Set()
  const walk = (value, place) => {
    if (typeof value === 'string' && value === ledger) places.add(`${place}=${value}`)
    if (typeof value !== 'object' || value === null) return
    for (const [key, inner] of Object.entries(value)) {
      const name = Array.isArray(value) ? '*' : key
      if (key.split('/').includes(ledger) || key.startsWith(schema)) places.add(`${place}.${name}`)
      walk(inner, `${place}.${name}`)
    }
  }
  walk(document, '')
  return places
}

const before = referenceOf(program)
const after = referenceOf(declaringProgram)

await step('the description has one ledger and one field more, and is the same else', () => {
  const wishes = named(after.description.ledgers, 'wishes')
  const kinds = new Set(wishes.fields.map((field) => field.kind))
  assert.equal(kinds.size, 15, 'the new ledger has a field of every kind')
  assert.deepEqual(wishes.fields.filter((field) => field.retired).map((field) => field.name), ['remark'])
  assert.deepEqual(named(wishes.fields, 'steps').columns.map((column) => column.name),
    ['what', 'at', 'who', 'until', 'size', 'like', 'secret'])
  const field = { name: 'people_affected', kind: 'integer', required: false, length_max: 0,
    visibility: 'public', choices: [], choices_from: null, links_to: [], columns: [], retired: false }
  const problems = named(after.description.ledgers, 'problems')
  assert.deepEqual(named(problems.fields, 'people_affected'), field)
  const without = structuredClone(after.description)
  without.ledgers = without.ledgers.filter((ledger) => ledger.name !== 'wishes')
  const problemsWithout = named(without.ledgers, 'problems')
  problemsWithout.fields = problemsWithout.fields.filter((one) => one.name !== 'people_affected')
  for (const one of problemsWithout.acts)
    one.takes = one.takes.filter((name) => name !== 'people_affected')
  assert.equal(without.refusals.pop(), 'idea_says_no_more_than_its_title')
  assert.deepEqual(without, before.description)
})

await step('the ledgers stand at their places, the new one among them', () => {
  const order = ['directives', 'tasks', 'wishes', 'promises', 'problems', 'feedback']
  const listed = after.openapi.components.parameters.path_ledger.schema.enum
  assert.deepEqual(listed.filter((one) => order.includes(one)), order)
})

await step('the API describes the new ledger wherever it describes the ledger of tasks', () => {
  const swap = (place) => place.replaceAll('tasks', 'wishes').replaceAll('Tasks', 'Wishes')
  const tasks = [...placesOf('tasks', 'Tasks', after.openapi)]
  const wishes = placesOf('wishes', 'Wishes', after.openapi)
  assert.ok(tasks.length >= 6, `only ${tasks.length} places`)
  // Where a link of another ledger may lead is that ledger's to say; what a page joins by hand is the page's.
  const isOfOthers = (place) => ['.links_to', '.ledger.enum', '.schemas.ClausesAndWork.', '.schemas.PlanOfUnit.', '.properties.population.enum']
    .some((part) => place.includes(part))
  for (const place of tasks)
    if (!isOfOthers(place)) assert.ok(wishes.has(swap(place)), `not at ${swap(place)}`)
  const { WishesFields, WishesRecord, ProblemsFields } = after.openapi.components.schemas
  assert.deepEqual(Object.keys(WishesFields.properties),
    named(after.description.ledgers, 'wishes').fields.map((field) => field.name))
  assert.deepEqual(WishesRecord.allOf[1].properties.state.enum,
    named(after.description.ledgers, 'wishes').states.map((state) => state.name))
  assert.ok(ProblemsFields.properties.people_affected)
})

// What the ledgers cost is bounded, and beside them what the house itself takes: its own doors (accounts, files,
// people, audit) grow by issues of their own, and not with the ledgers.
await step('28 ledgers stay under 4,000 lines of generated description, and of shapes', () => {
  const house_most = 4000
  const ledgers = before.description.ledgers.length
  for (const [file, lines] of Object.entries(before.lines)) {
    const perLedger = after.lines[file] - lines
    const house = lines - ledgers * perLedger
    console.log(`${file}: ${lines} lines for ${ledgers} ledgers, ${perLedger} for one with every kind of field, ` +
      `${28 * perLedger} for 28, and ${house} of the house`)
    assert.ok(28 * perLedger < 4000, `${file} would have ${28 * perLedger} lines for 28 ledgers`)
    assert.ok(house < house_most, `${file} has ${house} lines beside the ledgers`)
  }
})

await step('the page of rights has a table for it', () => {
  assert.match(after.rights, /^## .*wishes/m)
  assert.match(after.rights, /take_up/)
})

let old = null
await step('a database without them is made by the first program', async () => {
  await start(program)
  old = await open('head_1', 'problems', { unit: branch1, fields: { title: '排队太久', kind: 'harm' } })
  refused(await write('head_1', '/api/wishes', { unit: branch1, fields: {} }), 404, 'ledger_is_unknown')
  refused(await write('head_1', '/api/problems', { unit: branch1,
    fields: { title: '甲', kind: 'new', people_affected: 3 } }), 422, 'field_is_unknown', 'people_affected')
  await stop()
})

await step('the second program opens it by itself', async () => {
  await start(declaringProgram)
  const held = await get('head_1', `/api/problems/${old.id}`)
  assert.equal(held.fields.title, '排队太久')
  assert.equal(held.fields.people_affected, null)
  assert.equal(held.version, old.version)
  const fresh = await open('head_1', 'problems', { unit: branch1,
    fields: { title: '材料太多', kind: 'old', people_affected: 120 } })
  assert.equal(fresh.fields.people_affected, 120)
  assert.ok(named((await get('head_1', '/api/description')).ledgers, 'wishes'))
})

const fields = { title: '午间轮班', text: '窗口午间不断档', sort: 'service', tests_answered: ['people'],
  anonymous: true, minutes_saved: 90, cost: '12.5', concerns: branch2 }
let idea = null
await step('a record is opened, and its clock explains itself', async () => {
  idea = await open('member_1', 'wishes', { unit: branch1, fields })
  assert.equal(idea.state, 'offered')
  for (const [name, value] of Object.entries(fields)) {
    const held = idea.fields[name]
    assert.deepEqual(name === 'cost' ? Number(held) : held, name === 'cost' ? 12.5 : value, name)
  }
  idea = await get('member_1', `/api/wishes/${idea.id}`)
  assert.equal(idea.clock.deadline, 'reply')
  assert.equal(idea.clock.due, '2011-03-15')  // ten working days after 1 March
  assert.deepEqual(idea.clock.length, { count: 10, kind: 'working' })
  assert.deepEqual(idea.clock.skipped.map((day) => day.date),
    ['2011-03-05', '2011-03-06', '2011-03-12', '2011-03-13'])
})

await step('what breaks a law is refused in both languages', async () => {
  refused(await write('member_1', '/api/wishes', { unit: branch1, fields: { title: '甲' } }), 422,
    'field_is_missing', 'sort')
  refused(await write('member_1', '/api/wishes', { unit: branch1, fields: { title: '甲', sort: 'poem' } }),
    422, 'choice_is_unknown', 'sort')
  refused(await write('member_1', '/api/wishes', { unit: branch1,
    fields: { title: '字'.repeat(61), sort: 'service' } }), 422, 'field_is_too_long', 'title')
  refused(await write('member_1', '/api/wishes', { unit: branch1,
    fields: { title: '甲', text: '甲', sort: 'service' } }), 422, 'idea_says_no_more_than_its_title', 'text')
  const target = `/api/wishes/${idea.id}/acts`
  const take = (day) => ({ fields: { planned: day } })
  refused(await write('member_1', `${target}/take_up`, take('2011-06-30'), idea.version), 403,
    'post_does_not_allow_this')
  refused(await write('head_1', `${target}/take_up`, take('2011-03-01'), idea.version), 422,
    'due_date_is_today', 'planned')
  refused(await write('head_1', `${target}/carry_out`, { fields: { outcome: '已办' } }, idea.version),
    409, 'state_does_not_allow_this')
  refused(await write('head_1', `${target}/answer`, {}, idea.version), 422, 'reason_is_missing', 'reason')
  refused(await write('head_1', `${target}/sing`, {}, idea.version), 404, 'act_is_unknown')
})

await step('it waits in the work of whoever may act on it', async () => {
  const today = await get('head_1', '/api/today')
  assert.ok(today.items.some((item) => item.ledger === 'wishes' && item.id === idea.id))
})

await step('acts move it through its states, and claimed is not confirmed', async () => {
  await act('head_2', idea, 'support', { fields: { supported_by: [branch2] } })
  assert.deepEqual(idea.fields.supported_by, [branch2])
  await act('head_1', idea, 'take_up', { fields: { planned: '2011-03-31' } })
  assert.equal(idea.fields.first_planned, '2011-03-31')
  await act('head_1', idea, 'extend', { fields: { planned: '2011-04-29' }, reason: '排班' })
  assert.equal(idea.clock.first_due, '2011-03-31')
  assert.equal(idea.clock.due, '2011-04-29')
  await act('organ_a', idea, 'carry_out', { fields: { outcome: '已轮班' } })
  assert.equal(idea.stage, 'claimed')
  refused(await write('head_1', `/api/wishes/${idea.id}/acts/confirm`, {}, idea.version), 403,
    'post_does_not_allow_this')
  refused(await write('member_1', `/api/wishes/${idea.id}/acts/confirm`, {}, idea.version), 403,
    'the_rated_never_touch_the_raters')
})

const steps = (record) => record.fields.steps
const noted = (record, fields) => write('member_2', `/api/wishes/${record.id}/acts/step`, { fields }, record.version)
let planned = null
await step('rows are numbered once, and an entry carries those that changed', async () => {
  planned = await open('member_1', 'wishes', { unit: branch1, fields: { title: '排号', sort: 'service',
    arises_from: { ledger: 'problems', record: old.id } } })
  assert.deepEqual(planned.fields.arises_from, { ledger: 'problems', record: old.id, row: 0 })
  const by = world.people.member_2.id
  await act('head_1', planned, 'take_up', { fields: { planned: '2011-03-31', steps: [
    { what: '买机器', at: branch2, who: by, until: '2011-03-20', size: 'equipment' }, { what: '装机器' },
    { what: '试用', like: { ledger: 'wishes', record: idea.id } }] } })
  assert.deepEqual(steps(planned).map((one) => [one.row, one.what, one.at]),
    [[1, '买机器', branch2], [2, '装机器', null], [3, '试用', null]])
  assert.equal('secret' in steps(planned)[0], false)
  assert.ok(planned.names[branch2] && planned.names[by], 'those in the rows are named')
  const [first, , third] = steps(planned)
  const answer = await noted(planned, { steps: [{ row: 1, until: '2011-03-22' }, third, { what: '培训' }] })
  assert.equal(answer.status, 200, answer.text)
  Object.assign(planned, answer.json)
  assert.deepEqual(steps(planned), [{ ...first, until: '2011-03-22' }, third,
    { row: 4, what: '培训', at: null, who: null, until: null, size: null, like: null }])
  const { entries } = await get('member_1', `/api/wishes/${planned.id}/journal`)
  const told = entries.at(-1).changes.fields.steps
  assert.deepEqual(told.map((one) => [one.row, one.what]), [[1, '买机器'], [2, undefined], [4, '培训']])
  const then = await get('member_1', `/api/wishes/${planned.id}?as_of_seq=${entries[1].seq}`)
  assert.equal(then.fields.steps.length, 3)
})

await step('what is wrong in a row is named by its place, and nobody else writes it', async () => {
  const wrong = async (row, status, code, field) =>
    refused(await noted(planned, { steps: [...steps(planned), row] }), status, code, field)
  await wrong({ at: branch2 }, 422, 'field_is_missing', 'steps.4.what')
  await wrong({ what: '字'.repeat(61) }, 422, 'field_is_too_long', 'steps.4.what')
  await wrong({ what: '甲', size: 'huge' }, 422, 'choice_is_unknown', 'steps.4.size')
  await wrong({ what: '甲', at: idea.id }, 422, 'unit_is_unknown', 'steps.4.at')
  await wrong({ what: '甲', who: idea.id }, 422, 'person_is_unknown', 'steps.4.who')
  await wrong({ what: '甲', secret: '乙' }, 422, 'field_is_unknown', 'steps.4.secret')
  await wrong({ what: '甲', until: '2011-02-30' }, 422, 'date_is_not_iso', 'steps.4.until')
  await wrong({ row: 2, what: '甲' }, 409, 'row_is_unknown', 'steps')
  const cite = (ledger, record, row) => ({ what: '甲', like: { ledger, record, row } })
  await wrong(cite('wishes', planned.id, 9), 422, 'record_is_linked_wrongly', 'steps.4.like')
  await wrong(cite('promises', idea.id, 0), 422, 'record_is_linked_wrongly', 'steps.4.like')
  await wrong(cite('tasks', idea.id, 0), 422, 'record_is_linked_wrongly', 'steps.4.like')
  const many = Array.from({ length: 501 }, () => ({ what: '甲' }))
  refused(await noted(planned, { steps: many }), 422, 'rows_are_too_many', 'steps')
  refused(await noted(planned, { remark: '甲' }), 422, 'field_is_unknown', 'remark')
  refused(await write('member_3', `/api/wishes/${planned.id}/acts/step`, { fields: { steps: [] } },
    planned.version), 403, 'post_does_not_allow_this')
})

// The laws of which a rule is made and what is measured stand in the declaration and nowhere else.
await step('whoever writes is told each law and each measure beforehand', async () => {
  const answer = await write('member_1', '/api/wishes/beforehand', { act: 'offer', unit: branch1,
    fields: { title: '少跑一趟', sort: 'service', text: '少跑一趟', minutes_saved: 481 } })
  assert.equal(answer.status, 200, answer.text)
  assert.deepEqual(answer.json.faults.map((fault) => [fault.code, fault.field]),
    [['idea_says_no_more_than_its_title', 'text'], ['number_is_out_of_range', 'minutes_saved']])
  assert.deepEqual(answer.json.measures,
    [{ name: 'minutes_in_all', is: 481, least: null, most: 480 }])
})

await step('who leads to a record is told from there, for all ledgers and by its rows', async () => {
  const citing = async (who, ledger, id) => (await get(who, `/api/${ledger}/${id}/citing`)).items
    .map((one) => [one.ledger, one.id, one.field, one.row, one.to_row])
  assert.deepEqual(await citing('head_1', 'problems', old.id), [['wishes', planned.id, 'arises_from', 0, 0]])
  assert.deepEqual(await citing('head_1', 'wishes', idea.id), [['wishes', planned.id, 'steps.like', 3, 0]])
  const last = steps(planned).at(-1).row
  const row = await open('member_1', 'wishes', { unit: branch1, fields: { title: '引用一行', sort: 'service',
    arises_from: { ledger: 'wishes', record: planned.id, row: last } } })
  assert.equal(row.names[`${planned.id}/${last}`], '培训')
  assert.deepEqual(await citing('head_1', 'wishes', planned.id), [['wishes', row.id, 'arises_from', 0, last]])
  const listed = async (query) => (await get('head_1', `/api/wishes?unit=${branch1}&${query}`)).items.length
  assert.equal(await listed(`steps.at=${branch2}`), 1)
  assert.equal(await listed(`steps.who=${world.people.member_2.id}`), 1)
  assert.equal(await listed(`arises_from=${planned.id}`), 1)
  assert.equal(await listed(`arises_from=${planned.id}/${last}`), 1)
  assert.equal(await listed(`arises_from=${planned.id}/1`), 0)
})

await step('a reader of what is public sees the public columns', async () => {
  const seen = (await (await as('member_3')).send('GET', `/api/wishes/${planned.id}`)).json
  const hidden = { at: null, who: null, until: null, size: null, like: null }
  assert.deepEqual(seen.fields.steps, steps(planned).map(({ row, what }) => ({ row, what, ...hidden })))
  assert.equal(Object.keys(seen.names).includes(branch2), false)
})

let contested = null
await step('what the served contest is counted, and the figure opens', async () => {
  contested = await open('member_3', 'wishes', { unit: branch1, fields: { title: '叫号', sort: 'equipment' } })
  await act('head_1', contested, 'take_up', { fields: { planned: '2011-03-31' } })
  await act('head_1', contested, 'carry_out', { fields: { outcome: '已装' } })
  await act('member_3', contested, 'contest', { reason: '不响' })
  const overview = await get('worker', `/api/overview?unit=${root}`)
  const figures = overview.rows.find((row) => row.is_self).ledgers.wishes
  assert.deepEqual(['all', 'open', 'claimed', 'contested'].map((one) => named(figures, one).numerator),
    [4, 3, 1, 1])
  const list = await get('worker', `${named(figures, 'contested').query}&count=true`)
  assert.equal(list.count, 1)
  assert.deepEqual(list.items.map((item) => item.id), [contested.id])
})

await step('it is listed, and public in its public states', async () => {
  const list = await get('head_1', `/api/wishes?unit=${branch1}&count=true`)
  assert.equal(list.count, 4)
  const answer = await (await as('member_2')).send('GET', `/api/wishes/${contested.id}`)
  assert.equal(answer.status, 200, answer.text)
  assert.equal(answer.json.fields.title, '叫号')
  assert.equal(answer.json.fields.text, null)
})

await step('its journal names every act, and an earlier version can be read', async () => {
  const journal = await get('member_1', `/api/wishes/${idea.id}/journal`)
  assert.deepEqual(journal.entries.map((entry) => entry.act),
    ['offer', 'support', 'take_up', 'extend', 'carry_out'])
  const then = await get('member_1', `/api/wishes/${idea.id}?as_of_seq=${journal.entries[2].seq}`)
  assert.equal(then.state, 'taken_up')
  assert.equal(then.fields.planned, '2011-03-31')
})

await step('a file is imported into it by a mapping that is data', async () => {
  await stop()
  const campaigns = path.join(temporaryFolder(), 'campaigns')
  cpSync(world.campaigns, campaigns, { recursive: true })
  writeFileSync(path.join(campaigns, 'imports/wishes.yaml'), `ledger: wishes
source_column: key
unit_column: unit
zone: Asia/Shanghai
columns:
  - {column: idea, field: title}
  - {column: sort, field: sort, choices: {服务: service}}
  - {column: minutes, field: minutes_saved}
  - {column: at, field: offered_at}
  - {column: steps, field: steps.what, separator: ；}
  - {column: until, field: steps.until, separator: ；}
acts:
  - {column: status, equals: offered, act: offer}
`)
  const file = path.join(campaigns, 'wishes.csv')
  const import_ = (rows) => {
    writeFileSync(file, `key,unit,idea,sort,minutes,at,steps,until,status\n${rows}\n`)
    return run(declaringProgram, 'import', '--database', world.database, '--campaigns', campaigns,
      '--body', 'province', '--mapping', 'wishes', '--as', 'head_1', '--apply', file)
  }
  const wrong = import_('1,branch_1,甲,唱歌,5,2011-01-28 10:00:00,,,offered')
  assert.notEqual(wrong.code, 0)
  assert.match(wrong.output, /choice_is_unknown.*。 \/ .*\./)
  const uneven = import_('1,branch_1,甲,服务,5,2011-01-28 10:00:00,开发；上线,2011-02-01,offered')
  assert.match(uneven.output, /row_is_cut_short/)
  const right = import_('1,branch_1,网上预约,服务,5,2011-01-28 10:00:00,开发；上线,2011-02-01；2011-03-01,offered')
  assert.equal(right.code, 0, right.output)
  assert.match(right.output, /applied 1/)
})

await step('the tables are what the journal makes of them', async () => {
  const held = tablesOf(world.database)
  assert.match(held, /^# wishes /m)
  assert.match(held, /^# wishes_open /m)
  assert.match(held, /网上预约/)
  const rebuilt = run(declaringProgram, 'rebuild', '--database', world.database, '--campaigns',
    world.campaigns)
  assert.equal(rebuilt.code, 0, rebuilt.output)
  assert.equal(tablesOf(world.database), held)
  assert.equal(run(declaringProgram, 'verify', '--database', world.database).code, 0)
})

await step('after all that it serves again, an imported clock begun long ago included', async () => {
  await start(declaringProgram)
  const list = await get('head_1', `/api/wishes?unit=${branch1}&overdue=true&columns=steps`)
  assert.deepEqual(list.items.map((item) => item.fields.title), ['网上预约'])
  assert.deepEqual(list.items[0].fields.steps.map((one) => [one.row, one.what, one.until]),
    [[1, '开发', '2011-02-01'], [2, '上线', '2011-03-01']])
  const late = await get('head_1', `/api/wishes/${list.items[0].id}`)
  assert.equal(late.clock.due, '2011-02-16')  // the Spring Festival and its two make-up days between
  assert.ok(late.clock.skipped.some((day) => day.name === '春节'))
  await stop()
})

console.log(`${passed} passed, ${failed} failed`)
process.exit(failed ? 1 : 0)
