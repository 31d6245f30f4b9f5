// TLS of its own, with a certificate that the test signs itself: what browsers get, what old clients
// do not, how another certificate is taken up, and what is said of one that cannot be read.
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { copyFileSync, writeFileSync } from 'node:fs'
import https from 'node:https'
import net from 'node:net'
import path from 'node:path'
import tls from 'node:tls'
import { copyOf, program, temporaryFolder } from '../http/program.mjs'

function sign(folder, name) {
  const file = path.join(folder, `${name}.crt`)
  const key = path.join(folder, `${name}.key`)
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '30', '-subj', `/CN=${name}.example`,
    '-keyout', key, '-out', file], { stdio: 'ignore' })
  return { file, key }
}

const begin = (world, ...options) => spawn(program, ['serve', '--database', world.database, '--campaigns', world.campaigns,
  '--listen', '127.0.0.1:0', '--public-rate', '0', '--log-in-rate', '0', '--clock-is-right', '--disk-reserve', '0', ...options])

async function serve(world, ...options) {
  const child = begin(world, ...options)
  let log = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => { log += text })
  const ended = new Promise((resolve) => child.on('exit', (code) => resolve(code)))
  while (!/^https:\/\/127\.0\.0\.1:\d+$/m.test(log)) {
    if (child.exitCode !== null) throw new Error(log)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  const port = Number(log.match(/^https:\/\/127\.0\.0\.1:(\d+)$/m)[1])
  return { port, log: () => log, hup: () => child.kill('SIGHUP'),
    end: () => { child.kill('SIGTERM'); return ended } }
}

const agent = new https.Agent({ rejectUnauthorized: false, keepAlive: true })
function ask(port, method, target, headers = {}, body = undefined) {
  return new Promise((resolve, reject) => {
    const request = https.request({ host: '127.0.0.1', port, method, path: target, headers, agent }, (answer) => {
      const parts = []
      answer.on('data', (part) => parts.push(part))
      answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers,
        text: Buffer.concat(parts).toString('utf8') }))
    })
    request.on('error', reject)
    request.end(body)
  })
}

const shakeHands = (port, options) => new Promise((resolve) => {
  const socket = tls.connect({ host: '127.0.0.1', port, rejectUnauthorized: false, ...options }, () => {
    const shaken = { protocol: socket.getProtocol(), name: socket.getPeerCertificate().subject?.CN,
      cipher: socket.getCipher().name, next: socket.alpnProtocol }
    socket.destroy()
    resolve(shaken)
  })
  socket.on('error', (error) => resolve({ error: error.code }))
})

const firstEvent = (port, headers) => new Promise((resolve, reject) => {
  https.get({ host: '127.0.0.1', port, path: '/api/events', headers, rejectUnauthorized: false }, (answer) => {
    answer.once('data', (text) => { answer.destroy(); resolve(`${answer.statusCode} ${text}`) })
  }).on('error', reject)
})

