// kill -9 at random moments under full load. An acknowledged act must be there afterwards, the journal
// whole, the tables equal to what it makes; and what was not acknowledged is wholly there or not at all:
// the same click again gives one act. `crash.mjs [rounds]`, 5 by default.
import http from 'node:http'
import { randomUUID } from 'node:crypto'
import { Client, foundWorld, runProgram, startServer, tablesOf, temporaryFolder } from '../http/program.mjs'
import { documentFor, noEffectIsHalfThere } from '../http/documents.mjs'
import { close, tell } from '../http/tally.mjs'
import { importsGoOn } from './imports.mjs'

const rounds = Number(process.argv[2] ?? 5)
const connections = 64
const roundsInOneWorld = 5  // then a new one, so that a hundred rounds do not drag a long journal along

// The way of one problem, act by act, over and over.
const steps = [
  { act: 'accept', body: {} },
  { act: 'begin', body: { fields: { measures: '增开窗口', promised: '2060-04-29' } } },
  { act: 'ask_extension', body: { fields: { asked_due: '2060-05-31' }, reason: '装修' } },
  { act: 'solve', body: { fields: { result: '由 2 个增至 4 个' } } },
]

// One connection that clicks until the server is gone. `book` keeps what was acknowledged.
async function clickOn(client, unit, book) {
  let record = null
  let step = 0
  for (;;) {
    const click = record && step < steps.length
      ? { target: `/api/problems/${record.id}/acts/${steps[step].act}`, version: record.version,
        act: steps[step].act, body: JSON.stringify(steps[step].body) }
      : { target: '/api/problems', act: 'register', body: JSON.stringify({ unit,
        fields: { title: `排队太久 ${randomUUID()}`, kind: 'harm' } }) }
    click.headers = { 'idempotency-key': randomUUID(),
      ...(click.version ? { 'if-match': `"${click.version}"` } : {}) }
    let answer
    try {
      answer = await client.send('POST', click.target, click.headers, click.body)
    } catch {
      book.open.push({ client, click })
      return
    }
    if (answer.status >= 300) {
      // While the process dies nothing else may be said; anything else is a finding.
      tell(answer.status === 503, `${click.act}: ${answer.status} ${answer.text.slice(0, 200)}`)
      return
    }
    if (click.act === 'register') step = 0
    else ++step
    record = answer.json
    book.acknowledged.push({ id: record.id, seq: record.version, act: click.act })
  }
}

// People are added one click after the other, each with a name of its own.
async function addPeople(admin, book) {
  for (;;) {
    const name = `一次点击 ${randomUUID()}`
    const click = { target: '/api/organisation/acts/add_person', act: 'add_person', name,
      headers: { 'idempotency-key': randomUUID() },
      body: JSON.stringify({ fields: { name, member_kind: 'formal' } }) }
    try {
      const answer = await admin.send('POST', click.target, click.headers, click.body)
      tell(answer.status < 300 || answer.status === 503, `add_person: ${answer.status} ${answer.text}`)
      if (answer.status >= 300) return
      book.people.push(name)
    } catch {
      book.people.push(name)
      book.open.push({ client: admin, click })
      return
    }
  }
}

// Documents for three units each: one act that opens four records, or none.
async function issueDocuments(client, units, book) {
  for (;;) {
    const click = { target: '/api/directives', act: 'register',
      headers: { 'idempotency-key': randomUUID() },
      body: documentFor(units) }
    let answer
    try {
      answer = await client.send('POST', click.target, click.headers, click.body)
    } catch {
      book.open.push({ client, click })
      return
    }
    tell(answer.status < 300 || answer.status === 503, `register: ${answer.status} ${answer.text}`)
    if (answer.status >= 300) return
    book.documents.push(answer.json.id)
  }
}

async function everyAcknowledgedActIsThere(client, acknowledged) {
  const waiting = [...byRecord(acknowledged)]
  let lost = 0
  await Promise.all(Array.from({ length: connections }, async () => {
    for (let next; (next = waiting.pop());) {
      const [id, acts] = next
      const journal = await client.send('GET', `/api/problems/${id}/journal`)
      const entries = new Map((journal.json?.entries ?? []).map((entry) => [entry.seq, entry.act]))
      for (const { seq, act } of acts) lost += entries.get(seq) === act ? 0 : 1
    }
  }))
  return lost
}

