// Backups of a house at work: made while acts run, restored elsewhere, verified, damaged, broken off.
import { execFileSync, spawnSync } from 'node:child_process'
import { appendFileSync, closeSync, cpSync, existsSync, mkdirSync, openSync, readFileSync, readdirSync, renameSync,
  rmSync, statSync, writeFileSync, writeSync, readSync } from 'node:fs'
import path from 'node:path'
import { Client, copyOf, foundWorld, program, temporaryFolder } from '../http/program.mjs'
import { close, tell } from '../http/tally.mjs'
import { actOn, attach, backup, begin, filesIn, hashOf, logIn, open, pdf, restore, serve, tables, verifyBackup,
  verifyHouse } from './house.mjs'

const founded = foundWorld(temporaryFolder(), '')
const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))
const is = (title, seen, wanted) => tell(seen === wanted, `${title}: ${seen} and not ${wanted}`)
const says = (title, done, law) => tell(done.code === 1 && done.output.startsWith(law),
  `${title}: ${done.code} ${done.output} and not ${law}`)
const isGood = (title, done) => tell(done.code === 0, `${title}: ${done.code} ${done.output}`)

function flip(file, at) {
  const opened = openSync(file, 'r+')
  const byte = Buffer.alloc(1)
  readSync(opened, byte, 0, 1, at)
  writeSync(opened, Buffer.from([byte[0] ^ 1]), 0, 1, at)
  closeSync(opened)
}

async function ready(client) {
  const answer = await client.ask('GET', '/ready')
  return { ...answer.json, code: answer.status }
}

// Made while acts run; what was acknowledged before it began is in it, and it is whole.
async function checkUnderLoad() {
  const world = copyOf(founded)
  const server = await serve(world, world.database)
  const head = await logIn(world, server, 'head_1')
  const book = actOn(head, world)
  await sleep(700)
  const places = [1, 2, 3].map((number) => path.join(temporaryFolder(), `backup-${number}`))
  const before = []
  for (const place of places) {
    before.push(book.acknowledged.length)
    isGood('a backup under load', await backup(world, place))
    await sleep(100)
  }
  await book.end()
  tell(before[0] > 0 && before[2] > before[0], `acts went on: ${before}`)
  for (const [number, place] of places.entries()) {
    isGood('verifies', await verifyBackup(world, place))
    isGood('sha256sum agrees', { code: spawnSync('sha256sum', ['--check', '--quiet', 'SHA256SUMS'], { cwd: place }).status })
    const database = path.join(temporaryFolder(), 'again.db')
    isGood('is restored', await restore(world, place, database))
    const [journal, rows] = verifyHouse(world, database)
    isGood('the journal of the restored house', journal)
    isGood('its tables', rows)
    const said = new Map(JSON.parse(readFileSync(path.join(place, 'manifest.json'))).bodies.map((body) => [body.key, body]))
    const other = await serve(world, database)
    const client = await logIn(world, other, 'head_1')
    let lost = 0
    for (const { id, seq } of book.acknowledged.slice(0, before[number])) {
      const answer = await client.send('GET', `/api/problems/${id}`)
      lost += answer.status === 200 && seq <= said.get('province').entries ? 0 : 1
    }
    is('what was acknowledged before it began is in it', lost, 0)
    await other.end('SIGTERM')
  }
  const kept = filesIn(path.join(places[2], 'files'))
  tell(kept.length > 0 && kept.every((file) => hashOf(readFileSync(file)) === path.basename(file)), 'evidence by its hash')
  tell(!readFileSync(path.join(places[2], 'database')).includes(head.cookie.split('=')[1]), 'no session is in it')
  tell(filesIn(places[2]).every((file) => (statSync(file).mode & 0o077) === 0), 'it is its owner\'s alone')
  tell(!filesIn(places[2]).some((file) => file.includes('log-province')), 'no key is in it')
  says('nothing is written over', await backup(world, places[0]), 'place_is_taken')
  says('nor restored over', await restore(world, places[0], world.database), 'place_is_taken')
  await server.end('SIGTERM')
}

