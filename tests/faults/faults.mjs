// A fault at one call of the system after the other, under load: acts on records, acts on people,
// imports, readers, a listener of live events. The program must not crash, must lose nothing that it
// acknowledged, and must take acts again by itself within three seconds after the fault has gone.
// `faults.mjs [places]`, 40 by default; a place counts when the fault has struck.
import { EventEmitter } from 'node:events'
import http from 'node:http'
import { randomUUID } from 'node:crypto'
import { closeSync, mkdirSync, openSync, readSync, writeSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client, foundWorld, runProgram, startServer, tablesOf, temporaryFolder } from '../http/program.mjs'
import { documentFor, noEffectIsHalfThere } from '../http/documents.mjs'
import { close, tell } from '../http/tally.mjs'

const wanted = Number(process.argv[2] ?? 40)
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')
const library = path.join(path.resolve(root, process.env.BUILD ?? 'build'), 'libfaults.so')
const EIO = 5, ENOMEM = 12, ENOSPC = 28, EMFILE = 24
const always = 1_000_000_000
EventEmitter.defaultMaxListeners = 100  // each server is ended with us
const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))

// The numbers are those of faults.cpp.
const kinds = [
  { kind: 2, name: 'pread', errors: [EIO], deep: 40 },
  { kind: 3, name: 'write', errors: [EIO, ENOSPC], deep: 30 },
  { kind: 4, name: 'fsync', errors: [EIO], deep: 10 },
  { kind: 5, name: 'open', errors: [EMFILE, EIO], deep: 6 },
  { kind: 7, name: 'allocation', errors: [ENOMEM], deep: 30 },
  { kind: 8, name: 'ftruncate', errors: [EIO], deep: 2 },
  { kind: 1, name: 'read', errors: [EIO], deep: 3 },
  { kind: 6, name: 'mmap', errors: [ENOMEM], deep: 2 },
]

class Control {
  constructor(file) {
    this.file = openSync(file, 'w+')
    this.path = file
    this.lift()
  }
  put(rule, numbers) {
    writeSync(this.file, Buffer.from(BigInt64Array.from(numbers.map(BigInt)).buffer), 0, 40, rule * 40)
  }
  arm(rule, kind, countdown, times, error) {
    this.put(rule, [0, countdown, times, error, 0])
    writeSync(this.file, Buffer.from(BigInt64Array.from([BigInt(kind)]).buffer), 0, 8, rule * 40)
  }
  lift() {
    this.put(0, [0, 0, 0, 0, 0])
    this.put(1, [0, 0, 0, 0, 0])
  }
  hits(rule = 0) {
    const bytes = Buffer.alloc(8)
    readSync(this.file, bytes, 0, 8, rule * 40 + 32)
    return Number(bytes.readBigInt64LE())
  }
}

async function withFaults(control, world, what) {
  const before = { ...process.env }
  Object.assign(process.env, { LD_PRELOAD: library, FAULTS_CONTROL: control.path,
    FAULTS_FOLDER: path.dirname(world.database) })
  try {
    return await what()
  } finally {
    for (const name of ['LD_PRELOAD', 'FAULTS_CONTROL', 'FAULTS_FOLDER']) delete process.env[name]
    Object.assign(process.env, before)
  }
}

const registering = (unit) => JSON.stringify({ unit,
  fields: { title: `排队太久 ${randomUUID()}`, kind: 'harm' } })

