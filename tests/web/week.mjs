// The week of a branch secretary, in a world of its own: fifteen members with three promises each, and
// what else waits. Every click and every field that is typed into is counted, and the figure printed.
import { createRequire } from "node:module";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Client, foundWorld, makeWorld, run, startServer } from "../http/program.mjs";
import { checks, pictures, settled } from "./desk.mjs";

const { chromium } = createRequire(new URL("../../web/package.json", import.meta.url))("playwright-core");
const clicks_max = 40;
const fields_max = 8;
const check = checks();
mkdirSync(pictures, { recursive: true });

const world = foundWorld();
const server = await startServer(world);
const { units, people } = world;
const clients = new Map();
async function as(who) {
  if (!clients.has(who)) clients.set(who, await new Client(server.port).logIn(who, people[who].password));
  return clients.get(who);
}
async function send(who, path, body, version) {
  const answer = await (await as(who)).send("POST", path, version ? { "if-match": `"${version}"` } : {}, JSON.stringify(body));
  if (answer.status >= 300) throw new Error(`${who} ${path}: ${answer.text}`);
  return answer.json;
}
const open = (who, ledger, unit, act, fields) => send(who, `/api/${ledger}`, { act, unit: units[unit], fields });
const act = (who, record, name, fields = {}) =>
  send(who, `/api/${record.ledger}/${record.id}/acts/${name}`, { fields }, record.version);
const today = async (who) => (await (await as(who)).send("GET", "/api/today?limit=200")).json;

// The desk's own words, so that a better word breaks nothing here.
function word(ledger, kind, name) {
  const words = JSON.parse(readFileSync(new URL(`../../words/zh/${ledger}.json`, import.meta.url), "utf8"));
  const found = kind === "name" ? words.name : words[kind][name];
  return found.name ?? found;
}
const actWord = (ledger, name) => word(ledger, "acts", name);

// ---- what waits at the beginning of the week ----------------------------------------------------

// Nobody promises for another, so each member has an account.
const members = ["member_1"];
for (let n = 2; n <= 15; ++n) {
  const person = await send("admin", "/api/organisation/acts/add_person", { fields: { name: `党员${n}`, member_kind: "formal" } });
  const post = await send("admin", "/api/organisation/acts/propose_post",
    { fields: { person: person.id, role: "member", unit: units.branch_1, from: "2011-01-01" } });
  await send("granter", "/api/organisation/acts/sign_post", { fields: { posts: [post.id] } });
  const name = `member_of_${n}`;
  if (run(makeWorld, "account", world.database, person.id, name).code !== 0) throw new Error(`no account for ${name}`);
  people[name] = { id: person.id, password: `password of ${name}` };
  members.push(name);
}
const promised = (person, content, target) => ({
  subject: "member", person, kind: "post", content, duty: "窗口服务", baseline: "去年平均 4 天", target,
  measure: "每日清零", proof: "登记簿", beneficiary_unit: units.branch_3, due: "2011-06-30",
});
for (const [n, who] of members.entries())
  for (const [content, target] of [["企业咨询当日答复", "1 天"], ["每月走访企业", "12 户"], ["办件提速", n ? "平均 2 天" : "明显提速"]])
    await open(who, "promises", "branch_1", "propose", promised(people[who].id, content, target));
// Two documents to take note of, two tasks to start, one to finish, a problem and a case of one's own.
for (const title of ["关于公开承诺的通知", "关于群众评议的通知"])
  await open("organ_a", "directives", "development", "register", {
    title, number: `发改党〔2011〕${title.length} 号`, kind: "notice", taken_from: "机关党委",
    clause_rows: [{ text: "各支部落实。" }], audience: [units.branch_1] });
for (const title of ["公开办事指南", "设立党员示范岗"])
  await open("organ_a", "tasks", "branch_1", "plan",
    { title, requirement_tags: ["serve_the_people"], mandate: "年度要点", due: "2011-03-03" });
const task = await open("organ_a", "tasks", "branch_1", "plan",
  { title: "压缩审批时限", requirement_tags: ["serve_the_people"], mandate: "年度要点", due: "2011-03-03" });
