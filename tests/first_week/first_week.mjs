// A bureau's first week, by the program and its doors alone: founded, its units, people and one list
// brought from workbooks, three who run it and ten who work in it let in, backed up, and gone on with
// in another place. `house` and `elsewhere` are places to run it in.
import { Client, oneTimePassword } from '../http/program.mjs'
import { codeOf } from '../http/second_factor.mjs'
import { workbook } from './workbook.mjs'

const body = 'example-bureau'
const workbook_type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

const units = [['编号', '名称', '上级', '类别'],
  ['01', '办公室', '', '处室'], ['02', '政策法规处', '', '处室'], ['03', '市政管理处', '', '处室'],
  ['031', '路灯管理科', '03', '处室'], ['04', '督查处', '', '处室'], ['09', '机关第一党支部', '', '支部']]

// Ten people, each with the post by which he works.
const day = new Date(Date.UTC(2026, 0, 1))
const people = [['姓名', '党员类别', '单位', '职务', '任职日期', '第一责任人', '登录名'],
  ...[['甲一', '示例局', '省级机关工委', '', 'jia'], ['乙二', '示例局', '机关党委', '', 'yi'],
    ['丙三', '示例局', '书记', '是', 'bing'], ['丁四', '示例局', '热线受理员', '', 'ding'],
    ['戊五', '办公室', '职能处室', '', 'wu'], ['己六', '政策法规处', '职能处室', '', 'ji'],
    ['庚七', '市政管理处', '职能处室', '', 'geng'], ['辛八', '路灯管理科', '职能处室', '', 'xin'],
    ['壬九', '督查处', '职能处室', '', 'ren'], ['癸十', '机关第一党支部', '支部书记', '是', 'gui']]
    .map(([name, where, role, accountable, account]) => [name, '正式党员', where, role, day, accountable, account])]
const roles = { 省级机关工委: 'works_committee', 机关党委: 'organ_committee', 书记: 'secretary', 热线受理员: 'operator',
  职能处室: 'division', 支部书记: 'branch_secretary' }

const at = (day, hour, minute = 0) => new Date(Date.UTC(2026, 9, day, hour, minute))
const cases = [['编号', '承办', '诉求', '类别', '来电时间', '办结时间', '答复'],
  ['R-1', '市政管理处', '桥头井盖坏了', '批评', at(12, 9, 12), at(13, 15, 30), '已更换井盖'],
  ['R-2', '路灯管理科', '三号楼前路灯不亮', '求助', at(13, 8), null, ''],
  ['R-3', '路灯管理科', '路灯白天也亮着', '批评', at(14, 8), at(16, 17), '已调整开关时间'],
  ['R-4', '政策法规处', '问新条例何时施行', '求助', at(15, 10, 5), null, ''],
  ['R-5', '督查处', '来电没有人接', '批评', at(15, 11), null, ''],
  ['R-6', '办公室', '问接待日是哪一天', '求助', at(16, 14, 45), null, '']]
const mapping = { ledger: 'feedback', source_column: '编号', unit_column: '承办', zone: 'Asia/Shanghai',
  columns: [{ column: '诉求', field: 'text' },
    { column: '类别', field: 'kind', choices: { 批评: 'criticism', 求助: 'request' } },
    { column: '来电时间', field: 'received_at', form: '%Y-%m-%d %H:%M' },
    { column: '办结时间', field: 'answered_at', form: '%Y-%m-%d %H:%M' },
    { column: '答复', field: 'answer' }],
  constants: { channel: 'hotline', sender: 'public' },
  acts: [{ filled: '办结时间', act: 'record_answered' }, { blank: '办结时间', act: 'record_open' }] }

const json = (value) => JSON.stringify(value)
const short = (answer) => `${answer.status} ${answer.text.slice(0, 300)}`
const own_password = (name) => `只有${name}本人才知道的那句口令`