// One world with evidence and one backup of it, for all that is done to backups.
async function withEvidence() {
  const world = copyOf(founded)
  const server = await serve(world, world.database)
  const head = await logIn(world, server, 'head_1')
  const opened = (await open(head, world, '排队太久')).json
  await attach(head, opened.id, pdf('一'))
  for (let number = 0; number < 20; ++number) await open(head, world, `路灯不亮 ${number}`)
  await server.end('SIGTERM')
  const place = path.join(temporaryFolder(), 'backup')
  isGood('a backup at rest', await backup(world, place))
  return { world, place }
}

async function checkDamage() {
  const { world, place } = await withEvidence()
  const damaged = (change) => {
    const copy = path.join(temporaryFolder(), 'backup')
    cpSync(place, copy, { recursive: true })
    change(copy)
    return copy
  }
  const [evidence] = filesIn(path.join(place, 'files')).map((file) => path.relative(place, file))
  const signed = (copy) => writeFileSync(path.join(copy, 'SHA256SUMS'), filesIn(copy)
    .map((file) => path.relative(copy, file)).filter((name) => name !== 'SHA256SUMS')
    .map((name) => `${hashOf(readFileSync(path.join(copy, name)))}  ${name}\n`).join(''))
  const differs = 'backup_differs_from_the_journal'
  const half = Math.floor(statSync(path.join(place, 'database')).size / 2)
  for (const [title, law, change] of [
    ['a flipped byte of the database', differs, (copy) => flip(path.join(copy, 'database'), half)],
    ['a flipped byte of evidence', differs, (copy) => flip(path.join(copy, evidence), 3)],
    ['a flipped byte of the manifest', differs, (copy) => flip(path.join(copy, 'manifest.json'), 40)],
    ['evidence that was changed with its sum', differs, (copy) => {
      flip(path.join(copy, evidence), 3)
      signed(copy)
    }],
    ['a row that was changed with its sum', differs, (copy) => {
      execFileSync('python3', ['-c', `import sqlite3,sys
c=sqlite3.connect(sys.argv[1]); c.execute("update problems set title = 'x' where title = '路灯不亮 3'"); c.commit()`,
      path.join(copy, 'database')])
      signed(copy)
    }],
    ['an entry that was changed with its sum', differs, (copy) => {
      execFileSync('python3', ['-c', `import sqlite3,sys
c=sqlite3.connect(sys.argv[1]); c.execute("update entries set at = at + 1 where place = (select max(place) - 3 from entries)"); c.commit()`,
      path.join(copy, 'database')])
      signed(copy)
    }],
    ['evidence that is gone', 'backup_is_incomplete', (copy) => rmSync(path.join(copy, evidence))],
    ['a database that is gone', 'backup_is_incomplete', (copy) => rmSync(path.join(copy, 'database'))],
    ['a list of sums that is gone', 'backup_is_incomplete', (copy) => rmSync(path.join(copy, 'SHA256SUMS'))],
    ['a list of sums that is cut', 'backup_is_incomplete', (copy) => {
      const lines = readFileSync(path.join(copy, 'SHA256SUMS'), 'utf8').split('\n')
      writeFileSync(path.join(copy, 'SHA256SUMS'), `${lines.filter((line) => !line.includes('files/')).join('\n')}`)
    }],
    ['a name that leads out of it', 'backup_is_incomplete', (copy) =>
      appendFileSync(path.join(copy, 'SHA256SUMS'), `${hashOf('')}  ../../etc/passwd\n`)],
  ]) says(title, await verifyBackup(world, damaged(change)), law)
  const bad = damaged((copy) => flip(path.join(copy, 'database'), half))
  const database = path.join(temporaryFolder(), 'x.db')
  says('what is damaged is not restored', await restore(world, bad, database), differs)
  is('and leaves nothing', readdirSync(path.dirname(database)).length, 0)
  const planted = damaged((copy) => {
    execFileSync('python3', ['-c', `import sqlite3,sys
c=sqlite3.connect(sys.argv[1]); c.execute("insert into sessions(token_hash, body, person, began, last_used) values(zeroblob(32), 1, zeroblob(16), 0, 0)"); c.commit()`,
    path.join(copy, 'database')])
    signed(copy)
  })
  const taken = path.join(temporaryFolder(), 'x.db')
  await restore(world, planted, taken)
  is('nobody is logged in by a backup', execFileSync('python3', ['-c', `import sqlite3,sys
print(sqlite3.connect(sys.argv[1]).execute("select count(*) from sessions").fetchone()[0])`, taken], { encoding: 'utf8' }).trim(), '0')
  says('a backup that names no body', await verifyBackup(world, damaged((copy) => {
    const manifest = JSON.parse(readFileSync(path.join(copy, 'manifest.json'), 'utf8'))
    writeFileSync(path.join(copy, 'manifest.json'), JSON.stringify({ ...manifest, bodies: [] }))
    signed(copy)
  })), differs)
  isGood('the backup itself is still good', await verifyBackup(world, place))
  is('nothing is left of verifying', readdirSync(path.dirname(place)).join(), 'backup')
}

