// What breaks is told in the log and can be named by whoever met it; refused grants are told too.
import { execFileSync } from 'node:child_process'
import { Client, copyOf, startServer } from '../http/program.mjs'

function change(world, ...statements) {
  execFileSync('python3', ['-c', 'import sqlite3, sys\nbase = sqlite3.connect(sys.argv[1], timeout=20)\n' +
    'for one in sys.argv[2:]: base.execute(one)\nbase.commit()', world.database, ...statements])
}

export async function checkFaults(founded, tell) {
  const world = copyOf(founded)
  const server = await startServer(world)
  const client = await new Client(server.port).logIn('head_1', world.people.head_1.password)
  const said = await client.send('POST', '/api/public/province/feedback', { cookie: null },
    JSON.stringify({ unit: world.units.branch_1, fields: { text: '窗口没人', kind: 'opinion' } }))
  tell(said.status === 201 && said.json.receipt, `a complaint: ${said.text}`)

  change(world, 'ALTER TABLE promises RENAME TO promises_away', 'ALTER TABLE receipts RENAME TO receipts_away')
  const numbers = []
  for (const [who, target, route, person] of [
    [client, '/api/promises', '/api/{ledger}', world.people.head_1.id],
    [new Client(server.port), `/api/public/province/receipts/${said.json.receipt}`,
      '/api/public/{body}/receipts/{code}', 'nobody']]) {
    const { status, headers, json, text } = await who.send('GET', target)
    tell(status === 500 && json?.code === 'the_machine_broke', `${target}: ${status} ${text}`)
    tell(json?.request && json.request === headers['x-request-id'], `it has a number: ${text}`)
    tell(!text.includes('no such table'), `what broke is not for the reader: ${text}`)
    numbers.push([json?.request, route, person])
  }
  tell(numbers[0][0] !== numbers[1][0], 'each has its own')
  change(world, 'ALTER TABLE promises_away RENAME TO promises', 'ALTER TABLE receipts_away RENAME TO receipts')
  const well = await client.send('GET', '/api/promises')
  tell(well.status === 200 && !well.headers['x-request-id'], `it goes on: ${well.status}`)

  const grant = JSON.stringify({ fields: { person: world.people.head_1.id, role: 'works_committee',
    unit: world.units.root, from: '2011-03-01' } })
  const refused = await client.send('POST', '/api/organisation/acts/appoint', {}, grant)
  tell(refused.status === 403, `rights for oneself: ${refused.status}`)

  await server.end('SIGTERM')
  const log = server.log()
  for (const [number, route, person] of numbers) {
    const line = log.split('\n').find((one) => one.includes(`fault=${number} `)) ?? ''
    tell(line.includes(`method=GET route=${route} law=the_machine_broke person=${person} `) &&
      line.includes('no such table'), `the log says of ${number}: ${line}`)
  }
  tell(log.includes(`grant=refused act=appoint law=post_does_not_allow_this person=${world.people.head_1.id}`),
    'a refused grant is in the log')
  for (const secret of [said.json.receipt, client.cookie.split('=')[1], client.csrfToken])
    tell(!log.includes(secret), `the log holds ${secret}`)
}
