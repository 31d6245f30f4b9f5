// Shows: S2 S31 S32 S35 S52 S53 X1 X10 X12
// The page of the campaign: a branch secretary finds what it asks of him, every number opens its
// records, the committee ends a phase and hands on what is left, and everyone reads it without an
// account.
import { checks, looking } from "./desk.mjs";
import { openProvince, steps } from "./province.mjs";

const desk = await openProvince();
const check = checks();
const { opens, api } = steps(desk);
const looked = looking(check);
const { units } = desk.world;
const isSeen = (place) => place.waitFor({ timeout: 20_000 }).then(() => true, () => false);
const phone = { viewport: { width: 390, height: 844 } };

const send = (page, path, body) => page.evaluate(async ([to, content]) => {
  const { csrf_token } = await (await fetch("/api/session")).json();
  const answer = await fetch(to, {
    method: "POST", body: JSON.stringify(content),
    headers: { "X-CSRF-Token": csrf_token, "Idempotency-Key": crypto.randomUUID(), "Content-Type": "application/json" },
  });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}, [path, body]);

// Each number of the page against the list that it opens.
async function opensWhatItCounts(page, who) {
  const told = await api(page, "/api/campaign/page");
  const figures = [...told.needs, ...told.subjects, ...told.tracks, ...told.gates, ...told.milestones].flatMap((one) => one.figures)
    .concat(told.requirements.flatMap(({ work }) => work));
  let wrong = "";
  for (const { query, count } of figures) {
    const list = await api(page, `${query}&count=true`);
    if (list.count !== count) wrong += ` ${query}: ${count} is ${list.count ?? JSON.stringify(list)}`;
  }
  check.that(`${who}: each of ${figures.length} numbers is what its list counts`, figures.length > 30 && !wrong, wrong);
}

