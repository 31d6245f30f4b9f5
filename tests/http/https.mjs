// Where readers come by https: the cookie is the host's own, and browsers are told to stay with it.
import { startServer, Client } from './program.mjs'

export async function checkHttps(world, tell) {
  const server = await startServer(world,
    ['--public-rate', '0', '--log-in-rate', '0', '--clock-is-right', '--public-url', 'https://campaign.example'])
  const client = new Client(server.port)
  const { password } = world.people.head_1
  const answer = await client.send('POST', '/api/session', {},
    JSON.stringify({ body: 'province', name: 'head_1', password }))
  const cookie = `${answer.headers['set-cookie']}`
  tell(/^__Host-chuangyou_session=[A-Za-z0-9_-]{43}; Path=\/; HttpOnly; SameSite=Strict; .*Secure/.test(cookie) &&
    !/Domain/i.test(cookie), `the cookie: ${cookie.replace(/=[^;]*/, '=…')}`)
  for (const path of ['/health', '/', '/api/session', '/nowhere']) {
    const { headers } = await client.send('GET', path)
    tell(/^max-age=\d{8}/.test(headers['strict-transport-security']), `${path}: ${headers['strict-transport-security']}`)
  }
  const [pair] = cookie.split(';')
  const own = await client.ask('GET', '/api/session', { cookie: pair })
  tell(own.status === 200, `with the host's cookie: ${own.status}`)
  // A neighbouring host can set a cookie of the plain name, and none of the other.
  const slipped = await client.ask('GET', '/api/session', { cookie: pair.replace('__Host-', '') })
  tell(slipped.status === 401, `under the plain name: ${slipped.status}`)
  const out = await client.ask('DELETE', '/api/session', { cookie: pair, 'x-csrf-token': answer.json.csrf_token })
  tell(out.status === 204 && `${out.headers['set-cookie']}`.startsWith('__Host-chuangyou_session=; '), `log-out: ${out.status}`)
  const { code } = await server.end('SIGTERM')
  tell(code === 0, `the server ended with ${code}`)
}
