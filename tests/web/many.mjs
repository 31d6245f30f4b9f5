// One act on many, of which some are refused; what everybody sees after an act without loading anew; and
// a promise that is fixed by a meeting that nobody has entered yet.
import { join } from "node:path";
import { checks, pictures } from "./desk.mjs";
import { openProvince, steps } from "./province.mjs";

const desk = await openProvince();
const check = checks();
const { opens, api, text, stateOf } = steps(desk);
const { units, people } = desk.world;
const shoot = (page, name) => page.screenshot({ path: join(pictures, `many-${name}.png`), fullPage: true });
const isSeen = (place) => place.waitFor({ timeout: 15_000 }).then(() => true, () => false);
const isGone = (place, timeout = 5_000) => place.waitFor({ state: "detached", timeout }).then(() => true, () => false);

// What a form would send, without the form.
const send = (page, path, body, version) => page.evaluate(async ([to, content, of]) => {
  const { csrf_token } = await (await fetch("/api/session")).json();
  const answer = await fetch(to, {
    method: "POST", body: JSON.stringify(content),
    headers: { "X-CSRF-Token": csrf_token, "Idempotency-Key": crypto.randomUUID(), "Content-Type": "application/json", ...(of ? { "If-Match": `"${of}"` } : {}) },
  });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}, [path, body, version]);
const promise = (page, content, more = {}) => send(page, "/api/promises", { unit: units.branch_1, act: "propose", fields: {
  content, subject: "member", kind: "post", person: people.member_1.id, duty: "咨询岗位", baseline: "4 天", target: "1 天以内",
  measure: "专人", proof: "登记簿", due: "2011-06-30", beneficiary_unit: units.branch_3, ...more } });
const withoutEvents = (page) => page.route("**/api/events", (route) => route.abort());
const line = (page, words) => page.locator(".lines > li", { hasText: words });

