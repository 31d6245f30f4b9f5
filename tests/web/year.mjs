// What an organ committee does between its plan and its look-back: a meeting is held and recorded, two
// branches propose much the same carrier, one is approved by that meeting and the other merged into it, and
// a document becomes tasks under its clauses.
import { checks, looking } from "./desk.mjs";
import { openProvince, steps } from "./province.mjs";

const desk = await openProvince();
const check = checks();
const sees = looking(check);
const { opens, api, field, text, pick, stateOf, act } = steps(desk);
const { units } = desk.world;
const narrow = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const write = (page, path, body) => page.evaluate(async ([to, sent]) => {
  const { csrf_token } = await (await fetch("/api/session")).json();
  const answer = await fetch(to, {
    method: "POST", headers: { "X-CSRF-Token": csrf_token, "Idempotency-Key": crypto.randomUUID(), "Content-Type": "application/json" },
    body: JSON.stringify(sent),
  });
  return { status: answer.status, ...(await answer.json()) };
}, [path, body]);
const chooses = (page, name, words) => field(page, name).getByText(words, { exact: true }).first().click();
const opened = async (page, ledger) => {
  await page.locator("form.act button[type=submit]").last().click();
  await page.waitForURL(new RegExp(`/ledgers/${ledger}/[0-9a-f-]{36}$`));
  return new URL(page.url()).pathname;
};

