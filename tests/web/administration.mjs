// The works committee changes a number of practice from a day on, and announces a day; everybody reads why.
import { checks, looking, openDesk, settled } from "./desk.mjs";

const desk = await openDesk();
const check = checks();
const body = "model-province";
const narrow = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const looksWell = looking(check);
const look = (page, name) => looksWell(page, `administration-${name}`);
const opens = async (page, path) => {
  await page.goto(desk.address + path);
  await settled(page);
};

try {
  const clerk = await desk.person(body, "clerk");
  const today = await clerk.evaluate(async () => (await (await fetch("/api/session")).json()).today);
  await opens(clerk, "/administration/policy");
  const value = clerk.locator("[data-value='feedback.reply_days']");
  check.that("a number has its name, unit and source", /答复期限/.test(await value.innerText()) && (await value.innerText()).includes("工作日") && (await value.innerText()).includes("R7"), await value.innerText());
  await value.getByRole("button", { name: "修改", exact: true }).click();
  await value.locator("form button[type=submit]").click();
  check.that("value, day, source and reason are asked for", (await value.locator(".error").count()) === 4);
  await value.getByLabel("新值").fill("9");
  await value.locator("form").getByRole("textbox", { name: /自哪一天/ }).fill("2011-01-01");
  await value.getByLabel("依据").fill("省办发〔2011〕9号");
  await value.locator("textarea").fill("压缩答复时间");
  await value.locator("form button[type=submit]").click();
  await value.locator(".error").first().waitFor();
  check.that("a day that has passed is refused at its field", (await value.locator(".error").count()) === 1);
  await look(clerk, "policy-change-wide");
  await value.locator("form").getByRole("textbox", { name: /自哪一天/ }).fill(today);
  await value.locator("form button[type=submit]").click();
  await value.locator("form").waitFor({ state: "detached" });
  await value.locator(".now", { hasText: "9" }).waitFor();
  await value.getByRole("button", { name: /沿革/ }).click();
  const history = await value.locator("table").innerText();
  check.that("the history keeps what held before, and why it changed", history.includes("10 工作日") && history.includes("压缩答复时间") && history.includes("省办发〔2011〕9号"), history);
  await opens(clerk, "/administration/campaign");
  await look(clerk, "campaign-wide");
  const milestone = clerk.locator("[data-milestone]").last();
  await milestone.getByRole("button").first().click();
  await milestone.locator("form").waitFor();
  await look(clerk, "campaign-change-wide");

  // A new notice: what it brings and moves is read before it is adopted.
  await opens(clerk, "/administration/calendars");
  await clerk.getByRole("button", { name: "采用新的放假通知" }).click();
  const next = `${today.slice(0, 8)}28`;
  const year = Number(today.slice(0, 4)) + 1;
  await clerk.locator("input[type=file]").setInputFiles({ name: "cn-next.csv", mimeType: "text/csv", buffer: Buffer.from(`notice_year,date,name,kind\n${year},${next},纪念日,off\n`) });
  await clerk.getByRole("button", { name: "预览", exact: true }).click();
  await clerk.locator(".preview").waitFor();
  const told = await clerk.locator(".preview").innerText();
  check.that("the notice's day is among those that change, with its name", told.includes(next) && told.includes("纪念日") && told.includes("节假日"), told);
  check.that("how many deadlines would move is said", /要改期的未办结期限 \d+ 个/.test(told), told);
  await look(clerk, "calendar-preview-wide");
  await clerk.locator("form.frame-act input").fill("国办发明电〔2011〕45号");
  await clerk.locator("form.frame-act textarea").fill("次年放假安排");
  await clerk.locator("form.frame-act button[type=submit]").click();
  await clerk.locator("[data-calendar='cn-next']").waitFor();
  const adopted = await clerk.locator("[data-calendar='cn-next']").innerText();
  check.that("what was adopted stands with its source and reason", adopted.includes("国办发明电〔2011〕45号") && adopted.includes("次年放假安排") && adopted.includes("现行"), adopted);

  await opens(clerk, "/administration/rights");
  await clerk.getByLabel("职务").selectOption("branch_secretary");
  await clerk.locator("table").first().waitFor();
  const rights = await clerk.locator("main").innerText();
  check.that("the rights of one role are shown alone", rights.includes("支部书记") && !(await clerk.locator("td").allInnerTexts()).some((cell) => cell.includes("督查员")));
  await look(clerk, "rights-wide");

  const auditor = await desk.person(body, "auditor");
  await opens(auditor, "/administration/health");
  await auditor.locator("[data-part='disk']").waitFor();
  const health = await auditor.locator("main").innerText();
  check.that("health tells disk, queue, the last seal and the last look at the journal", ["磁盘", "排队写入", "最近封存", "可用空间"].every((words) => health.includes(words)), health);
  await look(auditor, "health-wide");

  await auditor.locator(".house a", { hasText: "审计记录" }).click();
  await auditor.locator("[data-entry]").first().waitFor();
  const trail = await auditor.locator("main").innerText();
  check.that("the trail tells of the changed number, the calendar and by whom", trail.includes("修改参数") && trail.includes("压缩答复时间") && trail.includes("采用工作日历") && trail.includes("次年放假安排"), trail.slice(0, 600));
  await look(auditor, "audit-wide");
  await auditor.getByLabel("类别").selectOption("posts");
  await auditor.locator("[data-entry]", { hasText: "修改参数" }).first().waitFor({ state: "detached" });
  check.that("of one kind alone", (await auditor.locator("[data-entry]").allInnerTexts()).every((text) => text.includes("任职") || text.includes("免职")));

  const branch = await desk.person(body, "branch", { ...narrow, language: "en", colorScheme: "dark" });
  await opens(branch, "/administration/policy");
  check.that("who may not change it reads who may, and has no button", (await branch.locator(".who").count()) === 1 && (await branch.getByRole("button", { name: "Change", exact: true }).count()) === 0);
  await look(branch, "policy-narrow-english-dark");
  await opens(branch, "/administration/campaign");
  await look(branch, "campaign-narrow-english-dark");
  for (const page of ["calendars", "rights"]) {
    await opens(branch, `/administration/${page}`);
    await look(branch, `${page}-narrow-english-dark`);
  }
  await opens(branch, "/administration/health");
  check.that("health is for the three administrators", (await branch.locator("h2").first().innerText()).includes("post does not reach") || (await branch.locator("main").innerText()).includes("does not reach here"));
  const admin = await desk.person(body, "admin", { ...narrow, language: "en", colorScheme: "dark" });
  await opens(admin, "/administration/health");
  await admin.locator("[data-part]").first().waitFor();
  await look(admin, "health-narrow-english-dark");
  await opens(admin, "/administration/audit");
  await admin.locator("[data-entry]").first().waitFor();
  await look(admin, "audit-narrow-english-dark");
  await opens(branch, "/administration/audit");
  check.that("the trail is for the three administrators", (await branch.locator("[data-entry]").count()) === 0 && (await branch.locator(".notice").count()) === 1);
} finally {
  await desk.close();
}
check.end();
