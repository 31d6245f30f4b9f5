// Bytes as they are, over a connection of their own.
import net from 'node:net'

// Sends the text and gives what comes back until the server closes; `dripped` comes after it, a
// letter every so many milliseconds.
export function raw(port, text, { milliseconds = 3000, dripped = '', every = 100 } = {}) {
  return new Promise((resolve) => {
    let answer = ''
    let drip
    const socket = net.connect(port, '127.0.0.1', () => {
      socket.write(text, 'latin1')
      if (!dripped) return
      let at = 0
      drip = setInterval(() => socket.write(dripped[at++ % dripped.length]), every)
    })
    const over = () => {
      clearInterval(drip)
      resolve(answer)
    }
    socket.on('data', (part) => { answer += part.toString('latin1') })
    socket.on('close', over)
    socket.on('error', over)
    setTimeout(() => socket.destroy(), milliseconds).unref()
  })
}

// So many sockets from one address, each with the text sent; `left()` counts those still open.
export async function crowd(port, count, { from = '127.0.0.1', text = '' } = {}) {
  const sockets = []
  let open = 0
  for (let begun = 0; begun < count; begun += 200)
    await Promise.all(Array.from({ length: Math.min(200, count - begun) }, () => new Promise((resolve) => {
      const socket = net.connect({ port, host: '127.0.0.1', localAddress: from }, () => {
        ++open
        if (text) socket.write(text)
        resolve()
      })
      socket.on('error', () => resolve())
      socket.on('close', () => { --open; resolve() })
      socket.resume()
      sockets.push(socket)
    })))
  return { left: () => open, leave: () => sockets.forEach((socket) => socket.destroy()) }
}
