// What a list weighs, what its columns and its file hold, and that no list is sorted or exported
// without an end.
const bytesMax = 10 * 1000 // of 25 records
const title = '群众反映窗口排队时间过长，材料反复提交，电话无人接听，希望尽快增加窗口、公开办事指南并改进服务，' // 50 characters

async function open(client, world, ledger, unit, fields) {
  const answer = await client.send('POST', `/api/${ledger}`, {},
    JSON.stringify({ unit: world.units[unit], fields }))
  if (answer.status !== 201) throw new Error(`${ledger}: ${answer.text}`)
}

async function theWeight({ clientOf, world }, tell) {
  const client = await clientOf('head_1')
  for (let i = 0; i < 30; ++i)
    await open(client, world, 'promises', 'branch_1', { subject: 'organisation', kind: 'post',
      duty: '窗口服务', content: `${title}第${i}件`, baseline: '上年 8 天', target: '5 天', proof: '台账',
      person: world.people.head_1.id, due: '2011-06-30' })
  for (let i = 0; i < 30; ++i)
    await open(client, world, 'feedback', 'branch_1', { text: `${i}${title.repeat(20)}`, kind: 'opinion' })
  for (const ledger of ['promises', 'feedback']) {
    const list = await client.send('GET', `/api/${ledger}?unit=${world.units.branch_1}&limit=25`)
    const bytes = Buffer.byteLength(list.text)
    tell(list.json.items.length === 25 && bytes <= bytesMax, `25 ${ledger} are ${bytes} bytes`)
    const [item] = list.json.items
    const words = Object.values(item.fields)
    tell(words.length === 1 && [...words[0]].length <= 61, `a title of a list is ${words[0]}`)
    tell(!list.text.includes('skipped'), 'a list explains no clock')
  }
}

async function theColumns({ clientOf, world }, tell) {
  const client = await clientOf('head_1')
  const at = `unit=${world.units.branch_1}&limit=1`
  const some = (await client.send('GET', `/api/promises?${at}&columns=person,created_at`)).json.items[0]
  tell(Object.keys(some.fields).sort().join() === 'content,person', `columns: ${Object.keys(some.fields)}`)
  tell(Object.values(some.names)[0] === '一支部书记', `names: ${JSON.stringify(some.names)}`)
  tell(/^2011-/.test(some.created_at), `created_at is ${some.created_at}`)
  const all = (await client.send('GET', `/api/promises?${at}&columns=all`)).json.items[0]
  const record = (await client.send('GET', `/api/promises/${some.id}`)).json
  tell(JSON.stringify(all.fields) === JSON.stringify(record.fields), 'all columns are the whole record')
}

async function theFile({ clientOf, world }, tell) {
  const client = await clientOf('head_1')
  const asked = `unit=${world.units.branch_1}&columns=state,person,content&content.contains=第1&order=content`
  const file = await client.send('GET', `/api/promises/export.csv?${asked}`)
  tell(file.headers['content-type'].startsWith('text/csv'), `a file is ${file.headers['content-type']}`)
  tell(file.text.startsWith('\ufeff'), 'a spreadsheet is told that it is UTF-8')
  const [header, ...rows] = file.text.slice(1).trim().split('\r\n')
  tell(header === '状态,承诺人,承诺内容,承诺人（编号）,记录编号', `its header is ${header}`)
  const list = await client.send('GET', `/api/promises?${asked}&limit=200`)
  const ids = list.json.items.map(({ id }) => id)
  tell(rows.length === 11 && rows.map((row) => row.split(',').at(-1)).join() === ids.join(),
    `it holds what the list shows: ${rows.length} of ${ids.length}`)
  tell(rows.every((row) => row.includes('一支部书记')), 'it names people')
  tell(rows.every((row) => /^已|^评|^未/.test(row)), `and says the state in words: ${rows[0]}`)
  const english = await client.send('GET', `/api/promises/export.csv?${asked.replace('columns=state', 'columns=state,created_at,due_at,subject')}`, { 'accept-language': 'en' })
  const [titles, first] = english.text.slice(1).split('\r\n')
  tell(titles === 'State,Entered,Entered (UTC),Due,Due (UTC),Who promises,Promised by,Promise,Promised by (id),Record id', `in English ${titles}`)
  tell(/^[A-Z][a-z]+[^,]*,2011-\d\d-\d\d \d\d:\d\d:\d\d,2011-\d\d-\d\dT[\d:.]+Z,(2011-\d\d-\d\d)?,(2011-\d\d-\d\dT[\d:.]+Z)?,(Member|Organisation)/.test(first), `and its times are local: ${first}`)
  const narrow = await (await clientOf('head_2')).send('GET', `/api/promises/export.csv?${asked}`)
  tell(!narrow.text.includes('窗口'), `somebody else exports ${narrow.text}`)
}

