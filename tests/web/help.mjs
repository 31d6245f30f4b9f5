// From a no of the served to an offer of help that is answered: in a world of its own, by those whom it
// concerns, with one click, with the keyboard, wide and narrow, in both languages.
import { createRequire } from "node:module";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Client, foundWorld, startServer } from "../http/program.mjs";
import { checks, pictures, settled } from "./desk.mjs";

const require = createRequire(new URL("../../web/package.json", import.meta.url));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const check = checks();
mkdirSync(pictures, { recursive: true });
const wide = { viewport: { width: 1280, height: 900 } };
const narrow = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

const world = foundWorld();
const server = await startServer(world);
const { units, people } = world;
const address = `http://127.0.0.1:${server.port}`;
async function send(who, path, body, version) {
  const client = await new Client(server.port).logIn(who, people[who].password);
  const answer = await client.send("POST", path, version ? { "if-match": `"${version}"` } : {}, JSON.stringify(body));
  if (answer.status >= 300) throw new Error(`${who} ${path}: ${answer.text}`);
  return answer.json;
}
async function contested(content) {
  let promise = await send("member_1", "/api/promises", { unit: units.branch_1, fields: {
    subject: "member", person: people.member_1.id, kind: "post", content, duty: "窗口服务", baseline: "去年平均 4 天",
    target: "1 天", proof: "登记簿", beneficiary_unit: units.branch_3, due: "2011-06-30" } });
  const meeting = await send("head_1", "/api/meetings",
    { unit: units.branch_1, act: "enter", fields: { subject: "党员大会", kind: "decision", held_on: "2011-03-01", due_to_attend: 3, present: 3 } });
  await send("head_1", `/api/meetings/${meeting.id}/acts/record`, { fields: { resolution: "同意定诺", ayes: 3, minutes: "议定" } }, meeting.version);
  for (const [who, act, body] of [["head_1", "review", {}], ["head_1", "fix", { fields: { decided_at: meeting.id } }], ["head_1", "publish", {}],
    ["member_1", "claim", { fields: { result: "平均 1 天" } }], ["head_3", "contest", { reason: "周末无人答复" }]])
    promise = await send(who, `/api/promises/${promise.id}/acts/${act}`, body, promise.version);
  return promise;
}
const first = await contested("企业咨询当日答复");
await contested("办件全程代办");

const browser = await chromium.launch({ executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"] });
async function person(name, { language = "zh", ...options } = wide) {
  const context = await browser.newContext({ ...wide, locale: "zh-CN", timezoneId: "Asia/Shanghai", ...options });
  await context.addInitScript((spoken) => localStorage.setItem("language", spoken), language);
  const page = await context.newPage();
  page.on("pageerror", (error) => { throw error; });
  await page.goto(`${address}/login`);
  await page.locator("input[name=body][value=province]").check();
  await page.locator("input[name=username]").fill(name);
  await page.locator("input[name=password]").fill(people[name].password);
  await page.locator("form button[type=submit]").click();
  await page.waitForURL("**/today");
  await settled(page);
  return page;
}
async function look(page, name, { pictured = true } = {}) {
  await settled(page);
  await page.waitForTimeout(250);
  if (pictured) await page.screenshot({ path: join(pictures, `help-${name}.png`), fullPage: true });
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  check.that(`${name}: nothing sticks out`, wider <= 0, `${wider} px`);
  await page.evaluate(axe);
  const found = await page.evaluate(async () =>
    (await window.axe.run()).violations.map(({ id, nodes }) => `${id} ${nodes[0].target}`));
  check.that(`${name}: axe finds nothing`, found.length === 0, found.join("; "));
  const wire = await page.evaluate(() => /\b[a-z]+_[a-z_]+\b/.exec(document.querySelector("main").innerText)?.[0] ?? "");
  check.that(`${name}: no wire name is shown`, wire === "", wire);
}

try {
  const organ = await person("organ_a");
  await organ.locator("nav a[href='/help']").first().click();
  await organ.locator("[data-row]").first().waitFor();
  check.that("both are there, under their unit", (await organ.locator("section.sheet [data-row]").count()) === 2);
  await look(organ, "page-wide");
  const row = organ.locator(`[data-row="${first.id}"]`);
  await row.locator("button.first").click();
  check.that("what goes out in one's name is read before it does", (await row.locator(".sure").textContent()).includes("以您的名义"));
  await row.locator(".sure .primary").click();
  await row.locator(".tried li").first().waitFor();
  check.that("help is offered when that is confirmed", (await row.locator(".tried li").count()) === 1);
  check.that("and it is not offered twice", (await row.locator("button.first").count()) === 0);
  // The other one without a mouse: j goes to the row, Tab to what may be done.
  const other = organ.locator(`[data-row]:not([data-row="${first.id}"])`);
  for (let steps = 0; steps < 4 && !(await other.evaluate((li) => li.contains(document.activeElement))); ++steps)
    await organ.keyboard.press("j");
  await organ.keyboard.press("Tab");
  await organ.keyboard.press("Enter");
  await other.locator(".sure .primary:focus").waitFor();
  await organ.keyboard.press("Enter");
  await other.locator(".tried li").first().waitFor();
  check.that("the keyboard does the same", (await other.locator(".tried li").count()) === 1);

  const member = await person("member_1");
  await look(member, "member-wide");
  check.that("what the served sent back stands on top, with their reason",
    (await member.locator("section.mine li").first().innerText()).includes("周末无人答复"));
  const help = member.locator("section.mine li", { hasText: "企业咨询当日答复" }).filter({ hasText: "督办帮扶" });
  await help.locator(".acts .button").first().click();
  await member.locator(".panel [data-field=answer] textarea").fill("请派一人周末值守");
  await member.locator(".panel form button[type=submit]").click();
  await member.locator(".panel").waitFor({ state: "detached" });

  await organ.goto(`${address}/ledgers/promises/${first.id}`);
  await organ.locator("section.on-record .tried li").first().waitFor();
  check.that("on the record those above see what was tried and what was answered",
    (await organ.locator("section.on-record").innerText()).includes("请派一人周末值守"));
  check.that("and each rung says who signed it and on which day",
    /发改委机关党委 签发于 2011-03-01/.test(await organ.locator("section.on-record .tried li").first().innerText()), await organ.locator("section.on-record .tried").innerText());
  await look(organ, "record-wide");
  const served = await person("head_3");
  await served.goto(`${address}/ledgers/promises/${first.id}`);
  await settled(served);
  check.that("the served are told nothing of it", (await served.locator("section.on-record").count()) === 0);
  const dark = { ...narrow, language: "en", colorScheme: "dark" };
  const small = await person("organ_a", dark);
  await look(small, "today-narrow-english-dark");
  await small.goto(`${address}/help`);
  await look(small, "page-narrow-english-dark");
  await small.goto(`${address}/ledgers/promises/${first.id}`);
  await look(small, "record-narrow-english-dark");
  const head = await person("head_1", narrow);
  await look(head, "today-narrow");
} finally {
  await browser.close();
  await server.end("SIGTERM");
}
check.end();
