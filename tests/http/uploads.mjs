// Files on their way in: what is too large is refused before it costs memory or disk, and a file in
// GB18030 is read as it was meant, and says so.
import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { Client, copyOf, program, startServer, temporaryFolder } from './program.mjs'

const fiveGigabytes = 5_000_000_000
const importMax = 400_000_000
const between = 20_000_000  // what may lie in sockets and blocks when the refusal is decided

const header = (client, target, type, length) =>
  [`POST ${target} HTTP/1.1`, 'Host: x', `Cookie: ${client.cookie}`,
    `X-CSRF-Token: ${client.csrfToken}`, `Idempotency-Key: ${randomUUID()}`,
    `Content-Type: ${type}`, length, '', ''].join('\r\n')

// Sends the header, then the block again and again until an answer comes or the line is closed.
function send(port, head, block) {
  return new Promise((resolve) => {
    const started = Date.now()
    let sent = 0
    let answer = ''
    const socket = net.connect(port, '127.0.0.1', () => {
      socket.write(head)
      if (block) more()
    })
    const more = () => {
      while (!answer && !socket.destroyed) {
        sent += block.length
        if (!socket.write(block)) return void socket.once('drain', more)
      }
    }
    socket.on('data', (part) => {
      answer += part.toString('utf8')
      if (answer.endsWith('}')) socket.destroy()
    })
    socket.on('error', () => {})
    socket.on('close', () => resolve({ answer, sent, seconds: (Date.now() - started) / 1000 }))
    setTimeout(() => socket.destroy(), 60_000).unref()
  })
}

const isRefused = ({ answer }, status, code) =>
  answer.startsWith(`HTTP/1.1 ${status} `) && answer.includes(`"code":"${code}"`) &&
  /"zh":"[^"]*[一-龥]/.test(answer) && /"en":"[A-Z]/.test(answer)

const bytesIn = (folder) => readdirSync(folder).map((name) => path.join(folder, name))
  .reduce((sum, file) => sum + (existsSync(file) ? statSync(file).size : 0), 0)

const peakMemory = (pid) =>
  1024 * Number(readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmHWM:\s+(\d+)/)[1])

async function checkTooLarge({ world, server, clientOf }, tell) {
  const worker = await clientOf('worker')
  const uploads = `${world.database}.uploads`
  const target = '/api/imports?mapping=boston-311'
  const announced = `Content-Length: ${fiveGigabytes}`
  const before = peakMemory(server.pid)

  // Nothing but the header has gone out: the length alone is enough.
  const atOnce = await send(server.port, header(worker, target, 'text/csv', announced))
  tell(isRefused(atOnce, 413, 'file_is_too_large') && atOnce.seconds < 5,
    `5 GB announced: ${atOnce.seconds} s, ${atOnce.answer.slice(0, 80)}`)
  const asJson = await send(server.port,
    header(worker, '/api/problems', 'application/json', announced))
  tell(isRefused(asJson, 413, 'body_is_too_large') && asJson.seconds < 5,
    `5 GB of JSON announced: ${asJson.seconds} s, ${asJson.answer.slice(0, 80)}`)
  // Who may not send a file at all hears that before the file has arrived.
  const stranger = { cookie: 'none', csrfToken: 'none' }
  const unknown = await send(server.port, header(stranger, target, 'text/csv', announced))
  tell(isRefused(unknown, 401, 'log_in_first'), `a stranger's file: ${unknown.answer.slice(0, 80)}`)

  const block = Buffer.from(`10000\r\n${'1,'.repeat(0x8000)}\r\n`)
  let most = 0
  const watching = setInterval(() => { most = Math.max(most, bytesIn(uploads)) }, 20)
  const chunked = await send(server.port,
    header(worker, target, 'text/csv', 'Transfer-Encoding: chunked'), block)
  clearInterval(watching)
  tell(isRefused(chunked, 413, 'file_is_too_large'),
    `a file without an end: ${chunked.sent} bytes, ${chunked.answer.slice(0, 80)}`)
  tell(chunked.sent > importMax - 2 * 0x10000 && chunked.sent < importMax + between,
    `refused after ${chunked.sent} bytes`)
  tell(most > 0 && most <= importMax, `${most} bytes of it lay on the disk`)
  tell(bytesIn(uploads) === 0, 'nothing is left of it when its sender hears the answer')
  const grown = peakMemory(server.pid) - before
  tell(grown < 50_000_000, `the server grew by ${grown} bytes`)
}

