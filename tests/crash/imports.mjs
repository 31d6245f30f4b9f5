// kill -9 in the middle of an import. Where its acts lie on the disk the next start goes on with it, and
// whoever sent the file sees it go on and may still cancel it; where they do not, all of it is taken back
// and the list of imports says so.
import { readdirSync, rmSync } from 'node:fs'
import { Client, runProgram, startServer, tablesOf } from '../http/program.mjs'
import { tell } from '../http/tally.mjs'

const rows = 12_000
const head = 'case_id,department,type,nature,source,subject,reason,neighborhood,ward,open_dt,target_dt,' +
  'closed_dt,ontime,closure_kind,queue,status\n'
const fileOf = (name) => head + Array.from({ length: rows }, (_, i) =>
  `${name}${i},民政厅,路灯不亮,,Self Service,Street,Lights,North,1,2011-02-01 09:00:00,` +
  '2011-02-05 09:00:00,,ONTIME,,q,Open\n').join('')

const folderOf = (world) => `${world.database}.imports`
const logIn = (server, world) => new Client(server.port).logIn('worker', world.people.worker.password)
const stateOf = async (client, job) => (await client.send('GET', `/api/imports/${job}`)).json
const listed = async (client, job) =>
  (await client.send('GET', '/api/imports')).json.imports.find((one) => one.import === job)

async function until(client, job, isSo) {
  const seen = []
  for (let state; ;) {
    state = await stateOf(client, job)
    if (seen.at(-1)?.state !== state.state || state.rows_done !== seen.at(-1)?.rows_done) seen.push(state)
    if (isSo(state)) return seen
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
const isOver = ({ state }) => !['checking', 'applying', 'taking_back'].includes(state)

// Sends a file and kills the program while a part of it is on the disk.
async function cutOff(world, name) {
  const server = await startServer(world)
  const client = await logIn(server, world)
  const { json } = await client.send('POST', '/api/imports?mapping=boston-311&apply=true',
    { 'content-type': 'text/csv' }, fileOf(name))
  // It is on the list once its first rows are committed.
  while (!(await listed(client, json.job)) && !isOver(await stateOf(client, json.job))) continue
  tell(!isOver(await stateOf(client, json.job)), `import ${name}: it was over before it was killed`)
  await server.end('SIGKILL')
  return json.job
}

// Each row of a table is a line of its own behind the line that names it.
const casesIn = (world) =>
  tablesOf(world.database).split(/^# /m).find((table) => table.startsWith('feedback ('))
    .trim().split('\n').length - 1

async function endWhole(server, world, what, cases) {
  await server.end('SIGTERM')
  tell(casesIn(world) === cases, `${what}: ${casesIn(world)} records are there, and not ${cases}`)
  tell(readdirSync(folderOf(world)).length === 0, `${what}: its acts stay on the disk`)
  const verified = runProgram('verify', '--tables', '--database', world.database,
    '--campaigns', world.campaigns)
  tell(verified.code === 0, `${what}: verify says ${verified.output}`)
}

async function itGoesOn(world) {
  const job = await cutOff(world, 'A')
  const server = await startServer(world)
  const client = await logIn(server, world)
  const seen = await until(client, job, isOver)
  const first = seen[0]
  tell(first.state === 'done' || (first.state === 'applying' && first.rows_to_apply === rows),
    `goes on: at first it says ${JSON.stringify(first)}`)
  tell(seen.at(-1).state === 'done' && seen.at(-1).report.applied === rows,
    `goes on: it ends as ${JSON.stringify(seen.at(-1)).slice(0, 300)}`)
  tell((await listed(client, job)).state === 'done', 'goes on: the list does not say that it is done')
  await endWhole(server, world, 'goes on', rows)
}

async function itIsCancelled(world) {
  const before = rows
  const job = await cutOff(world, 'B')
  const server = await startServer(world)
  const client = await logIn(server, world)
  const answer = await client.send('DELETE', `/api/imports/${job}`)
  const last = (await until(client, job, isOver)).at(-1)
  const isDone = last.state === 'done' && answer.status === 404  // it was faster than we were
  tell(isDone || last.state === 'not_applied', `cancelled: ${answer.status}, then ${last.state}`)
  const after = before + (isDone ? rows : 0)
  await endWhole(server, world, 'cancelled', after)
  return after
}

async function itIsTakenBack(world, before) {
  const job = await cutOff(world, 'C')
  for (const file of readdirSync(folderOf(world))) rmSync(`${folderOf(world)}/${file}`)
  const server = await startServer(world)
  const client = await logIn(server, world)
  const seen = await until(client, job, isOver)
  tell(seen.every(({ state }) => state === 'taking_back' || state === 'not_applied'),
    `taken back: it says ${seen.map(({ state }) => state)}`)
  tell((await listed(client, job)).state === 'not_applied', 'taken back: the list does not say so')
  await endWhole(server, world, 'taken back', before)
}

export async function importsGoOn(world) {
  await itGoesOn(world)
  await itIsTakenBack(world, await itIsCancelled(world))
}