// Up to a position it is what the house was then: the journal, the tables, and who signs it on.
async function checkPositions() {
  const world = copyOf(founded)
  const server = await serve(world, world.database)
  const head = await logIn(world, server, 'head_1')
  for (let number = 0; number < 8; ++number) await open(head, world, `路灯不亮 ${number}`)
  const last = (await open(head, world, '到此为止')).json.version
  await sleep(1100)  // sealed
  const then = path.join(temporaryFolder(), 'then')
  isGood('a backup of then', await backup(world, then))
  const moment = new Date().toISOString()
  for (let number = 0; number < 8; ++number) await open(head, world, `后来的事 ${number}`)
  await sleep(1100)
  await server.end('SIGTERM')
  const now = path.join(temporaryFolder(), 'now')
  isGood('a backup of now', await backup(world, now))

  const [asThen, byEntry, byMoment] = ['a', 'b', 'c'].map(() => path.join(temporaryFolder(), 'house.db'))
  isGood('restored as it was then', await restore(world, then, asThen))
  isGood('up to an entry', await restore(world, now, byEntry, '--until', `province:${last}`))
  isGood('up to a moment', await restore(world, now, byMoment, '--until', moment))
  execFileSync(program, ['rebuild', '--database', asThen, '--campaigns', world.campaigns])
  const wanted = tables(asThen)
  tell(wanted.includes('到此为止') && !wanted.includes('后来的事'), 'the tables of then are those of then')
  for (const [title, database] of [['an entry', byEntry], ['a moment', byMoment]]) {
    is(`up to ${title} the tables are those of then`, tables(database) === wanted, true)
    const [done] = verifyHouse(world, database)
    tell(done.code === 1 && done.output.includes('the journal is whole') && done.output.includes('entries_are_missing [province] 8'),
      `up to ${title} it is whole, and its checkpoints tell what it lacks: ${done.output}`)
  }
  const unknown = async (title, ...until) => {
    const done = await restore(world, now, path.join(temporaryFolder(), 'x.db'), '--until', ...until)
    says(title, done, 'position_is_unknown')
    return done.output
  }
  const range = await unknown('an entry that is not there yet', 'province:999999')
  tell(/province:1 … province:\d+/.test(range), `the range is told: ${range}`)
  await unknown('an entry before the first', 'province:0')
  await unknown('an unknown body', 'nowhere:3')
  tell(/ … \d{4}-/.test(await unknown('a moment after the backup', '2999-01-01T00:00:00Z')), 'its moments are told')
  await unknown('a moment before everything', '1990-01-01T00:00:00Z')

  // It does not know what came after, so it waits until somebody says so.
  const notice = (await serve(world, byEntry))
  const reader = await logIn(world, notice, 'head_1')
  tell((await reader.send('GET', '/api/problems')).status === 200, 'it is read')
  const refused = await open(reader, world, '不该办的事')
  is('it takes no acts', `${refused.status} ${refused.json?.code}`, '503 entries_are_missing')
  const waiting = await ready(reader)
  tell(waiting.code === 503 && waiting.restored?.is_well === false, `ready says so: ${JSON.stringify(waiting)}`)
  await notice.end('SIGTERM')
  const vouched = await serve(world, byEntry, '--nothing-is-missing')
  const still = await open(await logIn(world, vouched, 'head_1'), world, '不该办的事')
  is('what the checkpoints know to be missing nobody vouches for', still.json?.code, 'entries_are_missing')
  await vouched.end('SIGTERM')
}

