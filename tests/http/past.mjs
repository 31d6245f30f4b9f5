// Past days from outside: the same addresses with ?as_of=, what they say, and what must not appear.
import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { Client, startServer } from './program.mjs'

const code = (answer) => `${answer.status} ${answer.json?.code ?? ''}`.trim()
const unknown = '01960000-0000-7000-8000-00000000dead'

// Asks until the day is made; every answer on the way says how far it is.
async function asOf(client, target, day, headers = {}) {
  const address = `${target}${target.includes('?') ? '&' : '?'}as_of=${day}`
  for (let tries = 0; tries < 600; ++tries) {
    const answer = await client.send('GET', address, headers)
    if (answer.status !== 202) return answer
    if (answer.json?.as_of !== day || !(answer.json.done <= answer.json.of) || answer.headers['retry-after'] !== '1')
      throw new Error(`what is this: ${answer.text}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error(`${address} is not made`)
}

async function checkDays(client, is) {
  is('tomorrow', code(await client.send('GET', '/api/problems?as_of=2999-01-01')), '422 day_is_still_to_come')
  const early = await client.send('GET', '/api/problems?as_of=2011-02-28')
  is('before the body began', `${code(early)} ${early.json.detail}`, '422 number_is_out_of_range 2011-03-01')
  is('no day', code(await client.send('GET', '/api/problems?as_of=2011-02-30')), '422 date_is_not_iso')
  is('no date', code(await client.send('GET', '/api/problems?as_of=gestern')), '422 date_is_not_iso')
  is('Today has no past', code(await client.send('GET', '/api/today?as_of=2011-04-30')), '400 parameter_is_unknown')
  is('nor has the session', code(await client.send('GET', '/api/session?as_of=2011-04-30')), '400 parameter_is_unknown')
  is('nobody is told before he has logged in', code(await new Client(client.port).send('GET', '/api/problems?as_of=2011-04-30')), '401 log_in_first')
}

async function checkWrites(client, world, is) {
  const before = (await client.send('GET', '/api/problems?count=true&limit=1')).json.count
  const opened = await client.send('POST', '/api/problems?as_of=2011-04-30', {},
    JSON.stringify({ unit: world.units.branch_1, fields: { title: '回到过去', kind: 'new' } }))
  is('nothing is opened in the past', code(opened), '400 parameter_is_unknown')
  is('and nothing was', (await client.send('GET', '/api/problems?count=true&limit=1')).json.count, before)
}

// A record then and now, by whoever may read both.
async function checkRecord(client, is, tell) {
  const now = (await client.send('GET', '/api/problems?order=newest&limit=200&columns=created_at')).json.items
  const then = (await asOf(client, '/api/problems?order=newest&limit=200&columns=created_at', '2011-04-30')).json.items
  tell(then.length > 0 && then.every((record) => now.some((other) => other.id === record.id)), `what is listed is there today: ${then.length}`)
  tell(then.every((record) => record.created_at < '2011-04-30T16:00:00Z'), 'and was there then')
  let one, read
  for (one of then) {
    read = await asOf(client, `/api/problems/${one.id}`, '2011-04-30')
    if ((await client.send('GET', `/api/problems/${one.id}`)).json.version > read.json.version) break
  }
  is('the record is in the state in which it is listed', read.json.state, one.state)
  tell(read.json.version <= (await client.send('GET', `/api/problems/${one.id}`)).json.version, 'and has the version of then')
  is('nobody acts on it', JSON.stringify(read.json.acts), '[]')
  tell(read.headers['cache-control'] === 'no-store', 'no browser keeps it')
  tell(/^"\d+@2011-04-30"$/.test(read.headers.etag ?? ''), `its tag names the day: ${read.headers.etag}`)
  is('whoever has it gets nothing', (await asOf(client, `/api/problems/${one.id}`, '2011-04-30', { 'if-none-match': read.headers.etag })).status, 304)
  const present = await client.send('GET', `/api/problems/${one.id}`, { 'if-none-match': read.headers.etag })
  is('which is not the present', present.status, 200)
  const act = await client.send('POST', `/api/problems/${one.id}/acts/remark`, { 'if-match': read.headers.etag }, JSON.stringify({ remark: '看过' }))
  tell(act.status !== 500, `a tag of the past is no reason to break: ${act.status}`)
  const journal = await asOf(client, `/api/problems/${one.id}/journal`, '2011-04-30')
  tell(journal.json.entries.length > 0 && journal.json.entries.every((entry) => entry.at < '2011-04-30T16:00:00Z'), 'its journal ends with the day')
  const citing = await asOf(client, `/api/problems/${one.id}/citing`, '2011-04-30')
  is('what leads to it is answered too', citing.status, 200)
}

async function checkFigures(client, world, is, tell) {
  const overview = await asOf(client, `/api/overview?unit=${world.units.root}&from=2011-03-01&until=2011-04-30`, '2011-04-30')
  is('an overview', overview.status, 200)
  tell(overview.json.at.startsWith('2011-04-30T15:59:59'), `it stands at the end of the day: ${overview.json.at}`)
  let opened = 0
  for (const part of ['ledgers', 'flows'])
    for (const figure of Object.values(overview.json.rows[0][part]).flat()) {
      if (!figure.numerator) continue
      const list = await asOf(client, `${figure.query}&count=true&limit=1`, '2011-04-30')
      is(`${figure.query} opens as many as it says`, list.json.count, figure.numerator)
      ++opened
    }
  tell(opened > 20, `there are figures to open: ${opened}`)
  const trend = await asOf(client, `/api/trend?unit=${world.units.root}&from=2011-03-01&until=2011-04-30&step=month`, '2011-04-30')
  if (!trend.json?.steps) throw new Error(trend.text)
  is('a trend has its months', trend.json.steps.map((step) => `${step.from} ${step.until}`).join(), '2011-03-01 2011-03-31,2011-04-01 2011-04-30')
  for (const [ledger, flows] of Object.entries(overview.json.rows[0].flows))
    for (const flow of flows) {
      const sum = trend.json.steps.flatMap((step) => step.ledgers[ledger]).filter((one) => one.name === flow.name).reduce((all, one) => all + one.numerator, 0)
      is(`the steps of ${ledger} ${flow.name} add up`, sum, flow.numerator)
    }
  is('too many steps', code(await client.send('GET', '/api/trend?from=2011-01-01&until=2013-01-01&step=week')), '422 number_is_out_of_range')
  is('an unknown step', code(await client.send('GET', '/api/trend?from=2011-01-01&until=2011-03-01&step=day')), '422 choice_is_unknown')
  is('a period ends with the day', code(await asOf(client, '/api/overview?from=2011-03-01&until=2011-05-01', '2011-04-30')), '422 number_is_out_of_range')
  const page = await asOf(client, '/api/feedback?limit=1', '2011-04-30')
  const cursor = encodeURIComponent(page.json.next_cursor)
  is('a page goes on in its day', (await asOf(client, `/api/feedback?limit=1&cursor=${cursor}`, '2011-04-30')).status, 200)
  is('and in no other', code(await client.send('GET', `/api/feedback?limit=1&cursor=${cursor}`)), '400 cursor_is_malformed')
}

async function checkTree(client, world, is) {
  const now = (await client.send('GET', `/api/units?under=${world.units.root}`)).json.units.map((unit) => unit.name)
  const then = (await asOf(client, `/api/units?under=${world.units.root}`, '2011-04-30')).json.units.map((unit) => unit.name)
  is('the tree is that of then', then.join(), '发展改革委,民政厅')
  is('which is not that of now', now.join() === then.join(), false)
  is('a unit', (await asOf(client, `/api/units/${world.units.branch_1}`, '2011-04-30')).json.name, '第一党支部')
}

// Who may not see it learns no more of the past than of the present.
async function checkSight(clientOf, world, is) {
  const worker = await clientOf('worker')
  const all = (await asOf(worker, '/api/feedback?limit=200&columns=text', '2011-04-30')).json.items
  for (const who of ['head_1', 'head_3', 'member_2', 'organ_b', 'secretary_a', 'division_3', 'granter', 'hotline']) {
    const client = await clientOf(who)
    const nothing = code(await asOf(client, `/api/feedback/${unknown}`, '2011-04-30'))
    const listed = await asOf(client, `/api/feedback?limit=200&unit=${world.units.root}`, '2011-04-30')
    for (const record of all) {
      const today = await client.send('GET', `/api/feedback/${record.id}`)
      const then = await asOf(client, `/api/feedback/${record.id}`, '2011-04-30')
      if (today.status === 404) {
        is(`${who} does not see what he does not see today`, code(then), nothing)
        is(`${who} is not shown it in a list`, listed.text.includes(record.id), false)
      }
      if (then.status === 200 && today.status === 200)
        for (const [name, value] of Object.entries(then.json.fields))
          if (value !== null && today.json.fields[name] === null && name === 'text') is(`${who} reads no ${name}`, value, null)
    }
  }
  is('an administrator is shown nothing', code(await asOf(await clientOf('admin'), '/api/overview', '2011-04-30')), code(await (await clientOf('admin')).send('GET', '/api/overview')))
  is('another body has its own days', (await asOf(await clientOf('city_clerk'), '/api/feedback', '2011-04-30')).json.items.length, 0)
}

const searching = (text, more = '') => `/api/search?text=${encodeURIComponent(text)}${more}`

// The words of that day, of whoever reads them, and only what he may read today as well.
async function checkWords(clientOf, world, is, tell) {
  const worker = await clientOf('worker')
  const then = (await asOf(worker, '/api/feedback?limit=200&columns=text', '2011-04-30')).json.items
  const now = (await worker.send('GET', '/api/feedback?order=newest&limit=200&columns=text,created_at')).json.items
  const one = then.find((record) => record.fields.text)
  const part = one.fields.text.slice(0, 4)
  const found = (await asOf(worker, searching(part), '2011-04-30')).json
  tell(found.records.some(({ id }) => id === one.id), `words of then are found: ${part}`)
  is('nothing of it is still being made', found.making, null)
  is('and nobody by his name', found.people.length, 0)
  const later = now.find((record) => record.created_at > '2011-05-01' && record.fields.text)
  tell(later && (await worker.send('GET', searching(later.fields.text.slice(0, 20)))).text.includes(later.id), 'what came later is found today')
  tell(!(await asOf(worker, searching(later.fields.text.slice(0, 20)), '2011-04-30')).text.includes(later.id), 'and not in the past')
  const named = (await asOf(worker, searching(one.id), '2011-04-30')).json.records
  is('an id is found as well', named.map(({ id, named_by }) => `${id} ${named_by}`).join(), `${one.id} id`)
  is('nor is one that came later', (await asOf(worker, searching(later.id), '2011-04-30')).json.records.length, 0)
  const unit = (await asOf(worker, searching('发展改革委'), '2011-04-30')).json.units
  tell(unit.some(({ name }) => name === '发展改革委'), 'units are those of the tree of then')

  const page = await asOf(worker, searching('的', '&limit=1'), '2011-04-30')
  if (page.json.next_cursor) {
    const next = searching('的', `&limit=1&cursor=${encodeURIComponent(page.json.next_cursor)}`)
    is('a page of hits goes on in its day', (await asOf(worker, next, '2011-04-30')).status, 200)
    is('and in no other day', code(await worker.send('GET', next)), '400 cursor_is_malformed')
  }
  let hits = 0
  for (const who of ['head_1', 'head_3', 'member_2', 'organ_b', 'secretary_a', 'division_3', 'granter', 'hotline', 'worker']) {
    const client = await clientOf(who)
    for (const record of then.filter(({ fields }) => fields.text)) {
      const seen = (await asOf(client, searching(record.fields.text.slice(0, 4)), '2011-04-30')).json.records
      for (const hit of seen) {
        ++hits
        const today = await client.send('GET', `/api/${hit.ledger}/${hit.id}`)
        const past = await asOf(client, `/api/${hit.ledger}/${hit.id}`, '2011-04-30')
        is(`${who} is led to what he may read on both days`, `${today.status} ${past.status}`, '200 200')
        const says = (hit.found_in?.pieces ?? []).filter((piece) => piece.found)
        tell(says.every((piece) => JSON.stringify(past.json.fields).includes(piece.text)), `${who} is told no word that he does not read`)
      }
    }
  }
  tell(hits > 0, 'somebody finds something')
}

// A list of that day as a file: as many rows as the list has, and nothing else.
async function checkExport(clientOf, is, tell) {
  for (const who of ['worker', 'head_1', 'member_2', 'granter']) {
    const client = await clientOf(who)
    const list = (await asOf(client, '/api/feedback?limit=200&columns=text', '2011-04-30')).json.items
    const file = await asOf(client, '/api/feedback/export.csv?columns=text', '2011-04-30')
    is(`${who} has a file`, file.status, 200)
    const shown = list.filter(({ id }) => file.text.includes(id)).length
    is(`with the list of ${who}`, shown, list.length)
    const ids = file.text.match(/,[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]{21}\r?$/gm) ?? []
    is(`and nothing else for ${who}`, ids.length, list.length)
  }
}

async function checkPublic(server, is, tell) {
  const nobody = new Client(server.port)
  is('the public has month-ends', (await asOf(nobody, '/api/public/province/promises', '2011-04-30')).status, 200)
  const other = await nobody.send('GET', '/api/public/province/promises?as_of=2011-04-29')
  is('and no other day', `${code(other)} ${other.json.detail}`, '422 choice_is_unknown 2011-03-31')
  const first = await nobody.send('GET', '/api/public/province/promises?as_of=2011-03-30')
  is('nor is a day named before there was anything', `${code(first)} ${first.json.detail}`, '422 choice_is_unknown 2011-03-31')
  const before = await nobody.send('GET', '/api/public/province/promises?as_of=2011-02-28')
  is('nor one that the public may not ask for', `${code(before)} ${before.json.detail}`, '422 number_is_out_of_range 2011-03-31')
  const then = (await asOf(nobody, '/api/public/province/promises', '2011-04-30')).json.items
  const now = (await nobody.send('GET', '/api/public/province/promises?limit=200')).json.items
  tell(then.every((record) => now.some((one) => one.id === record.id)), 'of what is public today')
  for (const record of then) {
    const page = await asOf(nobody, `/api/public/province/promises/${record.id}`, '2011-04-30')
    is('a record as of a month-end', `${page.status} ${page.json.state}`, `200 ${record.state}`)
    tell(page.json.steps.every(({ at }) => at < '2011-04-30T16:00:00Z'), 'whose course ends with the day')
  }
  tell(then.length > 0, 'there is one')
  const later = now.find((record) => !then.some(({ id }) => id === record.id))
  if (later) is('and none that was not public then', (await asOf(nobody, `/api/public/province/promises/${later.id}`, '2011-04-30')).status, 404)
  is('of no other day', code(await nobody.send('GET', `/api/public/province/promises/${then[0].id}?as_of=2011-04-29`)), '422 choice_is_unknown')
}

async function checkErasure(clientOf, world, server, is, tell) {
  const worker = await clientOf('worker')
  const folder = `${world.database}.past`
  let record, opening
  for (const one of (await asOf(worker, '/api/feedback?limit=200&columns=text', '2011-04-30')).json.items) {
    const journal = (await worker.send('GET', `/api/feedback/${one.id}/journal`)).json.entries ?? []
    const says = journal.find((entry) => one.fields.text && entry.changes?.fields?.text === one.fields.text || entry.changes?.text === one.fields.text)
    if (says && one.fields.text) [record, opening] = [one, says]
  }
  const text = record.fields.text
  const admin = await clientOf('admin')
  const asked = await admin.send('POST', '/api/erasures', {}, JSON.stringify(
    { fields: { ledger: 'feedback', record: record.id, seq: opening.seq, erase: ['text'], why: '本人要求' } }))
  is('an erasure is asked for', asked.status, 200)
  is('which deletes nothing yet', readdirSync(folder).length > 0, true)
  const auditor = await clientOf('auditor')
  is('and is signed', (await auditor.send('POST', `/api/erasures/${asked.json.id}/acts/sign`, {}, '{}')).status, 200)
  for (let tries = 0; tries < 250 && readdirSync(folder).length > 0; ++tries) await new Promise((resolve) => setTimeout(resolve, 20))
  is('it deletes all copies', readdirSync(folder).join(), '')
  const then = await asOf(worker, `/api/feedback/${record.id}`, '2011-04-30')
  is('the record is still there', then.status, 200)
  tell(!then.text.includes(text), 'and says no longer what was erased')
  const past = await asOf(worker, `/api/feedback/${record.id}/journal`, '2011-04-30')
  tell(!past.text.includes(text), 'nor does its journal')
  const words = await asOf(worker, searching(text.slice(0, 12)), '2011-04-30')
  tell(!words.text.includes(record.id), 'nor is it found by what it said')
}

// A clock that ran out says since when the work is done all the same, and of what was in time nothing.
async function checkLateButDone(client, tell) {
  const seen = { late: 0, 'in time': 0 }
  for (const ledger of ['feedback', 'tasks', 'promises', 'problems'])
    for (const onTime of ['false', 'true'])
      for (const { id } of (await client.send('GET', `/api/${ledger}?on_time=${onTime}&limit=50`)).json.items ?? []) {
        const { clock, stage } = (await client.send('GET', `/api/${ledger}/${id}`)).json
        if (!clock?.due_at || stage === 'open') continue
        const since = clock.was_done_since
        ++seen[since ? 'late' : 'in time']
        tell(since ? since >= clock.due_at : onTime === 'true' || clock.due_at !== null, `${ledger} ${id}: due ${clock.due_at}, done since ${since}`)
        if (onTime === 'true') tell(since === undefined, `${ledger} ${id} was in time: ${since}`)
      }
  tell(seen.late > 0 && seen['in time'] > 0, `some are late and some in time: ${JSON.stringify(seen)}`)
}

// Copies that rot or go under the program: they are made anew, and nobody is told of a broken machine.
async function checkRot(clientOf, world, is, tell) {
  const worker = await clientOf('worker')
  const folder = `${world.database}.past`
  const file = (day) => `${folder}/${readdirSync(folder).find((name) => name.includes(day) && name.endsWith('.db'))}`
  const day = '2011-04-12'
  const list = async () => (await asOf(worker, '/api/problems?order=newest&limit=200', day)).text
  const whole = await list()
  const rot = (path) => writeFileSync(path, Buffer.alloc(statSync(path).size, 0x5a))
  rot(file(day))
  const answer = await worker.send('GET', `/api/problems?order=newest&limit=200&as_of=${day}`)
  is('a copy that rots is made anew', answer.status, 202)
  const items = (text) => JSON.stringify(JSON.parse(text).items)
  is('and says what it said', items(await list()), items(whole))
  for (const path of readdirSync(folder)) if (path.includes('2011-04-30')) rmSync(`${folder}/${path}`)
  const again = await asOf(worker, '/api/problems/export.csv', '2011-04-30')
  is('one that goes is made anew', again.status, 200)
  tell(existsSync(file('2011-04-30')), 'as a file')
}

export async function checkPast(world, tell) {
  const server = await startServer(world)
  const is = (title, seen, wanted) => tell(seen === wanted, `past: ${title}: ${seen} and not ${wanted}`)
  const told = (holds, title) => tell(holds, `past: ${title}`)
  const clients = new Map()
  const clientOf = async (name) => {
    if (!clients.has(name))
      clients.set(name, await new Client(server.port).logIn(name, `password of ${name}`, name === 'city_clerk' ? 'city' : 'province'))
    return clients.get(name)
  }
  const worker = await clientOf('worker')
  await checkLateButDone(worker, told)
  await checkDays(worker, is)
  await checkWrites(worker, world, is)
  await checkRecord(worker, is, told)
  await checkFigures(worker, world, is, told)
  await checkTree(worker, world, is)
  await checkSight(clientOf, world, is)
  await checkWords(clientOf, world, is, told)
  await checkExport(clientOf, is, told)
  await checkPublic(server, is, told)
  for (const day of ['2011-03-10', '2011-03-11', '2011-03-31', '2011-04-12']) await asOf(worker, '/api/problems', day)
  const ready = await worker.send('GET', '/ready')
  is('three are at hand', ready.json.past_days?.copies, 3)
  told(/2011-03-31/.test(ready.json.past_days?.days) && /2011-04-30/.test(ready.json.past_days?.days), `the month-ends among them: ${ready.json.past_days?.days}`)
  await checkRot(clientOf, world, is, told)
  await checkErasure(clientOf, world, server, is, told)
  const { code: ended } = await server.end('SIGTERM')
  is('the server ends well', ended, 0)
  const folder = `${world.database}.past`
  is('and leaves no copy', existsSync(folder) ? readdirSync(folder).join() : '', '')
}
