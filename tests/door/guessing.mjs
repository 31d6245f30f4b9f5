// Sixty addresses that guess all the time, and one who only wants to come in.
import http from 'node:http'
import { Client, copyOf, startServer } from '../http/program.mjs'

// One log-in from an address of its own, on a connection of its own.
export function logInFrom(address, port, name, password, cookie = '') {
  const body = JSON.stringify({ body: 'province', name, password })
  return new Promise((resolve, reject) => {
    const request = http.request({ host: '127.0.0.1', port, method: 'POST', path: '/api/session', agent: false,
      localAddress: address, headers: { 'content-type': 'application/json', cookie,
        'content-length': Buffer.byteLength(body) } }, (answer) => {
      let text = ''
      answer.on('data', (part) => { text += part })
      answer.on('end', () => resolve({ status: answer.statusCode, json: JSON.parse(text),
        headers: answer.headers, cookies: answer.headers['set-cookie'] ?? [] }))
    })
    request.on('error', reject)
    request.end(body)
  })
}

const deviceOf = ({ cookies }) => cookies.find((one) => one.startsWith('chuangyou_device=')).split(';')[0]

// Guesses without end, each at another name, with at most one under way from each address.
function attack(port, addresses) {
  const seen = { answers: {}, checked: 0, isOver: false }
  const guess = async (address, index) => {
    for (let i = 0; !seen.isOver; ++i) {
      const { status } = await logInFrom(address, port, `name ${index} ${i}`, 'a wrong password')
      seen.answers[status] = (seen.answers[status] ?? 0) + 1
      if (status === 401) ++seen.checked
      if (status === 429) await new Promise((resolve) => setTimeout(resolve, 200))
    }
  }
  const ended = Promise.all(addresses.map(guess))
  return { seen, stop: () => { seen.isOver = true; return ended } }
}

const hostile = Array.from({ length: 60 }, (_, i) => `127.0.1.${i + 1}`)

export async function checkGuessing(founded, tell) {
  const world = copyOf(founded)
  const server = await startServer(world, [])
  const { port } = server
  const password = (name) => world.people[name].password
  const first = await logInFrom('127.0.0.9', port, 'head_1', password('head_1'))
  tell(first.status === 200, `an honest log-in: ${first.status}`)
  const device = deviceOf(first)
  tell(/^chuangyou_device=[\w.-]{30,};.*HttpOnly; SameSite=Strict; Max-Age=7776000/.test(
    first.cookies.find((one) => one.startsWith('chuangyou_device='))), `${first.cookies}`)

  const { seen, stop } = attack(port, hostile)
  while (seen.checked < 60) await new Promise((resolve) => setTimeout(resolve, 50))
  const times = []
  for (const [place, address, cookie] of [['a new device', '127.0.0.8', ''], ['a known device', '127.0.0.9', device]])
    for (let i = 0; i < 3; ++i) {
      const before = seen.checked
      const began = Date.now()
      const { status, json } = await logInFrom(address, port, 'head_1', password('head_1'), cookie)
      times.push(`${place} ${((Date.now() - began) / 1000).toFixed(2)} s`)
      tell(status === 200, `${place} among sixty who guess: ${status} ${json.code}`)
      // In the order of coming it would be all sixty; one check at each of the two threads is under way.
      const passed = seen.checked - before
      tell(passed < 20, `${place}: ${passed} guesses were checked before it`)
    }
  await stop()
  console.log(`honest log-ins among 60 hostile addresses (${JSON.stringify(seen.answers)}): ${times.join(', ')}`)

  // One address locks nobody out but itself.
  const names = ['head_2', 'head_3', 'organ_a', 'organ_b', 'worker', 'editor']
  const laws = new Set()
  for (const name of names)
    for (let i = 0; i < 6; ++i) laws.add((await logInFrom('127.0.2.1', port, name, 'wrong')).json.code)
  tell(laws.has('account_is_locked_for_a_while') || laws.has('too_many_requests'), [...laws].join())
  for (const name of names) {
    const { status, json } = await logInFrom('127.0.2.2', port, name, password(name))
    tell(status === 200, `${name} cannot come in after another address has guessed: ${json.code}`)
  }
  // Many addresses at one account lock it for strangers, whether it exists or not, and not for its
  // own device.
  for (const name of ['head_1', 'a ghost']) {
    let last
    for (let i = 0; i < 60 && last?.code !== 'account_is_locked_for_a_while'; ++i)
      last = (await logInFrom(`127.0.3.${i + 1}`, port, name, 'wrong')).json
    tell(last.code === 'account_is_locked_for_a_while' && Number(last.detail) >= 20, JSON.stringify(last))
  }
  const stranger = await logInFrom('127.0.0.7', port, 'head_1', password('head_1'))
  tell(stranger.json.code === 'account_is_locked_for_a_while', `a stranger's device: ${stranger.json.code}`)
  tell(/^[0-9]+$/.test(stranger.headers['retry-after']), `Retry-After: ${stranger.headers['retry-after']}`)
  const owner = await logInFrom('127.0.1.1', port, 'head_1', password('head_1'), device)
  tell(owner.status === 200, `the owner on his device, at an address that has guessed: ${owner.json.code}`)
  const others = await logInFrom('127.0.0.7', port, 'head_1', password('head_1'), device.replace(/=.{4}/, '=AAAA'))
  tell(others.status === 429, `a device that says it is known: ${others.status}`)
  const right = await new Client(port).ask('GET', '/api/session', { cookie: device })
  tell(right.status === 401, `the cookie of a device opens nothing: ${right.status}`)

  await server.end('SIGTERM')
  const log = server.log()
  tell(/log_in=failed body=province person=nobody address=127\.0\.1\.\d+/.test(log), 'failed log-ins are logged')
  tell(log.includes(`person=${world.people.head_1.id}`), 'with the person whose name it was')
  tell(/log_in=locked law=account_is_locked_for_a_while seconds=3[01]/.test(log), 'and where a lock begins')
  for (const secret of ['a wrong password', 'name 1 0', 'a ghost', password('head_1'), device.slice(20)])
    tell(!log.includes(secret), `the log holds ${secret}`)
}
