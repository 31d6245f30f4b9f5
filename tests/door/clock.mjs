// A clock that lies: nothing is stamped with its time, nothing lasts longer for it, and the house says
// so until it fits again or the administrator answers for it.
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { Client, foundWorld, program, run, startServer, tablesOf, temporaryFolder } from '../http/program.mjs'

const year = 365 * 86400
const offset = path.join(temporaryFolder(), 'offset')
const lie = (seconds) => writeFileSync(offset, `${seconds}`)
const lying = { ...process.env, LD_PRELOAD: process.env.LYING_CLOCK, CLOCK_OFFSET: offset }

const say = async (server) => {
  const { json, status } = await new Client(server.port).send('POST', '/api/public/city/feedback', {},
    JSON.stringify({ unit: server.unit, fields: { text: '路灯坏了', kind: 'opinion' } }))
  return { status, json, law: json?.code }
}
const ready = async (server) => (await new Client(server.port).ask('GET', '/ready')).json
async function until(server, doubt) {
  let clock
  for (let tries = 0; tries < 200; ++tries) {
    clock = (await ready(server)).clock
    if (clock.doubt === doubt) return true
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return clock.doubt
}
const daysOff = (moment, seconds) => Math.abs(Date.parse(moment) + 0 - Date.now() - seconds * 1000) / 86400e3
const stampOf = ({ json }) => json.created_at

async function start(world, options = []) {
  const server = await startServer(world, ['--public-rate', '0', '--log-in-rate', '0', ...options], program, lying)
  return Object.assign(server, { unit: world.city_units.city_root })
}

export async function checkClock(_, tell) {
  // Everything in it was done in 2011: a clock of today is fifteen years ahead of its last entry.
  const world = foundWorld(temporaryFolder(), '')
  const password = (name) => world.people[name].password
  lie(0)
  let server = await start(world)
  let state = await ready(server)
  tell(state.status === 'clock_may_be_wrong' && !state.accepts_acts && !state.clock.is_well &&
    state.clock.doubt === 'long_after_the_last_entry' && state.clock.last_entry.startsWith('2011-'),
  `at start: ${JSON.stringify(state)}`)
  let said = await say(server)
  tell(said.status === 503 && said.law === 'clock_may_be_wrong', `an act in doubt: ${JSON.stringify(said)}`)
  const head = await new Client(server.port).logIn('head_1', password('head_1'))
  const others = await head.send('POST', '/api/clock/confirm', {}, '{}')
  tell(others.status === 403 && others.json.code === 'post_does_not_allow_this', `another's word: ${others.text}`)
  let admin = await new Client(server.port).logIn('admin', password('admin'))
  const confirmed = await admin.send('POST', '/api/clock/confirm', {}, '{}')
  tell(confirmed.status === 200 && confirmed.json.seq > 1, `the administrator's: ${confirmed.text}`)
  const twice = await admin.send('POST', '/api/clock/confirm', {}, '{}')
  tell(twice.status === 409 && twice.json.code === 'nothing_would_change', `once is enough: ${twice.text}`)
  said = await say(server)
  tell(said.status === 201 && daysOff(stampOf(said), 0) < 1, `from then on: ${JSON.stringify(said)}`)
  tell((await ready(server)).clock.is_well, 'and the house is ready')

  // Lock-outs and sessions last as long as they last.
  for (let i = 0; i < 5; ++i)
    await new Client(server.port).ask('POST', '/api/session', { 'content-type': 'application/json' },
      JSON.stringify({ body: 'province', name: 'head_2', password: 'wrong' }))
  lie(-86400)
  const locked = await new Client(server.port).ask('POST', '/api/session', { 'content-type': 'application/json' },
    JSON.stringify({ body: 'province', name: 'head_2', password: password('head_2') }))
  tell(locked.json.code === 'account_is_locked_for_a_while' && Number(locked.json.detail) <= 30,
    `a lock while the clock is a day back: ${locked.text}`)

  for (const [seconds, doubt] of [[-86400, 'put_back'], [10 * year, 'put_forward']]) {
    lie(seconds)
    tell(await until(server, doubt) === true, `${seconds} s: ${JSON.stringify((await ready(server)).clock)}`)
    said = await say(server)
    tell(said.status === 503 && said.law === 'clock_may_be_wrong', `${seconds} s: ${said.status} ${said.law}`)
    tell((await head.send('GET', '/api/session')).status === 200, `${seconds} s: a session ends`)
    lie(0)
    tell(await until(server, 'none') === true, 'it fits again')
    said = await say(server)
    tell(said.status === 201 && daysOff(stampOf(said), 0) < 1, `after ${seconds} s: ${stampOf(said)}`)
  }

  // A wrong clock that was confirmed, and the right one after it: the time of entries goes back.
  admin = await new Client(server.port).logIn('admin', password('admin'))
  lie(10 * year)
  tell(await until(server, 'put_forward') === true, 'ten years ahead')
  tell((await admin.send('POST', '/api/clock/confirm', {}, '{}')).status === 200, 'is confirmed')
  said = await say(server)
  tell(said.status === 201 && daysOff(stampOf(said), 10 * year) < 1, `stamped ${stampOf(said)}`)
  lie(0)
  tell(await until(server, 'put_back') === true, 'and put right')
  tell((await admin.send('POST', '/api/clock/confirm', {}, '{}')).status === 200, 'is confirmed again')
  said = await say(server)
  tell(said.status === 201 && daysOff(stampOf(said), 0) < 1, `stamped ${stampOf(said)} and not later for ever`)
  await server.end('SIGTERM')
  tell(/clock=put_forward wall=\S+ house=\S+ drift_seconds=\d+/.test(server.log()), 'the log tells of it')

  const places = ['--database', world.database, '--campaigns', world.campaigns]
  const verified = run(program, 'verify', '--database', world.database)
  tell(verified.code === 0, `the journal is whole: ${verified.output}`)
  const before = tablesOf(world.database)
  const rebuilt = run(program, 'rebuild', ...places)
  tell(rebuilt.code === 0 && tablesOf(world.database) === before, `and makes the same tables: ${rebuilt.output}`)

  // At start an hour before the last entry is too much, and --clock-is-right an answer.
  lie(-2 * 86400)
  server = await start(world)
  state = await ready(server)
  tell(state.clock.doubt === 'before_the_last_entry', `two days back at start: ${JSON.stringify(state.clock)}`)
  lie(0)
  tell(await until(server, 'none') === true, 'set right while it runs, it fits')
  tell((await say(server)).status === 201, 'and acts are taken')
  await server.end('SIGTERM')
  lie(-2 * 86400)
  let refused = ''
  try {
    execFileSync(program, ['import', ...places, '--body', 'city', '--mapping', 'boston-311', '--as', 'city_clerk',
      '/dev/null'], { env: lying, stdio: 'pipe' })
  } catch (error) {
    refused = `${error.stderr}`
  }
  tell(refused.includes('clock_may_be_wrong'), `an import with a wrong clock: ${refused}`)
  server = await start(world, ['--clock-is-right'])
  tell((await ready(server)).clock.is_well, 'whoever starts it may vouch for the clock')
  await server.end('SIGTERM')
}
