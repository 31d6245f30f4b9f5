// The first week of a bureau: with the program that was built or, given two bare roots on which the
// package is installed, with that.
import { Folder, Root } from './houses.mjs'
import { firstWeek } from './first_week.mjs'
import { close, tell } from '../http/tally.mjs'

const roots = process.argv.slice(2)
const [house, elsewhere] = roots.length ? roots.map((root) => new Root(root)) : [new Folder(), new Folder()]
await firstWeek(house, elsewhere, tell)
close()