try {
  const office = await desk.person("organ_a");
  const head = await desk.person("head_1");
  const headsPhone = await desk.person("head_1", phone);
  const worker = await desk.person("worker");
  const english = await desk.person("organ_a", { language: "en" });

  for (const [title, tags, milestone, due] of [["窗口午间不断人", ["serve_the_people"], "m1", "2011-06-30"], ["办件限时答复", ["serve_the_people", "social_harmony"], "m2", "2011-12-30"]])
    await send(office, "/api/tasks", { act: "plan", unit: units.development, fields: { title, requirement_tags: tags, milestone_key: milestone, due } });

  // By the menu, and in plain words for whoever reads it.
  await opens(head, "/today");
  await head.setViewportSize({ width: 1280, height: 800 });
  const entry = await head.locator(".side a", { hasText: /^活动$/ }).boundingBox();
  check.that("the menu shows it without scrolling", entry && entry.y + entry.height < 800, JSON.stringify(entry));
  await head.locator(".side a", { hasText: /^活动$/ }).click();
  await head.waitForURL("**/campaign");
  check.that("the menu leads to it", await isSeen(head.locator("h1", { hasText: "创先争优活动" })));
  check.that("a branch secretary is told his own part", await isSeen(head.locator(".plain", { hasText: "您抓落实" })));
  await head.locator("[data-audience=member]").focus();
  await head.keyboard.press("Enter");
  check.that("and by keyboard that of the members", await isSeen(head.locator(".plain", { hasText: "立足自己的岗位" })));
  await opensWhatItCounts(head, "branch secretary");

  await opens(office, "/campaign");
  const road = office.locator("[data-milestone=m1]");
  check.that("X1 is told openly", await isSeen(road.getByText("原文写的是“2010年7月”，本系统按 2011-07-01")));
  check.that("so is how far it is", await isSeen(road.getByText("还有 85 个工作日（122 天）")));
  check.that("a slip is quoted with sic", await isSeen(office.locator("blockquote", { hasText: "慎密[sic]安排" })));
  check.that("and read apart from it", await isSeen(office.getByText("缜密安排").first()));
  const said = await office.locator("main").innerText();
  check.that("no number of the reference stands in it", !/\b[SX]\d{1,3}\b/.test(said), /.{20}\b[SX]\d{1,3}\b.{20}/.exec(said)?.[0] ?? "");
  check.that("what the text masks is not shown", !(await office.locator("main").innerText()).includes("xx"));
  check.that("the day of posting stands apart", await isSeen(office.getByText("2022-01-05")));
  check.that("what is not in the work plan says so", (await office.locator(".mark", { hasText: "工作方案中没有" }).count()) >= 8);
  check.that("both tracks of each phase are there", (await office.locator("[data-phase] .tracks section").count()) === 4);
  check.that("the first phase still has something open", await isSeen(office.locator("[data-phase=phase_1] [data-gate=tasks] .open")));
  await opensWhatItCounts(office, "organ committee");
  await looked(office, "campaign-page");

  await road.locator(".figures a", { hasText: "任务" }).click();
  await office.waitForURL("**/ledgers/tasks?*due.until=2011-07-01*");
  check.that("a number opens its records", await isSeen(office.getByText("窗口午间不断人").first()));
  await opens(office, "/campaign");
  await office.locator("#requirements td a", { hasText: "/" }).first().click();
  await office.waitForURL("**/plan?*");
  check.that("and coverage the table of plans", await isSeen(office.locator("#coverage")));

  await opens(headsPhone, "/campaign");
  await looked(headsPhone, "campaign-page-phone");
  await opens(english, "/campaign");
  const saidInEnglish = await english.locator("main").innerText();
  check.that("English is complete", !/\b[a-z]+_[a-z_]+\b/.test(saidInEnglish), /\b[a-z]+_[a-z_]+\b/.exec(saidInEnglish)?.[0]);
  await looked(english, "campaign-page-english");

  // The committee ends the phase: not over what is open, unless it is handed on.
  await opens(worker, "/administration/campaign?change=end%20phase_1");
  const form = worker.locator("form.frame-act");
  await form.locator("input[type=text]").last().fill("省工委〔2011〕5号");
  await form.locator("textarea").fill("转入下一步");
  await form.locator("button[type=submit]").click();
  check.that("something open is no end", await isSeen(form.getByText("还有事项没办完")));
  await looked(worker, "campaign-end-phase");
  await form.locator("input[type=checkbox]").check();
  await form.locator("button[type=submit]").click();
  check.that("one signature ends nothing", await isSeen(worker.getByText("另一人签署同样的内容，本阶段才结束").first()));
  await looked(worker, "campaign-end-signed");
  const second = await desk.person("organisation");
  await opens(second, "/administration/campaign?change=end%20phase_1");
  const other = second.locator("form.frame-act");
  await other.locator("input[type=text]").last().fill("省工委〔2011〕5号");
  await other.locator("textarea").fill("同意转入下一步");
  await other.locator("input[type=checkbox]").check();
  await other.locator("button[type=submit]").click();
  check.that("handed on and signed by another, the phase is over", await isSeen(second.getByText("本阶段已于 2011-03-01 结束").first()));
  await opens(worker, "/campaign");
  check.that("the page says what was handed on", await isSeen(worker.locator("[data-phase=phase_1] .ended", { hasText: "逐件移交" })));
  await looked(worker, "campaign-page-committee");

  // The next year: all phases over, it comes again with what is left, which says so itself.
  const setting = (who, act, fields) => send(who, `/api/campaign/acts/${act}`, { fields: { source: "省工委〔2011〕5号", ...fields }, reason: "期满" });
  await setting(worker, "change_phase", { key: "phase_2", from: "2011-03-01" });
  for (const who of [worker, second]) await setting(who, "end_phase", { key: "phase_2", date: "2011-03-01", hands_on: true });
  await opens(worker, "/administration/campaign");
  await worker.getByRole("button", { name: "续办下一年度" }).click();
  const again = worker.locator("form.frame-act");
  await again.getByLabel("新一轮的名称").fill("创先争优活动（2012年度）");
  await again.getByLabel("新一轮的英文名称").fill("The campaign of 2012");
  await again.getByLabel("新一轮的第一天").first().fill("2012-04-06");
  await again.locator("input[type=text]").last().fill("省工委〔2012〕1号");
  await again.locator("textarea").fill("续办");
  await again.locator("button[type=submit]").click();
  check.that("over what is open it is not begun", await isSeen(again.getByText("还有事项没办完")));
  await looked(worker, "campaign-next-year");
  await again.locator("input[type=checkbox]").check();
  await again.locator("button[type=submit]").click();
  check.that("a new round stands there", await isSeen(worker.locator("[data-phase=phase_1_2012]", { hasText: "2012-04-06" })));
  await looked(worker, "campaign-next-year-begun");
  await opens(office, "/campaign");
  check.that("its page has the new name", await isSeen(office.locator("h1", { hasText: "2012年度" })));
  await looked(office, "campaign-page-next-year");
  const left = (await api(office, `/api/tasks?unit=${units.development}`)).items.find(({ fields }) => fields.title === "窗口午间不断人");
  await opens(office, `/ledgers/tasks/${left.id}`);
  check.that("what is left says that it went on", await isSeen(office.getByText("转入新一轮").first()));
  await looked(office, "campaign-task-next-year");

  // Everyone, without an account.
  const citizen = await desk.anybody();
  await citizen.goto(`${desk.address}/open/province/promises`);
  await citizen.locator(".tabs a", { hasText: "活动" }).click();
  check.that("the public's page stands beside the lists", await isSeen(citizen.locator("h1", { hasText: "创先争优活动" })));
  check.that("it speaks to the public", await isSeen(citizen.locator(".plain", { hasText: "更方便" })));
  check.that("it has no figures", (await citizen.locator(".figures").count()) === 0);
  await looked(citizen, "campaign-page-public");
  const citizensPhone = await desk.anybody(phone);
  await opens(citizensPhone, "/open/province/campaign");
  await looked(citizensPhone, "campaign-page-public-phone");
  const nobody = await desk.anybody();
  await opens(nobody, "/open/nowhere/campaign");
  check.that("no body, no page, and it says so", await isSeen(nobody.locator(".notice")));
} finally {
  await desk.close();
}
check.end();