// The log of a house that lost its end is another log: no second tree is signed with a key that may
// have signed the first. One that only moves goes on as the same.
async function checkLog() {
  const world = copyOf(founded)
  const first = await serve(world, world.database)
  const head = await logIn(world, first, 'head_1')
  const early = (await open(head, world, '第一件')).json.version
  await sleep(1100)
  await open(head, world, '第二件')
  await sleep(1100)
  const keyOf = async (server) => (await ready(await logIn(world, server, 'head_1'))).log
  await first.end('SIGTERM')
  const public_url = ['--public-url', 'https://office.example']
  const second = await serve(world, world.database, ...public_url)
  const key = (await keyOf(second)).province
  await second.end('SIGTERM')
  const place = path.join(temporaryFolder(), 'backup')
  isGood('a backup before it moves', await backup(world, place))

  const moved = path.join(temporaryFolder(), 'house.db')
  isGood('it moves', await restore(world, place, moved))
  cpSync(`${world.database}.keys`, `${moved}.keys`, { recursive: true })
  const there = await serve(world, moved, ...public_url, '--nothing-is-missing')
  is('the same key signs', (await keyOf(there)).province, key)
  is('and acts are taken', (await open(await logIn(world, there, 'head_1'), world, '第三件')).status, 201)
  await there.end('SIGTERM')
  const again = await serve(world, moved, ...public_url)
  is('it is said once', (await open(await logIn(world, again, 'head_1'), world, '第四件')).status, 201)
  await again.end('SIGTERM')

  for (const [title, until] of [['the whole backup', []], ['a part of it', ['--until', `province:${early}`]]]) {
    const lost = path.join(temporaryFolder(), 'house.db')
    isGood(`${title} is restored`, await restore(world, place, lost, ...until))
    cpSync(`${world.database}.keys`, `${lost}.keys`, { recursive: true })
    const goesOn = await serve(world, lost, ...public_url, '--go-on-without-missing-entries')
    const other = (await keyOf(goesOn)).province
    tell(other && other !== key, `${title}: another key signs: ${other}`)
    is(`${title}: acts are taken`, (await open(await logIn(world, goesOn, 'head_1'), world, '新的事')).status, 201)
    await goesOn.end('SIGTERM')
    const later = await serve(world, lost, ...public_url)
    is(`${title}: and that key stays`, (await keyOf(later)).province, other)
    is(`${title}: it is well`, (await ready(await logIn(world, later, 'head_1'))).code, 200)
    await later.end('SIGTERM')
    for (const done of verifyHouse(world, lost)) isGood(`${title}: it verifies`, done)
    tell(readdirSync(`${lost}.keys`).some((name) => name.startsWith('log-province.until-')), `${title}: the old key is kept`)
  }
}

