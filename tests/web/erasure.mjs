// Personal data goes by two people, neither of whom reads it, and where it stood a word says so.
import { join } from "node:path";
import { checks, openDesk, pictures, settled } from "./desk.mjs";

const desk = await openDesk();
const check = checks();
const body = "model-province";
const secret = "解放路十七号";
const shows = (page, text) => page.evaluate((part) => document.body.innerText.includes(part), text);
const waitFor = (page, text) => page.getByText(text).first().waitFor();
const opens = async (page, path) => {
  await page.goto(desk.address + path);
  await settled(page);
};
async function say(unit, text) {
  const answer = await fetch(`${desk.address}/api/public/${body}/feedback`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "Idempotency-Key": `say-${text}-${unit}`.replace(/[^\w-]/g, "x").padEnd(8, "x") },
    body: JSON.stringify({ unit, fields: { text, kind: "opinion" } }),
  });
  return answer.json();
}

try {
  const organ = await desk.person(body, "organ");
  const unit = await organ.evaluate(async () => (await (await fetch("/api/session")).json()).posts[0].unit.id);
  const said = await say(unit, `我是王小明，家住${secret}，楼道没有灯`);
  const record = `/ledgers/feedback/${said.id}`;
  await opens(organ, record);
  await waitFor(organ, secret);
  await organ.locator(".journal button[aria-expanded]").first().click();
  const address = await organ.locator(".journal code").first().textContent();
  check.that("whoever reads the entry gets its address to hand over", address.includes(`record=${said.id}`) && address.includes("seq="), address);

  const admin = await desk.person(body, "admin");
  const administrator = await admin.evaluate(async () => (await (await fetch("/api/session")).json()).person.name);
  await opens(admin, address.slice(desk.address.length));
  await admin.locator("fieldset input[type=checkbox]").first().waitFor();
  check.that("the administrator does not read it", !(await shows(admin, secret)) && !(await shows(admin, said.receipt)));
  await admin.locator("form button[type=submit]").click();
  check.that("he must say what and why", (await admin.locator("[role=alert] p").count()) === 2);
  await admin.locator("fieldset input[type=checkbox][value=text]").check();
  await admin.locator("form textarea").fill("本人要求删除住址");
  const outcome = await admin.locator("form dl dd").allTextContents();
  check.that("he sees what goes and what remains", outcome[0] === "意见内容" && !outcome[1].includes("内容") && outcome[1].includes("意见类别"), outcome.join(" | "));
  await admin.screenshot({ path: join(pictures, "erasure-asked.png"), fullPage: true });
  await admin.locator("form button[type=submit]").click();
  const asked = admin.locator("[data-erasure]").first();
  await asked.waitFor();
  check.that("he cannot sign what he asked for", (await asked.locator("button").count()) === 0);

  const auditor = await desk.person(body, "auditor");
  await settled(auditor);
  await auditor.locator("a[href='/erasures']").last().click();
  const waiting = auditor.locator("[data-erasure]").first();
  await waiting.waitFor();
  const told = await waiting.innerText();
  check.that("the auditor reads what, why and by whom", told.includes("本人要求删除住址") && told.includes(administrator), told);
  check.that("and neither the text nor of which record",
    !told.includes(secret) && !(await auditor.content()).includes(said.id));
  await auditor.screenshot({ path: join(pictures, "erasure-waiting.png"), fullPage: true });
  await waiting.locator("button", { hasText: "签署清除" }).click();
  await waiting.locator("form button[type=submit]").click();
  await auditor.locator(".state.signed").first().waitFor();
  check.that("once signed it is done", (await auditor.locator(".state.waiting").count()) === 0);

  await organ.getByText(secret).first().waitFor({ state: "detached" });
  check.that("an open page loses the text by itself", !(await shows(organ, secret)));
  const words = /已依法清除（\d{4}-\d\d-\d\d，第 \d+ 号条目）/;
  check.that("its heading, its field and its journal say why",
    words.test(await organ.locator("h1").innerText()) && words.test(await organ.locator("section.journal").innerText()));
  await organ.screenshot({ path: join(pictures, "erasure-record.png"), fullPage: true });
  await opens(organ, "/ledgers/feedback?order=newest");
  check.that("the list says it too", words.test(await organ.locator(`[data-row="${said.id}"]`).innerText()));

  const citizen = await desk.anybody({ language: "en" });
  await opens(citizen, `/receipt/${said.receipt}?body=${body}`);
  const seen = await citizen.locator("main, .page").first().innerText();
  check.that("the receipt still opens, in either language", /erased by law on \d{4}-\d\d-\d\d, entry \d+/.test(seen) && !seen.includes(secret), seen);

  const other = await say(unit, "路灯不亮");
  await opens(admin, `/erasures?ledger=feedback&record=${other.id}`);
  await admin.locator("fieldset input[type=checkbox][value=text]").check();
  await admin.locator("form textarea").fill("有人要求");
  await admin.locator("form button[type=submit]").click();
  const second = auditor.locator("[data-erasure]", { hasText: "有人要求" });
  await second.waitFor();
  check.that("what is asked comes to the auditor's page by itself", true);
  await second.locator("button", { hasText: "退回" }).click();
  await second.locator("form textarea").fill("并非个人信息");
  await second.locator("form button[type=submit]").click();
  await auditor.locator(".state.refused").first().waitFor();
  await waitFor(admin, "并非个人信息");
  check.that("the administrator reads why it was refused", true);
  await opens(organ, `/ledgers/feedback/${other.id}`);
  check.that("and what was refused stays", await shows(organ, "路灯不亮"));

  await opens(organ, "/erasures");
  check.that("whoever is neither is told how to ask", (await organ.locator(".notice").innerText()).includes("管理员"));
} finally {
  await desk.close();
}
check.end();
