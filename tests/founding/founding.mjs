// A body of one's own: founded at the machine and by the first-run page, in one piece or not at all,
// and what its three people may do from the first moment on. Passwords are told once and stand nowhere.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { Client, founderCode, oneTimePassword as password, program, run, startServer, temporaryFolder } from '../http/program.mjs'
import { close, tell } from '../http/tally.mjs'

const campaigns = path.resolve(path.dirname(program), '../campaigns')
const own = 'a password of one\'s own'
const found = (database, ...more) => run(program, 'found', 'bureau', '--campaign', 'chuangxian-zhengyou',
  '--name-zh', '某局', '--name-en', 'A bureau', '--zone', 'Asia/Shanghai', '--database', database,
  '--campaigns', campaigns, ...more)

// At the machine.
const folder = temporaryFolder()
const database = path.join(folder, 'bureau.db')
const at = ['--database', database, '--campaigns', campaigns]
const wrong = run(program, 'found', 'bureau', '--campaign', 'nothing-like-it', '--name-zh', '某局', '--name-en',
  'A bureau', ...at)
tell(wrong.code === 1 && wrong.output.includes('choice_is_unknown [campaign]') &&
  wrong.output.includes('chuangxian-zhengyou'), `an unknown campaign names those that there are: ${wrong.output}`)
const twice = found(database, '--auditor', '系统管理员')
tell(twice.code === 1 && twice.output.includes('administrators_never_share_a_person'),
  `one person is never two of the three: ${twice.output}`)
const broken = found(database, '--auditor-account', 'aud\nitor')
tell(broken.code === 1 && broken.output.includes('field_has_wrong_kind [auditor_account]'), `an account's name is one line: ${broken.output}`)
const unnamed = run(program, 'found', 'bureau', '--campaign', 'chuangxian-zhengyou', '--name-zh', '某局',
  '--name-en', 'x'.repeat(201), ...at)
tell(unnamed.code === 1 && unnamed.output.includes('field_is_too_long [name_en]'), `a name has a length in both languages: ${unnamed.output}`)
const same = found(database, '--auditor-account', 'Admin')
tell(same.code === 1 && same.output.includes('name_is_taken'), `nor one account: ${same.output}`)
const made = found(database)
const told = made.output.match(password) ?? []
tell(made.code === 0 && new Set(told).size === 3, `three passwords are told: ${made.output}`)
const again = found(database)
tell(again.code === 1 && again.output.includes('body_stands_already'), `it is founded once: ${again.output}`)
for (const secret of told)
  tell(!readFileSync(database).includes(secret), 'no password stands in the database')
const verified = run(program, 'verify', '--tables', ...at)
tell(verified.code === 0, `what was founded is whole: ${verified.output}`)

const body = (fields) => JSON.stringify({ fields })
async function setsHisOwn(client, once) {
  const before = await client.send('GET', '/api/today')
  tell(before.status === 403 && before.json.code === 'password_must_be_changed',
    `with a one-time password nothing else is done: ${before.text}`)
  const changed = await client.send('POST', '/api/session/password', {},
    JSON.stringify({ password: once, new_password: own }))
  tell(changed.status === 204, `he sets one of his own: ${changed.text}`)
}
const act = (client, name, fields) => client.send('POST', `/api/organisation/acts/${name}`, {}, body(fields))

let server = await startServer({ database, campaigns })
const [admin, security, auditor] = [new Client(server.port), new Client(server.port), new Client(server.port)]
for (const [client, name, once] of [[admin, 'admin', told[0]], [security, 'security', told[1]],
  [auditor, 'auditor', told[2]]]) {
  await client.logIn(name, once, 'bureau')
  await setsHisOwn(client, once)
}
const policy = await admin.send('GET', '/api/campaign/policy')
tell(policy.json.pack === 'current' && policy.json.may_change,
  `the campaign's years are over, today's numbers hold, and the administrator changes them: ${policy.text.slice(0, 80)}`)
const units = await admin.send('GET', '/api/units')
const root = units.json.units[0]
tell(root.name === '某局', `there is one unit, called like the body: ${units.text}`)
const person = await act(admin, 'add_person', { name: '李娜', member_kind: 'formal' })
const post = { person: person.json.id, role: 'works_committee', unit: root.id, from: '2020-01-01' }
const alone = await act(security, 'appoint', post)
tell(alone.status === 403 && alone.json.code === 'a_post_takes_two_people',
  `nobody grants alone from the first moment on: ${alone.text}`)
