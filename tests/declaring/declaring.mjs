// One more ledger and one more field, from outside: whatever the program derives from declarations
// names them, people can work with them, and a database made without them opens by itself.
import assert from 'node:assert/strict'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Client, declaringProgram, foundWorld, program, run, startServer, tablesOf, temporaryFolder }
  from '../http/program.mjs'

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
  const answer = await write(who, `/api/ideas/${record.id}/acts/${name}`, body, record.version)
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
  return { openapi: JSON.parse(read('openapi.json')), rights: read('rights.md'),
    description: JSON.parse(read('description.json')) }
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
  const ideas = named(after.description.ledgers, 'ideas')
  const kinds = new Set(ideas.fields.map((field) => field.kind))
  assert.equal(kinds.size, 13, 'the new ledger has a field of every kind')
  const field = { name: 'people_affected', kind: 'integer', required: false, length_max: 0,
    visibility: 'public', choices: [], links_to: null }
  const problems = named(after.description.ledgers, 'problems')
  assert.deepEqual(named(problems.fields, 'people_affected'), field)
  after.description.ledgers = after.description.ledgers.filter((ledger) => ledger !== ideas)
  problems.fields = problems.fields.filter((one) => one.name !== 'people_affected')
  for (const one of problems.acts) one.takes = one.takes.filter((name) => name !== 'people_affected')
  assert.deepEqual(after.description, before.description)
})

await step('the ledgers stand at their places, the new one among them', () => {
  const order = ['directives', 'tasks', 'ideas', 'promises', 'problems', 'feedback']
  const paths = Object.keys(after.openapi.paths).map((one) => one.split('/')[2])
  assert.deepEqual([...new Set(paths)].filter((one) => order.includes(one)), order)
})

await step('the API describes the new ledger wherever it describes the ledger of tasks', () => {
  const own = /\/acts\//  // acts are each ledger's own
  const swap = (place) => place.replaceAll('tasks', 'ideas').replaceAll('Tasks', 'Ideas')
  const tasks = [...placesOf('tasks', 'Tasks', after.openapi)].filter((place) => !own.test(place))
  const ideas = placesOf('ideas', 'Ideas', after.openapi)
  assert.ok(tasks.length >= 7, `only ${tasks.length} places`)
  for (const place of tasks)
    if (!place.endsWith('.links_to=tasks')) assert.ok(ideas.has(swap(place)), `not at ${swap(place)}`)
  for (const name of ['take_up', 'confirm', 'contest'])
    assert.ok(after.openapi.paths[`/api/ideas/{id}/acts/${name}`]?.post, name)
  assert.match(JSON.stringify(after.openapi.components.schemas.ProblemsFields), /people_affected/)
})

