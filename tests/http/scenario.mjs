// Scenarios as text: one request with all that must and must not come of it is one block, a blank line
// ends it. README.md beside this file tells the few words that there are.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'

const methods = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|TRACE) (\S+)$/

export function readScenarios(file) {
  const scenarios = []
  let block = null
  readFileSync(file, 'utf8').split('\n').forEach((line, index) => {
    if (line.startsWith('# ')) return
    if (line.startsWith('== ')) {
      scenarios.push({ title: line.slice(3), file, blocks: [] })
      block = null
    } else if (line.trim() === '') {
      block = null
    } else {
      if (!block) {
        block = { line: index + 1, who: null, headers: {}, expected: [] }
        scenarios.at(-1).blocks.push(block)
      }
      readLine(block, line, `${file}:${index + 1}`)
    }
  })
  for (const { blocks } of scenarios)
    for (const one of blocks)
      assert.ok(one.method && one.expected.length, `${file}:${one.line}: no request or nothing expected`)
  return scenarios
}

function readLine(block, line, place) {
  const request = line.match(methods)
  if (line.startsWith('as ')) block.who = line.slice(3)
  else if (request && !block.method) [, block.method, block.target] = request
  else if (line.startsWith('-> ')) block.expected.push({ place, words: `status ${line.slice(3)}` })
  else if (line.startsWith('   ') && block.expected.length) block.expected.push({ place, words: line.trim() })
  else if (line.startsWith('body: ')) block.body = line.slice(6).replaceAll('\\n', '\n')
  else if (line.startsWith('until ')) block.until = line.slice(6)
  else if (line.startsWith('{') || line.startsWith(' ') || line.startsWith('}'))
    block.body = (block.body ?? '') + line
  else {
    const header = line.match(/^([A-Za-z-]+): ?(.*)$/)
    assert.ok(header, `${place}: cannot read this line`)
    block.headers[header[1].toLowerCase()] = header[2] === 'none' ? null : header[2]
  }
}

// `fields.due`, `items.0.id`, `errors.1.code`; an empty path is the whole answer.
export function at(json, where) {
  return where === '' ? json : where.split('.').reduce((held, key) => held?.[key], json)
}

function checkProblem(answer, code, field) {
  const problem = answer.json
  assert.ok(problem, `no JSON: ${answer.text.slice(0, 200)}`)
  assert.equal(answer.headers['content-type'], 'application/problem+json')
  assert.equal(problem.status, answer.status)
  assert.equal(problem.type, `/problems/${problem.code}`)
  const all = problem.errors ?? [problem]
  const found = all.find((one) => one.code === code && (!field || one.field === field))
  assert.ok(found, `${code} ${field ?? ''} is not among ${JSON.stringify(all.map((e) => [e.code, e.field]))}`)
  for (const one of all)
    for (const language of ['zh', 'en'])
      assert.ok(one.words?.[language] && one.words[language] !== one.code,
        `${one.code} has no words in ${language}`)
}

const checks = {
  status(run, rest) {
    const [status, code, field] = rest.split(' ')
    assert.equal(`${run.answer.status}`, status, run.answer.text.slice(0, 400))
    if (code) checkProblem(run.answer, code, field)
  },
  shows(run, rest) { assert.ok(run.answer.text.includes(rest), `not shown: ${rest}`) },
  hides(run, rest) { assert.ok(!run.answer.text.includes(rest), `shown: ${rest}`) },
  absent(run, rest) { assert.equal(at(run.answer.json, rest), undefined, `${rest} is there`) },
  count(run, rest) {
    const [where, number] = rest.split(' ')
    assert.equal(at(run.answer.json, where)?.length, Number(number), `length of ${where}`)
  },
  header(run, rest) {
    const [, name, operator, wanted] = rest.match(/^(\S+) (=|~|absent) ?(.*)$/)
    const value = [run.answer.headers[name]].flat().join('; ')
    if (operator === 'absent') assert.equal(run.answer.headers[name], undefined, `${name} is there`)
    else if (operator === '=') assert.equal(value, wanted, `header ${name}`)
    else assert.match(value, new RegExp(wanted), `header ${name}`)
  },
  keep(run, rest) {
    const [, name, where] = rest.match(/^(\S+) = (.*)$/)
    const value = where.startsWith('header ') ? run.answer.headers[where.slice(7)]
      : where.startsWith('cookie ') ? cookieOf(run.answer, where.slice(7)) : at(run.answer.json, where)
    assert.ok(value !== undefined && value !== null, `${where} is not there to keep`)
    run.variables[name] = typeof value === 'object' ? JSON.stringify(value) : `${value}`
  },
  remember(run, rest) { run.remembered[rest] = comparable(run.answer) },
  'same as'(run, rest) { assert.deepEqual(comparable(run.answer), run.remembered[rest]) },
}

