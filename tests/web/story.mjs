// A story from lead to print: its claims rest on records, whoever is told of consents, a record that has
// changed stops it, it is published, laid out for the journal and adopted by another unit.
import { checks, looking } from "./desk.mjs";
import { openProvince, steps } from "./province.mjs";

const desk = await openProvince();
const check = checks();
const sees = looking(check);
const { opens, api, text, stateOf, act, write } = steps(desk);
const { units } = desk.world;
const narrow = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

try {
  const organ = await desk.person("organ_a");
  const branch = await desk.person("head_1");
  const editor = await desk.person("editor");
  const worker = await desk.person("worker");
  const other = await desk.person("head_3");
  const promise = await write(organ, "/api/promises", { unit: units.branch_1, act: "register", fields: {
    subject: "organisation", kind: "real_deed", content: "咨询当日答复", due: "2011-06-30", beneficiary_unit: units.branch_3,
    made_public_in: "公示栏", made_public_at: "2011-02-28T01:00:00Z" } });
  check.that("a promise stands", promise.status === 201, JSON.stringify(promise));
  const led = await write(organ, "/api/exemplars", { unit: units.branch_1, act: "lead", fields: {
    title: "一张窗口，两班人", kind: "organisation", topics: ["style", "service"],
    claims: [{ claim: "咨询当日答复，写在公示栏上", rests_on: { ledger: "promises", record: promise.id } }] } });
  check.that("a lead is entered", led.status === 201, JSON.stringify(led));
  const story = `/ledgers/exemplars/${led.id}`;
  await act(organ, story, "verify");
  check.that("it is verified", (await stateOf(organ, story)) === "verified");
  await act(branch, story, "consent");
  check.that("the branch consents", (await stateOf(branch, story)) === "consented");
  await opens(editor, `${story}?act=edit`);
  await text(editor, "story").fill("早上八点半，窗口开了。\n排队的人先看见的不是人，是一张单子：问什么，谁来答，今天几点答完。\n答不完的，当天打电话。");
  await text(editor, "contribution").fill("一年没有一件咨询过夜。");
  await text(editor, "new_angle").fill("从排队的人写起");
  await text(editor, "web_summary").fill("咨询不过夜：一支部把答复时间写在公示栏上。");
  await text(editor, "journal_column").fill("身边的支部");
  await sees(editor, "story-edit");
  await editor.locator("#act-panel button[type=submit]").click();
  await editor.locator("#act-panel h2").waitFor({ state: "detached" });
  check.that("it is edited", (await stateOf(editor, story)) === "edited");
  await act(branch, story, "consent_to_wording");
  check.that("the branch consents to what is told of it", (await api(branch, story)).fields.consents === true);
  await act(worker, story, "review");
  check.that("somebody else passes it", (await stateOf(worker, story)) === "reviewed");

  // The record on which it rests moves.
  await write(branch, `/api/promises/${promise.id}/acts/claim`, { fields: { result: "已做到" } });
  await opens(editor, "/stories?view=desk");
  check.that("the editor is shown that a claim has changed", await editor.getByText("核实以后记录有变动").first().waitFor().then(() => true, () => false));
  await sees(editor, "story-desk");
  const stopped = await write(editor, `/api/exemplars/${led.id}/acts/publish`, {});
  check.that("and cannot publish it", stopped.code === "claim_has_changed", JSON.stringify(stopped));
  await act(organ, story, "verify_again");
  await act(editor, story, "send_to_journal");
  await act(editor, story, "publish");
  check.that("verified again, it is published", (await stateOf(editor, story)) === "published");
  await opens(editor, "/stories?view=issue");
  await editor.locator(".issue article").first().waitFor();
  check.that("the journal is called as the campaign calls it", (await editor.locator(".masthead").innerText()).includes("《工作与学习》"), await editor.locator(".masthead").innerText());
  await editor.locator(".settings input").first().fill("身边");
  await editor.locator(".settings input").last().fill("第三期");
  await editor.locator(".settings input").last().blur();
  await editor.waitForURL(/number=/);
  check.that("what an issue is called stands in its address", (await editor.locator(".masthead").innerText()).includes("《身边》") && !(await editor.evaluate(() => localStorage.getItem("journal-title"))), editor.url());
  await sees(editor, "story-issue");

  // What it rests on is said no to by the served: the story says so to everybody, and the editor is asked.
  const served = await desk.person("head_3");
  const no = await write(served, `/api/promises/${promise.id}/acts/contest`, { reason: "窗口又要等到下午" });
  check.that("the served contest the promise", no.state === "not_confirmed", JSON.stringify(no));
  check.that("the story comes into doubt", (await stateOf(editor, story)) === "in_doubt");
  check.that("the nearest of those who may is asked on Today", JSON.stringify(await api(branch, "/api/today")).includes(led.id));
  const reader = await desk.anybody();
  await opens(reader, `/open/province/exemplars/${led.id}`);
  check.that("and everybody is told", await reader.getByText("依据有变，待核").first().waitFor().then(() => true, () => false));
  await sees(reader, "story-in-doubt");
  const stands = await write(editor, `/api/exemplars/${led.id}/acts/stand_by`, { reason: "没有变" });
  check.that("nobody stands by what is contested", stands.code === "claim_has_changed", JSON.stringify(stands));
  await write(branch, `/api/promises/${promise.id}/acts/claim`, { fields: { result: "加派一人，当日答完" } });
  const confirmed = await write(served, `/api/promises/${promise.id}/acts/confirm`, {});
  check.that("mended, the served confirm it", confirmed.state === "confirmed", JSON.stringify(confirmed));
  await act(editor, story, "stand_by", {}, "加派一人以后当日答完，服务对象已确认。");
  check.that("and the editor stands by it", (await stateOf(editor, story)) === "published");

  await opens(other, "/stories");
  await other.locator(".magazine article").first().waitFor();
  await sees(other, "story-read");
  // The program looks for it, in all that is published.
  const asked = [];
  other.on("request", (request) => { if (request.url().includes("/api/exemplars?")) asked.push(decodeURIComponent(request.url())); });
  await other.locator("input[type=search]").last().fill("两班人");
  await other.waitForURL(/search=/);
  await other.locator(".magazine article").first().waitFor();
  check.that("the library is searched by the program", asked.some((url) => url.includes("title.contains=两班人") && url.includes("state=published")), asked.join("\n"));
  await other.locator("input[type=search]").last().fill("没有这一篇");
  check.that("what fits nothing is said, with a way back", await other.getByText("没有符合的典型").waitFor().then(() => true, () => false));
  await sees(other, "story-none-found");
  await other.getByRole("button", { name: "看全部" }).click();
  await other.locator(".magazine article").first().waitFor();
  await other.locator(".topics button", { hasText: "作风" }).first().click();
  await other.waitForURL(/topic=style/);
  check.that("and narrowed by topic there", await other.locator(".magazine article").first().waitFor().then(() => asked.some((url) => url.includes("topics=style")), () => false), asked.join("\n"));
  await other.getByRole("link", { name: "我们也借鉴" }).click();
  await text(other, "changed").fill("单子改成两种语言，下午也有人");
  await other.locator("form button[type=submit]").last().click();
  await other.waitForURL(/\/ledgers\/exemplars\/[0-9a-f-]{36}$/);
  const adopted = await api(other, new URL(other.url()).pathname);
  check.that("another unit adopts it with what it changed", adopted.state === "adopted" && adopted.fields.adopted_from === led.id, JSON.stringify(adopted.fields));
  for (const [how, options] of [["narrow", narrow], ["narrow-english-dark", { ...narrow, language: "en", colorScheme: "dark" }]]) {
    const pocket = await desk.person("head_3", options);
    await opens(pocket, "/stories");
    await pocket.locator(".magazine article").first().waitFor();
    await sees(pocket, `story-read-${how}`);
  }
  const anyone = await desk.anybody();
  await opens(anyone, `/open/province/exemplars/${led.id}`);
  check.that("without an account one reads it", (await anyone.locator("main").textContent()).includes("早上八点半"));
  await sees(anyone, "story-public");
} finally {
  await desk.close();
}
check.end();
