// A house that is backed up: people who act in it, and what the commands say of it.
import { createHash, randomUUID } from 'node:crypto'
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { Client, program, run, runProgram, startServer, tablesOf } from '../http/program.mjs'

export const pdf = (words) => `%PDF-1.4\n% ${words}\n%%EOF\n`
export const hashOf = (text) => createHash('sha256').update(text).digest('hex')

export const logIn = (world, server, name) =>
  new Client(server.port).logIn(name, world.people[name].password)

export async function open(client, world, title) {
  return client.send('POST', '/api/problems', {},
    JSON.stringify({ unit: world.units.branch_1, fields: { title, kind: 'harm' } }))
}

export async function attach(client, id, content) {
  await client.send('POST', '/api/files', { 'content-type': 'application/octet-stream' }, content)
  return client.send('POST', `/api/problems/${id}/acts/attach`, {},
    JSON.stringify({ evidence: [{ kind: 'file', text: '收条', file: hashOf(content) }] }))
}

// Clicks until it is told to end; every acknowledged act with its place in the journal.
export function actOn(client, world) {
  const book = { acknowledged: [], isEnding: false }
  book.ended = Promise.all(Array.from({ length: 8 }, async () => {
    while (!book.isEnding) {
      const answer = await open(client, world, `排队太久 ${randomUUID()}`).catch(() => null)
      if (!answer) return
      if (answer.status < 300) book.acknowledged.push({ id: answer.json.id, seq: answer.json.version })
      if (book.acknowledged.length % 20 === 1 && answer.status < 300)
        await attach(client, answer.json.id, pdf(randomUUID())).catch(() => null)
    }
  }))
  book.end = async () => {
    book.isEnding = true
    await book.ended
  }
  return book
}

// A command that goes on beside us, for our own acts run in this process.
export function begin(...words) {
  const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  child.stdout.on('data', (text) => { output += text })
  child.stderr.on('data', (text) => { output += text })
  const ended = new Promise((resolve) => child.on('exit', (code, signal) => resolve({ code, signal, output })))
  return { child, ended }
}

export const backup = (world, place, ...more) =>
  begin('backup', place, '--database', world.database, ...more).ended
export const verifyBackup = (world, place) =>
  begin('backup', place, '--verify', '--campaigns', world.campaigns).ended
export const restore = (world, place, database, ...more) =>
  begin('restore', place, '--database', database, '--campaigns', world.campaigns, ...more).ended

export const limits =
  ['--public-rate', '0', '--log-in-rate', '0', '--clock-is-right', '--disk-reserve', '0']
export const serve = (world, database, ...more) => startServer({ ...world, database }, [...limits, ...more])

// Tables without what is of the hour only; another file's figures and answers are its own.
const shortLived = /^# (sessions|answered_acts|answered_runs|answered_pages|figures_snapshot|probe|made_by) [^#]*/gm
export const tables = (database) => tablesOf(database).replace(shortLived, '')

export const verifyHouse = (world, database) => [
  runProgram('verify', '--database', database),
  runProgram('verify', '--database', database, '--tables', '--campaigns', world.campaigns),
]

export function filesIn(folder) {
  if (!existsSync(folder)) return []
  return readdirSync(folder).flatMap((name) => {
    const one = path.join(folder, name)
    return statSync(one).isDirectory() ? filesIn(one) : [one]
  })
}

export { run }