// As it is sent back: without what is said about it.
function cookieOf(answer, name) {
  return [answer.headers['set-cookie']].flat().find((one) => one?.startsWith(`${name}=`))?.split(';')[0]
}

// What a reader could tell two answers apart by.
function comparable(answer) {
  const headers = { ...answer.headers }
  delete headers.date
  delete headers['set-cookie']
  return { status: answer.status, headers, text: answer.text }
}

const valueCheck = /^(\S+) (=|!=|contains|lacks|~) (.*)$/

function checkValue(run, words) {
  const [, where, operator, wanted] = words.match(valueCheck) ?? []
  assert.ok(operator, `no such check: ${words}`)
  const value = at(run.answer.json, where)
  if (operator === '~') return assert.match(`${value}`, new RegExp(wanted), where)
  const json = JSON.parse(wanted)
  if (operator === '=') return assert.deepEqual(value, json, where)
  // What is not there is no value: `!= null` waits until there is one.
  if (operator === '!=') return assert.notDeepEqual(value ?? null, json, where)
  assert.ok(Array.isArray(value), `${where} is no list`)
  const found = value.some((one) => JSON.stringify(one) === JSON.stringify(json))
  assert.equal(found, operator === 'contains', `${where} ${words}: ${JSON.stringify(value)}`)
}

// A member of the answer may be called like a check: `count = 0` is the list's own count.
function check(run, words) {
  if (valueCheck.test(words)) return checkValue(run, words)
  const name = Object.keys(checks).find((one) => words.startsWith(`${one} `))
  return name ? checks[name](run, words.slice(name.length + 1)) : checkValue(run, words)
}

function fill(text, variables, place) {
  return text?.replace(/\$([a-z_0-9]+)/g, (whole, name) => {
    assert.ok(name in variables, `${place}: ${whole} is not known`)
    return variables[name]
  })
}

function bodyOf(block, variables, place) {
  const repeated = block.body?.match(/^repeat (.+) (\d+)$/)
  return repeated ? repeated[1].repeat(Number(repeated[2])) : fill(block.body, variables, place)
}

// The version that the last answer about a record gave goes into If-Match by itself.
function versionFor(target, versions) {
  const id = target.match(/\/([^/]+)\/acts\/[^/]+$/)?.[1]
  return id && versions.has(id) ? `"${versions.get(id)}"` : null
}

function noteVersion(answer, target, versions) {
  if (!answer.json?.version) return
  versions.set(answer.json.id, answer.json.version)
  const receipt = answer.json.receipt ?? target.match(/\/receipts\/([^/?]+)/)?.[1]
  if (receipt) versions.set(receipt, answer.json.version)
}

// For what takes its time beside the request: an import, a seal.
async function askUntil(run, block, ask) {
  for (let tries = 0; tries < 400; ++tries) {
    try {
      return check(run, fill(block.until, run.variables, block.until))
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50))
      run.answer = await ask()
    }
  }
}

// Runs one scenario; `clientOf(name)` gives who acts. Reports each block to `tell(passed, text)`.
export async function runScenario(scenario, clientOf, known, tell) {
  const run = { variables: { ...known }, remembered: {}, answer: null }
  const versions = new Map()
  let who = 'nobody'
  for (const block of scenario.blocks) {
    const place = `${scenario.file}:${block.line}`
    who = block.who ?? who
    try {
      const target = fill(block.target, run.variables, place)
      const headers = Object.fromEntries(Object.entries(block.headers).map(
        ([name, value]) => [name, value === null ? null : fill(value, run.variables, place)]))
      if (!('if-match' in headers) && versionFor(target, versions))
        headers['if-match'] = versionFor(target, versions)
      const client = await clientOf(who)
      const body = bodyOf(block, run.variables, place)
      run.answer = await client.send(block.method, target, headers, body)
      if (block.until) await askUntil(run, block, () => client.send(block.method, target, headers, body))
      noteVersion(run.answer, target, versions)
      for (const expected of block.expected)
        try {
          check(run, fill(expected.words, run.variables, expected.place))
        } catch (error) {
          throw new Error(`${expected.place}: ${expected.words}\n      ${error.message.replaceAll('\n', '\n      ')}` +
            `\n      answer: ${run.answer.status} ${run.answer.text.slice(0, 600)}`)
        }
      tell(true)
    } catch (error) {
      tell(false, `${scenario.title}\n    ${who} ${block.method} ${block.target}\n    ${error.message}`)
    }
  }
}
