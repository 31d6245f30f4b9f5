// Live events: whoever may see a record hears of each act on it, and nobody else does.
import http from 'node:http'
import net from 'node:net'

// Listens until it is told to stop; `heard` fills with {id, event, data}.
function listen(client, headers = {}) {
  const heard = []
  return new Promise((resolve, reject) => {
    const request = http.get({ host: '127.0.0.1', port: client.port, path: '/api/events', agent: false,
      headers: { cookie: client.cookie ?? '', ...headers } }, (answer) => {
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (part) => {
        text += part
        for (let end; (end = text.indexOf('\n\n')) >= 0; text = text.slice(end + 2)) {
          const frame = Object.fromEntries(text.slice(0, end).split('\n').map((line) => {
            const colon = line.indexOf(': ')
            return [line.slice(0, colon), line.slice(colon + 2)]
          }))
          if (frame.event) heard.push({ ...frame, data: JSON.parse(frame.data) })
        }
      })
      answer.on('error', () => {})
      resolve({ status: answer.statusCode, type: answer.headers['content-type'], heard,
        stop: () => request.destroy() })
    })
    request.on('error', reject)
  })
}

async function until(condition) {
  for (let tries = 0; tries < 500 && !condition(); ++tries)
    await new Promise((resolve) => setTimeout(resolve, 10))
  return condition()
}

// Whoever asks and is gone before he is answered: reset, closed, or with half an answer read.
async function leaveEarly(client, count) {
  const ask = `GET /api/events HTTP/1.1\r\nHost: x\r\nCookie: ${client.cookie}\r\n\r\n`
  for (let i = 0; i < count; ++i)
    await new Promise((resolve) => {
      const socket = net.connect(client.port, '127.0.0.1', () => {
        socket.write(i % 4 === 3 ? ask.replace('GET', 'HEAD') : ask, () => {
          if (i % 4 === 0) socket.resetAndDestroy()
          else if (i % 4 === 1) socket.destroy()
          else socket.once('data', () => socket.destroy())
        })
      })
      socket.on('error', () => {})
      socket.on('close', resolve)
    })
}

