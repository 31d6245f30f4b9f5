// Every page of the desk as people see it: wide and narrow, Chinese and English, light and dark. And
// what the first page costs on the wire.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checks, openDesk, pictures, settled } from "./desk.mjs";

const require = createRequire(new URL("../../web/package.json", import.meta.url));
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const desk = await openDesk();
const check = checks();
const first_load_bytes_max = 250 * 1024;
const wide = { viewport: { width: 1280, height: 900 } };
const narrow = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

async function look(page, who, path, open) {
  await page.goto(desk.address + path);
  await settled(page);
  if (open) await page.locator(open).first().click();
  if (open) await page.locator("textarea, dialog input, .panel form").first().waitFor();
  const name = `${who}-${path.slice(1).replace(/[/?=&]/g, "-").replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "")}${open ? "-open" : ""}`;
  await page.screenshot({ path: join(pictures, `${name}.png`) });
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  check.that(`${name}: nothing sticks out`, wider <= 0, `${wider} px`);
  await page.evaluate(axe);
  const found = await page.evaluate(async () =>
    (await window.axe.run()).violations.map(({ id, nodes }) => `${id} ${nodes[0].target}`));
  check.that(`${name}: axe finds nothing`, found.length === 0, found.join("; "));
}

// What stands in one of the wire's own words has no word in the reader's language.
async function speaks(page, who) {
  const wire = await page.evaluate(() => /\b[a-z]+_[a-z_]+\b/.exec(document.querySelector("main").innerText)?.[0] ?? "");
  check.that(`${who}: no wire name is shown`, wire === "", wire);
}

async function weigh() {
  const page = await desk.anybody();
  await page.goto(`${desk.address}/login`);
  await desk.logIn(page, "model-province", "branch");
  await page.waitForURL("**/today");
  const fresh = await page.context().storageState();
  const context = await desk.browser.newContext({ ...wide, storageState: { cookies: fresh.cookies, origins: [] } });
  const first = await context.newPage();
  const taken = [];
  first.on("requestfinished", (request) => taken.push(request.sizes()));
  await first.goto(`${desk.address}/today`);
  await settled(first);
  await first.locator("[data-row]").first().waitFor();
  const bytes = (await Promise.all(taken)).reduce((sum, { responseBodySize }) => sum + responseBodySize, 0);
  check.that(`the first load of Today is ${Math.round(bytes / 1024)} KB`, bytes <= first_load_bytes_max);
  await context.close();
  await page.context().close();
}

try {
  await weigh();
  const promise = await (async () => {
    const page = await desk.person("model-province", "branch");
    await settled(page);
    // On Today it may stand together with others that are alike.
    const id = await page.evaluate(async () => (await (await fetch("/api/promises?limit=200")).json())
      .items.find(({ fields }) => fields.content?.includes("来电有人接"))?.id);
    await page.context().close();
    return `/ledgers/promises/${id}`;
  })();
  const mostSeen = ["/today", "/overview", promise, "/ledgers/promises"];
  const others = [`${promise}?act=claim`, "/ledgers/promises/new", "/organisation", "/import",
    "/ledgers/problems?stage=confirmed", "/ledgers/tasks/none"];
  const ofThePublic = ["/login", "/open", "/say", `/receipt/${desk.receipt}?body=model-province`, "/nowhere/at/all"];
  const looks = [
    ["wide", wide, [...mostSeen, ...others], ofThePublic],
    ["narrow-english-dark", { ...narrow, language: "en", colorScheme: "dark" }, [...mostSeen, ...others], ofThePublic],
    ["narrow", narrow, mostSeen, []],
    ["wide-english-dark", { ...wide, language: "en", colorScheme: "dark" }, mostSeen, []],
  ];
  for (const [how, options, ofTheDesk, withoutAccount] of looks) {
    const branch = await desk.person("model-province", "branch", options);
    for (const path of ofTheDesk) {
      await look(branch, `branch-${how}`, path);
      await speaks(branch, `branch-${how} ${path}`);
    }
    await look(branch, `branch-${how}`, "/today", ".acts button >> nth=2");
    await branch.context().close();
    const citizen = await desk.anybody(options);
    for (const path of withoutAccount) await look(citizen, `citizen-${how}`, path);
    await citizen.context().close();
  }
  for (const [how, options] of [["wide", wide], ["narrow-english-dark", { ...narrow, language: "en", colorScheme: "dark" }]]) {
    for (const [name, ...paths] of [["admin", "/today", "/overview", "/erasures?ask=1", "/ledgers/feedback"], ["auditor", "/erasures"]]) {
      const administrator = await desk.person("model-province", name, options);
      for (const path of paths) {
        await look(administrator, `${name}-${how}`, path);
        await speaks(administrator, `${name}-${how} ${path}`);
      }
      await administrator.context().close();
    }
  }
  for (const [how, options] of [["wide", wide], ["narrow-english", { ...narrow, language: "en" }]]) {
    const coordinator = await desk.person("boston", "coordinator", options);
    for (const path of ["/today", "/overview?figures=all", "/ledgers/feedback?stage=open"])
      await look(coordinator, `boston-${how}`, path);
    await coordinator.context().close();
  }
} finally {
  await desk.close();
}
check.end();