export async function checkTls(founded, tell) {
  const world = copyOf(founded)
  const folder = temporaryFolder()
  const one = sign(folder, 'one')
  const other = sign(folder, 'other')
  const is = (title, seen, wanted) => tell(seen === wanted, `${title}: ${seen} and not ${wanted}`)

  const server = await serve(world, '--certificate', one.file, '--key', one.key)
  const now = await shakeHands(server.port, { ALPNProtocols: ['h2', 'http/1.1'] })
  is('the newest protocol', now.protocol, 'TLSv1.3')
  is('the certificate', now.name, 'one.example')
  is('HTTP/1.1, and that is said', now.next, 'http/1.1')
  const older = await shakeHands(server.port, { maxVersion: 'TLSv1.2' })
  tell(older.protocol === 'TLSv1.2' && /^ECDHE/.test(older.cipher), `1.2 with forward secrecy: ${JSON.stringify(older)}`)
  tell((await shakeHands(server.port, { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' })).error,
    '1.1 is refused')
  tell((await shakeHands(server.port, { maxVersion: 'TLSv1.2', ciphers: 'AES128-SHA' })).error, 'no forward secrecy is refused')
  const plain = await new Promise((resolve) => {
    const socket = net.connect(server.port, '127.0.0.1', () => socket.write('GET /health HTTP/1.1\r\nHost: x\r\n\r\n'))
    let read = ''
    socket.on('data', (text) => { read += text.toString('latin1') })
    socket.on('error', () => resolve(read))
    socket.on('close', () => resolve(read))
  })
  tell(!plain.includes('HTTP/1.1 200'), `plain HTTP gets nothing there: ${plain}`)

  // A day's work: log in, read, send a file in many blocks, listen.
  const { password } = world.people.head_1
  const session = await ask(server.port, 'POST', '/api/session', { 'content-type': 'application/json' },
    JSON.stringify({ body: 'province', name: 'head_1', password }))
  is('log-in', session.status, 200)
  const cookie = `${session.headers['set-cookie']}`
  tell(/^__Host-.*Secure/.test(cookie), `the cookie is the host's own: ${cookie.replace(/=[^;]*/, '=…')}`)
  tell(/^max-age/.test(session.headers['strict-transport-security']), 'browsers stay with https')
  const mine = { cookie: cookie.split(';')[0], 'x-csrf-token': JSON.parse(session.text).csrf_token }
  is('a page', (await ask(server.port, 'GET', '/')).status < 500, true)
  const description = await ask(server.port, 'GET', '/api/openapi.json', mine)
  tell(description.status === 200 && JSON.parse(description.text), 'a long answer is whole')
  const file = await ask(server.port, 'POST', '/api/files', { ...mine, 'idempotency-key': 'a-file-of-two-megabytes',
    'content-type': 'application/octet-stream' }, `%PDF-1.4\n${'x'.repeat(2_000_000)}`)
  is('a file', file.status, 201)
  const large = await ask(server.port, 'POST', '/api/files', { ...mine, 'idempotency-key': 'a-file-that-is-too-large',
    'content-type': 'application/octet-stream', 'content-length': 60_000_000 }, 'x').catch((error) => error)
  tell(large.status === 413, `a refusal is read before the line is cut: ${large.status ?? large}`)
  tell((await firstEvent(server.port, mine)).startsWith('200'), 'live events')

  // Renewed in place; a broken one changes nothing.
  copyFileSync(other.file, one.file)
  copyFileSync(other.key, one.key)
  const nameSeen = async (wanted) => {
    for (let tries = 0; tries < 100; ++tries) {
      const { name } = await shakeHands(server.port)
      if (name === wanted) return name
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    return (await shakeHands(server.port)).name
  }
  is('until it is told so it goes on with the old one', (await shakeHands(server.port)).name, 'one.example')
  server.hup()
  is('SIGHUP takes up the new one', await nameSeen('other.example'), 'other.example')
  is('sessions stay', (await ask(server.port, 'GET', '/api/session', mine)).status, 200)
  writeFileSync(one.file, 'no certificate')
  server.hup()
  for (let tries = 0; tries < 100 && !server.log().includes('certificate_cannot_be_read'); ++tries)
    await new Promise((resolve) => setTimeout(resolve, 20))
  tell(server.log().includes('certificate_cannot_be_read'), 'one that cannot be read is told of')
  is('and the one that is there stays', (await shakeHands(server.port)).name, 'other.example')
  const ready = JSON.parse((await ask(server.port, 'GET', '/ready')).text)
  tell(ready.certificate?.valid_until > '2026', `its end is told: ${JSON.stringify(ready.certificate)}`)
  agent.destroy()
  is('it ends when told to', await server.end(), 0)

  // What cannot be read stops it at once, with the file's name.
  const two = sign(folder, 'two')
  for (const [title, file, key, named] of [['no certificate', one.file, other.key, one.file],
    ['a certificate that is not there', path.join(folder, 'none.crt'), other.key, path.join(folder, 'none.crt')],
    ['a key that is not there', two.file, path.join(folder, 'none.key'), path.join(folder, 'none.key')],
    ['a key of another', two.file, other.key, other.key]]) {
    const said = spawnSync(program, ['serve', '--database', world.database, '--campaigns', world.campaigns,
      '--certificate', file, '--key', key], { encoding: 'utf8', timeout: 20_000 })
    const text = said.stdout + said.stderr
    tell(said.status === 1 && text.includes('certificate_cannot_be_read') && text.includes(named) && /[一-龥]/.test(text),
      `${title}: ${said.status} ${text}`)
  }
}
