// A session that ends is over, whoever uses it at that moment.
import http from 'node:http'
import { Client, copyOf, startServer } from '../http/program.mjs'

// Live events of a session; `ended` resolves when the server has closed them.
function listen(client) {
  return new Promise((resolve, reject) => {
    http.get({ host: '127.0.0.1', port: client.port, path: '/api/events', agent: false,
      headers: { cookie: client.cookie } }, (answer) => {
      const ended = new Promise((end) => answer.on('close', () => end(true)))
      answer.resume()
      resolve({ status: answer.statusCode, ended })
    }).on('error', reject)
  })
}
const within = (seconds, promise) =>
  Promise.race([promise, new Promise((resolve) => setTimeout(() => resolve(false), seconds * 1000).unref())])

export async function checkLogOut(founded, tell) {
  const world = copyOf(founded)
  const server = await startServer(world)
  let livedOn = 0, reads = 0
  const cookies = []
  for (let round = 0; round < 12; ++round) {
    const client = await new Client(server.port).logIn('head_1', world.people.head_1.password)
    cookies.push(client.cookie)
    let isOver = false
    const readers = Array.from({ length: 6 }, async () => {
      while (!isOver) if ((await client.send('GET', '/api/session')).status === 200) ++reads
    })
    await new Promise((resolve) => setTimeout(resolve, 30))
    const { status } = await client.send('DELETE', '/api/session')
    tell(status === 204, `log-out: ${status}`)
    isOver = true
    await Promise.all(readers)
    if ((await client.send('GET', '/api/session')).status !== 401) ++livedOn
  }
  tell(livedOn === 0, `${livedOn} of 12 tokens live after log-out`)
  tell(reads > 12, `only ${reads} reads raced`)

  const leaving = await new Client(server.port).logIn('head_2', world.people.head_2.password)
  const staying = await new Client(server.port).logIn('head_3', world.people.head_3.password)
  const [gone, there] = [await listen(leaving), await listen(staying)]
  tell(gone.status === 200 && there.status === 200, 'both hear live events')
  await leaving.send('DELETE', '/api/session')
  tell(await within(25, gone.ended), 'the events of a session end with it')
  tell(!(await within(0.2, there.ended)), 'and those of others go on')
  await server.end('SIGKILL')

  const again = await startServer(world)
  for (const cookie of cookies) {
    const { status } = await new Client(again.port).ask('GET', '/api/session', { cookie })
    if (status !== 401) ++livedOn
  }
  tell(livedOn === 0, `${livedOn} tokens live again after a crash`)
  const kept = await new Client(again.port).ask('GET', '/api/session', { cookie: staying.cookie })
  tell(kept.status === 200, `who has not logged out stays in: ${kept.status}`)
  await again.end('SIGTERM')
}
