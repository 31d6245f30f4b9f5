// How `chuangyou serve` begins and ends: it shares its port with nobody, and leaves when asked to.
import { spawnSync } from 'node:child_process'
import { foundWorld, program, startServer } from '../http/program.mjs'
import { close, tell } from '../http/tally.mjs'

const world = foundWorld()
const other = foundWorld()
// A server that begins where it must not would run for ever: it is given ten seconds.
function serve(listen) {
  const { status, stdout, stderr } = spawnSync(program, ['serve', '--database', other.database,
    '--campaigns', other.campaigns, '--listen', listen], { encoding: 'utf8', timeout: 10_000 })
  return { code: status, output: stdout + stderr }
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  const server = await startServer(world)
  const address = `127.0.0.1:${server.port}`
  const second = serve(address)
  tell(second.code === 1, `a second program on a busy port ends with 1, not ${second.code}: ${second.output}`)
  tell(second.output.includes(`${address} is in use`) && second.output.includes(`${address} 已被`),
    `it says in both languages what is the matter: ${second.output}`)
  const { code } = await server.end(signal)
  tell(code === 0, `${signal} ends it with 0, not ${code}: ${server.log()}`)
}
// One program writes to a database; others may read it meanwhile.
const run = (...words) => {
  const { status, stdout, stderr } = spawnSync(program, words, { encoding: 'utf8', timeout: 20_000 })
  return { code: status, output: stdout + stderr }
}
const server = await startServer(world)
const places = ['--database', world.database, '--campaigns', world.campaigns]
for (const [name, ...more] of [['serve', '--listen', '127.0.0.1:0'], ['rebuild'],
  ['import', '--body', 'city', '--mapping', 'boston-311', '--as', 'clerk', '/dev/null']]) {
  const second = run(name, ...places, ...more)
  tell(second.code === 1 && second.output.includes('database_is_in_use'),
    `${name} beside a server ends with 1 and says why: ${second.code} ${second.output}`)
}
const verified = run('verify', '--database', world.database)
tell(verified.code === 0, `verify reads beside a server: ${verified.output}`)
await server.end('SIGKILL')
const rebuilt = run('rebuild', ...places)
tell(rebuilt.code === 0, `a killed server leaves the database free: ${rebuilt.output}`)

const nonsense = serve('127.0.0.1:http')
tell(nonsense.code === 2 && nonsense.output.includes('--listen'), `a port in words: ${nonsense.output}`)

close()