// Everything that was acknowledged, and what a client that is not told anything does: it goes on.
class Load {
  constructor(world, server) {
    this.world = world
    this.server = server
    this.records = []
    this.people = []
    this.imports = []
    this.documents = []
    this.isEnding = false
    this.odd = new Map()
  }
  async logIn(name) {
    this.agents ??= []
    this.agents.push(new http.Agent({ keepAlive: true, maxSockets: 64, timeout: 20_000 }))
    return new Client(this.server.port, this.agents.at(-1)).logIn(name, this.world.people[name].password)
  }
  async forEver(piece) {
    while (!this.isEnding && !this.server.hasEnded()) {
      try {
        await piece()
      } catch {
        await sleep(20)
      }
    }
  }
  // 503 and 500 are what a broken machine may say.
  note(answer, what) {
    if (answer.status < 500 && answer.status >= 300) this.odd.set(`${what} ${answer.status}`, answer.text)
    return answer.status < 300
  }
  async act(client, book) {
    if (book.record && book.steps < 2) {
      const act = ['accept', 'begin'][book.steps]
      const body = act === 'begin'
        ? { fields: { measures: '增开窗口', promised: '2060-04-29' } } : {}
      const answer = await client.send('POST', `/api/problems/${book.record.id}/acts/${act}`,
        { 'if-match': `"${book.record.version}"` }, JSON.stringify(body))
      if (answer.status === 412) book.record = null  // done by a click that was never answered
      if (answer.status >= 300) return void (answer.status >= 500 && await sleep(20))
      book.record = answer.json
      ++book.steps
      this.records.push({ id: answer.json.id, seq: answer.json.version })
      return
    }
    const answer = await client.send('POST', '/api/problems', {}, registering(this.world.units.branch_1))
    if (!this.note(answer, 'register')) return sleep(20)
    Object.assign(book, { record: answer.json, steps: 0 })
    this.records.push({ id: answer.json.id, seq: answer.json.version })
  }
  // One act that opens four records.
  async issueDocument(issuer) {
    const answer = await issuer.send('POST', '/api/directives', {}, documentFor(this.world.units))
    if (!this.note(answer, 'issue')) return sleep(20)
    this.documents.push(answer.json.id)
    await sleep(5)
  }
  async addPerson(admin) {
    const name = `一次点击 ${randomUUID()}`
    const key = { 'idempotency-key': randomUUID() }
    const body = JSON.stringify({ fields: { name, member_kind: 'formal' } })
    for (let tries = 0; tries < 20 && !this.isEnding; ++tries) {  // the same click until it is answered
      const answer = await admin.send('POST', '/api/organisation/acts/add_person', key, body)
        .catch(() => ({ status: 599 }))
      if (answer.status < 300) return void this.people.push(name)
      await sleep(50)
    }
    this.people.push(null)
  }
  async import(worker) {
    const day = new Date(Date.now() - 86_400_000).toISOString().slice(0, 19).replace('T', ' ')
    const rows = Array.from({ length: 150 }, () =>
      `${randomUUID()},民政厅,路灯不亮,,Self Service,Street,Lights,North,1,${day},,,ONTIME,,q,Open`)
    const started = await worker.send('POST', '/api/imports?mapping=boston-311&apply=true',
      { 'content-type': 'text/csv' }, [boston, ...rows, ''].join('\n'))
    if (!started.json?.job) return sleep(200)
    for (let tries = 0; tries < 400 && !this.isEnding; ++tries) {
      await sleep(50)
      const job = (await worker.send('GET', `/api/imports/${started.json.job}`)).json
      if (!job?.report) continue
      this.imports.push({ id: started.json.job, state: job.state, rows: rows.length })
      return
    }
  }
  listen(client) {
    return new Promise((resolve) => {
      const request = http.get({ host: '127.0.0.1', port: this.server.port, path: '/api/events',
        headers: { cookie: client.cookie, 'last-event-id': '1' } }, (answer) => {
        answer.on('data', () => {})
        answer.on('close', resolve)
        answer.on('error', resolve)
      })
      request.on('error', resolve)
      this.listening = request
    }).then(() => sleep(50))
  }
  async begin() {
    const [head, admin, worker, issuer] = [await this.logIn('head_1'), await this.logIn('admin'),
      await this.logIn('worker'), await this.logIn('organ_a')]
    this.client = head
    const pieces = Array.from({ length: 12 }, () => {
      const book = { record: null, steps: 0 }
      return () => this.act(head, book)
    })
    pieces.push(() => this.issueDocument(issuer), () => this.addPerson(admin), () => this.import(worker), () => this.listen(head),
      () => head.send('GET', '/api/problems?limit=50').then(() => sleep(5)),
      () => head.send('GET', '/api/today').then(() => sleep(5)),
      () => head.send('GET', '/ready').then(() => sleep(50)))
    this.running = pieces.map((piece) => this.forEver(piece))
  }
  async end() {
    this.isEnding = true
    this.listening?.destroy()
    await Promise.race([Promise.all(this.running), sleep(8000)])
    for (const agent of this.agents) agent.destroy()
  }
  // Milliseconds until an act is taken again.
  async backAgain() {
    const since = Date.now()
    while (Date.now() - since < 10_000 && !this.server.hasEnded()) {
      const answer = await this.client.send('POST', '/api/problems', {},
        registering(this.world.units.branch_1)).catch(() => ({ status: 599 }))
      if (answer.status < 300) return Date.now() - since
      await sleep(20)
    }
    return Infinity
  }
}

