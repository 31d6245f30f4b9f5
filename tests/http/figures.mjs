// A figure opens (Law 5): every number of every overview against the list behind its own query.
const records = [
  ['organ_a', 'tasks', 'branch_1', { title: '甲', requirement_tags: ['social_harmony'], mandate: '年度要点', due: '2011-03-31' }],
  ['organ_a', 'tasks', 'branch_2', { title: '乙', requirement_tags: ['social_harmony'], mandate: '年度要点' }],
  ['head_3', 'problems', 'branch_3', { title: '丙', kind: 'old' }],
  ['head_3', 'problems', 'development', { title: '丁', kind: 'new' }],
  ['head_1', 'feedback', 'branch_1', { text: '戊', kind: 'opinion' }],
]
const cases = [
  ['record_open', { promised_by: '2011-02-20T01:00:00Z' }],
  ['record_open', { promised_by: '2011-04-20T01:00:00Z' }],
  ['record_answered', { promised_by: '2011-02-20T01:00:00Z', answered_at: '2011-02-18T01:00:00Z' }],
  ['record_answered', { promised_by: '2011-02-20T01:00:00Z', answered_at: '2011-02-22T01:00:00Z' }],
]

async function open({ clientOf, world }, who, ledger, unit, body) {
  const answer = await (await clientOf(who)).send('POST', `/api/${ledger}`, {},
    JSON.stringify({ ...body, unit: world.units[unit] }))
  if (answer.status !== 201) throw new Error(`${who} ${ledger}: ${answer.text}`)
}

// Before it came only another system can have answered a case: it enters by a file, and is flagged.
async function importFlagged({ clientOf, world }, units) {
  const client = await clientOf('worker')
  const rows = []
  for (const [i, unit] of units.entries()) {
    const { json } = await client.send('GET', `/api/units/${world.units[unit]}`)
    rows.push(`F${i},${json.name},Light,,Self Service,S,R,N,1,2011-02-10 01:00:00,2011-02-20 01:00:00,` +
      '2011-02-01 01:00:00,ONTIME,,q,Closed')
  }
  const header = 'case_id,department,type,nature,source,subject,reason,neighborhood,ward,open_dt,' +
    'target_dt,closed_dt,ontime,closure_kind,queue,status'
  const started = await client.send('POST', '/api/imports?mapping=boston-311&apply=true',
    { 'content-type': 'text/csv' }, [header, ...rows, ''].join('\n'))
  for (let asked = 0; asked < 100; ++asked) {
    const { json } = await client.send('GET', `/api/imports/${started.json.job}`)
    if (json.state === 'done') return
    if (json.state === 'refused') throw new Error(`the import: ${JSON.stringify(json.report)}`)
    await new Promise((done) => setTimeout(done, 50))
  }
  throw new Error('the import has not ended')
}

// A share of few has no interval, one of very few no place in an order.
function isAsSureAsItMayBe({ numerator, denominator, interval, bound }, groupMin) {
  if ((interval !== null) !== denominator >= 10 || (bound !== null) !== denominator >= groupMin) return false
  const share = numerator / denominator
  return !interval || (interval.low === bound && interval.low <= share && share <= interval.high)
}

async function compare(place, client, unit, tell) {
  const period = 'from=2011-01-01&until=2011-03-01'
  const overview = await client.send('GET', `/api/overview?unit=${place.world.units[unit]}&${period}`)
  let numbers = 0
  for (const row of overview.json.rows)
    for (const [ledger, figures] of [...Object.entries(row.ledgers), ...Object.entries(row.flows)])
      for (const figure of figures) {
        const list = await client.send('GET', `${figure.query}&count=true&limit=200`)
        const what = `${row.unit.name} ${ledger} ${figure.name}`
        tell(list.status === 200 && list.json.count === figure.numerator &&
          list.json.items.length === figure.numerator,
          `${what}: ${figure.numerator}, but ${figure.query} lists ${list.text.slice(0, 300)}`)
        numbers += figure.numerator > 0 ? 1 : 0
        if (!figure.of) continue
        const whole = await client.send('GET', `${figure.of}&count=true`)
        tell(whole.status === 200 && whole.json.count === figure.denominator,
          `${what}: of ${figure.denominator}, but ${figure.of} counts ${whole.text.slice(0, 300)}`)
        tell(isAsSureAsItMayBe(figure, overview.json.group_min), `${what}: ${JSON.stringify(figure)}`)
      }
  return numbers
}

export async function checkFigures(place, tell) {
  for (const [who, ledger, unit, fields] of records) await open(place, who, ledger, unit, { fields })
  for (const unit of ['branch_1', 'branch_2', 'civil'])
    for (const [act, times] of cases)
      await open(place, 'worker', 'feedback', unit, { act, fields: { text: '路灯', kind: 'request',
        channel: 'hotline', received_at: '2011-02-10T01:00:00Z', ...times } })
  await importFlagged(place, ['branch_1', 'branch_2', 'civil'])
  const worker = await place.clientOf('worker')
  let numbers = 0
  for (const unit of ['root', 'development', 'civil', 'branch_1'])
    numbers += await compare(place, worker, unit, tell)
  tell(numbers > 120, `only ${numbers} figures are not zero: that compares too little`)

  // On time / (closed with a clock + open overdue), with nothing implausible in it: 3 of 9.
  const overview = await worker.send('GET', `/api/overview?unit=${place.world.units.root}`)
  const figure = (name) => overview.json.rows[0].ledgers.feedback.find((one) => one.name === name)
  tell(figure('on_time_rate').numerator === 3 && figure('on_time_rate').denominator === 9,
    `the on-time rate is ${JSON.stringify(figure('on_time_rate'))}`)
  tell(figure('implausible').numerator === 3, `implausible: ${JSON.stringify(figure('implausible'))}`)
}
