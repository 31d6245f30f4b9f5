// A plan from the works committee's to a running one of a bureau: inherited, its two gaps named and closed,
// sent in, approved by the Party group, run, amended; its tasks over the days, and its document.
import { join } from "node:path";
import { checks, looking, pictures } from "./desk.mjs";
import { openProvince, steps } from "./province.mjs";

const desk = await openProvince();
const check = checks();
const looks = looking(check);
const { opens, api, field, text, pick, stateOf, act } = steps(desk);
const narrow = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
// What is not looked at here is done as the desk does it, by the program's own door.
let keys = 0;
const post = (page, path, body) => page.evaluate(async ([address, given, key]) => {
  const { csrf_token } = await (await fetch("/api/session")).json();
  const answer = await fetch(address, {
    method: "POST", body: JSON.stringify(given),
    headers: { "content-type": "application/json", "x-csrf-token": csrf_token, "idempotency-key": key, "if-match": "*" },
  });
  return { status: answer.status, ...(await answer.json()) };
}, [path, body, `plan-journey-${++keys}`]);
const doneOn = async (page, id, name, fields = {}, reason = "") => {
  const answer = await post(page, `/api/plans/${id}/acts/${name}`, { fields, ...(reason ? { reason } : {}) });
  check.that(`${name} is done`, answer.status === 200, JSON.stringify(answer));
  return answer;
};

