// How `chuangyou serve` begins and ends: it shares its port with nobody, and leaves when asked to.
import { spawnSync } from 'node:child_process'
import { foundWorld, program, startServer } from '../http/program.mjs'

let passed = 0
let failed = 0
function tell(good, words) {
  if (good) return void ++passed
  ++failed
  console.log(`FAILED ${words}`)
}

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
const nonsense = serve('127.0.0.1:http')
tell(nonsense.code === 2 && nonsense.output.includes('--listen'), `a port in words: ${nonsense.output}`)

console.log(`${passed} passed, ${failed} failed`)
process.exit(failed ? 1 : 0)
