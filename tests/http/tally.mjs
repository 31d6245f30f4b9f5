// What a script has checked: `tell` counts and names what failed, `close` ends the script with the line
// that ./do reads.
export const tally = { passed: 0, failed: 0 }

export function tell(good, words) {
  if (good) return void ++tally.passed
  ++tally.failed
  console.log(`FAILED ${words}`)
}

export function close() {
  console.log(`${tally.passed} passed, ${tally.failed} failed`)
  process.exit(tally.failed ? 1 : 0)
}
