// The brakes on what needs no account: they hold one address back and nobody who has logged in.
import net from 'node:net'
import { Client, startServer } from './program.mjs'

const statuses = async (count, ask) => {
  const found = {}
  for (const { status } of await Promise.all(Array.from({ length: count }, ask)))
    found[status] = (found[status] ?? 0) + 1
  return found
}

// Sends the text as it is and gives what comes back until the server closes.
function raw(port, text) {
  return new Promise((resolve) => {
    let answer = ''
    const socket = net.connect(port, '127.0.0.1', () => socket.write(text))
    socket.on('data', (part) => { answer += part.toString('latin1') })
    socket.on('close', () => resolve(answer))
    socket.on('error', () => resolve(answer))
    setTimeout(() => socket.destroy(), 3000).unref()
  })
}

export async function checkLimits(world, tell) {
  const server = await startServer(world, [])
  const client = new Client(server.port)
  const head = await new Client(server.port).logIn('head_1', world.people.head_1.password)
  const listed = await statuses(2000, () => client.send('GET', '/api/public/province/promises'))
  tell(listed[200] >= 500 && listed[429] >= 1, `public lists: ${JSON.stringify(listed)}`)
  // The same brake holds for all of them together.
  const seals = await statuses(200, () => client.send('GET', '/api/seals?body=province'))
  tell(seals[429] >= 1, `seals: ${JSON.stringify(seals)}`)
  const own = await statuses(50, () => head.send('GET', '/api/promises'))
  tell(own[200] === 50, `someone logged in is held back: ${JSON.stringify(own)}`)
  const guesses = await statuses(40, () => client.send('POST', '/api/session', {},
    JSON.stringify({ body: 'province', name: 'head_2', password: 'a guess of mine' })))
  tell(guesses[429] >= 20, `guesses: ${JSON.stringify(guesses)}`)
  tell((guesses[401] ?? 0) <= 5, `so many guesses were looked at: ${JSON.stringify(guesses)}`)

  for (const text of ['\r\n\r\n', 'GET\r\n\r\n', 'GET / HTTP/9.9\r\n\r\n', 'G@T / HTTP/1.1\r\n\r\n',
    'POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n',
    'POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n',
    'GET /health HTTP/1.1\r\nHost: x\r\nBad Header: y\r\n\r\n',
    'POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef',
    'POST /api/session HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
    'GET /health HTTP/1.1\r\n\r\n', 'GET /health HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n',
    'GET /health HTTP/1.1\r\nHost: x\r\nA: b\r\n c: d\r\n\r\n',
    'GET /health HTTP/1.1\r\nHost: x\r\nA: b\r\n\tc: d\r\n\r\n']) {
    const answer = await raw(server.port, text)
    tell(answer.startsWith('HTTP/1.1 400 ') && answer.includes('"code":"request_is_malformed"'),
      `${JSON.stringify(text)}: ${answer.slice(0, 60)}`)
  }
  // Two requests in one breath get two answers in their order.
  const two = await raw(server.port, 'GET /health HTTP/1.1\r\nHost: x\r\n\r\n' +
    'GET /ready HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
  tell(two.split('HTTP/1.1 200').length === 3 && two.indexOf('accepts_acts') > two.indexOf('"ok"}'),
    `pipelined: ${two.slice(0, 100)}`)
  const { code } = await server.end('SIGTERM')
  tell(code === 0, `the server ended with ${code}`)
}
