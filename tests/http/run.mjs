// Every scenario and every check of this folder against one running program; `run.mjs <part of a name>`
// runs only those whose file is called so. Ends with `N passed, N failed`.
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { checkConnections } from './connections.mjs'
import { checkEvents } from './events.mjs'
import { checkFigures } from './figures.mjs'
import { checkFiles } from './files.mjs'
import { checkHttps } from './https.mjs'
import { checkJournal } from './journal.mjs'
import { checkLimits } from './limits.mjs'
import { checkLists } from './lists.mjs'
import { checkPast } from './past.mjs'
import { Client, copyOf, foundWorld, livedWorld, startServer } from './program.mjs'
import { checkRights } from './rights.mjs'
import { readScenarios, runScenario } from './scenario.mjs'
import { checkSearch } from './search.mjs'
import { checkSecondFactor } from './second_factor.mjs'
import { checkUploads } from './uploads.mjs'
import { close, tally, tell } from './tally.mjs'

const here = path.dirname(fileURLToPath(import.meta.url))
const wanted = process.argv[2] ?? ''

function variablesOf(world) {
  const variables = { ...world.units, ...world.city_units,
    two_hundred_characters: '长'.repeat(200), nine_thousand_letters: 'x'.repeat(9000) }
  for (const [key, person] of Object.entries(world.people)) variables[`person_${key}`] = person.id
  return variables
}

// One session for each name, begun when it is first needed.
function clientsOf(world, port) {
  const clients = new Map([['nobody', new Client(port)]])
  return async (name) => {
    if (!clients.has(name)) {
      const password = world.people[name]?.password ?? `password of ${name}`
      const body = world.people[name] ? 'province' : 'city'
      clients.set(name, await new Client(port).logIn(name, password, body))
    }
    return clients.get(name)
  }
}

// Each file gets a province of its own, so that none depends on what another did.
const founded = foundWorld()
async function inAWorld(title, check, makeWorld = () => copyOf(founded)) {
  if (!title.includes(wanted)) return
  const before = [tally.passed, tally.failed]
  const started = Date.now()
  const world = makeWorld()
  const server = await startServer(world)
  try {
    await check({ world, server, clientOf: clientsOf(world, server.port) })
  } catch (error) {
    tell(false, `${title}: ${error.stack}`)
  }
  const { code } = await server.end('SIGTERM')
  tell(code === 0, `${title}: the server ended with ${code}: ${server.log()}`)
  tell(!server.log().includes('statement_left_open'), `${title}: a loop would read on in the past: ${server.log()}`)
  const seconds = ((Date.now() - started) / 1000).toFixed(1)
  console.log(`${title}: ${tally.passed - before[0]} passed, ${tally.failed - before[1]} not, ${seconds} s`)
}

// It ends its server by itself, as a crash would.
async function checkFilesOf(world) {
  const server = await startServer(world)
  await checkFiles({ world, server, clientOf: clientsOf(world, server.port) }, tell)
}

async function checkSearchOf(world) {
  const server = await startServer(world)
  await checkSearch({ world, server, clientOf: (port) => clientsOf(world, port) }, tell)
}

for (const file of readdirSync(path.join(here, 'scenarios')).sort())
  await inAWorld(file, async ({ world, clientOf }) => {
    for (const scenario of readScenarios(path.join(here, 'scenarios', file)))
      await runScenario({ ...scenario, file }, clientOf, variablesOf(world), tell)
  })
await inAWorld('rights', (place) => checkRights(place, tell, inAWorld, livedWorld))
await inAWorld('figures', (place) => checkFigures(place, tell))
await inAWorld('events', (place) => checkEvents(place, tell))
await inAWorld('journal', (place) => checkJournal(place, tell))
await inAWorld('lists', (place) => checkLists(place, tell))
await inAWorld('uploads', (place) => checkUploads(place, founded, tell))
// What starts and ends its servers by itself.
async function byItself(title, check) {
  if (!title.includes(wanted)) return
  try {
    await check()
  } catch (error) {
    tell(false, `${title}: ${error.stack}`)
  }
}
await byItself('past', () => checkPast(livedWorld(), tell))
await byItself('search', () => checkSearchOf(copyOf(founded)))
await byItself('files', () => checkFilesOf(copyOf(founded)))
await byItself('connections', () => checkConnections(copyOf(founded), tell))
await byItself('https', () => checkHttps(copyOf(founded), tell))
await byItself('second_factor', () => checkSecondFactor(livedWorld(), tell))
await byItself('limits', () => checkLimits(copyOf(founded), tell))

close()