function byRecord(list) {
  const groups = new Map()
  for (const one of list) groups.set(one.id, [...(groups.get(one.id) ?? []), one])
  return groups
}

// What the dying server did not answer, clicked twice more: once it may have been done before, but
// never twice.
async function clickAgain({ client, click }) {
  const [first, second] = [await client.send('POST', click.target, click.headers, click.body),
    await client.send('POST', click.target, click.headers, click.body)]
  return first.status < 300 && second.status === first.status &&
    second.headers['idempotent-replayed'] === 'true' && second.json.id === first.json.id &&
    second.json.version === first.json.version && second.json.seq === first.json.seq
}

const withoutSessions = (dump) => dump.replace(/^# (?:sessions|log_ins) [^#]*/gm, '')

async function round(number, world) {
  let server = await startServer(world)
  const agent = new http.Agent({ keepAlive: true, maxSockets: 2 * connections })
  const logIn = (port, name) => new Client(port, agent).logIn(name, world.people[name].password)
  const client = await logIn(server.port, 'head_1')
  const admin = await logIn(server.port, 'admin')
  const issuer = await logIn(server.port, 'organ_a')
  const book = { acknowledged: [], people: [], documents: [], open: [] }
  const load = Array.from({ length: connections }, () => clickOn(client, world.units.branch_1, book))
  load.push(...Array.from({ length: 8 }, () => addPeople(admin, book)))
  load.push(...Array.from({ length: 4 }, () => issueDocuments(issuer, world.units, book)))
  await new Promise((resolve) => setTimeout(resolve, 100 + Math.random() * 1500))
  await server.end('SIGKILL')
  await Promise.all(load)
  agent.destroy()

  const verified = runProgram('verify', '--database', world.database)
  tell(verified.code === 0, `round ${number}: verify says ${verified.output}`)
  const before = withoutSessions(tablesOf(world.database))
  const rebuilt = runProgram('rebuild', '--database', world.database, '--campaigns', world.campaigns)
  tell(rebuilt.code === 0, `round ${number}: rebuild says ${rebuilt.output}`)
  tell(withoutSessions(tablesOf(world.database)) === before, `round ${number}: the tables differ`)

  server = await startServer(world)
  client.port = server.port
  client.agent = new http.Agent({ keepAlive: true, maxSockets: connections })
  Object.assign(admin, { port: client.port, agent: client.agent })
  Object.assign(issuer, { port: client.port, agent: client.agent })
  const lost = await everyAcknowledgedActIsThere(client, book.acknowledged)
  tell(lost === 0, `round ${number}: ${lost} of ${book.acknowledged.length} acknowledged acts are lost`)
  tell(book.acknowledged.length > 0, `round ${number}: nothing was acknowledged at all`)
  let doubled = 0
  for (const one of book.open) doubled += (await clickAgain(one)) ? 0 : 1
  tell(doubled === 0, `round ${number}: ${doubled} of ${book.open.length} open clicks went wrong`)
  const { half, lost: lostDocuments, documents } = await noEffectIsHalfThere(issuer, book.documents)
  tell(half === 0 && lostDocuments === 0 && documents > 0,
    `round ${number}: of ${documents} documents ${half} are half delivered, ${lostDocuments} lost`)
  const dump = tablesOf(world.database)
  const wrong = book.people.filter((name) => dump.split(`'${name}'`).length !== 2)
  tell(wrong.length === 0, `round ${number}: ${wrong.length} of ${book.people.length} clicks made no person or two`)
  client.agent.destroy()
  const { code } = await server.end('SIGTERM')
  tell(code === 0, `round ${number}: the server ended with ${code}: ${server.log()}`)
  return book
}

let acknowledged = 0
let open = 0
let world = null
for (let number = 1; number <= rounds; ++number) {
  if (number % roundsInOneWorld === 1 || !world) world = foundWorld(temporaryFolder(), '')
  const book = await round(number, world)
  acknowledged += book.acknowledged.length
  open += book.open.length
}
await importsGoOn(foundWorld(temporaryFolder(), ''))
console.log(`${rounds} rounds, ${acknowledged} acts acknowledged, ${open} in flight when it was killed`)
close()