// Passwords stand in no journal: of a house that goes back they are those of when the backup was made.
// The journal says so once it goes on, and whoever has one sets another.
async function checkPasswords() {
  const world = copyOf(founded)
  const server = await serve(world, world.database)
  const [head, granter, admin] = [await logIn(world, server, 'head_1'), await logIn(world, server, 'granter'),
    await logIn(world, server, 'admin')]
  const early = (await open(head, world, '第一件')).json.version
  const { password } = world.people.head_2
  const later = '后来才设定的那句口令密码'
  const act = async (title, client, to, body) => {
    const answer = await client.send('POST', to, {}, JSON.stringify(body))
    tell(answer.status < 300, `${title}: ${answer.status} ${answer.text}`)
    return answer
  }
  await act('he sets another', await logIn(world, server, 'head_2'), '/api/session/password', { password, new_password: later })
  await act('one is locked', granter, '/api/accounts/acts/lock', { account: 'member_1' })
  await act('one is ended', granter, '/api/accounts/acts/end', { account: 'member_2' })
  const person = await act('somebody comes', admin, '/api/organisation/acts/add_person', { fields: { name: '后来的人', member_kind: 'formal' } })
  await act('and has an account', admin, '/api/accounts', { fields: { accounts: [{ person: person.json.id, name: 'later' }] } })
  await server.end('SIGTERM')
  const place = path.join(temporaryFolder(), 'backup')
  isGood('a backup of all of it', await backup(world, place))

  const enter = (at, name, given) => new Client(at.port).ask('POST', '/api/session', { 'content-type': 'application/json' },
    JSON.stringify({ body: 'province', name, password: given }))
  const back = path.join(temporaryFolder(), 'house.db')
  isGood('a part of it is restored', await restore(world, place, back, '--until', `province:${early}`))
  const goesOn = await serve(world, back, '--go-on-without-missing-entries')
  const entered = await enter(goesOn, 'head_2', later)
  is('the password of the backup opens', entered.json?.missing, 'password_must_be_changed')
  is('the one of before does not', (await enter(goesOn, 'head_2', password)).status, 401)
  is('who had none set is as he was', (await enter(goesOn, 'head_1', world.people.head_1.password)).json?.missing, null)
  for (const name of ['member_1', 'member_2'])
    is(`${name} stays out`, (await enter(goesOn, name, world.people[name].password)).status, 401)
  const listed = (await (await logIn(world, goesOn, 'admin')).send('GET', '/api/accounts')).json.accounts
  is('an account that was made later is not there', listed.some(({ name }) => name === 'later'), false)
  const entries = (await (await logIn(world, goesOn, 'auditor')).send('GET', '/api/accounts/entries?account=head_2')).json.entries
  is('the journal says so', entries.at(-1).act, 'adopt_password')
  await goesOn.end('SIGTERM')
  const [, verified] = verifyHouse(world, back)
  tell(verified.code === 0, `no table differs from the journal: ${verified.output}`)
}

// Killed at any moment it leaves nothing that looks whole.
async function checkKilled() {
  const world = copyOf(founded)
  const server = await serve(world, world.database)
  const book = actOn(await logIn(world, server, 'head_1'), world)
  await sleep(1500)
  await book.end()
  const folder = temporaryFolder()
  let killed = 0
  for (let round = 0; round < 12; ++round) {
    const place = path.join(folder, `backup-${round}`)
    const making = begin('backup', place, '--database', world.database)
    await sleep(round * 8)
    making.child.kill('SIGKILL')
    const { signal } = await making.ended
    if (signal === 'SIGKILL') ++killed
    if (existsSync(place)) isGood('what is there is whole', await verifyBackup(world, place))
    else tell(!existsSync(path.join(place, 'SHA256SUMS')), 'half a backup')
    isGood('and the next one is made', await backup(world, place.replace('backup', 'next')))
  }
  tell(killed > 3, `${killed} were killed on the way`)
  const place = path.join(folder, 'next-0')
  for (let round = 0; round < 6; ++round) {
    const database = path.join(temporaryFolder(), 'house.db')
    const bringing = begin('restore', place, '--database', database, '--campaigns', world.campaigns)
    await sleep(round * 6)
    bringing.child.kill('SIGKILL')
    await bringing.ended
    const again = await restore(world, place, database)
    tell(again.code === 0 || again.output.startsWith('place_is_taken'), `restored at the second try: ${again.output}`)
    for (const done of verifyHouse(world, database)) isGood('and whole', done)
  }
  await server.end('SIGTERM')
}

