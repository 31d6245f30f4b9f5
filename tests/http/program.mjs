// The program from outside: a database with the small province, the server as a process of its own,
// and a client that speaks HTTP exactly as it is told to.
import { spawn, execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import http from 'node:http'
import net from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')
const build = path.resolve(root, process.env.BUILD ?? 'build')
export const program = path.join(build, 'chuangyou')
export const declaringProgram = path.join(build, 'chuangyou_declaring')
export const makeWorld = path.join(build, 'make_world')

// A folder that goes when the process ends, whatever ends it.
const folders = []
process.on('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})
export function temporaryFolder() {
  folders.push(mkdtempSync(path.join(tmpdir(), 'chuangyou-')))
  return folders.at(-1)
}

// The province, shown as of a day or, with an empty one, living in real time.
export function foundWorld(folder = temporaryFolder(), day = '2011-03-01') {
  const printed = execFileSync(makeWorld, ['found', folder, ...(day ? [day] : [])])
  return JSON.parse(printed.toString('utf8'))
}

// The province in real time, with a life of some months of 2011 behind it.
export const livedWorld = (folder = temporaryFolder()) =>
  JSON.parse(execFileSync(makeWorld, ['lived', folder]).toString('utf8'))

// The same province once more; founding takes seconds, for the sake of everybody's password.
export function copyOf(world) {
  const folder = temporaryFolder()
  cpSync(path.dirname(world.database), folder, { recursive: true })
  return { ...world, database: path.join(folder, path.basename(world.database)) }
}

export const tablesOf = (database) =>
  execFileSync(makeWorld, ['tables', database], { maxBuffer: 2 ** 31 - 1 }).toString('utf8')

// A command of the program that ends by itself: {code, output}.
export const runProgram = (...words) => run(program, ...words)
export function run(file, ...words) {
  try {
    return { code: 0, output: execFileSync(file, words, { stdio: 'pipe' }).toString('utf8') }
  } catch (error) {
    return { code: error.status, output: `${error.stdout}${error.stderr}` }
  }
}

export function freePort() {
  return new Promise((resolve) => {
    const probe = net.createServer()
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })
}

// Worlds are founded in 2011, and some of them live in real time; how full the disk of this machine
// is does not matter to them.
export const withoutLimits =
  ['--public-rate', '0', '--log-in-rate', '0', '--clock-is-right', '--disk-reserve', '0']

export const withSecondFactor = '--second-factor'

// The three administrators of a world have no telephones: only where that is what is looked at do
// they need one.
export async function startServer(world, options = withoutLimits, file = program, env = process.env) {
  const port = await freePort()
  const given = options.includes(withSecondFactor)
    ? options.filter((one) => one !== withSecondFactor) : ['--second-factor-optional', ...options]
  const child = spawn(file, ['serve', '--database', world.database, '--campaigns', world.campaigns,
    '--listen', `127.0.0.1:${port}`, ...given], { stdio: ['ignore', 'pipe', 'pipe'], env })
  let log = ''
  child.stdout.on('data', (text) => { log += text })
  child.stderr.on('data', (text) => { log += text })
  const ended = new Promise((resolve) => child.on('exit', (code, signal) => resolve({ code, signal })))
  const endWithUs = () => child.kill('SIGKILL')
  process.on('exit', endWithUs)
  const end = async (signal) => {
    child.kill(signal)
    const how = await ended
    process.off('exit', endWithUs)
    return how
  }
  const server = { port, pid: child.pid, end, ended, log: () => log, hasEnded: () => child.exitCode !== null }
  for (let tries = 0; tries < 3000; ++tries) {
    if (child.exitCode !== null) throw new Error(`the server ended at once: ${log}`)
    try {
      const answer = await new Client(port).ask('GET', '/health')
      if (answer.status === 200) return server
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }
  throw new Error(`the server does not answer: ${log}`)
}

// What the program tells once: a password, or the code of the first-run page. A UUID holds the like
// within itself, and is none.
export const oneTimePassword = /(?<![\w-])[a-z2-9]{4}(?:-[a-z2-9]{4}){3}(?![\w-])/g

// The code of the first-run page: a server may answer before its console has been read.
export async function founderCode(server) {
  for (let tries = 0; tries < 500; ++tries) {
    const code = server.log().match(oneTimePassword)?.[0]
    if (code) return code
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error(`the console tells no code: ${server.log()}`)
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 128 })

export class Client {
  constructor(port, ownAgent = agent) {
    this.port = port
    this.agent = ownAgent
    this.cookie = null
    this.csrfToken = null
  }

  // Exactly this request and nothing added; the path goes as it is, dots and all, with what is no
  // ASCII encoded as every browser does.
  ask(method, target, headers = {}, body = undefined) {
    return new Promise((resolve, reject) => {
      const request = http.request({ host: '127.0.0.1', port: this.port, method,
        path: target.replace(/[^\x00-\x7f]+/gu, encodeURIComponent), headers, agent: this.agent }, (answer) => {
        const parts = []
        answer.on('data', (part) => parts.push(part))
        answer.on('error', reject)
        answer.on('end', () => {
          const bytes = Buffer.concat(parts)
          const text = bytes.toString('utf8')
          let json
          try { json = JSON.parse(text) } catch { json = undefined }
          resolve({ status: answer.statusCode, headers: answer.headers, bytes, text, json })
        })
      })
      // A line that was kept may be given up by the server in the moment in which it is used again: what was
      // not read by anybody is sent once more, as browsers do.
      request.on('error', (error) =>
        request.reusedSocket && ['ECONNRESET', 'EPIPE'].includes(error.code) && this.agent
          ? resolve(new Client(this.port, new http.Agent()).ask(method, target, headers, body)) : reject(error))
      if (body !== undefined) request.write(body)
      request.end()
    })
  }

  // With what a session and a write need, unless the headers given say otherwise; null leaves one out.
  send(method, target, headers = {}, body = undefined) {
    const given = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
    const add = (name, value) => { if (!given.has(name) && value) given.set(name, value) }
    add('cookie', this.cookie)
    if (method !== 'GET' && method !== 'HEAD') {
      add('x-csrf-token', this.csrfToken)
      add('idempotency-key', randomUUID())
      if (body !== undefined) add('content-type', 'application/json')
    }
    if (body !== undefined) add('content-length', Buffer.byteLength(body))
    for (const [name, value] of given) if (value === null) given.delete(name)
    return this.ask(method, target, Object.fromEntries(given), body)
  }

  async logIn(name, password, body = 'province') {
    const answer = await this.ask('POST', '/api/session', { 'content-type': 'application/json' },
      JSON.stringify({ body, name, password }))
    if (answer.status !== 200) throw new Error(`${name} cannot log in: ${answer.text}`)
    this.cookie = answer.headers['set-cookie'][0].split(';')[0]
    this.csrfToken = answer.json.csrf_token
    return this
  }
}