export async function checkEvents({ world, clientOf }, tell) {
  const [head1, head2, organ, granter, city] = await Promise.all(
    ['head_1', 'head_2', 'organ_a', 'granter', 'city_clerk'].map(clientOf))
  const stranger = await listen(await clientOf('nobody'))
  tell(stranger.status === 401, `without a session: ${stranger.status}`)
  stranger.stop()
  const ears = {}
  for (const [name, client] of Object.entries({ head1, head2, organ, granter, city }))
    ears[name] = await listen(client)
  tell(ears.head1.type === 'text/event-stream', `events come as ${ears.head1.type}`)

  const open = async (client, unit, title) => (await client.send('POST', '/api/problems', {},
    JSON.stringify({ unit: world.units[unit], fields: { title, kind: 'new' } }))).json
  const mine = await open(head1, 'branch_1', '一支部的事')
  // A refused act is no event.
  await head2.send('POST', `/api/problems/${mine.id}/acts/accept`, { 'if-match': `"${mine.version}"` }, '{}')
  const theirs = await open(head2, 'branch_2', '二支部的事')
  const ids = (ear) => ear.heard.map((event) => event.data.id)
  tell(await until(() => ids(ears.organ).includes(theirs.id)), 'the superior hears of both')
  tell(await until(() => ids(ears.head2).includes(theirs.id)), 'the author hears of his own')
  tell(await until(() => ids(ears.head1).includes(mine.id)), 'the other author as well')
  tell(`${ids(ears.organ)}` === `${[mine.id, theirs.id]}`, `the superior heard ${ids(ears.organ)}`)
  tell(`${ids(ears.head1)}` === `${[mine.id]}`, `head_1 heard ${ids(ears.head1)}`)
  tell(`${ids(ears.head2)}` === `${[theirs.id]}`, `head_2 heard ${ids(ears.head2)}`)
  tell(ears.granter.heard.length === 0, 'administrators hear of no record')
  tell(ears.city.heard.length === 0, 'nor does another body')
  const [event] = ears.head1.heard
  tell(event.event === 'committed' && event.id === `${event.data.seq}` && event.data.act === 'register' &&
    event.data.ledger === 'problems' && event.data.seq === mine.version, JSON.stringify(event))
  tell(!JSON.stringify(ears.organ.heard).includes('支部的事'), 'an event carries no content')

  // Whom a record is about hears nothing of it; its author does, and whoever deals with it.
  const [member, worker] = await Promise.all(['member_1', 'worker'].map(clientOf))
  const besides = { member: await listen(member), worker: await listen(worker) }
  const said = (await member.send('POST', '/api/feedback', {}, JSON.stringify({ unit: world.units.branch_1,
    fields: { text: '作风霸道', kind: 'criticism', concerns: 'person', person: world.people.head_1.id } }))).json
  const after = await open(head1, 'branch_1', '一支部的另一件事')
  tell(await until(() => ids(ears.head1).includes(after.id)), 'what came after it is told')
  tell(!ids(ears.head1).includes(said.id), 'the criticised hears of the criticism')
  tell(await until(() => ids(besides.worker).includes(said.id)), 'the superior hears of it')
  tell(await until(() => ids(besides.member).includes(said.id)), 'the author hears of it')
  Object.assign(ears, besides)

  // Who comes back says what he heard last and gets the rest.
  const again = await listen(organ, { 'last-event-id': `${mine.version}` })
  tell(await until(() => ids(again).includes(theirs.id)), 'what was missed is told')
  tell(!ids(again).includes(mine.id), 'what was heard is not told again')
  const elsewhere = await listen(head1, { 'last-event-id': `${mine.version - 1}` })
  tell(await until(() => ids(elsewhere).includes(mine.id)), 'a reader gets what is his')
  tell(!ids(elsewhere).includes(theirs.id), 'and only that')

  // What was erased may stand on any page: all read anew, and nobody is told what it was.
  const [admin, auditor] = await Promise.all(['admin', 'auditor'].map(clientOf))
  const before = await listen(head1)
  const asked = (await admin.send('POST', '/api/erasures', {}, JSON.stringify({ fields: { ledger: 'problems',
    record: theirs.id, seq: theirs.version, erase: ['title'], why: '本人要求' } }))).json
  const signed = (await auditor.send('POST', `/api/erasures/${asked.id}/acts/sign`, {}, '{}')).json
  const missed = await listen(organ, { 'last-event-id': `${asked.seq}` })
  for (const ear of [before, missed]) {
    tell(await until(() => ear.heard.length > 0), 'an erasure is heard')
    tell(ear.heard[0].event === 'resync' && ear.heard[0].id === `${signed.seq}`, JSON.stringify(ear.heard))
    tell(!JSON.stringify(ear.heard).includes(theirs.id), 'and does not tell of which record')
    ear.stop()
  }

  // What is no number of ours is no place to go on from: then everything is read anew.
  for (const id of ['-1', '-9223372036854775808', '9223372036854775807', '99999999999999999999', '1e3']) {
    const lost = await listen(head1, { 'last-event-id': id })
    tell(await until(() => lost.heard.length > 0), `${id} is answered`)
    tell(lost.heard[0]?.event === 'resync', `${id}: ${JSON.stringify(lost.heard)}`)
    lost.stop()
  }

  // Behind a proxy nothing but the session tells whose streams they are: eight, and no ninth.
  const many = []
  for (let i = 0; i < 9; ++i) many.push(await listen(granter))
  for (const one of many) one.stop()
  const statuses = many.map((one) => one.status)
  tell(`${statuses}` === `${[...Array(7).fill(200), 429, 429]}`, `with one before: ${statuses}`)
  const other = await listen(await clientOf('auditor'))
  tell(other.status === 200, `somebody else is not held back: ${other.status}`)
  other.stop()
  let freed = 0
  for (let tries = 0; tries < 100 && freed !== 200; ++tries) {
    const one = await listen(granter)
    freed = one.status
    one.stop()
    if (freed !== 200) await new Promise((resolve) => setTimeout(resolve, 20))
  }
  tell(freed === 200, `after leaving: ${freed}`)

  // Leaving frees the place at once, whichever way and however early one leaves.
  for (const ear of [again, elsewhere, ...Object.values(ears)]) ear.stop()
  await leaveEarly(head1, 300)
  let listeners = -1
  for (let tries = 0; tries < 300 && listeners !== 0; ++tries) {
    listeners = (await head1.send('GET', '/ready')).json.listeners
    if (listeners) await new Promise((resolve) => setTimeout(resolve, 10))
  }
  tell(listeners === 0, `${listeners} listeners are still counted`)
}
