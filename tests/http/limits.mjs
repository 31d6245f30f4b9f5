// The brakes on what needs no account: they hold one address back and nobody who has logged in.
import { Client, startServer } from './program.mjs'
import { raw } from './raw.mjs'
import { checkSlowChunks, checkSmuggling } from './smuggling.mjs'

const statuses = async (count, ask) => {
  const found = {}
  for (const { status } of await Promise.all(Array.from({ length: count }, ask)))
    found[status] = (found[status] ?? 0) + 1
  return found
}

// Whoever sends thousands of names that nobody knows hears of the first few, and the rest is not read.
async function checkManyFaults(client, head, tell) {
  const many = (prefix) => Object.fromEntries(Array.from({ length: 30_000 }, (_, i) => [prefix + i, 0]))
  const bodies = { members: many('x'), fields: { act: 'propose', fields: many('y') },
    records: { records: [many('z')] } }
  for (const [what, body] of Object.entries(bodies))
    for (const [who, path] of [[client, '/api/session'], [head, '/api/promises'], [head, '/api/promises/acts/review']]) {
      const { status, text } = await who.send('POST', path, {}, JSON.stringify(body))
      tell(status >= 400 && status < 500 && text.length < 40_000, `${path} of many ${what}: ${status}, ${text.length} bytes`)
    }
}

export async function checkLimits(world, tell) {
  const server = await startServer(world, [])
  const client = new Client(server.port)
  const head = await new Client(server.port).logIn('head_1', world.people.head_1.password)
  await checkManyFaults(client, head, tell)
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

  const slow = checkSlowChunks(server, tell)
  await checkSmuggling(server, tell)
  // Two requests in one breath get two answers in their order.
  const two = await raw(server.port, 'GET /health HTTP/1.1\r\nHost: x\r\n\r\n' +
    'GET /ready HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
  tell(two.split('HTTP/1.1 200').length === 3 && two.indexOf('accepts_acts') > two.indexOf('"ok"}'),
    `pipelined: ${two.slice(0, 100)}`)
  await slow
  const { code } = await server.end('SIGTERM')
  tell(code === 0, `the server ended with ${code}`)
}
