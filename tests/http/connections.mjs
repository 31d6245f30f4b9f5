// Idle connections: one address has so many and no more, and when all places are taken those of the
// address that holds the most make room for whoever comes.
import http from 'node:http'
import { startServer } from './program.mjs'
import { crowd } from './raw.mjs'

const limits = ['--public-rate', '0', '--log-in-rate', '0', '--clock-is-right']

// One question on a connection of its own from another address.
const ask = (port, from) => new Promise((resolve) => {
  const request = http.get({ host: '127.0.0.1', port, path: '/health', localAddress: from, agent: false,
    timeout: 5000 }, (answer) => {
    answer.resume()
    answer.on('end', () => resolve(answer.statusCode))
  })
  request.on('timeout', () => request.destroy())
  request.on('error', (error) => resolve(error.code))
})

async function checkOneAddress(world, tell) {
  const server = await startServer(world, [...limits, '--address-connections', '300'])
  const hostile = await crowd(server.port, 2000, { from: '127.0.0.9' })
  await new Promise((resolve) => setTimeout(resolve, 300))
  tell(hostile.left() <= 300, `one address holds ${hostile.left()} connections`)
  tell(hostile.left() >= 290, `one address has its places: ${hostile.left()}`)
  tell(await ask(server.port, '127.0.0.9') !== 200, 'and gets no other')
  const honest = await Promise.all(Array.from({ length: 40 }, (_, i) => ask(server.port, `127.0.1.${i + 1}`)))
  tell(honest.every((status) => status === 200), `others were answered ${honest}`)
  hostile.leave()
  await new Promise((resolve) => setTimeout(resolve, 300))
  tell(await ask(server.port, '127.0.0.9') === 200, 'whoever left gives his places back')
  const { code } = await server.end('SIGTERM')
  tell(code === 0, `the server ended with ${code}`)
}

async function checkFull(world, tell) {
  const server = await startServer(world, [...limits, '--address-connections', '0', '--connections', '1000'])
  const neighbour = await crowd(server.port, 20, { from: '127.0.0.7' })
  // Half of them have begun a request that never ends, so that idle is not only who is silent.
  const hostile = await crowd(server.port, 1500, { from: '127.0.0.9' })
  const sending = await crowd(server.port, 1500, { from: '127.0.0.10', text: 'GET /hea' })
  const bodies = await crowd(server.port, 1500, { from: '127.0.0.11',
    text: 'POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{' })
  const honest = []
  for (let i = 0; i < 40; ++i) honest.push(await ask(server.port, `127.0.1.${i + 1}`))
  tell(honest.every((status) => status === 200), `when all places are taken: ${honest}`)
  const all = hostile.left() + sending.left() + bodies.left() + neighbour.left()
  tell(all <= 1010, `${all} connections are open`)
  tell(neighbour.left() === 20, `a quiet neighbour keeps his: ${neighbour.left()}`)
  for (const one of [neighbour, hostile, sending, bodies]) one.leave()
  const { code } = await server.end('SIGTERM')
  tell(code === 0, `the server ended with ${code}`)
}

// Behind a proxy all come from its one address.
async function checkProxy(world, tell) {
  const server = await startServer(world, [...limits, '--address-connections', '100', '--trusted-proxy', '127.0.0.1'])
  const proxy = await crowd(server.port, 500)
  await new Promise((resolve) => setTimeout(resolve, 300))
  tell(proxy.left() === 500, `a proxy holds ${proxy.left()} connections`)
  proxy.leave()
  const { code } = await server.end('SIGTERM')
  tell(code === 0, `the server ended with ${code}`)
}

export async function checkConnections(world, tell) {
  await checkOneAddress(world, tell)
  await checkFull(world, tell)
  await checkProxy(world, tell)
}