await step('the page of rights has a table for it', () => {
  assert.match(after.rights, /^## .*ideas/m)
  assert.match(after.rights, /take_up/)
})

let old = null
await step('a database without them is made by the first program', async () => {
  await start(program)
  old = await open('head_1', 'problems', { unit: branch1, fields: { title: '排队太久', kind: 'harm' } })
  refused(await write('head_1', '/api/ideas', { unit: branch1, fields: {} }), 404, 'ledger_is_unknown')
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
  assert.ok(named((await get('head_1', '/api/description')).ledgers, 'ideas'))
})

const fields = { title: '午间轮班', text: '窗口午间不断档', sort: 'service', tests_answered: ['people'],
  anonymous: true, minutes_saved: 90, cost: '12.5', concerns: branch2 }
let idea = null
await step('a record is opened, and its clock explains itself', async () => {
  idea = await open('member_1', 'ideas', { unit: branch1, fields })
  assert.equal(idea.state, 'offered')
  for (const [name, value] of Object.entries(fields)) {
    const held = idea.fields[name]
    assert.deepEqual(name === 'cost' ? Number(held) : held, name === 'cost' ? 12.5 : value, name)
  }
  idea = await get('member_1', `/api/ideas/${idea.id}`)
  assert.equal(idea.clock.deadline, 'reply')
  assert.equal(idea.clock.due, '2011-03-15')  // ten working days after 1 March
  assert.deepEqual(idea.clock.length, { count: 10, kind: 'working' })
  assert.deepEqual(idea.clock.skipped.map((day) => day.date),
    ['2011-03-05', '2011-03-06', '2011-03-12', '2011-03-13'])
})

await step('what breaks a law is refused in both languages', async () => {
  refused(await write('member_1', '/api/ideas', { unit: branch1, fields: { title: '甲' } }), 422,
    'field_is_missing', 'sort')
  refused(await write('member_1', '/api/ideas', { unit: branch1, fields: { title: '甲', sort: 'poem' } }),
    422, 'choice_is_unknown', 'sort')
  refused(await write('member_1', '/api/ideas', { unit: branch1,
    fields: { title: '字'.repeat(61), sort: 'service' } }), 422, 'field_is_too_long', 'title')
  const target = `/api/ideas/${idea.id}/acts`
  const take = (day) => ({ fields: { planned: day } })
  refused(await write('member_1', `${target}/take_up`, take('2011-06-30'), idea.version), 403,
    'post_does_not_allow_this')
  refused(await write('head_1', `${target}/take_up`, take('2011-03-01'), idea.version), 422,
    'due_date_in_the_past', 'planned')
  refused(await write('head_1', `${target}/carry_out`, { fields: { outcome: '已办' } }, idea.version),
    409, 'state_does_not_allow_this')
  refused(await write('head_1', `${target}/answer`, {}, idea.version), 422, 'reason_is_missing', 'reason')
  refused(await write('head_1', `${target}/sing`, {}, idea.version), 404, 'act_is_unknown')
})

await step('it waits in the work of whoever may act on it', async () => {
  const today = await get('head_1', '/api/today')
  assert.ok(today.items.some((item) => item.ledger === 'ideas' && item.id === idea.id))
})

await step('acts move it through its states, and claimed is not confirmed', async () => {
  await act('head_2', idea, 'support')
  assert.deepEqual(idea.fields.supported_by, [branch2])
  await act('head_1', idea, 'take_up', { fields: { planned: '2011-03-31' } })
  assert.equal(idea.fields.first_planned, '2011-03-31')
  await act('head_1', idea, 'extend', { fields: { planned: '2011-04-29' }, reason: '排班' })
  assert.equal(idea.clock.first_due, '2011-03-31')
  assert.equal(idea.clock.due, '2011-04-29')
  await act('organ_a', idea, 'carry_out', { fields: { outcome: '已轮班' } })
  assert.equal(idea.stage, 'claimed')
  refused(await write('head_1', `/api/ideas/${idea.id}/acts/confirm`, {}, idea.version), 403,
    'post_does_not_allow_this')
  refused(await write('member_1', `/api/ideas/${idea.id}/acts/confirm`, {}, idea.version), 403,
    'the_rated_never_touch_the_raters')
})

let contested = null
await step('what the served contest is counted, and the figure opens', async () => {
  contested = await open('member_3', 'ideas', { unit: branch1, fields: { title: '叫号', sort: 'equipment' } })
  await act('head_1', contested, 'take_up', { fields: { planned: '2011-03-31' } })
  await act('head_1', contested, 'carry_out', { fields: { outcome: '已装' } })
  await act('member_3', contested, 'contest', { reason: '不响' })
  const overview = await get('worker', `/api/overview?unit=${root}`)
  const figures = overview.rows.find((row) => row.is_self).ledgers.ideas
  assert.deepEqual(['all', 'open', 'claimed', 'contested'].map((one) => named(figures, one).numerator),
    [2, 1, 1, 1])
  const list = await get('worker', `${named(figures, 'contested').query}&count=true`)
  assert.equal(list.count, 1)
  assert.deepEqual(list.items.map((item) => item.id), [contested.id])
})

await step('it is listed, and public in its public states', async () => {
  const list = await get('head_1', `/api/ideas?unit=${branch1}&count=true`)
  assert.equal(list.count, 2)
  const answer = await (await as('member_2')).send('GET', `/api/ideas/${contested.id}`)
  assert.equal(answer.status, 200, answer.text)
  assert.equal(answer.json.fields.title, '叫号')
  assert.equal(answer.json.fields.text, null)
})

await step('its journal names every act, and an earlier version can be read', async () => {
  const journal = await get('member_1', `/api/ideas/${idea.id}/journal`)
  assert.deepEqual(journal.entries.map((entry) => entry.act),
    ['offer', 'support', 'take_up', 'extend', 'carry_out'])
  const then = await get('member_1', `/api/ideas/${idea.id}?as_of_seq=${journal.entries[2].seq}`)
  assert.equal(then.state, 'taken_up')
  assert.equal(then.fields.planned, '2011-03-31')
})

await step('a file is imported into it by a mapping that is data', async () => {
  await stop()
  const campaigns = path.join(temporaryFolder(), 'campaigns')
  cpSync(world.campaigns, campaigns, { recursive: true })
  writeFileSync(path.join(campaigns, 'imports/ideas.yaml'), `ledger: ideas
source_column: key
unit_column: unit
zone: Asia/Shanghai
columns:
  - {column: idea, field: title}
  - {column: sort, field: sort, choices: {服务: service}}
  - {column: minutes, field: minutes_saved}
  - {column: at, field: offered_at}
acts:
  - {column: status, equals: offered, act: offer}
`)
  const file = path.join(campaigns, 'ideas.csv')
  const import_ = (rows) => {
    writeFileSync(file, `key,unit,idea,sort,minutes,at,status\n${rows}\n`)
    return run(declaringProgram, 'import', '--database', world.database, '--campaigns', campaigns,
      '--body', 'province', '--mapping', 'ideas', '--as', 'head_1', '--apply', file)
  }
  const wrong = import_('1,branch_1,甲,唱歌,5,2011-01-28 10:00:00,offered')
  assert.notEqual(wrong.code, 0)
  assert.match(wrong.output, /choice_is_unknown.*。 \/ .*\./)
  const right = import_('1,branch_1,网上预约,服务,5,2011-01-28 10:00:00,offered')
  assert.equal(right.code, 0, right.output)
  assert.match(right.output, /applied 1/)
})

await step('the tables are what the journal makes of them', async () => {
  const held = tablesOf(world.database)
  assert.match(held, /^# ideas /m)
  assert.match(held, /^# ideas_open /m)
  assert.match(held, /网上预约/)
  const rebuilt = run(declaringProgram, 'rebuild', '--database', world.database, '--campaigns',
    world.campaigns)
  assert.equal(rebuilt.code, 0, rebuilt.output)
  assert.equal(tablesOf(world.database), held)
  assert.equal(run(declaringProgram, 'verify', '--database', world.database).code, 0)
})

await step('after all that it serves again, an imported clock begun long ago included', async () => {
  await start(declaringProgram)
  const list = await get('head_1', `/api/ideas?unit=${branch1}&overdue=true`)
  assert.deepEqual(list.items.map((item) => item.fields.title), ['网上预约'])
  const late = await get('head_1', `/api/ideas/${list.items[0].id}`)
  assert.equal(late.clock.due, '2011-02-16')  // the Spring Festival and its two make-up days between
  assert.ok(late.clock.skipped.some((day) => day.name === '春节'))
  await stop()
})

console.log(`${passed} passed, ${failed} failed`)
process.exit(failed ? 1 : 0)