const boston = 'case_id,department,type,nature,source,subject,reason,neighborhood,ward,open_dt,' +
  'target_dt,closed_dt,ontime,closure_kind,queue,status'

async function strike(control, load, place) {
  const { kind, name, errors, deep } = kinds[place % kinds.length]
  const lasts = place % 3 !== 0
  // A connection is opened anew while the disk fails: there the openings are met.
  if (kind === 5 || kind === 6) control.arm(1, 4, 0, always, EIO)
  control.arm(0, kind, Math.floor(Math.random() * deep), lasts ? always : 1 + place % 4,
    errors[place % errors.length])
  const since = Date.now()
  const patience = kind === 5 || kind === 6 || kind === 8 || kind === 1 ? 1300 : 400
  while (control.hits() === 0 && Date.now() - since < patience && !load.server.hasEnded()) await sleep(10)
  if (control.hits() > 0 && lasts) await sleep(100 + Math.random() * 300)
  // Where only the failing disk was met, it is that which has struck.
  const struckName = control.hits() > 0 ? name : 'fsync'
  const hits = control.hits() + control.hits(1)
  control.lift()
  const back = await load.backAgain()
  tell(!load.server.hasEnded(), `${name} (place ${place}): the server ended: ${load.server.log().slice(-600)}`)
  tell(back <= 3000, `${name} (place ${place}): acts came back after ${back} ms`)
  return { hits, back, name: struckName }
}