try {
  const worker = await desk.person("worker");
  const organisation = await desk.person("organisation");
  const organ = await desk.person("organ_a");
  const group = await desk.person("group_a");
  const own = async (page) => (await api(page, "/api/session")).posts[0].unit.id;
  const me = async (page) => (await api(page, "/api/session")).person.id;

  // The plan above, of what the work plan says and no more.
  const above = await post(worker, "/api/plans", {
    act: "draft", unit: await own(worker),
    fields: {
      title: "省级机关实施方案", phase: "phase_1", accountable: await me(worker),
      items: [
        { requirement: "scientific_development", milestone: "m1", deed: "项目审批限时办结", measure: "按季抽查", target: "按时办结率95%", due: "2011-06-20" },
        { requirement: "social_harmony", milestone: "m2", deed: "走访企业和社区", source_is_silent: true },
        { requirement: "serve_the_people", strand: "serving_organ", deed: "窗口午间不断人", measure: "现场抽查", target: "每天在岗", due: "2011-05-31" },
        { strand: "learning_organisation", excused_because: "由各单位自行安排" },
        { requirement: "strengthen_organisations", excused_because: "由各单位自行安排" },
      ],
    },
  });
  check.that("the works committee drafts its plan", above.status === 201, JSON.stringify(above));
  await doneOn(worker, above.id, "submit");
  await doneOn(organisation, above.id, "approve");
  await doneOn(worker, above.id, "run");

  // Another of the next phase, which is no plan to inherit from now.
  const ofNext = await post(worker, "/api/plans", {
    act: "draft", unit: await own(worker),
    fields: { title: "省级机关第二阶段方案", phase: "phase_2", accountable: await me(worker), items: ["scientific_development", "social_harmony", "serve_the_people", "strengthen_organisations"].map((requirement) => ({ requirement, excused_because: "另行安排" })).concat(["serving_organ", "learning_organisation"].map((strand) => ({ strand, excused_because: "另行安排" })), ["m1", "m2"].map((milestone) => ({ milestone, excused_because: "另行安排" }))) },
  });
  await doneOn(worker, ofNext.id, "submit");
  await doneOn(organisation, ofNext.id, "approve");

  // Nothing is there yet, and the page says how to begin.
  await opens(organ, "/plan");
  check.that("without a plan the page says so and how to begin", await organ.getByRole("heading", { name: "这个单位还没有实施方案" }).isVisible());
  await looks(organ, "plan-none");
  await organ.getByRole("link", { name: "起草方案" }).click();
  await organ.locator("form [data-field=title]").waitFor();
  await text(organ, "title").fill("发展改革委实施方案");
  await field(organ, "phase").getByText("第一阶段").first().click();
  await pick(organ, "accountable", "发改委机关党委");
  // Only plans of the phase that was chosen are offered, and which those are is said.
  check.that("which plans above are offered is said", await field(organ, "parent").getByText("只列出上级同一阶段").isVisible(), await field(organ, "parent").innerText());
  await text(organ, "parent").pressSequentially("第二阶段");
  await organ.waitForTimeout(1200);
  check.that("a plan of another phase is not offered", (await organ.locator(".el-select-dropdown__item:visible", { hasText: "省级机关第二阶段方案" }).count()) === 0);
  await text(organ, "parent").fill("");
  await text(organ, "parent").pressSequentially("省级");
  await organ.locator(".el-select-dropdown__item:visible", { hasText: "省级机关实施方案" }).first().click();
  await organ.locator("form button[type=submit]").last().click();
  await organ.waitForURL(/\/ledgers\/plans\/[0-9a-f-]{36}$/);
  const record = new URL(organ.url()).pathname;
  const id = record.split("/").at(-1);
  const drafted = await api(organ, record);
  check.that("three items of the plan above were brought in, and nothing typed again",
    drafted.fields.items?.length === 3 && drafted.fields.items.every(({ inherited_from }) => inherited_from?.record === above.id), JSON.stringify(drafted.fields.items));
  check.that("what that plan leaves open is marked and empty", drafted.fields.items?.some((row) => row.source_is_silent === true && !row.target));

  // Two gaps, by their names; the program refuses to send it in as long as they are there.
  await opens(organ, "/plan");
  const gaps = organ.locator(".gaps");
  check.that("the check names two gaps", (await gaps.locator("h3").innerText()).includes("2"), await gaps.innerText());
  check.that("by the names that the campaign gives them", (await gaps.innerText()).includes("加强基层组织") && (await gaps.innerText()).includes("创建学习型党组织"), await gaps.innerText());
  await looks(organ, "plan-gaps");
  const refused = await post(organ, `/api/plans/${id}/acts/submit`, { fields: {} });
  check.that("it is refused with both in the detail", refused.code === "plan_has_gaps" && refused.detail === "requirements=strengthen_organisations strands=learning_organisation", JSON.stringify(refused));
  check.that("it is not the sending in that stands out", await organ.locator(".next [data-act=edit].primary", { hasText: "去补全" }).isVisible());
  await organ.locator(".next [data-act=edit]").click();
  await field(organ, "items").locator(".add").click();
  const line = field(organ, "items").locator("[data-row='3']");
  await line.locator("[data-column=requirement] select").selectOption("strengthen_organisations");
  await line.locator("[data-column=strand] select").selectOption("learning_organisation");
  await line.locator("[data-column=deed] :is(input, textarea)").fill("支部每月一次读书会");
  await line.locator("[data-column=measure] :is(input, textarea)").fill("次数");
  await line.locator("[data-column=target] :is(input, textarea)").fill("每月1次");
  await line.locator("[data-column=due] input").first().fill("2011-06-30");
  await organ.screenshot({ path: join(pictures, "plan-fill.png"), fullPage: true });
  await organ.locator("#act-panel button[type=submit]").click();
  await organ.locator("#act-panel h2").waitFor({ state: "detached", timeout: 30_000 }).catch(() => {});
  await opens(organ, "/plan");
  check.that("then there are none", await organ.getByText("没有缺项，可以上报").isVisible(), await organ.locator(".page").innerText());
  await organ.setViewportSize(narrow.viewport);
  await looks(organ, "plan-ready-narrow");
  await organ.setViewportSize({ width: 1280, height: 900 });
  await organ.locator(".next [data-act=submit].primary").click();
  await organ.locator("#act-panel button[type=submit]").waitFor();
  await looks(organ, "plan-submit");
  await organ.locator("#act-panel button[type=submit]").click();
  await organ.locator("#act-panel").waitFor({ state: "detached", timeout: 30_000 }).catch(() => {});
  check.that("it is sent in from the page of the plan", (await stateOf(organ, record)) === "submitted");

  // The Party group approves, and what it approved is the baseline.
  await opens(group, `/plan?unit=${await own(organ)}`);
  await group.locator(".next [data-act=approve]").click();
  await group.locator("#act-panel button[type=submit]").click();
  await group.locator("#act-panel").waitFor({ state: "detached", timeout: 30_000 }).catch(() => {});
  check.that("the Party group approves on the same page", (await stateOf(group, record)) === "approved");
  await act(organ, record, "run");
  check.that("and it runs", (await stateOf(organ, record)) === "running");
  const running = await api(organ, record);
  const first = running.fields.items[0];
  check.that("the day that was approved first is kept", first.first_due === first.due, JSON.stringify(first));
  const task = await post(organ, "/api/tasks", {
    act: "plan", unit: await own(organ),
    fields: { title: "审批窗口限时办结", requirement_tags: ["scientific_development"], due: "2011-03-10", plan_item: { ledger: "plans", record: id, row: first.row } },
  });
  check.that("a task carries out an item", task.status === 201, JSON.stringify(task));
  for (let at = 0; at < 5; ++at)
    await post(organ, "/api/tasks", { act: "plan", unit: await own(organ), fields: { title: `专项任务${at + 1}`, requirement_tags: ["serve_the_people"], due: "2011-03-09" } });
  await opens(organ, "/plan");
  check.that("it stands under its item", await organ.locator("tr.task", { hasText: "审批窗口限时办结" }).isVisible());
  check.that("six in a week crowd out regular work, in words", await organ.locator(".alert", { hasText: "挤占经常性工作" }).first().isVisible());
  check.that("a unit without a plan stands out", (await organ.locator("td.bare").count()) > 0);
  check.that("each line of the drawing opens its record", await organ.locator("tr", { hasText: "审批窗口限时办结" }).locator("a.to").getAttribute("href") === `/ledgers/tasks/${task.id}`);
  const sides = await organ.evaluate(() => [...document.querySelectorAll("tbody tr")].map((line) => {
    const name = line.querySelector("th.name a")?.getBoundingClientRect();
    const cell = line.querySelector("th.name")?.getBoundingClientRect();
    return !name || !cell || (name.right <= cell.right && getComputedStyle(line.querySelector("th.name")).backgroundColor !== "rgba(0, 0, 0, 0)");
  }));
  check.that("no name runs over the days", sides.length > 0 && sides.every(Boolean), JSON.stringify(sides));
  check.that("months and ten days stand above them", (await organ.locator(".heads .month").count()) > 1 && (await organ.locator(".heads .ten").count()) > 3);
  check.that("which tasks are counted is said", await organ.getByText("这里列出挂在本方案项目上的任务，共 1 项").isVisible() && await organ.getByText("在办任务共 6 项").isVisible(), await organ.locator("p.about").innerText().catch(() => ""));
  await looks(organ, "plan-running");
  await organ.setViewportSize(narrow.viewport);
  await looks(organ, "plan-running-narrow");
  await organ.setViewportSize({ width: 1280, height: 900 });

  // An amended version is approved as well; until it runs the plan stands as it is.
  await act(organ, record, "amend", {}, "企业来办件增多");
  await opens(organ, "/plan");
  check.that("a version is being written, and the plan stands", await organ.getByText("正在调整").isVisible() && (await stateOf(organ, record)) === "running");
  const { next } = await api(organ, "/api/plan");
  const items = next.fields.items.map((row) => (row.row === first.row ? { ...row, due: "2011-06-29" } : row));
  await doneOn(organ, next.id, "edit", { items });
  await opens(organ, `/ledgers/plans/${next.id}`);
  check.that("what it changes is told", await organ.getByText("2011-06-29").first().isVisible());
  await looks(organ, "plan-version");
  await doneOn(organ, next.id, "submit");
  await doneOn(group, next.id, "approve");
  await doneOn(organ, next.id, "run");
  check.that("the version before gives way", (await stateOf(organ, record)) === "superseded");
  await opens(organ, "/plan");
  const row = organ.locator("tbody tr", { hasText: "项目审批限时办结" }).first();
  check.that("the first day stands beside the one of now", (await row.innerText()).includes("2011-06-20") && (await row.innerText()).includes("2011-06-29"), await row.innerText());
  check.that("and the task of the version before with it", await organ.locator("tr.task", { hasText: "审批窗口限时办结" }).isVisible());

  await organ.getByRole("link", { name: "方案文本" }).click();
  await organ.locator(".paper h1").waitFor();
  check.that("the document says what the work plan does not", (await organ.locator(".paper").innerText()).includes("原方案未写明"));
  await looks(organ, "plan-document");
  await organ.setViewportSize(narrow.viewport);
  await looks(organ, "plan-document-narrow");

  // A target below the last phase's: the page counts it, as the law does that refuses it.
  const third = await post(organ, "/api/plans", {
    act: "draft", unit: await own(organ),
    fields: {
      title: "第二阶段实施方案", phase: "phase_2", accountable: await me(organ), last_phase: next.id,
      items: ["scientific_development", "social_harmony", "serve_the_people", "strengthen_organisations"].map((requirement) => ({ requirement, excused_because: "另行安排" }))
        .concat(["serving_organ", "learning_organisation"].map((strand) => ({ strand, excused_because: "另行安排" })), ["m1", "m2"].map((milestone) => ({ milestone, excused_because: "另行安排" }))),
    },
  });
  check.that("a plan of the next phase goes on from this one", third.status === 201, JSON.stringify(third));
  const lowered = (await api(organ, `/ledgers/plans/${third.id}`)).fields.items.map((row) =>
    row.deed ? { ...row, due: "2011-12-31", measure: row.measure ?? "抽查", ...(row.deed === "项目审批限时办结" ? { target: "按时办结率90%" } : { target: row.target ?? "全部" }) } : row);
  await doneOn(organ, third.id, "edit", { items: lowered });
  await opens(organ, "/plan?phase=phase_2");
  check.that("one target that is lower is the one thing that is left", (await organ.locator(".gaps li").count()) === 1 && await organ.locator(".gaps li", { hasText: "目标低于上一阶段" }).isVisible(), await organ.locator(".next").innerText());
  check.that("and nothing says that it can be sent in", (await organ.getByText("没有缺项").count()) === 0);
  const low = await post(organ, `/api/plans/${third.id}/acts/submit`, { fields: {} });
  check.that("nor can it", low.code === "target_is_below_the_last_phase", JSON.stringify(low));
  await looks(organ, "plan-low-target");
  // Of a phase that is still to come nobody has failed to plan anything.
  check.that("a unit without a plan for it is told as not begun", (await organ.locator("td.bare").count()) === 0 && await organ.locator("td.to-come", { hasText: "尚未开始" }).first().isVisible(), await organ.locator("#coverage").innerText());

  const english = await desk.person("group_a", { language: "en" });
  await opens(english, "/plan");
  check.that("a plan of the next phase is no amendment of this one", await english.getByText("Another plan is being prepared").isVisible());
  await looks(english, "plan-english");
} catch (error) {
  check.that("the journey goes to its end", false, error.stack);
} finally {
  await desk.close();
}
check.end();
