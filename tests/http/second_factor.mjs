// The three administrators log in with a second factor: without one they reach nothing but their own
// account, with one each code opens once.
import { execFileSync } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { Client, oneTimePassword, program, run, startServer, withoutLimits, withSecondFactor } from './program.mjs'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

// RFC 6238, as a telephone works it out.
export function codeOf(secret, later = 0) {
  const bits = [...secret].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later))
  const hash = createHmac('sha1', key).update(counter).digest()
  const at = hash[19] & 15
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

export async function checkSecondFactor(world, tell) {
  const server = await startServer(world, [...withoutLimits, withSecondFactor])
  const { password } = world.people.admin
  const logIn = (code) => new Client(server.port).ask('POST', '/api/session', { 'content-type': 'application/json' },
    JSON.stringify({ body: 'province', name: 'admin', password, ...(code === undefined ? {} : { code }) }))
  const sessionOf = (answer) => {
    const client = new Client(server.port)
    client.cookie = answer.headers['set-cookie'][0].split(';')[0]
    client.csrfToken = answer.json.csrf_token
    return client
  }
  const lawOf = (answer) => `${answer.status} ${answer.json?.code ?? ''}`.trim()

  // Before it is set up.
  const first = await logIn()
  tell(first.status === 200 && first.json.missing === 'second_factor_must_be_set_up', `told what is missing: ${first.json.missing}`)
  const admin = sessionOf(first)
  for (const path of ['/api/units', '/api/today', '/api/people', '/api/campaign', '/api/erasures']) {
    const answer = await admin.send('GET', path)
    tell(lawOf(answer) === '403 second_factor_must_be_set_up', `${path}: ${lawOf(answer)}`)
  }
  const act = await admin.send('POST', '/api/organisation/acts/rename_unit', {}, JSON.stringify({ unit: world.units.branch_1, name: '改名' }))
  tell(lawOf(act) === '403 second_factor_must_be_set_up', `an act: ${lawOf(act)}`)
  const worker = await new Client(server.port).logIn('worker', world.people.worker.password)
  tell((await worker.send('GET', '/api/today')).status === 200, 'whoever runs no house needs none')
  const own = await worker.send('GET', '/api/account')
  tell(own.json.second_factor.is_required === false && own.json.second_factor.is_set === false, 'and is told so')

  // It is set up.
  const elsewhere = sessionOf(await logIn())
  const begin = (words) => admin.send('POST', '/api/account/second-factor', {}, JSON.stringify({ password: words }))
  const stranger = await begin('not his password')
  tell(lawOf(stranger) === '401 name_or_password_is_wrong', `whoever sits at his desk: ${lawOf(stranger)}`)
  const begun = await begin(password)
  const { secret, address, picture } = begun.json
  tell(/^[A-Z2-7]{32}$/.test(secret) && address.includes(secret) && /^M\d/.test(picture.path), `the secret: ${begun.status}`)
  const wrong = await admin.send('POST', '/api/account/second-factor/confirm', {}, JSON.stringify({ code: '000000' }))
  tell(lawOf(wrong) === '401 second_factor_is_wrong', `a wrong code: ${lawOf(wrong)}`)
  tell((await admin.send('GET', '/api/units')).status === 403, 'nothing is open yet')
  const confirmed = await admin.send('POST', '/api/account/second-factor/confirm', {}, JSON.stringify({ code: codeOf(secret) }))
  const codes = confirmed.json?.recovery_codes ?? []
  tell(codes.length === 10 && new Set(codes).size === 10, `recovery codes: ${codes.length}`)
  tell((await admin.send('GET', '/api/units')).status === 200, 'now the house is open')
  tell((await elsewhere.send('GET', '/api/session')).status === 401, 'whoever was in elsewhere is out')
  const again = await begin(password)
  tell(lawOf(again) === '409 it_is_there_already', `a second secret: ${lawOf(again)}`)

  // Logging in.
  tell(lawOf(await logIn()) === '401 second_factor_is_wrong', 'a password alone opens nothing')
  tell(lawOf(await logIn('123456')) === '401 second_factor_is_wrong', 'nor a wrong code')
  const late = await logIn(codeOf(secret))
  tell(lawOf(late) === '401 second_factor_is_wrong', `nor the code that confirmed: ${lawOf(late)}`)
  const next = codeOf(secret, 1)
  const entered = await logIn(next)
  tell(entered.status === 200 && entered.json.missing === null, `the next code opens: ${lawOf(entered)}`)
  tell(lawOf(await logIn(next)) === '401 second_factor_is_wrong', 'and only once')
  const spelled = codes[0].toLowerCase().replaceAll('-', ' ')
  const recovered = await logIn(spelled)
  tell(recovered.status === 200, `a recovery code opens, however it is typed: ${lawOf(recovered)}`)
  tell(lawOf(await logIn(codes[0])) === '401 second_factor_is_wrong', 'and only once')

  // What he sees, and what nobody sees.
  const seen = await admin.send('GET', '/api/account')
  tell(seen.json.second_factor.recovery_left === 9 && seen.json.second_factor.is_required, JSON.stringify(seen.json.second_factor))
  tell(seen.json.sessions.length === 3 && seen.json.sessions.filter((one) => one.is_this).length === 1 &&
    seen.json.sessions.every((one) => one.address === '127.0.0.1'), `his sessions: ${seen.text}`)
  tell(![secret, ...codes].some((hidden) => seen.text.includes(hidden) || server.log().includes(hidden)), 'no secret is told again or logged')
  const others = await worker.send('DELETE', `/api/account/sessions/${seen.json.sessions[0].id}`)
  tell(lawOf(others) === '404 nothing_is_there', `a session of somebody else: ${lawOf(others)}`)
  const one = sessionOf(recovered)
  const its = (await one.send('GET', '/api/account')).json.sessions.find((session) => session.is_this)
  tell((await admin.send('DELETE', `/api/account/sessions/${its.id}`)).status === 204, 'he ends one of his own')
  tell((await one.send('GET', '/api/session')).status === 401, 'which is over at once')
  const foreign = await admin.send('DELETE', '/api/account/sessions/others', { 'x-csrf-token': null })
  tell(lawOf(foreign) === '403 csrf_token_is_wrong', `a write from elsewhere: ${lawOf(foreign)}`)
  tell((await admin.send('DELETE', '/api/account/sessions/others')).status === 204, 'he ends all others')
  tell((await sessionOf(entered).send('GET', '/api/session')).status === 401 && (await admin.send('GET', '/api/session')).status === 200,
    'and stays himself')

  // Another telephone.
  const drop = (words, shown) => admin.send('POST', '/api/account/second-factor/drop', {}, JSON.stringify({ password: words, code: shown }))
  const unproved = await drop(password, '111111')
  tell(lawOf(unproved) === '401 second_factor_is_wrong', `dropped without a code: ${lawOf(unproved)}`)
  const withoutPassword = await drop('not his password', codes[1])
  tell(lawOf(withoutPassword) === '401 name_or_password_is_wrong', `dropped without the password: ${lawOf(withoutPassword)}`)
  const dropped = await drop(password, codes[1])
  tell(dropped.status === 204, `with a recovery code: ${lawOf(dropped)}`)
  tell((await admin.send('GET', '/api/units')).status === 403, 'the house is shut until the new one is set up')

  // Whoever guesses from an open session waits like one who guesses at the log-in, and it is logged.
  const open = (await begin(password)).json
  await admin.send('POST', '/api/account/second-factor/confirm', {}, JSON.stringify({ code: codeOf(open.secret) }))
  const answers = []
  for (let guess = 0; guess < 8; ++guess) answers.push(lawOf(await drop(password, String(200000 + guess))))
  tell(answers[0] === '401 second_factor_is_wrong' && answers[7] === '429 account_is_locked_for_a_while', `codes guessed: ${answers}`)
  const passwords = lawOf(await admin.send('POST', '/api/session/password', {}, JSON.stringify({ password, new_password: 'another password of his' })))
  tell(passwords === '429 account_is_locked_for_a_while', `nor a password then: ${passwords}`)
  tell(/proof=failed of=drop_second_factor law=second_factor_is_wrong body=province person=/.test(server.log()), 'each is logged')
  const held = await worker.send('GET', '/api/me/held')
  tell(held.json.second_factor_since === null && held.json.account_history.at(0).act === 'adopt_account', `what is held of one without: ${held.json.account_history}`)
  const { code } = await server.end('SIGTERM')
  tell(code === 0, `the server ended with ${code}`)

  // Whoever takes the row out of its table does not come in by the password alone.
  const places = ['--database', world.database, '--campaigns', world.campaigns]
  tell(run(program, 'verify', '--tables', ...places).code === 0, 'the journal tells of the second factor')
  execFileSync('python3', ['-c', 'import sqlite3,sys\nc=sqlite3.connect(sys.argv[1]); c.execute("DELETE FROM second_factors"); c.commit()',
    world.database])
  const found = run(program, 'verify', '--tables', ...places)
  tell(found.code === 1 && found.output.includes(`second_factors row ${world.people.admin.id} row_is_missing`), found.output)
  const second = await startServer(world, [...withoutLimits, withSecondFactor])
  const alone = await new Client(second.port).ask('POST', '/api/session', { 'content-type': 'application/json' },
    JSON.stringify({ body: 'province', name: 'admin', password }))
  tell(lawOf(alone) === '500 tables_differ_from_the_journal' && alone.json.field === 'second_factor' &&
    alone.text.includes('accounts reset'), `the password alone: ${alone.text}`)
  await second.end('SIGTERM')
  const reset = run(program, 'accounts', 'reset', 'province', 'admin', '--clock-is-right', ...places)
  const once = reset.output.match(oneTimePassword)?.[0]
  tell(reset.code === 0 && once, `at the machine he begins anew: ${reset.output}`)
  const third = await startServer(world, [...withoutLimits, withSecondFactor])
  const anew = await new Client(third.port).ask('POST', '/api/session', { 'content-type': 'application/json' },
    JSON.stringify({ body: 'province', name: 'admin', password: once }))
  tell(anew.status === 200 && anew.json.missing === 'password_must_be_changed', `and comes in: ${lawOf(anew)}`)
  await third.end('SIGTERM')
  tell(run(program, 'verify', '--tables', ...places).code === 0, 'and all is told')
}