const proposed = await act(admin, 'propose_post', post)
tell(proposed.status === 200, `one proposes: ${proposed.text}`)
const signed = await act(security, 'sign_post', { posts: [proposed.json.id] })
tell(signed.status === 200, `the other signs: ${signed.text}`)
// One of the three is to be replaced: nobody in the house makes the successor's account.
const heir = await act(admin, 'add_person', { name: '周新', member_kind: 'formal' })
const next = await act(admin, 'propose_post', { person: heir.json.id, role: 'auditor', unit: root.id, from: '2020-01-01' })
const agreed = await act(security, 'sign_post', { posts: [next.json.id] })
tell(agreed.status === 200, `a second auditor: ${agreed.text}`)
const unmade = await admin.send('POST', '/api/accounts', {}, body({ accounts: [{ person: heir.json.id, name: 'zhou' }] }))
tell(unmade.status === 403 && unmade.json.code === 'post_does_not_allow_this', `not by the administrator: ${unmade.text}`)
const ending = await security.send('POST', '/api/accounts/acts/end', {}, JSON.stringify({ account: 'auditor' }))
tell(ending.status === 403 && ending.json.code === 'post_does_not_allow_this', `nor is the auditor's ended: ${ending.text}`)
const accounts = await admin.send('POST', '/api/accounts', {},
  body({ accounts: [{ person: person.json.id, name: 'li.na' }] }))
const once = accounts.json.accounts[0].one_time_password
const clerk = await new Client(server.port).logIn('li.na', once, 'bureau')
await setsHisOwn(clerk, once)
const today = await clerk.send('GET', '/api/today')
tell(today.status === 200, `and she works: ${today.text}`)
const beside = run(program, 'accounts', 'list', 'bureau', ...at)
tell(beside.code === 1 && beside.output.includes('database_is_in_use'),
  `beside a server nothing is done at the machine: ${beside.output}`)
await security.send('POST', '/api/accounts/acts/lock', {}, JSON.stringify({ account: 'admin' }))
const out = await admin.send('GET', '/api/session')
tell(out.status === 401, `whoever is locked is out at once: ${out.status}`)
await server.end('SIGTERM')
for (const secret of [...told, once, own])
  tell(!server.log().includes(secret), 'the log holds no password')
tell(!server.log().includes('li.na'), 'nor a log-in name')

// The administrator who has locked himself out.
const listed = run(program, 'accounts', 'list', 'bureau', ...at)
tell(listed.code === 0 && /admin\t系统管理员\tlocked/.test(listed.output), `they are listed: ${listed.output}`)
const unlocked = run(program, 'accounts', 'unlock', 'bureau', 'admin', ...at)
tell(unlocked.code === 0, `unlocked: ${unlocked.output}`)
const reset = run(program, 'accounts', 'reset', 'bureau', 'Admin', ...at)
const fresh = reset.output.match(password)?.[0]
tell(reset.code === 0 && fresh, `and reset: ${reset.output}`)
const nobody = run(program, 'accounts', 'reset', 'bureau', 'nobody', ...at)
tell(nobody.code === 1 && nobody.output.includes('nothing_is_there'), `nobody's is not: ${nobody.output}`)
tell(listed.output.includes(`-\t周新\tno_account\t${heir.json.id}`), `who of the three has none is named: ${listed.output}`)
const stranger = run(program, 'accounts', 'make', 'bureau', 'zhou', '--person', '无此人', ...at)
tell(stranger.code === 1 && stranger.output.includes('person_is_unknown [person]'), `for whom: ${stranger.output}`)
const twiceMade = run(program, 'accounts', 'make', 'bureau', 'li.na.2', '--person', '李娜', ...at)
tell(twiceMade.code === 1 && twiceMade.output.includes('person_has_an_account_already'), `one each: ${twiceMade.output}`)
const unreadable = run(program, 'accounts', 'make', 'bureau', 'zh\tou', '--person', '周新', ...at)
tell(unreadable.code === 1 && unreadable.output.includes('field_has_wrong_kind [name]'), `a name is read: ${unreadable.output}`)
const madeHere = run(program, 'accounts', 'make', 'bureau', 'Zhou', '--person', '周新', ...at)
const hers = madeHere.output.match(password)?.[0]
tell(madeHere.code === 0 && madeHere.output.startsWith('zhou\t') && hers, `at the machine it is made: ${madeHere.output}`)
const endedHere = run(program, 'accounts', 'end', 'bureau', 'li.na', ...at)
tell(endedHere.code === 0, `and one is ended: ${endedHere.output}`)
const after = run(program, 'verify', '--tables', ...at)
tell(after.code === 0, `the journal tells of all of it: ${after.output}`)
server = await startServer({ database, campaigns })
const back = await new Client(server.port).logIn('admin', fresh, 'bureau')
await setsHisOwn(back, fresh)
await setsHisOwn(await new Client(server.port).logIn('zhou', hers, 'bureau'), hers)
const audits = await new Client(server.port).logIn('auditor', own, 'bureau')
const entries = await audits.send('GET', '/api/accounts/entries?account=admin')
tell(entries.json.entries.map((one) => one.act).join(' ') ===
  'make_account change_password lock_account unlock_account reset_password change_password',
  `the auditor reads what was done: ${entries.text}`)
