// Requests that two readers could read as two different ones: each is refused, its connection closes,
// and what came behind it is answered by nobody. What every byte of it costs is bounded.
import { readFileSync } from 'node:fs'
import { Client } from './program.mjs'
import { raw } from './raw.mjs'

const post = (headers, body = '') =>
  `POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${headers}\r\n${body}`
const chunked = 'Transfer-Encoding: chunked\r\n'
const chunks = '2\r\n{}\r\n0\r\n\r\n'
const get = 'GET /health HTTP/1.1\r\nHost: x\r\n\r\n'

const refused = [
  '\r\n\r\n', 'GET\r\n\r\n', 'GET / HTTP/9.9\r\n\r\n', 'G@T / HTTP/1.1\r\n\r\n',
  post('Content-Length: -1\r\n'), post('Content-Length: +2\r\n', '{}'),
  post('Content-Length: 2,2\r\n', '{}'), post('Content-Length: 2\r\nContent-Length: 2\r\n', '{}'),
  post('Content-Length: 2\r\nContent-Length: 3\r\n', '{}'),
  post(`Content-Length: 4\r\n${chunked}`, '0\r\n\r\n'), post(`${chunked}Content-Length: 4\r\n`, '0\r\n\r\n'),
  ...['xchunked', 'chunked, identity', 'gzip, chunked', 'chunked, chunked', '\vchunked']
    .map((coding) => post(`Transfer-Encoding: ${coding}\r\n`, chunks)),
  post('Transfer-Encoding: identity\r\n'), post('Transfer-Encoding: identity\r\nContent-Length: 2\r\n', '{}'),
  post(chunked + chunked, chunks), post(chunked, chunks).replace('HTTP/1.1', 'HTTP/1.0'),
  post('Transfer-Encoding : chunked\r\n', chunks), post(chunked, 'zz\r\n'), post(chunked, '2\n{}\n0\n\n'),
  post(chunked, '0x2\r\n{}\r\n0\r\n\r\n'), post(chunked, 'FFFFFFFFFFFFFFFFF\r\n{}'), post(chunked, '2 \r\n{}\r\n'),
  post(chunked, `2;${'a'.repeat(20_000)}`), post(chunked, `0\r\nA: ${'a'.repeat(20_000)}`),
  post(chunked, `2${' '.repeat(20_000)}`), post(chunked, '2;a=b\r\n{}\r\n'.repeat(500)),
  'GET /health HTTP/1.1\r\nHost: x\r\nBad Header: y\r\n\r\n', 'GET /health HTTP/1.1\r\n\r\n',
  'GET /health HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n', 'GET /health HTTP/1.1\r\nHost: x y\r\n\r\n',
  'GET /health HTTP/1.1\r\nHost: x\r\nA: b\r\n c: d\r\n\r\n', 'GET /health HTTP/1.1\r\nHost: x\r\nA: b\r\n\tc: d\r\n\r\n',
  'GET /health HTTP/1.1\nHost: x\n\n', 'GET /health HTTP/1.1\rHost: x\r\r',
  'GET /health HTTP/1.1\r\nHost: x\r\nA: b\rC: d\r\n\r\n', 'GET /health HTTP/1.1\r\nHost: x\r\nA: b\0c\r\n\r\n',
  'GET http://evil/health HTTP/1.1\r\nHost: x\r\n\r\n', 'GET health HTTP/1.1\r\nHost: x\r\n\r\n']

const processorSeconds = (pid) => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}

export async function checkSmuggling(server, tell) {
  const answers = await Promise.all(refused.map((text) => raw(server.port, text + get + get)))
  for (const [i, answer] of answers.entries()) {
    tell(answer.startsWith('HTTP/1.1 400 ') && answer.includes('"code":"request_is_malformed"') &&
      /\r\nConnection: close\r\n/.test(answer), `${JSON.stringify(refused[i].slice(0, 150))}: ${answer.slice(0, 60)}`)
    tell(answer.split('HTTP/1.1 ').length === 2, `${JSON.stringify(refused[i].slice(0, 150))}: what came behind was answered`)
  }
  // The good ones before a bad one are answered still.
  const mixed = await raw(server.port, `${get}${get}${post('Transfer-Encoding: x\r\n')}${get}`)
  tell(`${mixed.match(/HTTP\/1\.1 \d+/g)}` === 'HTTP/1.1 200,HTTP/1.1 200,HTTP/1.1 400', `mixed: ${mixed.slice(0, 99)}`)
  const asked = await raw(server.port, 'GET http://x/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
  tell(asked.startsWith('HTTP/1.1 200 '), `its own host by name: ${asked.slice(0, 60)}`)

  // A chunk without an end: refused at its 513th byte, and nobody's processor burns.
  const before = processorSeconds(server.pid)
  const began = Date.now()
  const endless = await Promise.all(Array.from({ length: 8 }, () => raw(server.port, post(chunked, '2;'),
    { milliseconds: 20_000, dripped: 'a'.repeat(7), every: 5 })))
  tell(endless.every((answer) => answer.startsWith('HTTP/1.1 400 ')), 'a dripped extension is refused')
  tell(Date.now() - began < 15_000, `after ${Date.now() - began} ms`)
  tell(processorSeconds(server.pid) - before < 3, `for ${processorSeconds(server.pid) - before} s of processor`)
  tell((await new Client(server.port).send('GET', '/health')).status === 200, 'and the server is there')
}

// So slow that its chunk never ends: the body's deadline ends it, however many bytes still come.
export async function checkSlowChunks(server, tell) {
  const began = Date.now()
  await raw(server.port, post(chunked, '2\r\n{}\r\n'), { milliseconds: 50_000, dripped: '1\r\n \r\n', every: 1000 })
  const seconds = (Date.now() - began) / 1000
  tell(seconds > 20 && seconds < 40, `slow chunks were heard for ${seconds} s`)
}
