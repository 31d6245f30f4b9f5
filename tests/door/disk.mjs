// While the disk takes nothing, one still comes in and reads; whatever would have to be kept is
// refused with words and no riddle, and all comes back by itself.
import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { Client, copyOf, startServer } from '../http/program.mjs'

const problem = (world) =>
  JSON.stringify({ unit: world.units.branch_1, fields: { title: '排队太久', kind: 'new' } })
const boston = 'case_id,department,type,nature,source,subject,reason,neighborhood,ward,open_dt,' +
  'target_dt,closed_dt,ontime,closure_kind,queue,status'
const fileSizeMax = (server, bytes) =>
  execFileSync('prlimit', ['--pid', `${server.pid}`, `--fsize=${bytes}:`])

async function within(seconds, what) {
  let answer
  for (let tries = 0; tries < seconds * 20; ++tries) {
    answer = await what()
    if (answer.status < 300) return answer
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return answer
}

export async function checkDisk(founded, tell) {
  const world = copyOf(founded)
  const server = await startServer(world)
  const logIn = (name) => new Client(server.port).logIn(name, world.people[name].password)
  const [head, worker, leaving] = [await logIn('head_1'), await logIn('worker'), await logIn('head_3')]
  const isRefused = ({ status, json }, what) => tell(
    [503, 507].includes(status) && ['not_accepting_acts_now', 'disk_reserve_is_reached'].includes(json?.code) &&
      /[一-龥]/.test(json.words?.zh) && /^[A-Z]/.test(json.words?.en),
    `${what}: ${status} ${JSON.stringify(json)}`)

  fileSizeMax(server, 0)
  isRefused(await head.send('POST', '/api/problems', {}, problem(world)), 'an act')
  const came = await logIn('head_2').catch((error) => tell(false, `a log-in: ${error.message}`))
  const read = await came.send('GET', '/api/problems')
  tell(read.status === 200, `who has come in reads: ${read.status}`)
  isRefused(await came.send('POST', '/api/problems', {}, problem(world)), 'an act of who came in')
  isRefused(await leaving.send('DELETE', '/api/session'), 'a log-out that is not on the disk')
  tell((await leaving.send('GET', '/api/session')).status === 401, 'and that holds all the same')
  isRefused(await worker.send('POST', '/api/imports?mapping=boston-311&apply=true',
    { 'content-type': 'text/csv' }, `${boston}\n${'x'.repeat(300_000)}\n`), 'a file')
  isRefused(await (await logIn('admin')).send('POST', '/api/organisation/acts/add_person',
    { 'idempotency-key': randomUUID() },
    JSON.stringify({ fields: { name: '新人', member_kind: 'formal' } })), 'an act on people')

  fileSizeMax(server, 'unlimited')
  const taken = await within(10, () => came.send('POST', '/api/problems', {}, problem(world)))
  tell(taken.status === 201, `it comes back, with the same session: ${taken.status} ${taken.text}`)
  await server.end('SIGTERM')
  tell(!server.log().includes('fault='), `no riddle in the log: ${server.log().match(/fault=.*/)}`)
}