await act("head_1", task, "start");
await open("head_3", "problems", "branch_1", "register", { title: "收费标准没有公示", kind: "new" });
// Three claims of another branch that this one, which is served, judges; and two of them are alike.
const meeting = await open("head_2", "meetings", "branch_2", "enter", { subject: "定诺会", kind: "decision", held_on: "2011-03-01", due_to_attend: 3, present: 3 });
await act("head_2", meeting, "record", { resolution: "同意定诺", ayes: 3, minutes: "议定" });
const served = await open("organ_b", "meetings", "civil", "enter", { subject: "定诺会", kind: "decision", held_on: "2011-03-01", due_to_attend: 3, present: 3 });
await act("organ_b", served, "record", { resolution: "同意定诺", ayes: 3, minutes: "议定" });
for (const content of ["上门办证", "送政策上门", "假日值班"]) {
  let promise = await open("division_3", "promises", "branch_3", "propose",
    { ...promised(undefined, content, "10 次"), person: undefined, subject: "organisation", beneficiary_unit: units.branch_1 });
  for (const [name, fields] of [["review"], ["fix", { decided_at: served.id }], ["publish"]])
    promise = await act("organ_b", promise, name, fields);
  await act("division_3", promise, "claim", { result: `${content}12 次，登记在册` });
}
const waiting = await today("head_1");
check.that("45 promises wait to be reviewed, and nine other things", waiting.counts.judging === 48 && waiting.in_all === 54,
  JSON.stringify(waiting.counts));

// ---- the week ------------------------------------------------------------------------------------

