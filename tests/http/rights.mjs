// Who may do what, in every state, through HTTP: each person × each act on one record in each state of
// each ledger. What is right is reckoned here from the declarations alone, by rules written anew, and
// compared with what the program does: the refusals are asked for, the permissions read from `acts`.
const blindRoles = ['administrator', 'security_administrator', 'auditor', 'personnel', 'discipline']

// The way to each state: who, act, fields, reason, unit. The first step opens the record.
const a = (who, act, fields = {}, reason = undefined) => ({ who, act, fields, reason })
const promise = { subject: 'organisation', kind: 'post', duty: '窗口服务', content: '办件提速',
  baseline: '上年 8 天', target: '5 天', proof: '台账', due: '2011-06-30' }
const ways = ({ units, people }) => {
  const proposed = [a('head_1', 'propose', { ...promise, beneficiary_unit: units.branch_3,
    person: people.member_1.id })]
  const published = [{ ...a('head_1', 'enter', { subject: '定诺会', kind: 'decision',
    held_on: '2011-02-28' }), ledger: 'meetings' }, ...proposed, a('organ_a', 'review'),
  a('group_a', 'fix', (meeting) => ({ decided_at: meeting.id })), a('organ_a', 'publish')]
  const claimed = [...published, a('head_1', 'claim', { result: '4.6 天' })]
  const planned = [a('organ_a', 'plan', { title: '压缩时限', requirement_tags: ['social_harmony'], mandate: '年度要点',
    co_units: [units.branch_2], beneficiary_unit: units.branch_3 })]
  const done = [...planned, a('head_1', 'start'), a('head_1', 'finish', { result: '减为 5 天' })]
  const registered = [a('head_2', 'register', { title: '排队', kind: 'harm',
    beneficiary_unit: units.branch_3 })]
  const solving = [...registered, a('head_1', 'accept'),
    a('head_1', 'begin', { measures: '增开窗口', promised: '2011-04-29' })]
  const solved = [...solving, a('head_1', 'solve', { result: '增至 4 个' })]
  const received = [a('head_3', 'say', { text: '窗口没人', kind: 'opinion' })]
  const assigned = [...received, a('organ_a', 'assign')]
  const answered = [...assigned, a('division_1', 'answer', { answer: '已安排' })]
  const drafted = [a('organ_a', 'draft', { title: '通知', kind: 'notice', clause_rows: [{ text: '公开承诺。', asks: 'task' }] })]
  const issued = [...drafted, a('organ_a', 'check'), a('worker', 'issue')]
  // What another record brings about is found by it; what cites one opens with it.
  const delivered = [{ ...a('organ_a', 'register', { title: '通知', kind: 'notice', number: '发改〔2011〕9 号',
    clause_rows: [{ text: '公开承诺。', asks: 'task' }], taken_from: '机关党委', audience: [units.branch_1] }), ledger: 'directives' },
  { who: 'head_1', find: true }]
  const accepted = [...delivered, a('head_1', 'accept')]
  const replied = [...accepted, a('head_1', 'answer', { answer: '已公开' })]
  const proposal = [{ ...registered[0], ledger: 'problems' }, a('organ_a', 'propose', (cited) => ({
    rung: 'urge', matter: '排队', asked: '尽快', cause: { ledger: 'problems', record: cited.id } }))]
  const urged = [...proposal, a('organ_a', 'issue')]
  const explained = [...urged, a('head_1', 'answer', { answer: '已增开' })]
  const objected = [...urged, a('head_1', 'object', {}, '已经增开')]
  const announced = [a('head_1', 'announce', { subject: '学习会', kind: 'study', held_on: '2011-03-10' })]
  const held = [a('head_1', 'enter', { subject: '学习会', kind: 'study', held_on: '2011-02-28' })]
  return {
    deliveries: { delivered, acknowledged: [...delivered, a('head_1', 'acknowledge')], accepted,
      answered: replied, returned: [...replied, a('organ_a', 'return', {}, '补清单')],
      declined: [...delivered, a('head_1', 'decline', {}, '不涉及')],
      withdrawn: [...delivered, { ...a('organ_a', 'supersede', {}, '有新的'), ledger: 'directives' }] },
    interventions: { proposed: proposal, issued: urged, answered: explained,
      accepted: [...explained, a('organ_a', 'accept')], objected,
      upheld: [...objected, a('worker', 'uphold', {}, '仍在排队')],
      lifted: [...objected, a('worker', 'lift', {}, '属实')],
      closed: [...urged, a('organ_a', 'close', {}, '已办')],
      withdrawn: [...proposal, a('organ_a', 'withdraw', {}, '已办')] },
    meetings: { announced, held, recorded: [...held, a('head_1', 'record', { minutes: '学习' })],
      cancelled: [...announced, a('head_1', 'cancel', {}, '改期')] },
    promises: { proposed, reviewed: published.slice(0, 3), fixed: published.slice(0, 4), published,
      claimed, confirmed: [...claimed, a('member_3', 'confirm')],
      not_confirmed: [...claimed, a('member_3', 'contest', {}, '不算')],
      broken: [...published, a('head_1', 'break', {}, '办不到')],
      withdrawn: [...proposed, a('head_1', 'withdraw', {}, '另提')] },
    tasks: { planned, running: done.slice(0, 2), done, confirmed: [...done, a('member_3', 'confirm')],
      returned: [...done, a('member_3', 'return', {}, '没有')],
      dropped: [...planned, a('organ_a', 'drop', {}, '并入'), a('secretary_a', 'drop', {}, '同意')] },
    problems: { registered, accepted: solving.slice(0, 2), solving, solved,
      confirmed: [...solved, a('member_3', 'confirm')],
      not_solved: [...solved, a('member_3', 'contest', {}, '还在')],
      relapsed: [...solved, a('member_3', 'confirm'), a('member_3', 'relapse', {}, '又来了')],
      explained: [...registered, a('division_1', 'explain', {}, '无据'),
        a('organ_a', 'explain', {}, '同意')] },
    feedback: { received, assigned, waiting: [...assigned, a('division_1', 'ask', { question: '何时' })],
      answered, confirmed: [...answered, a('head_3', 'confirm')],
      not_solved: [...answered, a('head_3', 'contest')],
      explained: [...assigned, a('division_1', 'explain', {}, '无据'),
        a('organ_a', 'explain', {}, '同意')],
      redirected: [...received, a('organ_a', 'redirect', {}, '不归本省')],
      withdrawn: [...received, a('head_3', 'withdraw')] },
    directives: { drafted, checked: issued.slice(0, 2), issued,
      superseded: [...issued, a('organ_a', 'supersede', {}, '有新的')],
      withdrawn: [...drafted, a('organ_a', 'discard', {}, '不发了')] },
  }
}

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
  holds(who, right, record) {
    return this.posts(who).some((post) => {
      if (right.role !== 'signed_in' && right.role !== post.role) return false
      if (right.at === 'subject')
        return right.field ? record.fields[right.field] === post.id : record.author === who
      const looked = right.field ? [record.fields[right.field]].flat().filter(Boolean) : [record.unit]
      return looked.some((id) => this.stands(post, right.at, this.codes[id] ?? id))
    })
  }
  // Who told what the served alone may judge has a sender's part in it and no other.
  mayDo(who, ledger, record, act) {
    const isSender = ledger.confidential && record.author === who
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
    // What was issued is not public by that alone.
    const isShown = ledger.states.find((state) => state.name === record.state).public
    return isShown && record.fields.released !== 'inside' ? 'public' : 'nothing'
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
    if (act.confirms_entry) return '409 nothing_would_change'
    const state = (name) => ledger.states.find((one) => one.name === name)
    const to = state(act.to)
    if (!to) return null
    const post = this.posts(who)[0]
    const isOfTheLine = lines[record.unit].includes(post.unit) || lines[post.unit].includes(record.unit)
    const judges = to.stage === 'confirmed' || to.contested
    if (judges) return isOfTheLine ? '403 the_rated_never_touch_the_raters' : null
    const watches = ['works_committee', 'operator'].includes(post.role) && post.unit === 'root'
    const ends = to.stage === 'ended' && to.ending === 'decided' && record.last_word?.verdict === 'no'
    return ends && isOfTheLine && !watches ? '403 an_outsider_ends_it' : null
  }
}

