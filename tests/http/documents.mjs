// One act that opens several records: a document for three units, which delivers it to each. Under
// kill -9 and under faults it is wholly there or not at all.
import { randomUUID } from 'node:crypto'

export const documentFor = (units) => JSON.stringify({ act: 'register', unit: units.development, fields: {
  kind: 'notice', title: `通知 ${randomUUID()}`, number: '发改〔2011〕9 号', clause_rows: [{ text: '……' }],
  taken_from: '办公室', audience: [units.branch_1, units.branch_2, units.development] } })

// Every document that is there, acknowledged or not, has been delivered to all of its audience.
export async function noEffectIsHalfThere(client, acknowledged) {
  const there = new Set()
  let half = 0
  for (let cursor = ''; cursor !== null;) {
    const page = (await client.send('GET', `/api/directives?order=newest&limit=100${cursor}`)).json
    for (const { id } of page.items) {
      there.add(id)
      const { json } = await client.send('GET', `/api/directives/${id}/citing`)
      half += json.items.filter((one) => one.ledger === 'deliveries').length === 3 ? 0 : 1
    }
    cursor = page.next_cursor ? `&cursor=${page.next_cursor}` : null
  }
  const lost = acknowledged.filter((id) => !there.has(id)).length
  return { half, lost, documents: there.size }
}
