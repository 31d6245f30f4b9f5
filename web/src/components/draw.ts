// The lines by which anybody draws the lots of a published draw again, with Python and nothing else.
// tests/web/look_back.mjs runs them and holds them against the lots of the program.
export function drawnAgain(origin: string, body: string, id: string): string {
  return `import hashlib, json, urllib.request
read = lambda path: json.load(urllib.request.urlopen("${origin}" + path))
draw = read("/api/public/${body}/look_backs/${id}")["fields"]
seal = read(f"/api/seals?body=${body}&limit=1&after={draw['seal_of_seed'] - 1}")["seals"][0]
assert seal["hash"] == draw["seed"] and seal["at"] > draw["seed_after"]
lots = {}
for row in draw["candidates"]:
    record = row["what"]["record"]
    lots[hashlib.sha256((draw["seed"] + record).encode()).hexdigest()] = record
for lot in sorted(lots)[:draw["how_many"]]:
    print(lots[lot])`;
}