try {
  const organ = await desk.person("organ_a");
  const first = await desk.person("head_1");
  const second = await desk.person("head_2");

  // A meeting decides, once what it resolved is recorded.
  await opens(organ, "/ledgers/meetings/new?act=enter");
  await text(organ, "subject").fill("机关党委会议：研究活动载体");
  await field(organ, "kind").locator("label", { hasText: "决策会议" }).first().click();
  await field(organ, "held_on").locator("input").first().fill("2011-03-01");
  await text(organ, "due_to_attend").fill("3");
  await text(organ, "present").fill("3");
  const meeting = await opened(organ, "meetings");
  await act(organ, meeting, "record", { resolution: "同意“送政策上门”，两个支部一起办", ayes: "3" });
  check.that("a meeting is held and recorded", (await stateOf(organ, meeting)) === "recorded", await stateOf(organ, meeting));
  await opens(organ, "/month");
  check.that("it stands in the month", await organ.getByText("研究活动载体").first().isVisible());
  await sees(organ, "month");

  // Two branches propose much the same.
  const propose = async (page, title) => {
    await opens(page, "/ledgers/carriers/new?act=propose");
    await text(page, "title").fill(title);
    await chooses(page, "origin", "新设");
    await field(page, "from").locator("input").first().fill("2011-03-01");
    await field(page, "until").locator("input").first().fill("2011-12-30");
    await chooses(page, "form", "服务");
    await field(page, "audience").locator("label").first().click();
    await text(page, "measure").fill("受益企业户数");
    await text(page, "organisation_can_do_it").fill("两个支部轮流下去");
    await text(page, "members_can_take_part").fill("党员每人联系一户");
    await text(page, "it_brings_results").fill("年内办成五十件");
    await pick(page, "owner", "支部书记");
    return opened(page, "carriers");
  };
  // A word where a number is meant is told at its field, before anything is sent.
  await opens(organ, "/ledgers/meetings/new?act=enter");
  await text(organ, "due_to_attend").fill("无");
  await text(organ, "present").click();
  check.that("what is no number is told as the field is left", await field(organ, "due_to_attend").locator(".error", { hasText: "整数" }).isVisible());
  await text(organ, "due_to_attend").fill("１２");
  await text(organ, "present").click();
  check.that("wide digits are a number", (await field(organ, "due_to_attend").locator(".error").count()) === 0);
  await sees(organ, "meeting-number");

  const kept = await propose(first, "送政策上门");
  await sees(first, "carrier-proposed");
  const other = await propose(second, "政策进企业");
  await opens(organ, other);
  check.that("whoever looks at it is shown one that is much alike", await organ.locator(".alike", { hasText: "送政策上门" }).waitFor({ timeout: 15_000 }).then(() => true, () => false));
  await sees(organ, "carrier-alike");

  // Of short names the like ones are told as well, whatever their form; others are not.
  const carrier = async (page, unit, title, form, audience) => (await write(page, "/api/carriers", { unit, act: "propose", fields: {
    title, origin: "new", from: "2011-03-01", until: "2011-12-30", form, audience: [audience], measure: "件数", organisation_can_do_it: "能", members_can_take_part: "能", it_brings_results: "能" } }));
  const forms = (await api(organ, "/api/description")).ledgers.find(({ name }) => name === "carriers").fields;
  const [one, other_form] = forms.find(({ name }) => name === "form").choices;
  const [people, others] = forms.find(({ name }) => name === "audience").choices;
  const posts = await carrier(first, units.branch_1, "党员先锋岗", one, people);
  const like = await carrier(second, units.branch_2, "先锋岗活动", other_form, others);
  const unlike = await carrier(second, units.branch_2, "党员读书活动", other_form, others);
  check.that("three carriers stand", [posts, like, unlike].every(({ status }) => status === 201), JSON.stringify([posts, like, unlike]));
  await opens(organ, `/ledgers/carriers/${posts.id}`);
  check.that("a like name is told", await organ.locator(".alike", { hasText: "先锋岗活动" }).waitFor({ timeout: 15_000 }).then(() => true, () => false));
  check.that("and no other", (await organ.locator(".alike", { hasText: "党员读书活动" }).count()) === 0);
  await sees(organ, "carrier-like-name");

  await opens(organ, `${kept}?act=approve`);
  await pick(organ, "decided_at", "研究活动载体");
  await organ.locator("#act-panel button[type=submit]").click();
  await organ.locator("#act-panel h2").waitFor({ state: "detached", timeout: 30_000 }).catch(() => {});
  check.that("it is approved by what the meeting resolved", (await stateOf(organ, kept)) === "approved", await organ.locator("#act-panel").innerText().catch(() => ""));
  await act(first, kept, "start");
  check.that("and begun", (await stateOf(first, kept)) === "running");
  await opens(organ, `${other}?act=merge`);
  await pick(organ, "merged_into", "送政策上门");
  await organ.locator("#act-panel textarea[id$=reason]").fill("两个支部一起办，不另起炉灶");
  await sees(organ, "carrier-merge");
  await organ.locator("#act-panel button[type=submit]").click();
  await organ.locator("#act-panel h2").waitFor({ state: "detached", timeout: 30_000 }).catch(() => {});
  check.that("the other is merged into it", (await stateOf(organ, other)) === "merged", await organ.locator("#act-panel").innerText().catch(() => ""));
  const pocket = await desk.person("head_1", narrow);
  await opens(pocket, kept);
  await sees(pocket, "carrier-narrow");

  // A document becomes tasks under its clauses.
  const document = await write(organ, "/api/directives", { unit: units.development, act: "register", fields: {
    title: "关于开展窗口建设的通知", number: "发改党〔2011〕3 号", kind: "notice", taken_from: "机关党委",
    clause_rows: [{ number: "一", text: "窗口午间不断人。", asks: "task" }, { number: "二", text: "咨询当日答复。", asks: "task" }], audience: [units.branch_1] } });
  check.that("a document stands", document.status === 201, JSON.stringify(document));
  // What would be made of it is looked at first, and a day that has gone by is changed.
  const old = await write(organ, "/api/directives", { unit: units.development, act: "register", fields: {
    title: "关于清理积压件的通知", number: "发改党〔2011〕4 号", kind: "notice", taken_from: "机关党委",
    clause_rows: [{ number: "一", text: "清理积压件。", asks: "task", due: "2011-03-15" }, { number: "二", text: "公布办理时限。", asks: "task", due: "2011-03-20" }], audience: [units.branch_1, units.branch_2] } });
  check.that("another document stands", old.status === 201, JSON.stringify(old));
  await opens(organ, `/ledgers/directives/${old.id}`);
  await organ.locator(".board button", { hasText: "看看将交办的任务" }).click();
  const coming = organ.locator(".to-come");
  await coming.locator("[data-clause]").first().waitFor();
  check.that("four tasks are shown before they are made", (await coming.locator("h3").innerText()).includes("4") && (await coming.locator("[data-clause]").count()) === 2, await coming.innerText());
  check.that("with the units that get them", (await coming.innerText()).includes("第一党支部、第二党支部"), await coming.innerText());
  await coming.locator("[data-clause] .input").first().fill("2011-02-25");
  await coming.locator("li.past").waitFor();
  check.that("those past their day are marked", (await coming.innerText()).includes("有 2 项的期限已经过去") && (await coming.locator("li.past").count()) === 1, await coming.innerText());
  check.that("and nothing is made yet", (await api(organ, `/api/tasks?answers=${old.id}`)).items.length === 0);
  await sees(organ, "tasks-to-come");
  const small = await desk.person("organ_a", narrow);
  await opens(small, `/ledgers/directives/${old.id}`);
  await small.locator(".board button", { hasText: "看看将交办的任务" }).click();
  await small.locator(".to-come [data-clause]").first().waitFor();
  await sees(small, "tasks-to-come-narrow");
  await coming.locator("li.past .input").first().fill("2011-04-10");
  await coming.locator("li.past").waitFor({ state: "detached" }).catch(() => {});
  check.that("a later day is past no more", (await coming.locator("li.past").count()) === 0);
  await coming.locator("button.primary").click();
  await coming.waitFor({ state: "detached", timeout: 30_000 }).catch(() => {});
  const made = (await api(organ, `/api/tasks?answers=${old.id}&columns=due`)).items;
  check.that("one press makes them with the days that stood there", made.map(({ fields }) => fields.due).sort().join(" ") === "2011-03-20 2011-03-20 2011-04-10 2011-04-10", JSON.stringify(made));
  await opens(organ, `/ledgers/directives/${old.id}/chain`);
  const titles = await organ.locator(".step .title").allInnerTexts();
  check.that("the chain says each once", new Set(titles).size === titles.length, JSON.stringify(titles));
  await sees(organ, "chain-once");
  await organ.setViewportSize(narrow.viewport);
  await sees(organ, "chain-once-narrow");
  await organ.setViewportSize({ width: 1280, height: 900 });

  await opens(organ, "/ledgers/tasks/new?act=plan");
  await text(organ, "title").fill("窗口午间不断人");
  await sees(organ, "task-under-clause");
  const [clause] = (await api(organ, `/api/directives/${document.id}`)).fields.clause_rows;
  const task = await write(organ, "/api/tasks", { unit: units.branch_1, act: "plan", fields: {
    title: "窗口午间不断人", requirement_tags: ["serve_the_people"], due: "2011-03-31", answers: { ledger: "directives", record: document.id, row: clause.row } } });
  check.that("a task answers a clause", task.status === 201, JSON.stringify(task));
  await opens(organ, "/month");
  check.that("the clause without work is named", await organ.getByText("咨询当日答复。").first().waitFor({ timeout: 15_000 }).then(() => true, () => false));
  await sees(organ, "month-clauses");
  await opens(pocket, "/month");
  await sees(pocket, "month-narrow");
  const english = await desk.person("organ_a", { language: "en" });
  await opens(english, "/month");
  await sees(english, "month-english");
  await opens(organ, `/ledgers/directives/${document.id}/chain`);
  check.that("from the document one walks to its task", await organ.locator(".step a.title", { hasText: "窗口午间不断人" }).first().waitFor({ timeout: 15_000 }).then(() => true, () => false));
  await sees(organ, "chain-document");
} catch (error) {
  check.that("the journey goes to its end", false, error.stack);
} finally {
  await desk.close();
}
check.end();
