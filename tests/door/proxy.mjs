// Behind a proxy: who asked is read from what a proxy of ours writes, and from nobody else.
import { Client, copyOf, startServer } from '../http/program.mjs'

const limits = ['--public-rate', '0', '--log-in-rate', '0.01', '--clock-is-right', '--disk-reserve', '0']

// How many log-ins of 40 are refused because their address has tried too often.
async function refusedOf(world, options, addressOf) {
  const server = await startServer(world, [...limits, ...options])
  const client = new Client(server.port)
  let refused = 0
  for (let number = 0; number < 40; ++number) {
    const answer = await client.ask('POST', '/api/session',
      { 'content-type': 'application/json', 'x-forwarded-for': addressOf(number) },
      JSON.stringify({ body: 'province', name: `nobody ${number}`, password: 'guessed' }))
    if (answer.status === 429) ++refused
  }
  await server.end('SIGTERM')
  return refused
}

export async function checkProxy(founded, tell) {
  const world = copyOf(founded)
  const trusted = ['--trusted-proxy', '127.0.0.0/8']
  const many = await refusedOf(world, trusted, (number) => `203.0.113.${number}`)
  tell(many === 0, `many readers behind a proxy: ${many} of 40 refused`)
  const one = await refusedOf(world, trusted, (number) => `203.0.113.${number}, 198.51.100.7`)
  tell(one > 10, `one who writes a list of his own: ${one} of 40 refused`)
  const nobody = await refusedOf(world, [], (number) => `203.0.113.${number}`)
  tell(nobody > 10, `without a proxy the header says nothing: ${nobody} of 40 refused`)
  const elsewhere = await refusedOf(world, ['--trusted-proxy', '192.0.2.1'], (number) => `203.0.113.${number}`)
  tell(elsewhere > 10, `nor does it from elsewhere: ${elsewhere} of 40 refused`)
}