try {
  const member = await desk.person("member_1");
  const head = await desk.person("head_1");
  await withoutEvents(head);
  const made = [];
  for (const content of ["当日答复", "上门服务", "首问负责"]) made.push(await promise(member, content));

  // Three go back for one reason; one of them has been changed meanwhile.
  await opens(head, "/today");
  const many = line(head, "3 件承诺");
  await many.locator(".acts .button", { hasText: "退回" }).click();
  await many.locator("textarea[id$=reason]").fill("请写明措施由谁负责");
  await send(member, `/api/promises/${made[0].id}/acts/amend`, { fields: { measure: "两人轮值" } }, made[0].version);
  await many.locator("form button[type=submit]").click();
  const refused = head.locator(".refused-line");
  check.that("the one that was refused says so", await isSeen(refused.first()));
  check.that("and why, in words", (await refused.first().innerText()).length > 20 && !/[a-z]+_[a-z]/.test(await refused.first().innerText()), await refused.first().innerText());
  check.that("the others have gone back", (await stateOf(head, `/api/promises/${made[1].id}`)) === "returned" && (await stateOf(head, `/api/promises/${made[2].id}`)) === "returned");
  check.that("and stand here no more", await isGone(line(head, "上门服务")));
  check.that("it stays at its record", (await line(head, "当日答复").locator(".refused-line").count()) === 1, await head.locator("main").innerText());
  await shoot(head, "refused");
  await head.waitForTimeout(17_000); // over the next time that the desk asks again
  check.that("and stays on the screen", (await refused.count()) === 1);
  await line(head, "当日答复").locator(".acts .button", { hasText: "退回" }).click();
  const reason = line(head, "当日答复").locator("textarea[id$=reason]");
  await reason.waitFor();
  check.that("the reason need not be typed again", (await reason.inputValue()) === "请写明措施由谁负责", await reason.inputValue());
  await line(head, "当日答复").locator(".refused-line a").click();
  await head.waitForURL(`**/ledgers/promises/${made[0].id}**`);
  check.that("a link leads to it", (await head.locator("#act-panel textarea[id$=reason]").inputValue()) === "请写明措施由谁负责");
  await shoot(head, "refused-record");

  // Five promises are a year's: what went back makes room.
  const withdraw = async ({ id }) => send(member, `/api/promises/${id}/acts/withdraw`, { reason: "不再需要" }, (await api(member, `/api/promises/${id}`)).version);
  for (const one of made.slice(1)) await withdraw(one);

  // Where it stands in none of the lists any more, it is told on top.
  for (const content of ["限时办结", "一次告知"]) made.push(await promise(member, content));
  await opens(head, "/today");
  const again = line(head, "件承诺").first();
  await again.locator(".acts .button", { hasText: "审诺" }).click();
  await again.locator("form button[type=submit]").waitFor();
  const organ = await desk.person("organ_a");
  await send(organ, `/api/promises/${made[3].id}/acts/return`, { reason: "另一件已写过" }, made[3].version);
  await again.locator("form button[type=submit]").click();
  const elsewhere = head.locator(".elsewhere");
  check.that("what waits here no more is told on top with its name", (await isSeen(elsewhere)) && (await elsewhere.innerText()).includes("限时办结"));
  await shoot(head, "refused-elsewhere");
  await elsewhere.locator("button").click();
  check.that("until it has been read", await isGone(elsewhere));

  await withdraw(made[3]);

  // After an act on its own page Today is right at once, without live events and without loading anew.
  const later = await promise(member, "开门接访");
  await opens(head, "/today");
  check.that("it waits", (await line(head, "开门接访").count()) === 1);
  await head.locator(".lines a", { hasText: "开门接访" }).first().click();
  await head.locator("section.acts .button", { hasText: "审诺" }).click();
  await head.locator("#act-panel button[type=submit]").click();
  await head.locator("#act-panel h2").waitFor({ state: "detached" });
  await head.locator("nav.side a", { hasText: "今日" }).click();
  await head.locator(".page-head h1", { hasText: "今日" }).waitFor();
  const isReviewed = () => head.waitForFunction(() => ![...document.querySelectorAll(".lines > li")].some((li) => li.textContent.includes("开门接访") && li.textContent.includes("已提诺")), null, { timeout: 5_000 }).then(() => true, () => false);
  check.that("and waits for a review no more", await isReviewed(), await head.locator("main").innerText());
  const counted = async (page) => Number(/待办 (\d+) 件/.exec(await page.locator(".page-head .push").innerText())?.[1]);
  check.that("the number above is the program's", (await counted(head)) === (await api(head, "/api/today?limit=200")).in_all);

  // Another tab hears of it by itself.
  const other = await desk.person("head_1");
  await opens(other, "/today");
  const before = await counted(other);
  const shown = await api(head, `/api/promises/${later.id}`);
  await send(head, `/api/promises/${later.id}/acts/return`, { reason: "请写明哪一天" }, shown.version);
  check.that("another tab's Today follows", await other.waitForFunction((was) => !document.querySelector(".page-head .push")?.textContent.includes(`待办 ${was} 件`), before, { timeout: 8_000 }).then(() => true, () => false));

  await withdraw(later);

  // A meeting that nobody has entered yet is entered where it is asked for.
  const one = await promise(member, "节假日有人值班");
  await send(head, `/api/promises/${one.id}/acts/review`, {}, one.version);
  const early = await send(head, "/api/meetings", { unit: units.branch_1, act: "enter", fields: { subject: "学习会", kind: "study", held_on: "2011-03-01", due_to_attend: 3, present: 3 } });
  await send(head, `/api/meetings/${early.id}/acts/record`, { fields: { minutes: "学习文件" } }, early.version);
  await opens(head, `/ledgers/promises/${one.id}?act=fix`);
  const panel = head.locator("#act-panel");
  check.that("where no meeting has decided, the form says so", await isSeen(panel.getByText("还没有可以决定此事的会议")));
  await panel.locator("[data-field=decided_at] input").first().click();
  await head.waitForTimeout(800);
  check.that("a meeting without a resolution is not offered", (await head.locator(".el-select-dropdown__item:visible", { hasText: "学习会" }).count()) === 0);
  await head.keyboard.press("Escape");
  await panel.locator("details.more summary").first().click();
  const beside = panel.locator(".evidence .typed");
  await beside.fill("会议纪要第3号");
  await panel.getByRole("button", { name: "补录会议" }).click();
  const dialog = head.locator("dialog.meeting");
  check.that("how many are due is known", (await dialog.locator("[data-field=due_to_attend] input").inputValue()) !== "");
  const due = await dialog.locator("[data-field=due_to_attend] input").inputValue();
  await dialog.locator("[data-field=subject] input, [data-field=subject] textarea").first().fill("支部定诺会");
  await dialog.locator("[data-field=present] input").fill(due);
  await shoot(head, "meeting-entered");
  await dialog.locator("button[type=submit]").click();
  await dialog.locator("[data-field=resolution] textarea").fill("同意定诺");
  await dialog.locator("[data-field=ayes] input").fill(due);
  await shoot(head, "meeting-recorded");
  await dialog.locator("button[type=submit]").click();
  check.that("one is back in the form", await isGone(dialog, 15_000));
  check.that("with the meeting chosen", (await panel.locator("[data-field=decided_at]").innerText()).includes("支部定诺会"), await panel.locator("[data-field=decided_at]").innerText());
  check.that("and what was typed still there", (await beside.inputValue()) === "会议纪要第3号");
  await shoot(head, "meeting-chosen");
  await panel.locator("button[type=submit]").last().click();
  await panel.locator("h2").waitFor({ state: "detached" });
  check.that("it is fixed by that meeting", (await stateOf(head, `/api/promises/${one.id}`)) === "fixed");
  const narrow = await desk.person("head_1", { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
  await withdraw(made[4]);
  const last = await promise(member, "延时服务");
  await send(head, `/api/promises/${last.id}/acts/review`, {}, last.version);
  await opens(narrow, `/ledgers/promises/${last.id}?act=fix`);
  await narrow.getByRole("button", { name: "补录会议" }).click();
  await narrow.locator("dialog.meeting form").waitFor();
  const wider = await narrow.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  check.that("narrow: nothing sticks out", wider <= 0, `${wider} px`);
  await shoot(narrow, "meeting-narrow");
} finally {
  await desk.close();
}
check.end();
