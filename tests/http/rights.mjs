// Who may do what, in every state, through HTTP: each person × each act on one record in each state of
// each ledger, to which the ledger's table of acts leads. What is right is reckoned here from the
// declarations alone, by rules written anew, and compared with what the program does: the refusals are
// asked for, the permissions read from `acts`.
import { Ways } from './ways.mjs'

const blindRoles = ['administrator', 'security_administrator', 'auditor', 'personnel', 'discipline']

const lines = { root: ['root'], development: ['root', 'development'], civil: ['root', 'civil'],
  branch_1: ['root', 'development', 'branch_1'], branch_2: ['root', 'development', 'branch_2'],
  branch_3: ['root', 'civil', 'branch_3'] }

// The rules as product.md and record/right.h tell them, over unit codes.
class Rules {
  constructor(world) {
    this.people = world.people
    this.codes = Object.fromEntries(Object.entries(world.units).map(([code, id]) => [id, code]))
  }
  posts(who) { return who === 'former_1' ? [] : [this.people[who]] }
  stands(post, at, unit) {
    const own = post.unit === unit
    const above = !own && lines[unit]?.includes(post.unit)
    return at === 'anywhere' || (at === 'own' && own) || (at === 'above' && above) ||
      (at === 'own_or_above' && (own || above))
  }
  // Of a field, or of a column in all its rows.
  values(record, place) {
    const [name, column] = place.split('.')
    const value = [record.fields[name]].flat().filter((one) => one !== null && one !== undefined)
    return column ? value.map((row) => row[column]).filter(Boolean) : value
  }
  holds(who, right, record) {
    return this.posts(who).some((post) => {
      if (right.role !== 'signed_in' && right.role !== post.role) return false
      if (right.at === 'subject')
        return right.field ? this.values(record, right.field).includes(post.id) : record.author === who
      const looked = right.field ? this.values(record, right.field) : [record.unit]
      return looked.some((id) => this.stands(post, right.at, this.codes[id] ?? id))
    })
  }
  // Who told what the served alone may judge has a sender's part in it and no other.
  mayDo(who, ledger, record, act) {
    const isJudged = ledger.states.some(({ stage, contested }) => stage === 'confirmed' || contested)
    const takesComplaints = isJudged &&
      ledger.acts.some((one) => one.opens && one.may.some(({ role }) => role === 'citizen'))
    const isSender = takesComplaints && record.author === who
    return act.may.some((right) => (!isSender || (right.at === 'subject' && !right.field)) &&
      this.holds(who, right, record))
  }
  sees(who, ledger, record) {
    const isAuthor = record.author === who && this.posts(who).length > 0
    if (ledger.confidential) {
      const acts = ledger.acts.some((act) => !act.opens && this.mayDo(who, ledger, record, act))
      if (acts || ledger.read.some((right) => this.holds(who, right, record))) return 'whole'
      const isThere = this.posts(who).some(
        (post) => !blindRoles.includes(post.role) && lines[record.unit].includes(post.unit))
      if (isThere) return 'public'
    } else if (isAuthor) return 'whole'
    const inChain = this.posts(who).some(
      (post) => !blindRoles.includes(post.role) && lines[record.unit].includes(post.unit))
    if ((inChain && !ledger.confidential) || ledger.read.some((right) => this.holds(who, right, record))) return 'whole'
    const isPublic = ledger.states.find((state) => state.name === record.state).public
    // A member's own is public as a count alone, unless the member consents, but for those of whom it
    // asks something; nor is what was issued public by that alone, nor a matter made public among a
    // narrower circle than society, nor what is asked of an official of himself.
    const isInside = ledger.name === 'disclosures' && record.fields.range !== 'society'
    const isPersonal = (record.fields.subject === 'member' && !record.fields.consented) ||
      record.fields.released === 'inside' || isInside || ledger.name === 'integrity_items'
    const isTheirs = ledger.acts.some((act) => !act.opens && this.mayDo(who, ledger, record, act))
    return isPublic && (!isPersonal || isTheirs) ? 'public' : 'nothing'
  }
  expected(who, ledger, record, act) {
    if (this.sees(who, ledger, record) === 'nothing') return '404 nothing_is_there'
    if (!act.from.includes(record.state)) return '409 state_does_not_allow_this'
    if (!this.mayDo(who, ledger, record, act)) return '403 post_does_not_allow_this'
    return this.refusedToHim(who, ledger, record, act) ?? 'may'
  }
  // Nobody of the line judges; what the served have contested nobody of the line ends either, but for
  // the works committee and the hotline, which command nobody.
  refusedToHim(who, ledger, record, act) {
    const post = this.posts(who)[0]
    const isOfTheLine = lines[record.unit].includes(post.unit) || lines[post.unit].includes(record.unit)
    const watches = ['works_committee', 'operator'].includes(post.role) && post.unit === 'root'
    const isOutside = !isOfTheLine || watches
    if (act.confirms_entry && record.history !== 'unconfirmed') return '409 nothing_would_change'
    if (act.confirms_entry) return isOutside ? null : '403 confirmation_comes_from_outside'
    const to = ledger.states.find((one) => one.name === act.to)
    if (!to) return null
    const judges = to.stage === 'confirmed' || to.contested
    if (judges) return isOfTheLine ? '403 the_rated_never_touch_the_raters' : null
    const ends = to.stage === 'ended' && to.ending === 'decided' && record.last_word?.verdict === 'no'
    return ends && !isOutside ? '403 an_outsider_ends_it' : null
  }
}

