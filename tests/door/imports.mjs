// Whoever has started an import hears what became of it, also after a crash in between.
import { randomUUID } from 'node:crypto'
import { Client, copyOf, startServer } from '../http/program.mjs'

const header = 'case_id,department,type,nature,source,subject,reason,neighborhood,ward,open_dt,' +
  'target_dt,closed_dt,ontime,closure_kind,queue,status'
const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))

function table(rows) {
  const day = '2011-02-21 09:00:00'  // a week before the day that is shown
  return [header, ...Array.from({ length: rows }, () =>
    `${randomUUID()},民政厅,路灯不亮,,Self Service,Street,Lights,North,1,${day},,,ONTIME,,q,Open`), ''].join('\n')
}

export async function checkImports(founded, tell) {
  const world = copyOf(founded)
  let server = await startServer(world)
  const logIn = (name) => new Client(server.port).logIn(name, world.people[name].password)
  const start = async (client, rows) => (await client.send('POST',
    '/api/imports?mapping=boston-311&apply=true', { 'content-type': 'text/csv' }, table(rows))).json?.job
  const ask = async (client, job) => client.send('GET', `/api/imports/${job}`)
  const until = async (client, job, isRight) => {
    let answer = await ask(client, job)
    for (let tries = 0; tries < 600 && !isRight(answer.json); ++tries) {
      await sleep(20)
      answer = await ask(client, job)
    }
    return answer.json
  }

  let worker = await logIn('worker')
  const whole = await start(worker, 20)
  const done = await until(worker, whole, (job) => job?.report)
  tell(done.state === 'done' && done.report.applied === 20, `an import: ${JSON.stringify(done)}`)
  // Large enough that it is cut off while it goes in, slice by slice.
  const cut = await start(worker, 20_000)
  await until(worker, cut, (job) => job?.rows_done > 10_000 && job.rows_to_apply)
  await server.end('SIGKILL')

  server = await startServer(world)
  worker = await logIn('worker')
  const kept = (await ask(worker, whole)).json
  tell(kept?.state === 'done' && kept.report.applied === 20 && kept.report.import === whole,
    `after a restart: ${JSON.stringify(kept)}`)
  const first = await ask(worker, cut)
  // It goes on from where it was: whoever sent the file need not send it again.
  tell(first.status === 200 && ['applying', 'done'].includes(first.json.state),
    `what was cut off: ${first.status} ${first.text}`)
  const last = await until(worker, cut, (job) => job?.state === 'done')
  tell(last?.state === 'done' && last.report.applied === 20_000, `and then: ${JSON.stringify(last)}`)
  const listed = async () => (await worker.send('GET', '/api/imports')).json.imports
    .map(({ import: id, state }) => `${id === whole ? 'whole' : id === cut ? 'cut' : id} ${state}`).join()
  tell(await listed() === 'cut done,whole done', `the list after the crash: ${await listed()}`)
  const other = await ask(await logIn('head_1'), whole)
  tell(other.status === 404, `somebody else's: ${other.status}`)
  for (const job of [randomUUID(), 'ffffffff-ffff-7fff-bfff-ffffffffffff']) {
    const { status, json } = await ask(worker, job)
    tell(status === 404 && json.code === 'nothing_is_there', `${job}: ${status}`)
  }
  const undone = await worker.send('POST', `/api/imports/${whole}/undo`, {}, undefined)
  tell(undone.status === 200, `it is taken back: ${undone.status} ${undone.text}`)
  tell((await ask(worker, whole)).json?.state === 'not_applied', 'and then nothing of it is there')
  tell(await listed() === 'cut done,whole undone', `the list then: ${await listed()}`)
  await server.end('SIGTERM')
}