export async function firstWeek(house, elsewhere, tell) {
  const good = (answer, words, status = 200) => tell(answer.status === status, `${words}: ${short(answer)}`)
  const runs = async (where, words, ...command) => {
    const done = await where.run(...command)
    tell(done.code === 0, `${words}: ${done.output.slice(-600)}`)
    return done.output
  }
  let server
  const begin = (name, password, code) => new Client(server.port).ask('POST', '/api/session',
    { 'content-type': 'application/json' }, json({ body, name, password, ...(code ? { code } : {}) }))
  const of = (answer) => {
    const client = new Client(server.port)
    client.cookie = answer.headers['set-cookie']?.[0].split(';')[0]
    client.csrfToken = answer.json?.csrf_token
    return client
  }
  // With a password that was told once one sets one of one's own, and does nothing before.
  const enters = async (name, once) => {
    const first = await begin(name, once)
    tell(first.json?.missing === 'password_must_be_changed', `${name} is to change his password: ${short(first)}`)
    const client = of(first)
    good(await client.send('POST', '/api/session/password', {},
      json({ password: once, new_password: own_password(name) })), `${name} changes it`, 204)
    return client
  }
  const act = (client, name, fields) =>
    client.send('POST', `/api/organisation/acts/${name}`, {}, json({ fields }))

  // Founded.
  const founded = await runs(house, 'a body is founded', 'found', body, '--campaign', 'chuangxian-zhengyou',
    '--name-zh', '示例局', '--name-en', 'Example Bureau', '--zone', 'Asia/Shanghai')
  const once = founded.match(oneTimePassword) ?? []
  tell(new Set(once).size === 3, `three passwords are told: ${founded}`)

  // Its units, from a workbook.
  const file = house.write('units.xlsx', workbook(units))
  const bring = ['import-units', '--body', body, '--as', 'admin', '--code', '编号', '--name', '名称', '--parent', '上级',
    '--type', '类别', '--type-word', '处室=division', '--type-word', '支部=branch']
  const checked = await runs(house, 'its units are checked', ...bring, file)
  tell(checked.includes('rows 6, to be founded 6, findings 0'), `six units: ${checked}`)
  await runs(house, 'and founded', ...bring, '--apply', file)

  // The three who run it.
  server = await house.start()
  const three = {}
  for (const [place, name] of ['admin', 'security', 'auditor'].entries()) {
    const client = await enters(name, once[place])
    const shut = await client.send('GET', '/api/units')
    tell(shut.json?.code === 'second_factor_must_be_set_up', `${name} needs a second factor: ${short(shut)}`)
    const { secret } = (await client.send('POST', '/api/account/second-factor', {}, json({ password: own_password(name) }))).json
    const kept = await client.send('POST', '/api/account/second-factor/confirm', {}, json({ code: codeOf(secret) }))
    tell(kept.json?.recovery_codes?.length === 10, `${name} confirms it: ${short(kept)}`)
    const without = await begin(name, own_password(name))
    tell(without.status === 401, `${name} does not log in by a password alone: ${short(without)}`)
    const again = await begin(name, own_password(name), codeOf(secret, 1))
    tell(again.status === 200 && again.json.missing === null, `${name} logs in with both: ${short(again)}`)
    three[name] = { client: of(again), recovery: kept.json.recovery_codes[0] }
  }
  const [admin, security, auditor] = [three.admin.client, three.security.client, three.auditor.client]

  // Ten people: proposed by one, the list signed once by another, and let in.
  const unit = async (name) => {
    const found = (await admin.send('GET', `/api/units?search=${name}`)).json.units.find((one) => one.name === name)
    tell(found, `${name} is in the tree`)
    return found?.id
  }
  const takesLists = '/api/people/imports' in (await admin.send('GET', '/api/openapi.json')).json.paths
  const bringPeople = takesLists ? bringPeopleAsAList : bringPeopleOneByOne
  const accounts = await bringPeople({ client: admin, unit, act, good })
  const waiting = (await security.send('GET', '/api/organisation/proposals')).json.proposals
  const proposed = waiting.map(({ id }) => id)
  tell(proposed.length === 10 && waiting.every(({ may_sign }) => may_sign), `ten posts wait for her: ${json(waiting)}`)
  const alone = await act(admin, 'sign_post', { posts: proposed })
  tell(alone.status === 403, `who proposed them signs none: ${short(alone)}`)
  good(await act(security, 'sign_post', { posts: proposed }), 'ten posts are signed at once')
  tell(new Set(accounts?.map((one) => one.one_time_password)).size === 10, `ten accounts are made: ${accounts?.length}`)
  const works = {}
  for (const { name, one_time_password } of accounts) works[name] = await enters(name, one_time_password)
  for (const [name, client] of Object.entries(works)) good(await client.send('GET', '/api/today'), `${name} works`)

  // One list, from a workbook: checked first, then entered.
  good(await works.ding.send('POST', '/api/campaign/acts/keep_mapping', {},
    json({ fields: { name: '热线台账', content: json(mapping) } })), 'the hotline keeps how its list is read')
  const list = workbook(cases)
  const sent = async (client, apply) => {
    const begun = await client.send('POST', `/api/imports?mapping=热线台账${apply ? '&apply=true' : ''}`,
      { 'content-type': workbook_type }, list)
    if (begun.status !== 202) return begun
    for (let tries = 0; tries < 600; ++tries) {
      const seen = await client.send('GET', `/api/imports/${begun.json.job}`)
      if (!['waiting', 'checking', 'applying'].includes(seen.json?.state)) return seen
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    return begun
  }
  tell((await sent(admin, true)).status === 403, 'whoever administers enters no records')
  const tried = await sent(works.ding, false)
  tell(tried.json?.state === 'done' && tried.json.report.opened === 6 && tried.json.report.applied === 0, `the list is checked: ${short(tried)}`)
  const entered = await sent(works.ding, true)
  tell(entered.json?.state === 'done' && entered.json.report.applied === 6, `and entered: ${short(entered)}`)

  // Each sees what his post allows.
  const seenBy = async (client) => {
    const listed = await client.send('GET', '/api/feedback?limit=50&columns=text')
    return listed.status === 200 ? listed.json.items.map((one) => one.fields.text).sort() : listed.status
  }
  const everything = cases.slice(1).map((row) => row[2]).sort()
  const same = (found, wanted) => json(found) === json([...wanted].sort())
  const [hotline, lamps, roads, law, member] =
    await Promise.all(['ding', 'xin', 'geng', 'ji', 'gui'].map((name) => seenBy(works[name])))
  tell(same(hotline, everything), `the hotline sees all that it entered: ${json(hotline)}`)
  tell(same(lamps, ['三号楼前路灯不亮', '路灯白天也亮着']), `the section sees its own two: ${json(lamps)}`)
  tell(Array.isArray(roads) && roads.includes('桥头井盖坏了') && !roads.includes('问新条例何时施行'),
    `the division sees its own and not another's: ${json(roads)}`)
  tell(same(law, ['问新条例何时施行']), `nor does another division: ${json(law)}`)
  tell(same(member, []), `the branch, whom it does not concern, sees none: ${json(member)}`)
  const record = (await works.xin.send('GET', '/api/feedback?limit=50&columns=text')).json.items
    .find((one) => one.fields.text === '三号楼前路灯不亮')
  for (const [name, client] of [['admin', admin], ['security', security], ['auditor', auditor]]) {
    const read = await client.send('GET', `/api/feedback/${record.id}`)
    tell(read.status === 404 || read.status === 403, `${name} reads no record: ${short(read)}`)
    const listed = await seenBy(client)
    tell(typeof listed === 'number' || listed.length === 0, `nor a list of them: ${json(listed)}`)
  }
  const { etag } = (await works.xin.send('GET', `/api/feedback/${record.id}`)).headers
  const answers = (client, answer) => client.send('POST', `/api/feedback/${record.id}/acts/answer`,
    { 'if-match': etag }, json({ fields: { answer } }))
  const other = await answers(works.ji, '不归我管')
  tell(other.status === 404 || other.status === 403, `another division does not answer it: ${short(other)}`)
  good(await answers(works.xin, '当晚修好'), 'the section answers')

  // Backed up beside the running server, and gone on with elsewhere.
  const copy = house.place('backup')
  await runs(house, 'it is backed up', 'backup', copy)
  await house.runBare('backup', '--verify', copy).then((done) =>
    tell(done.code === 0, `the backup holds: ${done.output.slice(-600)}`))
  await server.end()
  await house.carry(elsewhere, 'backup')
  await runs(elsewhere, 'it is restored elsewhere', 'restore', elsewhere.place('backup'))
  const verified = await runs(elsewhere, 'verify accepts it', 'verify', '--tables')
  tell(!/missing|differs/.test(verified), `nothing is missing: ${verified}`)
  server = await elsewhere.start('--nothing-is-missing')
  const clerk = await begin('xin', own_password('xin'))
  good(clerk, 'the same people log in there')
  const there = await of(clerk).send('GET', `/api/feedback/${record.id}`)
  tell(there.json?.fields?.answer === '当晚修好', `and find their work: ${short(there)}`)
  const stale = await begin('xin', accounts.find((one) => one.name === 'xin').one_time_password)
  tell(stale.status === 401, `the password that was told once is over: ${short(stale)}`)
  for (const [name, { recovery }] of Object.entries(three)) {
    const bare = await begin(name, own_password(name))
    tell(bare.status === 401, `${name} still needs both: ${short(bare)}`)
    const back = await begin(name, own_password(name), recovery)
    tell(back.status === 200 && back.json.missing === null, `${name} runs it there: ${short(back)}`)
  }
  await server.end()
}

// Each is added, his post proposed and his account made by the administrator: from a workbook where
// the program takes one, else by hand.
async function bringPeopleAsAList({ client, good }) {
  const send = (apply) => client.send('POST', `/api/people/imports${apply ? '?apply=true' : ''}`,
    { 'content-type': workbook_type }, workbook(people))
  const checked = await send(false)
  good({ ...checked, status: checked.json?.people === 10 && checked.json.posts === 10 && !checked.json.applied ? 200 : 0 },
    'ten people are checked')
  const done = await send(true)
  good({ ...done, status: done.json?.applied ? 200 : 0 }, 'and added')
  return done.json?.accounts
}

async function bringPeopleOneByOne({ client, unit, act, good }) {
  const ids = []
  for (const [name, , where, role, , accountable] of people.slice(1)) {
    const person = await act(client, 'add_person', { name, member_kind: 'formal' })
    good(person, `${name} is added`)
    good(await act(client, 'propose_post', { person: person.json?.id, role: roles[role], unit: await unit(where),
      from: '2026-01-01', ...(accountable ? { accountable: true } : {}) }), `${name} is proposed`)
    ids.push(person.json?.id)
  }
  const made = await client.send('POST', '/api/accounts', {},
    json({ fields: { accounts: people.slice(1).map((row, at) => ({ person: ids[at], name: row.at(-1) })) } }))
  return made.json?.accounts
}