// A disk of 24 MB is full in the middle; one that cannot be written to says so.
async function checkDisks() {
  const world = copyOf(founded)
  const server = await serve(world, world.database)
  const head = await logIn(world, server, 'head_1')
  await open(head, world, '排队太久')
  const folder = temporaryFolder()
  const within = (...words) => spawnSync('unshare', ['-rm', 'sh', '-c', words.join(' ')], { encoding: 'utf8' })
  const tries = `${program} backup ${folder}/small/backup --database ${world.database}`
  mkdirSync(path.join(folder, 'small'))
  const full = within(`mount -t tmpfs -o size=1m none ${folder}/small &&`, tries, `; code=$?; ls ${folder}/small; exit $code`)
  tell(full.status === 1 && full.stderr.startsWith('disk_is_too_small') && full.stdout === '',
    `a full disk: ${full.status} ${full.stdout} ${full.stderr}`)
  const readOnly = within(`mount -t tmpfs -o ro none ${folder}/small &&`, tries)
  tell(readOnly.status !== 0 && /Read-only|read-only/.test(readOnly.stderr), `a disk that takes nothing: ${readOnly.stderr}`)
  is('the house goes on', (await open(head, world, '照常办理')).status, 201)
  await server.end('SIGTERM')
}

// The server makes, restores and verifies them itself, and says in /ready what came of it.
async function checkNightly() {
  const world = copyOf(founded)
  const folder = path.join(temporaryFolder(), 'backups')
  const old = ['2026-01-30', '2026-01-31', '2026-02-01', '2026-02-02', '2026-02-03']
    .map((day) => `backup-${day}T180000Z`)
  for (const name of old) mkdirSync(path.join(folder, name), { recursive: true })
  mkdirSync(path.join(folder, 'backup-2026-02-04T180000Z.making'))
  const server = await serve(world, world.database, '--backups', folder, '--backups-kept', '2')
  const head = await logIn(world, server, 'head_1')
  const outcome = async (is_there) => {
    for (let tries = 0; tries < 600; ++tries) {
      const { backup: said } = await ready(head)
      if (said && is_there(said)) return said
      await sleep(100)
    }
    return (await ready(head)).backup
  }
  const made = await outcome((said) => said.last_verify && said.last_backup > '2026-03')
  tell(made?.name && !made.failed, `ready tells of it: ${JSON.stringify(made)}`)
  isGood('and it is good', await verifyBackup(world, path.join(folder, made.name)))
  tell(!JSON.stringify(made).includes(folder), 'and to nobody where on the machine it lies')
  const left = readdirSync(folder).sort()
  is('the newest and the last of each month are kept', left.join(),
    [old[1], old[4], made.name].sort().join())
  await server.end('SIGTERM')

  // A folder that takes nothing: it is said, and acts go on.
  const blocked = path.join(temporaryFolder(), 'blocked')
  writeFileSync(blocked, 'no folder')
  const other = await serve(world, world.database, '--backups', blocked)
  const client = await logIn(world, other, 'head_1')
  let said
  for (let tries = 0; tries < 100 && !said?.failed; ++tries) {
    said = (await ready(client)).backup
    await sleep(100)
  }
  tell(said?.failed === 'could_not_be_made' && said.failing_since, `a failure is told: ${JSON.stringify(said)}`)
  is('acts go on', (await open(client, world, '照常办理')).status, 201)
  is('and the house is ready', (await ready(client)).code, 200)
  await other.end('SIGTERM')
  tell(/backup_failed/.test(other.log()), 'the log says so')
}

const checks = { load: checkUnderLoad, damage: checkDamage, positions: checkPositions, log: checkLog, passwords: checkPasswords,
  killed: checkKilled, disks: checkDisks, nightly: checkNightly }
for (const [name, check] of Object.entries(checks)) {
  if (!name.includes(process.argv[2] ?? '')) continue
  try {
    await check()
  } catch (error) {
    tell(false, `${name}: ${error.stack}`)
  }
}
close()