function everythingIsWhole(world, load, when) {
  const verified = runProgram('verify', '--database', world.database)
  tell(verified.code === 0, `${when}: verify says ${verified.output}`)
  const tables = () => tablesOf(world.database).replace(/^# (?:sessions|log_ins) [^#]*/gm, '')
  const before = tables()
  const rebuilt = runProgram('rebuild', '--database', world.database, '--campaigns', world.campaigns)
  tell(rebuilt.code === 0, `${when}: rebuild says ${rebuilt.output}`)
  tell(tables() === before, `${when}: the tables differ from what the journal makes`)
}

async function everythingIsThere(world, load, when) {
  const server = await startServer(world)
  const client = await new Client(server.port).logIn('head_1', world.people.head_1.password)
  const byRecord = new Map()
  for (const { id, seq } of load.records) byRecord.set(id, [...(byRecord.get(id) ?? []), seq])
  let lost = 0
  const waiting = [...byRecord]
  await Promise.all(Array.from({ length: 16 }, async () => {
    for (let next; (next = waiting.pop());) {
      const journal = await client.send('GET', `/api/problems/${next[0]}/journal`)
      const seqs = new Set((journal.json?.entries ?? []).map((entry) => entry.seq))
      lost += next[1].filter((seq) => !seqs.has(seq)).length
    }
  }))
  tell(lost === 0, `${when}: ${lost} of ${load.records.length} acknowledged acts are lost`)
  const issuer = await new Client(server.port).logIn('organ_a', world.people.organ_a.password)
  const effects = await noEffectIsHalfThere(issuer, load.documents)
  tell(effects.half === 0 && effects.lost === 0 && effects.documents > 0,
    `${when}: of ${effects.documents} documents ${effects.half} are half delivered, ${effects.lost} lost`)
  const dump = tablesOf(world.database)
  const count = (text) => dump.split(text).length - 1
  const names = load.people.filter(Boolean)
  const wrong = names.filter((name) => count(`'${name}'`) !== 1)
  tell(wrong.length === 0, `${when}: ${wrong.length} of ${names.length} clicks made no person or two`)
  const feedback = dump.slice(dump.indexOf('# feedback ('), dump.indexOf('# feedback_open'))
  for (const { id, state, rows } of load.imports) {
    const there = feedback.split(`X'${id.replaceAll('-', '').toUpperCase()}'`).length - 1
    tell(there === (state === 'done' ? rows : 0), `${when}: an import that is ${state} has ${there} of ${rows} rows`)
  }
  const { code } = await server.end('SIGTERM')
  tell(code === 0, `${when}: the server ended with ${code}`)
}

// At the start nothing is running yet: it may give up, in words, and starts when the fault has gone.
async function faultAtStart(control, world, kind, name, countdown) {
  control.arm(0, kind, countdown, always, kind === 6 ? ENOMEM : EIO)
  try {
    const server = await withFaults(control, world, () => startServer(world))
    control.lift()
    await server.end('SIGTERM')
  } catch (error) {
    const isSaid = /the server ended at once: (.|\n)*\w/.test(String(error)) && !/terminate called/.test(String(error))
    tell(isSaid, `${name} at the start: ${error}`)
  }
  const hit = control.hits() > 0
  control.lift()
  return hit
}

const struck = new Map()
let acknowledged = 0
let slowest = 0
let place = 0
let hit = 0
const count = (name) => { ++hit; struck.set(name, (struck.get(name) ?? 0) + 1) }
while (hit < wanted && place < 20 * wanted) {
  const world = foundWorld(temporaryFolder(), '')
  const folder = temporaryFolder()
  mkdirSync(folder, { recursive: true })
  const control = new Control(path.join(folder, 'control'))
  for (const { kind, name } of kinds.filter((one) => [2, 5, 6].includes(one.kind)))
    for (const countdown of kind === 6 ? [0, 1, 2] : [Math.floor(Math.random() * 12)])
      if (hit < wanted && await faultAtStart(control, world, kind, `${name} at start`, countdown))
        count(`${name} at start`)
  const server = await withFaults(control, world, () => startServer(world))
  const load = new Load(world, server)
  await load.begin()
  await sleep(300)
  const inThisWorld = place + 64
  while (hit < wanted && place < inThisWorld && !server.hasEnded()) {
    const { hits, back, name } = await strike(control, load, place++)
    if (hits > 0) {
      count(name)
      slowest = Math.max(slowest, back)
    }
    await sleep(100)
  }
  await sleep(300)
  await load.end()
  const { code, signal } = await server.end(Math.random() < 0.5 ? 'SIGTERM' : 'SIGKILL')
  tell(code === 0 || signal === 'SIGKILL', `the server ended with ${code} ${signal}: ${server.log().slice(-600)}`)
  tell(load.odd.size === 0, `odd answers: ${JSON.stringify([...load.odd])}`)
  await everythingIsThere(world, load, `after ${place} places`)
  everythingIsWhole(world, load, `after ${place} places`)
  acknowledged += load.records.length
  tell(load.records.length > 0 && load.people.some(Boolean), 'nothing was acknowledged at all')
  closeSync(control.file)
  if (server.hasEnded() && signal !== 'SIGKILL' && code !== 0) break
}
tell(hit >= wanted, `only ${hit} of ${wanted} places were struck`)
console.log(`${hit} places struck (${[...struck].map(([name, n]) => `${name} ${n}`).join(', ')}), ` +
  `${acknowledged} acts acknowledged, back after ${slowest} ms at most`)
close()
