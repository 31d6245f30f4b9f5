// One promise from proposal to confirmation, each step by whoever may take it, and by no one else.
import { join } from "node:path";
import { checks, openDesk, pictures } from "./desk.mjs";

const desk = await openDesk();
const check = checks();
const body = "model-province";

async function opens(page, path) {
  await page.goto(desk.address + path);
  await page.locator("h1").first().waitFor();
  await page.waitForLoadState("networkidle").catch(() => {});
}
async function acts(page, record, act, fields = {}) {
  await opens(page, `${record}?act=${act}`);
  for (const [field, text] of Object.entries(fields))
    await page.locator(`#act-panel [data-field=${field}]`).locator("input, textarea").first().fill(text);
  await page.locator("#act-panel button[type=submit]").click();
  await page.locator("#act-panel h2").waitFor({ state: "detached", timeout: 5000 }).catch(() => {});
}
const stateOf = (page, record) => page.evaluate(async (path) => {
  const answer = await fetch(path);
  return answer.ok ? (await answer.json()).state : answer.status;
}, record.replace("/ledgers/", "/api/"));
const offers = async (page, record, act) => {
  await opens(page, record);
  return page.evaluate(async ([path, name]) => {
    const answer = await fetch(path);
    return answer.ok && (await answer.json()).acts.includes(name);
  }, [record.replace("/ledgers/", "/api/"), act]);
};

try {
  const member = await desk.person(body, "member");
  const branch = await desk.person(body, "branch");
  const served = await desk.person(body, "served");
  const servedUnit = await served.evaluate(async () => (await (await fetch("/api/session")).json()).posts[0].unit.id);

  const promise = new URLSearchParams({
    act: "propose", content: "企业咨询当日答复", subject: "member", kind: "post", duty: "咨询岗位",
    baseline: "去年平均4天", target: "1天以内", measure: "设专人，每日清零", proof: "咨询登记簿",
    beneficiary_unit: servedUnit, due: "2019-10-11",
  });
  await opens(member, `/ledgers/promises/new?${promise}`);
  await member.locator("form button[type=submit]").last().click();
  await member.waitForURL(/\/ledgers\/promises\/[0-9a-f-]{36}$/);
  const record = new URL(member.url()).pathname;
  check.that("a member proposes", (await stateOf(member, record)) === "proposed");
  check.that("the proposer may not review", !(await offers(member, record, "review")));
  check.that("before it is public, the served see nothing", (await stateOf(served, record)) === 404);

  await acts(branch, record, "review");
  check.that("the branch reviews", (await stateOf(branch, record)) === "reviewed");
  await opens(branch, `${record}?act=fix`);
  await branch.locator("#act-panel [data-field=decided_at] input").first().pressSequentially("支部党员大会");
  await branch.locator(".el-select-dropdown__item:visible").first().click();
  await branch.locator("#act-panel button[type=submit]").click();
  await branch.locator("#act-panel h2").waitFor({ state: "detached", timeout: 5000 }).catch(() => {});
  check.that("the meeting fixes", (await stateOf(branch, record)) === "fixed");
  await acts(branch, record, "publish");
  check.that("it is published", (await stateOf(branch, record)) === "published");
  check.that("now the served can read it", (await stateOf(served, record)) === "published");

  await opens(member, record);
  const clock = await member.evaluate(async (path) => (await (await fetch(path)).json()).clock, record.replace("/ledgers/", "/api/"));
  check.that("the clock runs to the promised day", clock?.due === "2019-10-11" && clock.first_due === "2019-10-11", JSON.stringify(clock?.due));
  check.that("it names each day that does not count, 1 October among them",
    clock.skipped.some((day) => day.date === "2019-10-01" && day.name.includes("国庆")));
  check.that("and no make-up working day (29 September is one)", !clock.skipped.some((day) => day.date === "2019-09-29"));
  await member.screenshot({ path: join(pictures, "promise-published.png"), fullPage: true });

  check.that("before the claim nobody can confirm", !(await offers(served, record, "confirm")));
  await acts(member, record, "claim", { result: "7月至9月共答复312件，平均0.8天" });
  check.that("the member claims: done is not confirmed", (await stateOf(member, record)) === "claimed");
  check.that("the promiser may not confirm", !(await offers(member, record, "confirm")));
  check.that("nor may the branch", !(await offers(branch, record, "confirm")));
  await acts(served, record, "confirm");
  check.that("the served confirm", (await stateOf(served, record)) === "confirmed");
  await served.screenshot({ path: join(pictures, "promise-confirmed.png"), fullPage: true });
} finally {
  await desk.close();
}
check.end();
