// Without a browser: the road of each ledger ends at its goal, and the lines of Today stand by their days.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { checks } from "./desk.mjs";

const web = new URL("../../web/", import.meta.url).pathname;
const { createServer } = await import(createRequire(`${web}package.json`).resolve("vite").replace("index.cjs", "dist/node/index.js"));
const { ledgers } = JSON.parse(readFileSync(new URL("../../docs/reference/description.json", import.meta.url), "utf8"));
const ledgerOf = (name) => ledgers.find((ledger) => ledger.name === name);
globalThis.localStorage = { getItem: () => null, setItem() {}, removeItem() {} };
const check = checks();
const server = await createServer({ root: web, configFile: `${web}vite.config.ts`, server: { middlewareMode: true }, appType: "custom", logLevel: "error" });
const is = (name, found, wanted) => check.that(name, found === wanted, found);
try {
  const { roadOf, roadOfRecord } = await server.ssrLoadModule("/src/components/road.ts");
  const road = (name) => roadOf(ledgerOf(name)).join(" ");
  for (const [name, way] of Object.entries({
    deliveries: "delivered accepted answered", directives: "drafted checked issued", meetings: "announced held recorded",
    tasks: "planned running done confirmed", interventions: "issued answered accepted",
    problems: "registered accepted solving solved confirmed", feedback: "received assigned answered confirmed",
    promises: "proposed reviewed fixed published claimed confirmed",
    exemplars: "led verified consented edited reviewed published", requests: "drafted checked sent ended",
    plans: "drafted submitted approved running closed",
  })) is(`${name}: the road ends at its goal`, road(name), way);
  for (const [name, standing, way] of [
    ["deliveries", { state: "declined", visited: ["delivered", "declined"] }, "delivered declined"],
    ["deliveries", { state: "delivered", visited: ["delivered"], awaited: ["acknowledge"] }, "delivered acknowledged"],
    ["deliveries", { state: "answered", visited: ["delivered", "answered"] }, "delivered answered"],
    ["deliveries", { state: "returned", visited: ["delivered", "accepted", "answered", "returned"] }, "delivered accepted returned answered"],
    ["promises", { state: "broken", visited: ["proposed", "reviewed", "fixed", "published", "broken"] }, "proposed reviewed fixed published broken"],
    ["interventions", { state: "proposed", visited: ["proposed"] }, "proposed issued answered accepted"],
  ]) is(`${name} in ${standing.state}: its own road`, roadOfRecord(ledgerOf(name), standing).join(" "), way);

  const { linesOf } = await server.ssrLoadModule("/src/components/todays.ts");
  const record = (id, due, more = {}) => ({ id, ledger: "tasks", state: "running", stage: "open", part: "mine", acts: ["finish"], came_back: null, fields: {}, clock: due ? { due } : null, ...more });
  const task = (id, due) => record(id, due, { state: "planned", acts: ["conclude"] });
  const lines = linesOf([task("a", "2011-03-20"), task("b", "2011-03-09"), record("none", ""), record("early", "2011-03-05"), record("back", "2011-04-01", { came_back: {} })]
    .map((one) => ({ ...one, acts: one.id === "a" || one.id === "b" ? ["conclude"] : [`${one.id}`] })), ledgerOf);
  is("by day, one or many; what came back first and what has no day last", lines.map((line) => (line.kind === "one" ? line.record.id : line.records.map(({ id }) => id).join("+"))).join(" "), "back early b+a none");
} finally {
  await server.close();
}
check.end();
