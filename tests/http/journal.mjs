// The journal of a record comes in pages, and a proof reads no more of it than its own entry.
const problem = (world) =>
  JSON.stringify({ unit: world.units.branch_1, fields: { title: '排队太久', kind: 'harm' } })

export async function checkJournal({ world, clientOf }, tell) {
  const [head, citizen] = [await clientOf('head_1'), await clientOf('nobody')]
  let record = (await head.send('POST', '/api/problems', {}, problem(world))).json
  const target = `/api/problems/${record.id}`
  const steps = [['accept', {}],
    ['begin', { fields: { measures: '增开窗口', promised: '2060-04-29' } }],
    ['ask_extension', { fields: { asked_due: '2060-05-31' }, reason: '装修' }],
    ['solve', { fields: { result: '由 2 个增至 4 个' } }]]
  for (const [act, body] of steps) {
    const answer = await head.send('POST', `${target}/acts/${act}`,
      { 'if-match': `"${record.version}"` }, JSON.stringify(body))
    tell(answer.status === 200, `${act}: ${answer.status} ${answer.text}`)
    record = answer.json
  }
  const whole = (await head.send('GET', `${target}/journal`)).json
  tell(whole.entries.length === 5 && whole.next_after === null, `all of it: ${JSON.stringify(whole)}`)
  const paged = []
  let pages = 0
  for (let after = 0; after !== null && pages < 9; ++pages) {
    const page = (await head.send('GET', `${target}/journal?limit=2&after=${after}`)).json
    tell(page.entries.length <= 2, `a page of ${page.entries.length}`)
    paged.push(...page.entries)
    after = page.next_after
  }
  tell(pages === 3, `${pages} pages`)
  tell(JSON.stringify(paged) === JSON.stringify(whole.entries), 'pages together are the journal')
  const { status, json } = await head.send('GET', `${target}/journal?limit=100000`)
  tell(status === 422 && json.code === 'number_is_out_of_range', `no page without bounds: ${status}`)

  const proved = async (path) => {
    let answer = await head.send('GET', path)
    for (let tries = 0; tries < 100 && answer.headers['retry-after']; ++tries) {
      await new Promise((resolve) => setTimeout(resolve, 50))
      answer = await head.send('GET', path)
    }
    return answer
  }
  const seqs = whole.entries.map((entry) => entry.seq)
  tell((await proved(`${target}/proof`)).json.seq === seqs.at(-1), 'the last entry is proved')
  for (const seq of seqs)
    tell((await proved(`${target}/proof?seq=${seq}`)).json.seq === seq, `entry ${seq} is proved`)
  const other = (await head.send('POST', '/api/problems', {}, problem(world))).json
  const foreign = await head.send('GET', `${target}/proof?seq=${other.version}`)
  tell(foreign.status === 404 && foreign.json.field === 'seq', `another record's: ${foreign.text}`)

  const said = (await citizen.send('POST', '/api/public/province/feedback', {},
    JSON.stringify({ unit: world.units.branch_1, fields: { text: '窗口没人', kind: 'opinion' } }))).json
  const receipt = `/api/public/province/receipts/${said.receipt}`
  const read = await citizen.send('GET', receipt)
  tell(read.status === 200 && `${read.json.erased}` === '', `a receipt opens: ${read.text}`)
  tell((await proved(`${receipt}/proof`)).json.leaf_index === said.leaf_index, 'and is proved')
  for (const door of ['', '/proof', '/proof.tlog']) {
    const wrong = await citizen.send('GET', `/api/public/province/receipts/AAAA-AAAA-AAAA-AAAA${door}`)
    tell([404, 422].includes(wrong.status), `a receipt that nobody has${door}: ${wrong.status}`)
  }
}
