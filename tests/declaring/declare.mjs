// All that a developer does for one more field: its line in the ledger's header, its name among the
// fields and in what an act takes, its words. And for one more ledger: its header, its words.
// `declare.mjs <folder>` writes the edited header and words there; the header of the new ledger lies
// beside this file.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const here = path.dirname(fileURLToPath(import.meta.url))
const root = path.resolve(here, '../..')
const folder = process.argv[2]

function insert(text, after, line) {
  const parts = text.split(after)
  if (parts.length !== 2) throw new Error(`${parts.length - 1} places for the new field: ${after}`)
  return parts.join(after + line)
}

let header = readFileSync(path.join(root, 'src/ledgers/problems.h'), 'utf8')
header = insert(header, 'inline constexpr std::string_view kinds[] = {"old", "new", "harm"};\n',
  'inline constexpr auto people_affected = integer("people_affected").shown();\n')
header = insert(header, 'inline constexpr FieldSpec fields[] = {', 'people_affected, ')
header = insert(header, 'inline constexpr auto& stating = names<', 'people_affected, ')
mkdirSync(path.join(folder, 'ledgers'), { recursive: true })
writeFileSync(path.join(folder, 'ledgers/problems.h'), header)

const added = JSON.parse(readFileSync(path.join(here, 'words.json'), 'utf8'))
cpSync(path.join(root, 'words'), path.join(folder, 'words'), { recursive: true })
for (const language of ['zh', 'en']) {
  const own = (ledger) => path.join(folder, `words/${language}/${ledger}.json`)
  const problems = JSON.parse(readFileSync(own('problems'), 'utf8'))
  Object.assign(problems.fields, added[language].problems.fields)
  writeFileSync(own('problems'), JSON.stringify(problems))
  writeFileSync(own('wishes'), JSON.stringify(added[language].wishes))
}