const browser = await chromium.launch({ executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"] });
const counted = { clicks: 0, fields: 0 };
try {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "zh-CN", timezoneId: "Asia/Shanghai" });
  const page = await context.newPage();
  page.on("pageerror", (error) => { throw error; });
  const address = `http://127.0.0.1:${server.port}`;
  await page.goto(`${address}/login`);
  await page.locator("input[name=body][value=province]").check();
  await page.locator("input[name=username]").fill("head_1");
  await page.locator("input[name=password]").fill(people.head_1.password);
  await page.locator("form button[type=submit]").click();
  await page.waitForURL("**/today");
  await settled(page);
  await page.locator("section.mine, section.judging").first().waitFor();

  // From here on every click and every field counts: by the page's own events, not by this script's word.
  await page.exposeFunction("countOne", (what) => { counted[what] += 1; });
  await page.evaluate(() => {
    let last;
    addEventListener("pointerdown", (event) => { if (event.isTrusted) window.countOne("clicks"); }, true);
    addEventListener("input", (event) => {
      const typed = event.target.matches("textarea, input:not([type=checkbox]):not([type=radio])");
      if (event.isTrusted && typed && event.target !== last) { last = event.target; window.countOne("fields"); }
    }, true);
  });

  const line = (text) => page.locator(".lines > li", { hasText: text });
  const many = (ledger) => page.locator(".lines > li.many", { hasText: word(ledger, "name") });
  const panel = page.locator(".panel");
  async function press(row, name) {
    await row.locator(".acts .button", { hasText: name }).first().click();
    await panel.locator("form button[type=submit]").waitFor();
  }
  async function confirm() {
    await panel.locator("form button[type=submit]").click();
    await panel.waitFor({ state: "detached" });
    await page.waitForTimeout(150);
  }
  // As a hand does it: one goes on typing where the act was chosen, and clicks where one must.
  async function type(form, field, text) {
    const input = form.locator(field).first();
    const isThere = await input.evaluate(async (element) => {
      for (let tries = 0; tries < 20 && element !== document.activeElement; ++tries)
        await new Promise((resolve) => setTimeout(resolve, 20));
      return element === document.activeElement;
    });
    if (!isThere) await input.click();
    await page.keyboard.type(text);
  }
  const reviewed = many("promises").filter({ hasText: word("promises", "states", "proposed") });

  await page.screenshot({ path: join(pictures, "week-begins.png"), fullPage: true });
  // One promise names no number: it goes back with the reason, the other 44 are reviewed.
  await press(reviewed, actWord("promises", "return"));
  await page.screenshot({ path: join(pictures, "week-many.png"), fullPage: true });
  await panel.locator("button.none").click();
  const vague = panel.locator(".rows li", { hasText: "明显提速" });
  await vague.locator("label").click();
  check.that("each row says what is promised before it is judged", (await vague.innerText()).includes("明显提速"));
  await type(panel, "textarea[id$=reason]", "目标请写明数字");
  await confirm();
  await press(reviewed, actWord("promises", "review"));
  await confirm();
  // The meeting is entered once, and fixes all of them at once.
  await page.locator("nav a", { hasText: word("meetings", "name") }).first().click();
  await settled(page);
  await page.locator("a.button.primary", { hasText: "新建" }).click();
  await settled(page);
  await page.locator(".way", { hasText: actWord("meetings", "enter") }).click();
  await page.waitForTimeout(300);
  await page.screenshot({ path: join(pictures, "week-meeting.png"), fullPage: true });
  const entering = page.locator("form.act");
  await type(entering, "[data-field=subject] input, [data-field=subject] textarea", "三月党员大会");
  await entering.locator("[data-field=kind] label", { hasText: "支部大会" }).first().click();
  // The day and how many were due stand there already.
  check.that("it was held today, unless one says otherwise", (await entering.locator("[data-field=held_on] input").first().inputValue()).length > 0);
  const due = await entering.locator("[data-field=due_to_attend] input").first().inputValue();
  check.that("how many are due is known", Number(due) > 0, due);
  await entering.locator("[data-field=present] input").first().fill(due);
  counted.clicks += 1;
  counted.fields += 1;
  await entering.locator("button[type=submit]").click();
  await page.waitForURL(/meetings\/[0-9a-f-]{36}$/);
  // Only a resolution that is recorded decides: one more button, a line and a number.
  await page.goto(`${page.url()}?act=record`);
  await settled(page);
  await panel.locator("[data-field=resolution] textarea").first().fill("同意定诺");
  await panel.locator("[data-field=ayes] input").first().fill(due);
  counted.clicks += 2;
  counted.fields += 2;
  await confirm();
  await page.locator("nav a", { hasText: "今日" }).first().click();
  await settled(page);
  await press(many("promises").filter({ hasText: word("promises", "states", "reviewed") }), actWord("promises", "fix"));
  await panel.locator("[data-field=decided_at] input").first().click();
  await page.locator(".el-select-dropdown__item:visible", { hasText: "三月党员大会" }).first().click();
  await confirm();
  await press(many("promises").filter({ hasText: word("promises", "states", "fixed") }), actWord("promises", "publish"));
  await confirm();
  // What this branch is served with: judged having been read.
  await press(many("promises").filter({ hasText: word("promises", "states", "claimed") }), actWord("promises", "confirm"));
  const read = await panel.innerText();
  check.that("the served branch sees what it judges", read.includes("上门办证12 次，登记在册") && read.includes("假日值班12 次"), read.slice(0, 300));
  await page.screenshot({ path: join(pictures, "week-judging.png"), fullPage: true });
  await confirm();
  await press(many("deliveries"), actWord("deliveries", "acknowledge"));
  await confirm();
  await press(many("tasks"), actWord("tasks", "start"));
  await confirm();
  await press(line("压缩审批时限"), actWord("tasks", "finish"));
  await type(panel, "[data-field=result] textarea", "由 8 天减为 5 天");
  await confirm();
  for (const title of ["公开办事指南", "设立党员示范岗"]) {
    await press(line(title), actWord("tasks", "finish"));
    await type(panel, "[data-field=result] textarea", "已完成");
    await confirm();
  }
  await press(line("收费标准没有公示"), actWord("problems", "accept"));
  await confirm();
  await page.screenshot({ path: join(pictures, "week-ends.png"), fullPage: true });

  const left = await today("head_1");
  const other = left.items.filter(({ part }) => part !== "coming").map(({ ledger, state }) => `${ledger} ${state}`);
  check.that("of the week's work little is left", other.length <= 2, JSON.stringify(other));
  const published = (await (await as("head_1")).send("GET", `/api/promises?unit=${units.branch_1}&state=published&count=true&limit=1`)).json;
  check.that("44 promises are published", published.count === 44, published.count);
  const back = (await today("member_1")).items[0];
  check.that("the one that was sent back stands on top of the member's Today with the reason",
    back?.state === "returned" && back.came_back?.reason === "目标请写明数字", JSON.stringify(back?.came_back));
  console.log(`the week of a branch secretary: ${counted.clicks} clicks of ${clicks_max}, ${counted.fields} typed fields of ${fields_max}`);
  check.that(`no more than ${clicks_max} clicks`, counted.clicks > 0 && counted.clicks <= clicks_max, counted.clicks);
  check.that(`no more than ${fields_max} typed fields`, counted.fields > 0 && counted.fields <= fields_max, counted.fields);
} catch (error) {
  for (const page of browser.contexts().flatMap((context) => context.pages()))
    await page.screenshot({ path: join(pictures, "week-stopped.png"), fullPage: true });
  throw error;
} finally {
  await browser.close();
  await server.end("SIGTERM");
}
check.end();