// A sparse file: it says that it has five gigabytes and takes no room. With so little memory to be
// had, nobody can have read it. A sanitizer reserves terabytes for itself before anything begins.
const memoryMax = process.env.ASAN_OPTIONS ? 'unlimited' : '1000000'
function checkCommandLine(world, tell) {
  const file = path.join(temporaryFolder(), 'five-gigabytes.csv')
  writeFileSync(file, 'case_id,department\n')
  truncateSync(file, fiveGigabytes)
  let code = 0
  let output = ''
  try {
    // The shell counts what the program read as its own once it has ended.
    execFileSync('bash', ['-c', `(ulimit -v ${memoryMax}; exec "$0" "$@"); code=$?; ` +
      'grep rchar /proc/$$/io; exit $code', program, 'import',
      '--database', world.database, '--campaigns', world.campaigns, '--body', 'province',
      '--mapping', 'boston-311', '--as', 'worker', '--apply', file], { stdio: 'pipe' })
  } catch (error) {
    code = error.status
    output = error.stdout.toString('utf8')
  }
  tell(code === 1 && /^error 0\t\tfile_is_too_large\t400000000\t.*[一-龥].* \/ [A-Z]/m.test(output) &&
    output.includes('applied 0'), `import of 5 GB: ${code} ${output}`)
  const read = Number(output.match(/rchar: (\d+)/)?.[1])
  tell(read > 0 && read <= importMax, `import of 5 GB read ${read} bytes`)
}

const gb18030 = { 民: 'c3f1', 政: 'd5fe', 厅: 'ccfc', 路: 'c2b7', 灯: 'b5c6', 不: 'b2bb', 亮: 'c1c1' }
const inGb18030 = (text) => Buffer.concat([...text].map((character) =>
  gb18030[character] ? Buffer.from(gb18030[character], 'hex') : Buffer.from(character)))

async function checkGb18030({ world, clientOf }, tell) {
  const worker = await clientOf('worker')
  const started = await worker.send('POST', '/api/imports?mapping=boston-311&apply=true',
    { 'content-type': 'text/csv' }, inGb18030('case_id,department,type,nature,source,subject,' +
      'reason,neighborhood,ward,open_dt,target_dt,closed_dt,ontime,closure_kind,queue,status\n' +
      '301,民政厅,路灯不亮,,Self Service,Street,Lights,North,1,2011-02-01 09:00:00,,,ONTIME,,q,Open\n'))
  let job
  for (let tries = 0; tries < 400 && !job?.report; ++tries) {
    job = (await worker.send('GET', `/api/imports/${started.json.job}`)).json
    if (!job.report) await new Promise((resolve) => setTimeout(resolve, 25))
  }
  tell(job.state === 'done' && job.report.applied === 1 && job.report.was_gb18030 === true,
    `a file in GB18030: ${JSON.stringify(job)}`)
  const list = await worker.send('GET',
    `/api/feedback?unit=${world.units.civil}&channel=other_system`)
  tell(list.json.items[0]?.fields.text === '路灯不亮', `it was read as ${list.text.slice(0, 300)}`)
}