// Everybody's every act on one record; then nothing must have changed.
async function tryEverything({ clientOf, world }, rules, ledger, json, author, tell) {
  const record = { ...json, unit: rules.codes[json.unit.id], author }
  const cell = (who, what) => `${ledger.name}/${record.state} ${who} ${what}`
  for (const who of Object.keys(world.people)) {
    const client = await clientOf(who)
    const read = await client.send('GET', `/api/${ledger.name}/${record.id}`)
    const sight = rules.sees(who, ledger, record)
    tell(read.status === (sight === 'nothing' ? 404 : 200), cell(who, `reads: ${read.status}`))
    if (sight === 'public') {
      const hidden = ledger.fields.filter((field) => field.visibility !== 'public')
      tell(hidden.every((field) => (read.json.fields[field.name] ?? null) === null),
        cell(who, `sees too much: ${read.text}`))
    }
    const may = []
    await Promise.all(ledger.acts.filter((act) => !act.opens).map(async (act) => {
      const expected = rules.expected(who, ledger, record, act)
      if (expected === 'may') return void may.push(act.name)
      const answer = await client.send('POST', `/api/${ledger.name}/${record.id}/acts/${act.name}`,
        { 'if-match': `"${record.version}"` }, '{"reason":"试一试"}')
      const got = `${answer.status} ${answer.json?.code}`
      tell(got === expected, cell(who, `${act.name}: ${got}, not ${expected}`))
    }))
    if (sight === 'nothing') continue
    // What would be refused is not offered: of all else that he may do he is.
    const kept = may.filter((name) => !read.json.acts.includes(name))
    tell(read.json.acts.every((name) => may.includes(name)), cell(who, `is offered [${read.json.acts}] of [${may}]`))
    for (const name of kept) {
      const answer = await client.send('POST', `/api/${ledger.name}/${record.id}/acts/${name}`,
        { 'if-match': `"${record.version}"` }, '{"reason":"试一试"}')
      tell(answer.status >= 400, cell(who, `is not offered ${name}, and it is done`))
    }
  }
  const after = await (await clientOf('worker')).send('GET', `/api/${ledger.name}/${record.id}`)
  tell(after.json.version === record.version, cell('somebody', 'has changed it'))
}

// Opening acts: with nothing but a unit, the right is asked before the fields are.
async function tryOpening({ clientOf, world }, rules, ledger, tell) {
  for (const act of ledger.acts.filter((one) => one.opens))
    for (const unit of Object.keys(lines))
      await Promise.all(Object.keys(world.people).map(async (who) => {
        const record = { unit, fields: {}, author: who }
        const may = act.may.some((right) => rules.holds(who, right, record))
        const answer = await (await clientOf(who)).send('POST', `/api/${ledger.name}`, {},
          JSON.stringify({ act: act.name, unit: world.units[unit] }))
        const got = `${answer.status} ${answer.json?.code}`
        tell(got === (may ? '422 field_is_missing' : '403 post_does_not_allow_this'),
          `${ledger.name} ${who} ${act.name} at ${unit}: ${got}, ${may ? 'may' : 'may not'}`)
      }))
}

// A unit has one plan a phase and may be sent a few requests a quarter, so that one way after the other
// cannot be walked at the same unit: each of their states is walked in a province of its own.
const fewAUnit = new Set(['plans', 'requests'])

async function checkApart(place, description, ledger, state, tell) {
  const rules = new Rules(place.world)
  for (const who of Object.keys(place.world.people)) await place.clientOf(who)
  const ways = new Ways(place, description)
  const { record, author } = ways.isTheClocks(ledger.name, state) ? await ways.thereBy(ledger.name, state)
    : await ways.to(ledger.name, state)
  await tryEverything(place, rules, ledger, record, author, tell)
  return record
}

// Lots are drawn once the announced moment of the house has passed, hours from here: tests/web/look_back.mjs
// waits for one. A story comes into doubt by what others say of another record: tests/web/story.mjs.
const waitsForItsMoment = new Set(['look_backs.lots_drawn', 'exemplars.in_doubt'])

export async function checkRights(place, tell, inAWorld, livedWorld) {
  const description = (await (await place.clientOf('nobody')).send('GET', '/api/description')).json
  const rules = new Rules(place.world)
  const ways = new Ways(place, description)
  for (const who of Object.keys(place.world.people)) await place.clientOf(who)
  for (const ledger of description.ledgers) {
    const isApart = fewAUnit.has(ledger.name)
    const untried = new Set(ways.rightFields(ledger.name))
    const isTried = (record) => {
      for (const field of untried) if (rules.values(record, field).length) untried.delete(field)
    }
    for (const { name } of ledger.states) {
      // Where the clock alone leads no door does: some months have to pass.
      const isTheClocks = ways.isTheClocks(ledger.name, name)
      if (isApart || isTheClocks) {
        await inAWorld(`rights: ${ledger.name} ${name}`, async (other) =>
          isTried(await checkApart(other, description, ledger, name, tell)), isTheClocks ? livedWorld : undefined)
        continue
      }
      if (waitsForItsMoment.has(`${ledger.name}.${name}`)) continue
      const { record, author } = await ways.to(ledger.name, name)
      isTried(record)
      await tryEverything(place, rules, ledger, record, author, tell)
    }
    tell(untried.size === 0, `${ledger.name}: no way fills ${[...untried]}, by which a right is judged`)
    await tryOpening(place, rules, ledger, tell)
  }
}
