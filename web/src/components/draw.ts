// The lines by which anybody draws the lots of a published draw again, with Python and nothing else: the
// seed is the first seal that was made after the announced moment and lies over the announcement.
// tests/web/look_back.mjs runs them and holds them against the lots of the program.
export function drawnAgain(origin: string, body: string, id: string): string {
  return `import hashlib, json, urllib.request
read = lambda path: json.load(urllib.request.urlopen("${origin}" + path))
draw = read("/api/public/${body}/look_backs/${id}")["fields"]
seal_over = lambda entry: read(f"/api/seals?body=${body}&limit=1&after={entry - 1}")["seals"][0]
fits = lambda one: one["at"][:-1] > draw["seed_after"][:-1] and one["last"] >= draw["announced_as"]
seal = seal_over(draw["seal_of_seed"])
assert seal["hash"] == draw["seed"] and fits(seal)
assert seal["first"] == 1 or not fits(seal_over(seal["first"] - 1))
lots = {}
for row in draw["candidates"]:
    record = row["what"]["record"]
    lots[hashlib.sha256((draw["seed"] + record).encode()).hexdigest()] = record
for lot in sorted(lots)[:draw["how_many"]]:
    print(lots[lot])`;
}