const unitOf = (ledger) => (ledger === 'directives' ? 'development' : 'branch_1')

// A step in another ledger leads to what brings the record about, or what it cites.
async function walk(clientOf, world, ledger, steps) {
  let record = null
  let other = null
  for (const step of steps) {
    const client = await clientOf(step.who)
    if (step.find) {
      const found = (await client.send('GET', `/api/${ledger}?order=newest&limit=1`)).json
      record = found.items[0]
      continue
    }
    const place = step.ledger ?? ledger
    const at = step.ledger ? other : record
    const fields = typeof step.fields === 'function' ? step.fields(other) : step.fields
    const body = JSON.stringify({ fields, reason: step.reason,
      ...(at ? {} : { act: step.act, unit: world.units[unitOf(place)] }) })
    const answer = at
      ? await client.send('POST', `/api/${place}/${at.id}/acts/${step.act}`,
        { 'if-match': `"${at.version}"` }, body)
      : await client.send('POST', `/api/${place}`, {}, body)
    if (answer.status >= 300) throw new Error(`${step.who} ${step.act}: ${answer.text}`)
    if (step.ledger) other = answer.json
    else record = answer.json
  }
  // Whoever did the last step may not see all of it; the works committee does.
  return (await (await clientOf('worker')).send('GET', `/api/${ledger}/${record.id}`)).json
}

// Everybody's every act on one record; then nothing must have changed.
async function tryEverything({ clientOf, world }, rules, ledger, json, author, tell) {
  const record = { ...json, unit: unitOf(ledger.name), author }
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
    if (sight !== 'nothing')
      tell(`${[...read.json.acts].sort()}` === `${may.sort()}`,
        cell(who, `is offered [${read.json.acts}], not [${may}]`))
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

export async function checkRights(place, tell) {
  const description = (await (await place.clientOf('nobody')).send('GET', '/api/description')).json
  const rules = new Rules(place.world)
  const all = ways(place.world)
  for (const who of Object.keys(place.world.people)) await place.clientOf(who)
  for (const ledger of description.ledgers) {
    for (const { name } of ledger.states) {
      const steps = all[ledger.name]?.[name]
      tell(Boolean(steps), `${ledger.name}: no way to ${name} is known here`)
      if (!steps) continue
      const record = await walk(place.clientOf, place.world, ledger.name, steps)
      tell(record.state === name, `${ledger.name}: the way to ${name} leads to ${record.state}`)
      // Nobody is the author of what another record brought about.
      const opened = steps.find((step) => !step.ledger)
      await tryEverything(place, rules, ledger, record, opened.find ? null : opened.who, tell)
    }
    await tryOpening(place, rules, ledger, tell)
  }
}
