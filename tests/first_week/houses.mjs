// Where a first week can be lived: a folder of its own, with the program that was built, or a bare
// root with the package installed. Both give the program its words, serve, and carry a backup over.
import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Client, freePort, program, run, startServer, temporaryFolder, withSecondFactor,
  withoutLimits } from '../http/program.mjs'

const campaigns = path.resolve(path.dirname(program), '../campaigns')

export class Folder {
  folder = temporaryFolder()
  database = path.join(this.folder, 'bureau.db')

  place(name) { return path.join(this.folder, name) }
  write(name, bytes) {
    writeFileSync(this.place(name), bytes)
    return this.place(name)
  }
  async run(command, ...words) {
    const at = ['--database', this.database]
    if (!['backup', 'restore'].includes(command)) at.push('--campaigns', campaigns)
    return run(program, command, ...words, ...at)
  }
  async runBare(...words) { return run(program, ...words) }
  async start(...options) {
    const server = await startServer({ database: this.database, campaigns },
      [...withoutLimits, withSecondFactor, ...options])
    return { port: server.port, end: () => server.end('SIGTERM') }
  }
  async carry(elsewhere, name) {
    cpSync(this.place(name), elsewhere.place(name), { recursive: true })
    cpSync(`${this.database}.keys`, `${elsewhere.database}.keys`, { recursive: true })
  }
}

// A root on which apt has installed the package; what runs there runs as the package's own user.
export class Root {
  database = '/var/lib/chuangyou/first-week.db'
  constructor(root) {
    this.root = root
    mkdirSync(path.join(root, 'var/lib/chuangyou'), { recursive: true })
  }

  place(name) { return path.join('/var/lib/chuangyou', name) }
  inside(place) { return path.join(this.root, place) }
  write(name, bytes) {
    writeFileSync(this.inside(this.place(name)), bytes)
    return this.place(name)
  }
  words(...words) { return [this.root, 'runuser', '-u', 'chuangyou', '--', 'chuangyou', ...words] }
  async run(command, ...words) { return this.runBare(command, ...words, '--database', this.database) }
  async runBare(...words) { return run('chroot', ...this.words(...words)) }
  async start(...options) {
    const port = await freePort()
    const child = spawn('chroot', this.words('serve', '--database', this.database, '--listen',
      `127.0.0.1:${port}`, '--disk-reserve', '0', '--log-in-rate', '0', ...options), { detached: true, stdio: 'pipe' })
    let log = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => { log += text })
    const ended = new Promise((resolve) => child.on('exit', resolve))
    // The program is a child of runuser: they are told as the group that they are.
    const end = async (signal = 'SIGTERM') => {
      process.kill(-child.pid, signal)
      await ended
    }
    const endWithUs = () => child.exitCode === null && process.kill(-child.pid, 'SIGKILL')
    process.on('exit', endWithUs)
    for (let tries = 0; tries < 600; ++tries) {
      if (child.exitCode !== null) throw new Error(`the server ended at once: ${log}`)
      try {
        const answer = await new Client(port).ask('GET', '/health')
        if (answer.status === 200)
          return { port, end: () => end().then(() => process.off('exit', endWithUs)) }
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
    }
    throw new Error(`the server does not answer: ${log}`)
  }
  async carry(elsewhere, name) {
    for (const one of [this.place(name), `${this.database}.keys`])
      cpSync(this.inside(one), elsewhere.inside(one), { recursive: true })
    run('chroot', elsewhere.root, 'chown', '-R', 'chuangyou:chuangyou', '/var/lib/chuangyou')
  }
}
