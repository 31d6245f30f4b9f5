// One promise proposed wrongly, returned with what is to be mended, mended, fixed, published, claimed,
// contested, claimed again and confirmed, each step by whoever may take it; and every verdict is public.
import { join } from "node:path";
import { checks, pictures } from "./desk.mjs";
import { openProvince, steps } from "./province.mjs";

const desk = await openProvince();
const check = checks();
const { opens, api, field, text, step, stateOf, pick, says, act } = steps(desk);
const offers = async (page, record, name) => (await api(page, record)).acts?.includes(name) ?? false;
const narrow = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

try {
  const member = await desk.person("member_1");
  const branch = await desk.person("head_1");
  const organ = await desk.person("organ_a");
  const served = await desk.person("head_3");

  // Proposed wrongly: it may be saved, and all that it lacks stands there at once.
  await opens(member, "/ledgers/promises/new");
  check.that("the person is oneself already", (await field(member, "person").textContent()).includes("一支部党员"));
  check.that("and who holds no office promises as a member", await field(member, "subject").getByRole("radio", { name: "党员" }).isChecked());
  await member.locator("form button[type=submit]").last().click();
  check.that("what is missing is asked for at its field", await field(member, "content").getByText("请填写此项").isVisible());
  await text(member, "content").fill("更加热情地服务");
  check.that("and is asked for no more once it is filled in", !(await field(member, "content").getByText("请填写此项").isVisible()));
  await field(member, "kind").getByText("岗位承诺").click();
  check.that("it is told how far it is from being published", await says(member, "可以示诺：已具备 0/6"));
  await member.locator(".faults", { hasText: "提诺前须改" }).waitFor({ state: "detached" });
  check.that("with all six faults at once", (await member.locator(".faults li").count()) === 6);
  await member.screenshot({ path: join(pictures, "promise-three-steps.png"), fullPage: true });
  await member.locator("form button[type=submit]").last().click();
  await member.waitForURL(/\/ledgers\/promises\/[0-9a-f-]{36}$/);
  const record = new URL(member.url()).pathname;
  check.that("it is proposed all the same", (await stateOf(member, record)) === "proposed");
  check.that("the proposer may not review", !(await offers(member, record, "review")));
  check.that("before it is public, the served see nothing", (await stateOf(served, record)) === 404);

  // Returned: two fields are named, and stand beside these when they are mended.
  await opens(branch, `${record}?act=return`);
  for (const [name, what] of [["目标", "写明多少天"], ["底数（上年数）", ""]]) {
    await field(branch, "to_mend").locator("label", { hasText: name }).first().click();
    if (what) await field(branch, "to_mend").locator("li", { hasText: name }).first().locator("input[type=text]").fill(what);
  }
  await branch.locator("#act-panel textarea[id$=reason]").fill("看不出要做到什么程度");
  await branch.screenshot({ path: join(pictures, "promise-return.png"), fullPage: true });
  await branch.locator("#act-panel button[type=submit]").click();
  await branch.locator("#act-panel h2").waitFor({ state: "detached" });
  await opens(member, `${record}?act=resubmit`);
  await step(member, "怎样衡量");
  check.that("the wish stands beside its field", (await field(member, "target").textContent()).includes("写明多少天"));
  check.that("and beside the other", (await field(member, "baseline").textContent()).includes("退回意见"));
  await member.screenshot({ path: join(pictures, "promise-mend.png"), fullPage: true });
  for (const [name, words] of [["baseline", "上年平均 4 天"], ["target", "1 天以内"], ["measure", "设专人，每日清零"], ["proof", "咨询登记簿"], ["due", "2011年6月30日"]]) await text(member, name).fill(words);
  await text(member, "due").blur();
  check.that("a day is written year first whatever the browser speaks", (await text(member, "due").inputValue()) === "2011-06-30");
  await step(member, "承诺什么");
  await text(member, "content").fill("企业咨询当日答复");
  await text(member, "duty").fill("咨询岗位");
  check.that("five of six are there", await says(member, "可以示诺：已具备 5/6"));
  await member.locator(".ready").getByRole("button", { name: "服务对象" }).click();
  check.that("what is left leads to its step and field", await text(member, "beneficiary_unit").evaluate((input) => input === document.activeElement));
  await pick(member, "beneficiary_unit", "第三党支部");
  check.that("then it is ready to be published", await says(member, "可以示诺了"));
  await member.screenshot({ path: join(pictures, "promise-ready.png"), fullPage: true });
  await member.locator("#act-panel button[type=submit]").click();
  await member.locator("#act-panel h2").waitFor({ state: "detached" });

  // Reviewed, fixed at a meeting, published.
  await act(branch, record, "review");
  check.that("the branch reviews", (await stateOf(branch, record)) === "reviewed");
  check.that("what was to be mended is mended", ((await api(branch, record)).fields.to_mend ?? []).length === 0);
  const meeting = await branch.evaluate(async (unit) => {
    const { csrf_token } = await (await fetch("/api/session")).json();
    const post = (path, body, more) => fetch(path, {
      method: "POST", headers: { "X-CSRF-Token": csrf_token, "Idempotency-Key": crypto.randomUUID(), "Content-Type": "application/json", ...more },
      body: JSON.stringify(body),
    });
    const entered = await (await post("/api/meetings", { unit, act: "enter", fields: { subject: "支部定诺会", kind: "decision", held_on: "2011-03-01", due_to_attend: 3, present: 3 } })).json();
    const answer = await post(`/api/meetings/${entered.id}/acts/record`, { fields: { resolution: "同意定诺", ayes: 3, minutes: "议定" } }, { "If-Match": `"${entered.version}"` });
    return answer.status;
  }, desk.world.units.branch_1);
  check.that("a meeting is held and recorded", meeting === 200, String(meeting));
  await opens(branch, `${record}?act=fix`);
  await pick(branch, "decided_at", "支部定诺会");
  await branch.locator("#act-panel button[type=submit]").click();
  await branch.locator("#act-panel h2").waitFor({ state: "detached" });
  check.that("the meeting fixes", (await stateOf(branch, record)) === "fixed");
  await act(branch, record, "publish");
  check.that("it is published", (await stateOf(branch, record)) === "published");
  check.that("now the served can read it", (await stateOf(served, record)) === "published");
  await opens(member, `${record}?act=consent`);
  await field(member, "consented").getByText("是", { exact: true }).click();
  await member.locator("#act-panel button[type=submit]").click();
  await member.locator("#act-panel h2").waitFor({ state: "detached" });
  const { clock } = await api(member, record);
  check.that("the clock runs to the promised day", clock?.due === "2011-06-30" && clock.first_due === "2011-06-30", JSON.stringify(clock?.due));

  // More time is asked for and granted, in public.
  await opens(member, `${record}?act=ask_extension`);
  check.that("who asks for more time does not start from the old day", (await text(member, "asked_due").inputValue()) === "");
  await act(member, record, "ask_extension", { asked_due: "2011-07-29" }, "系统要改造");
  await opens(organ, `${record}?act=extend`);
  check.that("who grants it starts from what was asked", (await text(organ, "due").inputValue()) === "2011-07-29");
  await act(organ, record, "extend", { due: "2011-07-29" }, "改造已立项，准予延期");
  check.that("it is put off", (await api(member, record)).fields.due === "2011-07-29");

  // Claimed, contested, claimed, confirmed.
  check.that("before the claim nobody can confirm", !(await offers(served, record, "confirm")));
  await act(member, record, "claim", { result: "平均 0.8 天" });
  check.that("done is not confirmed", (await stateOf(member, record)) === "claimed");
  check.that("the promiser may not confirm, nor the branch", !(await offers(member, record, "confirm")) && !(await offers(branch, record, "confirm")));
  await act(served, record, "contest", {}, "周末仍要等 3 天");
  check.that("the served contest", (await stateOf(served, record)) === "not_confirmed");
  await act(member, record, "claim", { result: "周末也有专人，平均 0.9 天" });
  await act(served, record, "confirm");
  check.that("and then confirm", (await stateOf(served, record)) === "confirmed");
  await served.screenshot({ path: join(pictures, "promise-confirmed.png"), fullPage: true });

  // Whoever has no account reads all of it.
  for (const [how, options] of [["wide", {}], ["narrow", narrow], ["narrow-english-dark", { ...narrow, language: "en", colorScheme: "dark" }]]) {
    const anyone = await desk.anybody(options);
    await opens(anyone, "/open/province/promises");
    await anyone.locator("li a", { hasText: "企业咨询当日答复" }).first().click();
    await anyone.locator(".steps li").first().waitFor();
    const page = await anyone.locator("main").textContent();
    check.that(`${how}: both verdicts are public`, (await anyone.locator(".steps .yes").count()) === 1 && (await anyone.locator(".steps .no").count()) === 1);
    check.that(`${how}: and the first day, and each later one with its reason`,
      page.includes("2011-06-30") && page.includes("2011-07-29") && page.includes("系统要改造") && page.includes("改造已立项"));
    check.that(`${how}: and what each claim said`, page.includes("平均 0.8 天") && page.includes("平均 0.9 天"));
    const desks = await anyone.locator("a").evaluateAll((all) => all.map((link) => link.getAttribute("href") ?? "").filter((href) => !/^(\/(open|say|receipt|login|calendar)\b|#)/.test(href)));
    check.that(`${how}: no link leads into the desk`, desks.length === 0, desks.join());
    check.that(`${how}: nothing of before it was public`, !page.includes("看不出要做到什么程度") && !page.includes("更加热情"));
    const wider = await anyone.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    check.that(`${how}: nothing sticks out`, wider <= 0, `${wider} px`);
    await anyone.screenshot({ path: join(pictures, `promise-public-${how}.png`), fullPage: true });
    await anyone.context().close();
  }

  // The first search of an input method finds its unit.
  const citizen = await desk.anybody();
  await opens(citizen, "/open/province/promises");
  const line = citizen.locator(".filters input").first();
  await line.focus();
  const keys = await citizen.context().newCDPSession(citizen);
  await keys.send("Input.imeSetComposition", { text: "di'san", selectionStart: 6, selectionEnd: 6 });
  await keys.send("Input.insertText", { text: "第三" });
  check.that("a unit typed by an input method is found", await citizen.locator(".el-select-dropdown__item:visible", { hasText: "第三党支部" }).first().waitFor({ timeout: 30_000 }).then(() => true, () => false));

  for (const [how, options] of [["narrow", narrow], ["narrow-english-dark", { ...narrow, language: "en", colorScheme: "dark" }], ["english", { language: "en" }]]) {
    const again = await desk.person("member_1", options);
    await opens(again, "/ledgers/promises/new");
    const wider = await again.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    check.that(`the form, ${how}: nothing sticks out`, wider <= 0, `${wider} px`);
    await again.screenshot({ path: join(pictures, `promise-form-${how}.png`), fullPage: true });
    await again.context().close();
  }
} finally {
  await desk.close();
}
check.end();
