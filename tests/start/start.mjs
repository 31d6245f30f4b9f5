// How `chuangyou serve` begins and ends: it shares its port with nobody, and leaves when asked to.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { copyOf, declaringProgram, foundWorld, program, startServer, temporaryFolder }
  from '../http/program.mjs'
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
  const { status, stdout, stderr } = spawnSync(program, words, { encoding: 'utf8', timeout: 120_000 })
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

// A mistyped name is refused, and no empty database lies there afterwards.
const folder = temporaryFolder()
const mistyped = path.join(folder, 'chuangyuo.db')
for (const [name, ...more] of [['verify'], ['verify', '--tables'], ['rebuild'],
  ['export', '--body', 'city', 'feedback'],
  ['import', '--body', 'city', '--mapping', 'boston-311', '--as', 'clerk', '/dev/null'],
  ['import-units', '--body', 'city', '--as', 'clerk', '--code', 'a', '--name', 'b', '/dev/null']]) {
  const refused = run(name, '--database', mistyped, '--campaigns', world.campaigns, ...more)
  tell(refused.code !== 0 && refused.output.includes(`no such file: ${mistyped}`),
    `${name} names the database that is not there: ${refused.code} ${refused.output}`)
  const made = readdirSync(folder)
  tell(made.length === 0, `${name} makes nothing in its place: ${made}`)
}

// Tables that another edition made cannot be compared row by row, which is nobody's fault.
const declared = copyOf(world)
const ofDeclared = ['--database', declared.database, '--campaigns', declared.campaigns]
const rebuiltElsewhere = spawnSync(declaringProgram, ['rebuild', ...ofDeclared], { encoding: 'utf8' })
tell(rebuiltElsewhere.status === 0, `another edition makes the tables: ${rebuiltElsewhere.stderr}`)
const compared = run('verify', '--tables', ...ofDeclared)
tell(compared.code === 1 && compared.output.includes('Another edition of the program made the tables'),
  `verify --tables says that another edition made them: ${compared.code} ${compared.output}`)

// What the demonstration makes bears the database's own name, its secrets too.
const shown = path.join(folder, 'shown.db')
const loaded = run('demo', '--database', shown)
tell(loaded.code === 0, `the demonstration loads: ${loaded.output.slice(-500)}`)
rmSync(`${shown}.accounts.csv`)
const again = run('demo', '--database', shown)
tell(again.code === 0 && again.output.includes('the file of accounts is gone'),
  `it goes on without the file of its accounts: ${again.code} ${again.output.slice(-500)}`)
const making = readdirSync(folder).filter((name) => name.includes('.making'))
tell(making.length === 0 && existsSync(`${shown}.keys/receipts`), `nothing of its making is left: ${making}`)

const nonsense = serve('127.0.0.1:http')
tell(nonsense.code === 2 && nonsense.output.includes('--listen'), `a port in words: ${nonsense.output}`)

close()
