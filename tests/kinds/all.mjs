// Both, one after the other; `all.mjs kinds` or `all.mjs people` runs one.
import { close } from '../http/tally.mjs'

for (const name of process.argv[2] ? [process.argv[2]] : ['kinds', 'people']) await import(`./${name}.mjs`)
close()
