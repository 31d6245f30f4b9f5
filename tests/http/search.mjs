// The file of words: lost, damaged or cut off in the middle it comes back by itself, and acts never wait
// for it. It ends its server by itself, as a crash would.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { startServer } from './program.mjs'

const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))

export async function checkSearch({ world, server, clientOf }, tell) {
  let running = server
  let head = await clientOf(server.port)('head_1')
  const is = (what, found, wanted) =>
    tell(found === wanted, `${what}: ${JSON.stringify(found)} instead of ${JSON.stringify(wanted)}`)
  const find = async (text) => (await head.send('GET', `/api/search?text=${encodeURIComponent(text)}`)).json
  const found = async (text, number) => {
    for (let tries = 0; tries < 200; ++tries) {
      const answer = await find(text)
      if (!answer.making && answer.records.length === number) return number
      await wait(50)
    }
    return (await find(text)).records.length
  }
  const register = async (title) => (await head.send('POST', '/api/problems', {},
    JSON.stringify({ unit: world.units.branch_1, fields: { title, kind: 'new' } }))).status
  const file = `${world.database}.search`
  // One that is made anew takes the place of the other between the two looks.
  const textOf = (name) => { try { return readFileSync(name).toString('latin1') } catch { return '' } }
  const bytes = () => readdirSync(path.dirname(file)).filter((name) => name.startsWith(path.basename(file)))
    .map((name) => textOf(path.join(path.dirname(file), name))).join('')

  is('a record is entered', await register('小区电梯坏了'), 201)
  const entered = Date.now()
  is('and found', await found('電梯', 1), 1)
  tell(Date.now() - entered < 2000, `within two seconds: ${Date.now() - entered} ms`)
  const ready = (await head.send('GET', '/ready')).json
  tell(ready.search?.well !== false && JSON.stringify(ready).includes('entries_behind'), `health tells of it: ${JSON.stringify(ready)}`)

  for (let i = 0; i < 20; ++i) await register(`电梯故障第${i}号`)
  await running.end('SIGKILL')
  running = await startServer(world)
  head = await clientOf(running.port)('head_1')
  is('a crash loses nothing', (await found('故障', 20)), 20)

  await running.end('SIGKILL')
  for (const ending of ['', '-wal', '-shm']) rmSync(file + ending, { force: true })
  running = await startServer(world)
  head = await clientOf(running.port)('head_1')
  is('a lost file is made again', await found('故障', 20), 20)

  await running.end('SIGTERM')
  writeFileSync(file, 'no database at all')
  rmSync(`${file}-wal`, { force: true })
  running = await startServer(world)
  head = await clientOf(running.port)('head_1')
  is('and a damaged one', await found('故障', 20), 20)

  rmSync(file)
  is('one that goes while it is in use too', await register('井盖丢了'), 201)
  is('with what came since', await found('井盖', 1), 1)
  tell(existsSync(file), 'the file is there again')

  // Nothing of what was erased stays in any file of it.
  const said = (await head.send('POST', '/api/public/province/feedback', { cookie: null },
    JSON.stringify({ unit: world.units.branch_1, fields: { text: 'Zhang san lives at Elmstreet', kind: 'opinion' } }))).json
  is('what was told is found', await found('elmstreet', 1), 1)
  tell(bytes().includes('elmstreet'), 'and lies in the file')
  const admin = await clientOf(running.port)('admin')
  const auditor = await clientOf(running.port)('auditor')
  const asked = await admin.send('POST', '/api/erasures', {}, JSON.stringify(
    { fields: { ledger: 'feedback', record: said.id, seq: said.version, erase: ['text'], why: '本人要求' } }))
  const signed = await auditor.send('POST', `/api/erasures/${asked.json.id}/acts/sign`, {}, '{}')
  is('an erasure is signed', signed.status, 200)
  is('it is found no longer at once', (await find('elmstreet')).records.length, 0)
  for (let tries = 0; tries < 200 && bytes().includes('elmstreet'); ++tries) await wait(50)
  tell(!bytes().includes('elmstreet'), 'nor does it lie in any file of the search')
  is('the others still are', await found('故障', 20), 20)
  is('it ends in order', (await running.end('SIGTERM')).code, 0)
}