tell(entries.json.entries[4].by === null, 'what was done at the machine was nobody\'s in particular')
await server.end('SIGTERM')

// By the first-run page.
const empty = path.join(temporaryFolder(), 'empty.db')
server = await startServer({ database: empty, campaigns })
const reader = new Client(server.port)
const code = await founderCode(server)
const any = await reader.ask('GET', '/anything')
tell(any.status === 303 && any.headers.location === '/found', `every page leads there: ${any.status}`)
const page = await reader.ask('GET', '/found', { 'accept-language': 'en' })
tell(page.status === 200 && page.text.includes('First opening') && !page.text.includes(code) &&
  !page.text.includes('<script'), 'the page has no script, and no code')
const chinese = await reader.ask('GET', '/found?lang=zh')
tell(chinese.text.includes('首次开通'), 'it speaks Chinese')
const api = await reader.ask('GET', '/api/bodies')
tell(api.status === 503, `nothing else is answered: ${api.status}`)
const form = { code, key: 'office', name_zh: '某办', name_en: 'An office', zone: '', root: '',
  campaign: 'chuangxian-zhengyou', administrator_name: '甲', administrator_account: 'a.admin',
  security_administrator_name: '乙', security_administrator_account: 'b.security', auditor_name: '丙',
  auditor_account: 'c.audit' }
const send = (fields, headers = {}) => {
  const text = new URLSearchParams({ ...form, ...fields }).toString()
  return reader.ask('POST', '/found', { 'content-type': 'application/x-www-form-urlencoded',
    'content-length': Buffer.byteLength(text), ...headers }, text)
}
const foreign = await send({}, { 'sec-fetch-site': 'cross-site' })
tell(foreign.status === 403, `not from another site: ${foreign.status}`)
const guessed = await send({ code: 'aaaa-bbbb-cccc-dddd', lang: 'zh' })
tell(guessed.status === 403 && guessed.text.includes('开通码不对') && guessed.text.includes('某办'),
  'a wrong code is refused and what was typed stays')
const key = await send({ key: 'An Office', name_en: '', auditor_account: '', lang: 'zh', code: ` ${code.toUpperCase()}` })
tell(key.status === 422 && key.text.includes('只能用小写字母'), `a key stands in addresses: ${key.status}`)
const faults = key.text.split('</ul>')[0].match(/<li><strong>[^<]*/g) ?? []
tell(faults.length === 3, `all that is wrong is told at once: ${faults}`)
tell(key.text.includes(`value="${code}"`), 'a code in capitals is right, and stays')
tell(page.text.includes('Campaign to create the advanced') && page.text.includes('2010–2012'),
  'campaigns are called by their names, with their years')
const one = await send({ auditor_name: '甲' })
tell(one.status === 422, `three people: ${one.status}`)
const done = await send({})
const three = done.text.match(password) ?? []
tell(done.status === 200 && new Set(three).size === 3, `it is founded: ${done.status} ${done.text}`)
tell(['甲', '乙', '丙'].every((name) => done.text.includes(`<td>${name}</td>`)) && !done.text.includes('hreflang'),
  'each password stands beside a name, and no link loses them')
const styled = await reader.ask('GET', '/portal.css')
tell(styled.status === 200 && styled.headers['content-type'].startsWith('text/css'),
  `the page with the passwords gets its style sheet: ${styled.status}`)
let login
for (let tries = 0; tries < 200 && !login; ++tries)
  try {
    const session = await reader.ask('POST', '/api/session', { 'content-type': 'application/json' },
      JSON.stringify({ body: 'office', name: 'a.admin', password: three[0] }))
    if (session.status === 200) login = session
    else await new Promise((resolve) => setTimeout(resolve, 50))
  } catch {
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
tell(login?.json.missing === 'password_must_be_changed', `the administrator logs in: ${login?.text}`)
const gone = await send({})
tell(gone.status !== 200 && (gone.text.match(password) ?? []).length === 0, `the code is gone: ${gone.status}`)
await server.end('SIGTERM')
const whole = run(program, 'verify', '--tables', '--database', empty, '--campaigns', campaigns)
tell(whole.code === 0, `what the page founded is whole: ${whole.output}`)

// Few tries: then not even the right code opens.
const guarded = path.join(temporaryFolder(), 'guarded.db')
server = await startServer({ database: guarded, campaigns })
reader.port = server.port
form.code = await founderCode(server)
for (let tries = 0; tries < 10; ++tries) await send({ code: 'aaaa-bbbb-cccc-dddd' })
const late = await send({})
tell(late.status === 403, `after ten wrong codes nothing opens: ${late.status}`)
const { code: ended } = await server.end('SIGTERM')
tell(ended === 0, `it ends when it is told to: ${ended}`)
close()
