// The ways that lead a record to each of its states, read from the ledger's own table in tests/acts, so
// that nothing here is edited for a new ledger: the accepted lines of a scenario up to the first that
// reaches the state, done once more through HTTP by those of the small province who hold these posts.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const tables = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../acts')
const units = { root: 'root', bureau: 'development', branch_1: 'branch_1', branch_2: 'branch_2',
  office: 'civil', branch_3: 'branch_3' }
const below = { civil: 'branch_3', development: 'branch_1' }
const today = Date.parse('2011-03-01')  // the day of the small province

const wordsOf = (line) => [...line.matchAll(/(?:[^\s"]|"[^"]*")+/g)].map(([word]) => word.replaceAll('"', ''))
const pairOf = (word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]

function lineOf(text) {
  const words = wordsOf(text)
  if (/^\d\d:\d\d$/.test(words[1])) words.splice(1, 1)
  const arrow = words.indexOf('->')
  const [day, actor, act] = words
  return { day, actor, act, given: words.slice(3, arrow < 0 ? undefined : arrow).map(pairOf),
    state: arrow < 0 ? null : words[arrow + 1],
    isConcealed: words.some((word) => word.startsWith('kept_from=') && word !== 'kept_from=none') }
}

// The scenarios of a table, each with its people and the lines that something came of.
function scenariosOf(ledger) {
  const scenarios = []
  for (const text of readFileSync(path.join(tables, `${ledger}.acts`), 'utf8').split('\n')) {
    if (text.startsWith('# ')) scenarios.push({ title: text.slice(2), people: {}, lines: [] })
    const [, name, post] = /^person (\w+):\s*(\w+@\w+)/.exec(text) ?? []
    if (name) scenarios.at(-1).people[name] ??= post
    if (!/^\d{4}-/.test(text)) continue
    const line = lineOf(text)
    // How much a table's look-ups find says nothing here: through a door they find what is there.
    const isCount = line.act === 'was' && line.given.every(([name]) => ['found', 'sealed'].includes(name))
    if (line.state !== '!' && line.act !== 'look' && !isCount) scenarios.at(-1).lines.push(line)
  }
  // All days of a scenario move by as many as its first is away from that of the province.
  for (const { lines } of scenarios) for (const line of lines) line.movedBy = today - Date.parse(lines[0].day)
  return scenarios
}

// Up to the first line that reaches the state. What an earlier edition left, a record laid by and what
// the clock does cannot be done through a door; and who a concealed record is kept from, no right tells.
function wayTo(state, { title, people, lines }) {
  const end = lines.findIndex((line) => line.state === state)
  const way = lines.slice(0, end + 1)
  const isDone = way.every((line, at) => !['was', 'keep'].includes(line.act) && !line.isConcealed &&
    (line.actor !== 'clock' || line.state === way[at - 1]?.state))
  return end < 0 || !isDone ? null : { title, people, lines: way.filter((line) => line.actor !== 'clock') }
}

export class Ways {
  constructor({ clientOf, world }, description) {
    this.clientOf = clientOf
    this.world = world
    this.ledgers = Object.fromEntries(description.ledgers.map((ledger) => [ledger.name, ledger]))
    this.scenarios = Object.fromEntries(description.ledgers.map(({ name }) => [name, scenariosOf(name)]))
    this.cited = new Map()
    this.there = new Map()
  }

  // Who of the province holds the post, or the same one in a unit below, or at the top.
  personAt(post) {
    const [role, unit] = post.split('@')
    const held = (code) => Object.keys(this.world.people).find((who) =>
      this.world.people[who].role === role && this.world.people[who].unit === code && who !== 'former_1')
    return held(units[unit]) ?? held(below[units[unit]]) ?? held('root')
  }
  whoIs(name, people) {
    const who = this.personAt(people[name] ?? (name.includes('@') ? name : 'member@branch_1'))
    if (!who) throw new Error(`nobody is ${people[name] ?? name}`)
    return who
  }

  // A record that another one can lead to: the first that a scenario opens.
  async citedRecord(ledger) {
    if (!this.cited.has(ledger)) {
      const done = (lines) => lines.filter(({ act }) => act !== 'there')
      const opened = this.scenarios[ledger].find(({ lines }) => done(lines)[0] && done(lines)[0].actor !== 'effect')
      const way = { ...opened, lines: done(opened.lines).slice(0, 1) }
      this.cited.set(ledger, (await this.walk(ledger, way)).record.id)
    }
    return this.cited.get(ledger)
  }

  async valueOf(field, text, line, people) {
    const moved = (day) => new Date(Date.parse(day) + line.movedBy).toISOString()
    const [, repeated, times] = /^(.+)×(\d+)$/.exec(text) ?? []
    if (text === 'none') return null
    switch (field.kind) {
      case 'integer': return Number(text)
      case 'yes_no': return text === 'yes'
      case 'choices': return text.split(',')
      case 'date': return moved(text).slice(0, 10)
      case 'moment': return moved(text)
      case 'unit': return this.world.units[units[text]]
      case 'units': return text.split(',').map((name) => this.world.units[units[name]]).filter(Boolean)
      case 'person': return this.world.people[this.whoIs(text, people)].id
      case 'link': return this.there.get(text) ?? this.citedRecord(field.links_to[0])
      case 'row_link': {
        const [ledger, name] = text.split('/')
        return { ledger, record: this.there.get(name) ?? await this.citedRecord(ledger) }
      }
      case 'rows': return Promise.all(text.split('|').map(async (row) => Object.fromEntries(
        await Promise.all(row.split(';').map(async (cell) => {
          const name = cell.slice(0, cell.indexOf(':'))
          const column = field.columns.find((one) => one.name === name) ?? { kind: 'integer' }
          return [name, await this.valueOf(column, cell.slice(name.length + 1), line, people)]
        })))))
      default: return times ? repeated.repeat(Number(times)) : text
    }
  }

  async bodyOf(ledger, line, people, opens, who) {
    const body = { fields: {}, ...(opens ? { act: line.act } : {}) }
    if (opens && who) body.unit = this.world.units[this.world.people[who].unit]
    for (const [name, text] of line.given) {
      if (name === 'reason') body.reason = text
      else if (name === 'unit') body.unit = text === 'none' ? undefined : this.world.units[units[text]]
      else body.fields[name] = await this.valueOf(
        this.ledgers[ledger].fields.find((field) => field.name === name), text, line, people)
    }
    return body
  }

  // `- there meetings/decided=held unit=… field=…`: a record of another ledger, brought there as its own
  // table tells, on a way that fills these fields.
  async putThere({ given: [[place, state], , ...told] }) {
    const [ledger, name] = place.split('/')
    this.there.set(name, (await this.to(ledger, state, told.map(([field]) => field))).record.id)
  }

  // One line through the door that stands open to its actor; what comes back is the record.
  async step(ledger, line, people, held) {
    const isPublic = ['citizen', 'receipt'].includes(line.actor)
    const who = isPublic ? null : this.whoIs(line.actor, people)
    const client = await this.clientOf(who ?? 'nobody')
    const body = await this.bodyOf(ledger, line, people, !held, who)
    if (isPublic) delete body.act
    const door = isPublic ? '/api/public/province' : '/api'
    const record = isPublic ? `${door}/receipts/${held?.receipt}` : `${door}/${ledger}/${held?.id}`
    const answer = await client.send('POST', held ? `${record}/acts/${line.act}` : `${door}/${ledger}`,
      held ? { 'if-match': `"${held.version}"` } : {}, JSON.stringify(body))
    if (answer.status >= 300) throw new Error(`${line.day} ${line.actor} ${line.act}: ${answer.text}`)
    return { ...held, ...answer.json, said: { ...held?.said, ...body.fields } }
  }

  // What another record brings about: that one is moved on, as its own table tells, until it is there.
  async moveOn(cause, isThere) {
    for (;;) {
      const found = await isThere()
      if (found) return found
      const line = cause.lines.shift()
      if (!line || ['was', 'keep'].includes(line.act)) throw new Error(`“${cause.title}” brings nothing about`)
      if (line.act === 'there') await this.putThere(line)
      else if (line.actor !== 'clock') cause.record = await this.step(cause.ledger, line, cause.people, cause.record)
    }
  }
  async broughtAbout(ledger, line, held, cause) {
    const worker = await this.clientOf('worker')
    const unit = this.world.units[units[Object.fromEntries(line.given).unit]]
    const newest = async () => (await worker.send('GET',
      `/api/${ledger}?own_unit=${unit}&order=newest&limit=1&columns=all`)).json.items[0]
    const read = async () => (await worker.send('GET', `/api/${ledger}/${held.id}`)).json
    // What an act of this record has begun: the newest of the unit in which it is.
    if (held && cause.begunAt)
      cause.record ??= (await worker.send('GET',
        `/api/${cause.ledger}?own_unit=${cause.begunAt}&order=newest&limit=1&columns=all`)).json.items[0]
    const before = held ? null : (await newest())?.id
    return this.moveOn(cause, async () => {
      const now = held ? await read() : await newest()
      return now && (held ? now.state === line.state : now.id !== before) ? now : null
    })
  }

  async walk(ledger, way, cause = null) {
    let record = null
    for (const line of way.lines.filter(({ act }) => act === 'there')) await this.putThere(line)
    const lines = way.lines.filter(({ act }) => act !== 'there')
    for (const line of lines)
      record = line.actor === 'effect' ? await this.broughtAbout(ledger, line, record, cause)
        : await this.step(ledger, line, way.people, record)
    const [first] = lines
    const isNobodys = ['citizen', 'receipt', 'effect'].includes(first.actor)
    const who = isNobodys ? null : this.whoIs(first.actor, way.people)
    // Whoever enters what comes from others is no author of it, and so an operator.
    const isOfAnother = this.ledgers[ledger].acts.find((act) => act.name === first.act).is_for_another
    const author = isOfAnother || this.world.people[who]?.role === 'operator' ? null : who
    // Whoever did the last step may not see all of it; the works committee does.
    const { json } = await (await this.clientOf('worker')).send('GET', `/api/${ledger}/${record.id}`)
    // Nor whom it is about, by which a right is judged: that is known from what was said on the way.
    for (const field of this.rightFields(ledger)) json.fields[field] ??= record.said?.[field]
    return { record: json, author }
  }

  // The fields that people fill and by which a right is judged: a way with more of them tries more.
  rightFields(ledger) {
    const { acts, read } = this.ledgers[ledger]
    const taken = new Set(acts.flatMap((act) => act.takes))
    const judged = [...acts.flatMap((act) => act.may), ...read].map((right) => right.field)
    return [...new Set(judged.filter((field) => field && taken.has(field.split('.')[0])))]
  }

  // Every scenario of a ledger that leads to one of these may have to bring the effect about; and of
  // what names nothing, those that tell how a record goes on which an act of this one has begun.
  causesOf(ledger, way) {
    const effect = way.lines.find((line) => line.actor === 'effect')
    if (!effect) return [null]
    if (effect !== way.lines[0] && effect.given.length === 0) return this.whatItBegins(ledger)
    const links = this.ledgers[ledger].fields.filter((field) => effect.given.some(([name]) => name === field.name))
    return links.flatMap((field) => field.links_to).filter((name) => name !== ledger && this.scenarios[name])
      .flatMap((name) => this.scenarios[name].map(({ title, people, lines }) =>
        () => ({ ledger: name, title, people, lines: [...lines], record: null })))
  }

  // Whether every scenario comes to the state by the clock, of a record that nobody opened himself.
  isTheClocks(ledger, state) {
    const led = this.scenarios[ledger].map(({ lines }) => [lines[0], lines.find((line) => line.state === state)])
      .filter(([, line]) => line)
    return led.length > 0 && led.every(([first, line]) => line.actor === 'clock' && first.actor === 'effect')
  }
  // In a province with a life behind it: the record that has come there, as soon as the clock has been.
  async thereBy(ledger, state) {
    const worker = await this.clientOf('worker')
    for (let tries = 0; tries < 50; ++tries) {
      const [found] = (await worker.send('GET', `/api/${ledger}?state=${state}&limit=1&columns=all`)).json.items
      if (found) return { record: (await worker.send('GET', `/api/${ledger}/${found.id}`)).json, author: null }
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    throw new Error(`nothing of ${ledger} is ${state} in the lived province`)
  }

  whatItBegins(ledger) {
    const leadsBack = (of, [name, text]) => (text.startsWith(`${ledger}/`) || of === ledger) &&
      this.ledgers[of].fields.some((field) => field.name === name && field.links_to?.includes(ledger))
    const done = (lines) => lines.filter(({ act }) => act !== 'there')
    return Object.entries(this.scenarios).flatMap(([of, scenarios]) => scenarios
      .filter(({ lines }) => done(lines)[0]?.actor === 'effect' && done(lines)[0].given.some((one) => leadsBack(of, one)))
      .map(({ title, people, lines }) => () => ({ ledger: of, title, people, lines: done(lines).slice(1), record: null,
        begunAt: this.world.units[units[Object.fromEntries(done(lines)[0].given).unit]] })))
  }

  // {record, author} in that state; of the scenarios that lead there the first that can be walked.
  async to(ledger, state, told = []) {
    const filled = (way) => new Set(way.lines.flatMap((line) => line.given.map(([name]) => name)))
    const worth = (way) => [...told, ...this.rightFields(ledger)].filter((name) => filled(way).has(name.split('.')[0])).length
    const ways = this.scenarios[ledger].map((scenario) => wayTo(state, scenario)).filter(Boolean)
      .sort((one, other) => worth(other) - worth(one) || one.lines.length - other.lines.length)
    const why = []
    for (const way of ways)
      for (const cause of this.causesOf(ledger, way))
        try {
          const found = await this.walk(ledger, way, cause?.())
          if (found.record.state === state) return found
          why.push(`“${way.title}” leads to ${found.record.state}`)
        } catch (error) {
          why.push(`“${way.title}”: ${error.message}`)
        }
    throw new Error(`tests/acts/${ledger}.acts has no way to ${state}:\n    ${why.join('\n    ')}`)
  }
}