// Who has no right to any row of it sends nobody a file: not a byte of it reaches the disk.
async function checkRight({ world, server, clientOf }, tell) {
  const uploads = `${world.database}.uploads`
  const target = '/api/imports?mapping=boston-311'
  for (const name of ['granter', 'auditor']) {
    if (!world.people[name]) continue
    const one = await send(server.port, header(await clientOf(name), target, 'text/csv', 'Content-Length: 1000000'))
    tell(isRefused(one, 403, 'post_does_not_allow_this'), `${name}'s file: ${one.answer.slice(0, 80)}`)
    tell(bytesIn(uploads) === 0 && one.seconds < 5, 'and nothing of it is there')
  }
  const worker = await clientOf('worker')
  const unknown = await send(server.port, header(worker, '/api/imports?mapping=none', 'text/csv', 'Content-Length: 9'))
  tell(isRefused(unknown, 404, 'mapping_is_unknown'), `an unknown mapping: ${unknown.answer.slice(0, 80)}`)
}

// Five files that are announced and never sent are a gigabyte of one person's; the sixth must wait.
async function checkAllowance({ world, server, clientOf }, tell) {
  const worker = await clientOf('worker')
  const target = '/api/imports?mapping=boston-311'
  const head = (client) => header(client, target, 'text/csv', 'Content-Length: 199000000')
  const open = []
  for (let i = 0; i < 5; ++i)
    await new Promise((resolve) => {
      const socket = net.connect(server.port, '127.0.0.1', () => {
        socket.write(`${head(worker).trimEnd()}\r\nExpect: 100-continue\r\n\r\n`)
      })
      socket.on('error', resolve)
      socket.once('data', (part) => resolve(tell(`${part}`.startsWith('HTTP/1.1 100 '), `file ${i}: ${part.slice(0, 80)}`)))
      open.push(socket)
    })
  const files = readdirSync(`${world.database}.uploads`).map((name) => statSync(path.join(`${world.database}.uploads`, name)).mode)
  tell(files.length === 5 && files.every((mode) => (mode & 0o077) === 0), `modes ${files.map((mode) => mode.toString(8))}`)
  tell((statSync(`${world.database}.uploads`).mode & 0o777) === 0o700, 'their folder is their owner\'s')
  const sixth = await send(server.port, head(worker))
  tell(isRefused(sixth, 429, 'upload_allowance_is_used_up'), `the sixth: ${sixth.answer.slice(0, 80)}`)
  for (const socket of open) socket.destroy()
  let left = 5
  for (let tries = 0; tries < 300 && left; ++tries) {
    left = readdirSync(`${world.database}.uploads`).length
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  tell(left === 0, `${left} unfinished files stayed`)
  const job = await worker.send('POST', target, { 'content-type': 'text/csv' }, 'case_id\n')
  tell(job.status === 202, `whoever has left may send again: ${job.status}`)
}

// Below the reserve of the disk no file is taken, and every act is.
async function checkReserve(founded, tell) {
  const world = copyOf(founded)
  const server = await startServer(world, ['--disk-reserve', '1000000000000000000', '--log-in-rate', '0', '--clock-is-right'])
  const worker = await new Client(server.port).logIn('worker', world.people.worker.password)
  const file = await worker.send('POST', '/api/imports?mapping=boston-311', { 'content-type': 'text/csv' }, 'case_id\n')
  tell(file.status === 507 && file.json.code === 'disk_reserve_is_reached', `a file: ${file.text.slice(0, 80)}`)
  const head = await new Client(server.port).logIn('head_1', world.people.head_1.password)
  const act = await head.send('POST', '/api/problems', {},
    JSON.stringify({ unit: world.units.branch_1, fields: { title: '照样记', kind: 'new' } }))
  tell(act.status === 201, `an act: ${act.status}`)
  const { json } = await head.send('GET', '/ready')
  tell(json.disk.takes_files === false && json.disk.reserve_bytes === 1e18 && json.disk.free_bytes > 0 &&
    json.accepts_acts, `ready: ${JSON.stringify(json)}`)
  await server.end('SIGTERM')
  for (const name of [world.database, `${world.database}.uploads`])
    tell(existsSync(name), `${name} is there`)
}

export async function checkUploads(place, founded, tell) {
  await checkRight(place, tell)
  await checkAllowance(place, tell)
  await checkReserve(founded, tell)

  await checkGb18030(place, tell)
  await checkTooLarge(place, tell)
  checkCommandLine(copyOf(founded), tell)
}
