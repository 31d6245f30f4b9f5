// Evidence files from outside: what is taken, who reads it, what no browser may make of it; and what an
// attacker tries with them.
import { createHash, randomUUID } from 'node:crypto'
import { appendFileSync, existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { run, program, startServer } from './program.mjs'

const pdf = '%PDF-1.4\n% 王小明的收条\n%%EOF\n'
const html = '<!doctype html><script>alert(document.cookie)</script>'
const hashOf = (text) => createHash('sha256').update(text).digest('hex')

const sendFile = (client, content, headers = {}) =>
  client.send('POST', '/api/files', { 'content-type': 'application/octet-stream', ...headers }, content)
const code = (answer) => `${answer.status} ${answer.json?.code ?? ''}`.trim()
const act = (client, ledger, id, name, body) =>
  client.send('POST', `/api/${ledger}/${id}/acts/${name}`, {}, JSON.stringify(body))

async function open(client, unit, title) {
  const answer = await client.send('POST', '/api/problems', {},
    JSON.stringify({ unit, fields: { title, kind: 'new' } }))
  return answer.json.id
}

const attach = (client, id, content, name) =>
  act(client, 'problems', id, 'attach', { evidence: [{ kind: 'file', text: name, file: hashOf(content) }] })

export async function checkFiles({ world, server, clientOf }, tell) {
  const is = (title, seen, wanted) => tell(seen === wanted, `${title}: ${seen} and not ${wanted}`)
  const head = await clientOf('head_1')
  const other = await clientOf('head_2')
  const above = await clientOf('organ_a')
  const problem = await open(head, world.units.branch_1, '排队太久')
  const others = await open(other, world.units.branch_2, '路灯不亮')

  // What is sent.
  const sent = await sendFile(head, pdf)
  is('a file is taken', code(sent), '201')
  is('by its hash', sent.json?.file, hashOf(pdf))
  is('as what it is', sent.json?.type, 'pdf')
  is('HTML is not taken, whatever it will be called', code(await sendFile(head, html)), '415 file_type_is_unknown')
  is('nor a file of nothing', code(await sendFile(head, '')), '422 file_is_empty')
  is('nor under another type', code(await sendFile(head, pdf, { 'content-type': 'text/html' })), '415 media_type_is_wrong')
  is('nor without the token', code(await sendFile(head, pdf, { 'x-csrf-token': null })), '403 csrf_token_is_wrong')
  const large = `%PDF-1.4\n${'x'.repeat(20 * 1024 * 1024)}`
  is('nor one that is too large', code(await sendFile(head, large)), '413 file_is_too_large')
  is('nobody sends one without a session', code(await sendFile(await clientOf('nobody'), pdf)), '401 log_in_first')

  // Who may give it, and read it.
  const file = `/files/problems/${problem}/${hashOf(pdf)}`
  is('nothing is read before an act has taken it', code(await head.send('GET', file)), '404 nothing_is_there')
  is('a hash alone gives nobody the file', code(await attach(other, others, pdf, '我的.pdf')), '422 file_was_not_sent')
  is('it is given', code(await attach(head, problem, pdf, '收条.html')), '200')
  is('a hash alone gives nobody the file that is kept', code(await attach(other, others, pdf, '我的.pdf')), '422 file_was_not_sent')
  const read = await head.send('GET', file)
  is('it is read', `${read.status} ${read.text === pdf}`, '200 true')
  is('as what it is', read.headers['content-type'], 'application/pdf')
  is('and saved as what it is', read.headers['content-disposition'],
    `attachment; filename="evidence.pdf"; filename*=UTF-8''${encodeURIComponent('收条')}.html.pdf`)
  is('no browser guesses', read.headers['x-content-type-options'], 'nosniff')
  tell(/sandbox; default-src 'none'/.test(read.headers['content-security-policy'] ?? ''),
    `no script of it runs: ${read.headers['content-security-policy']}`)
  is('above it is read too', (await above.send('GET', file)).status, 200)
  const nothing = await other.send('GET', `/files/problems/${randomUUID()}/${hashOf(pdf)}`)
  const hidden = await other.send('GET', file)
  is('who sees no record sees no file', code(hidden), '404 nothing_is_there')
  is('and cannot tell it from nothing', hidden.text, nothing.text)
  is('nor through a record of his own', code(await other.send('GET', `/files/problems/${others}/${hashOf(pdf)}`)), '404 nothing_is_there')
  is('nor under another ledger', code(await head.send('GET', `/files/tasks/${problem}/${hashOf(pdf)}`)), '404 nothing_is_there')
  is('nor without a session', code(await (await clientOf('nobody')).send('GET', file)), '401 log_in_first')
  is('nor is it written to', code(await head.send('POST', file, {}, '{}')), '405 method_is_wrong')
  for (const dots of ['../../../../etc/passwd', '..%2F..%2Fchuangyou.db', `${hashOf(pdf)}%00`, hashOf(pdf).toUpperCase(), ''])
    tell(/^(400|404)/.test(code(await head.send('GET', `/files/problems/${problem}/${dots}`))), `${dots} leads somewhere`)

  // Of another body the same hash is another file.
  const city = await clientOf('city_clerk')
  is('another body has its own', code(await city.send('GET', file)), '404 nothing_is_there')

  // A machine that dies keeps what it has acknowledged, and verify finds what is not as it was.
  const folder = `${world.database}.files`
  await server.end('SIGKILL')
  const again = await startServer(world)
  const verify = () => run(program, 'verify', '--database', world.database)
  try {
    const kept = path.join(folder, 'kept', readdirSync(path.join(folder, 'kept'))[0], hashOf(pdf).slice(0, 2), hashOf(pdf))
    tell(existsSync(kept) && statSync(kept).size === Buffer.byteLength(pdf), 'the file is there after a crash')
    is('and verifies', verify().code, 0)
    appendFileSync(kept, '!')
    const changed = verify()
    tell(changed.code !== 0 && changed.output.includes('file_was_changed'), `a changed file is found: ${changed.output}`)
    rmSync(kept)
    const missing = verify()
    tell(missing.code !== 0 && missing.output.includes('file_is_missing'), `a missing file is found: ${missing.output}`)
  } finally {
    await again.end('SIGTERM')
  }
}
