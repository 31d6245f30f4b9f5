// `door.mjs <part of a name>` runs only those parts whose name contains it.
import { close, tell } from '../http/tally.mjs'
import { foundWorld } from '../http/program.mjs'
import { checkClock } from './clock.mjs'
import { checkDisk } from './disk.mjs'
import { checkFaults } from './faults.mjs'
import { checkGuessing } from './guessing.mjs'
import { checkImports } from './imports.mjs'
import { checkLogOut } from './log_out.mjs'
import { checkProxy } from './proxy.mjs'
import { checkTls } from './tls.mjs'

const founded = foundWorld()
for (const [name, check] of Object.entries({ guessing: checkGuessing, log_out: checkLogOut,
  faults: checkFaults, clock: checkClock, disk: checkDisk, imports: checkImports,
  proxy: checkProxy, tls: checkTls })) {
  if (!name.includes(process.argv[2] ?? '')) continue
  try {
    await check(founded, tell)
  } catch (error) {
    tell(false, `${name}: ${error.stack}`)
  }
}
close()