// What goes out as a workbook is looked at and comes back in, by the same door as CSV: each row says
// what stands already, and nothing is done.
async function theWorkbook({ clientOf, world }, tell) {
  const client = await clientOf('head_1')
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
  const file = await client.send('GET', `/api/promises/export.xlsx?unit=${world.units.branch_1}&content.contains=第1`)
  tell(file.status === 200 && file.headers['content-type'] === type, `a workbook: ${file.status} ${file.headers['content-type']}`)
  tell(file.bytes.subarray(0, 2).toString() === 'PK', 'it is an archive')
  const looked = await client.send('POST', '/api/imports/look?ledger=promises', { 'content-type': type }, file.bytes)
  tell(looked.status === 200, `it is looked at: ${looked.status} ${looked.text.slice(0, 200)}`)
  const titles = looked.json.columns.map(({ name }) => name)
  tell(looked.json.is_workbook && looked.json.rows_read === 11, `it has ${looked.json.rows_read} rows`)
  tell(titles.includes('承诺内容') && titles.includes('记录编号') && titles.includes('录入时间（UTC）'), `its titles: ${titles}`)
  tell(looked.json.columns.find(({ name }) => name === '承诺内容').field === 'content', 'and what they are')
  const started = await client.send('POST', '/api/imports?mapping=promises', { 'content-type': type }, file.bytes)
  tell(started.status === 202, `it comes back: ${started.status} ${started.text.slice(0, 200)}`)
  let job
  do job = (await client.send('GET', `/api/imports/${started.json.job}`)).json
  while (job.state === 'checking')
  tell(job.state === 'done' && job.report.unchanged === 11 && job.report.amended === 0,
    `and says what stands: ${JSON.stringify(job).slice(0, 400)}`)
  const words = await client.send('POST', '/api/imports?mapping=promises', { 'content-type': type }, 'PK\x03\x04 and then nothing')
  do job = (await client.send('GET', `/api/imports/${words.json.job}`)).json
  while (job.state === 'checking')
  tell(job.state === 'refused' && job.report.findings[0].code === 'workbook_is_malformed', `one that is cut: ${JSON.stringify(job).slice(0, 300)}`)
}

// One more than can be sorted, from another system; by its key each is found.
async function tooManyToSort({ clientOf, world }, tell) {
  const client = await clientOf('worker')
  const { json: unit } = await client.send('GET', `/api/units/${world.units.branch_2}`)
  const header = 'case_id,department,type,nature,source,subject,reason,neighborhood,ward,open_dt,' +
    'target_dt,closed_dt,ontime,closure_kind,queue,status'
  const rows = Array.from({ length: 10_001 }, (_, i) => `N${i},${unit.name},Light,,Self Service,S,R,N,1,` +
    '2011-02-10 01:00:00,2011-02-20 01:00:00,2011-02-18 01:00:00,ONTIME,,q,Closed')
  const started = await client.send('POST', '/api/imports?mapping=boston-311&apply=true',
    { 'content-type': 'text/csv' }, [header, ...rows, ''].join('\n'))
  let state = ''
  for (let asked = 0; asked < 1200 && state !== 'done'; ++asked) {
    state = (await client.send('GET', `/api/imports/${started.json.job}`)).json.state
    if (state !== 'done') await new Promise((done) => setTimeout(done, 50))
  }
  const at = `/api/feedback?unit=${world.units.branch_2}`
  const long = await client.send('GET', `${at}&order=category&count=true`)
  tell(long.status === 422 && long.json.code === 'list_is_too_long_to_sort', `10,001: ${long.text.slice(0, 200)}`)
  for (const way of ['due', 'newest'])
    tell((await client.send('GET', `${at}&order=${way}`)).json.items.length === 25, `${way} has an index`)
  const one = await client.send('GET', `${at}&source=N777&order=category&columns=source,place`)
  tell(one.json.items.length === 1 && one.json.items[0].source === 'N777', `one case: ${one.text}`)
  const some = await client.send('GET', `${at}&source.contains=N77&order=-opened_at&limit=200&count=true`)
  tell(some.json.count === 111 && some.json.items.length === 111, `N77…: ${some.json.count}`)
}

export async function checkLists(place, tell) {
  await theWeight(place, tell)
  await theColumns(place, tell)
  await theFile(place, tell)
  await theWorkbook(place, tell)
  await tooManyToSort(place, tell)
}
