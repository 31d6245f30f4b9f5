// A small table from elsewhere: looked through, every error named, taken in, and taken back as a whole.
import { join } from "node:path";
import { checks, openDesk, pictures, settled } from "./desk.mjs";

const desk = await openDesk();
const check = checks();
const columns = "case_id,department,type,nature,source,subject,reason,neighborhood,ward,open_dt,target_dt,closed_dt,ontime,closure_kind,queue,status";
const row = (id, department, type, opened = "2016-01-11 09:00:00") =>
  `${id},${department},${type},,Self Service,Street,Lights,Roxbury,1,${opened},2016-01-20 09:00:00,,ONTIME,,q,Open`;
const choose = (page, ...rows) => page.locator("input[type=file]").setInputFiles(
  { name: "cases.csv", mimeType: "text/csv", buffer: Buffer.from([columns, ...rows, ""].join("\n")) });
const verdict = async (page) => {
  await page.locator(".result .verdict").waitFor();
  return page.locator(".result .verdict").innerText();
};

try {
  const coordinator = await desk.person("boston", "coordinator");
  await settled(coordinator);
  check.that("Today says what is open where nothing is the reader's turn",
    /[1-9][\d,]*/.test(await coordinator.locator(".around h2").innerText()));
  await coordinator.locator(".around a").first().click();
  await coordinator.waitForURL("**/ledgers/feedback?**stage=open**");
  await coordinator.locator("[data-row]").first().waitFor();
  check.that("and leads to the list of it", true);

  const unit = await coordinator.evaluate(async () =>
    (await (await fetch("/api/feedback?stage=open&limit=1")).json()).items[0].unit);
  await coordinator.goto(`${desk.address}/import`);
  await settled(coordinator);
  await coordinator.locator("select").selectOption("boston-311");
  await choose(coordinator, row("t-1", unit.name, "灯不亮一"), row("t-2", "No Such Office", "灯不亮二"), row("t-3", unit.name, "灯不亮三", "11/01/2016"));
  await coordinator.locator("form button[type=submit]").click();
  check.that("a dry run with errors writes nothing", (await verdict(coordinator)).includes("未写入"), await verdict(coordinator));
  const findings = await coordinator.locator(".result tbody tr").allInnerTexts();
  check.that("and names every one with row and column", findings.length === 2 && findings[0].includes("department") && findings[1].includes("open_dt"), findings.join(" | "));
  check.that("in words", findings.every((line) => /[一-龥]/.test(line)), findings.join(" | "));
  await coordinator.screenshot({ path: join(pictures, "import-refused.png"), fullPage: true });

  await choose(coordinator, row("t-1", unit.name, "灯不亮一"), row("t-2", unit.name, "灯不亮二"));
  await coordinator.locator("form button[type=submit]").click();
  check.that("a clean one says that it is ready", (await verdict(coordinator)).includes("可以写入"), await verdict(coordinator));
  await coordinator.locator("form button[type=button]").click();
  await coordinator.locator(".result .verdict", { hasText: "2" }).waitFor();
  await coordinator.screenshot({ path: join(pictures, "import-applied.png"), fullPage: true });
  const count = () => coordinator.evaluate(async (id) =>
    (await (await fetch(`/api/feedback?unit=${id}&order=newest&limit=5`)).json()).items.filter(({ fields }) => fields.text.startsWith("灯不亮")).length, unit.id);
  check.that("it is taken in as a whole", (await count()) === 2, await count());
  // From the list, which is there again when the page is.
  await coordinator.reload();
  await settled(coordinator);
  const listed = coordinator.locator(".list li").first();
  await listed.waitFor();
  const line = await listed.innerText();
  check.that("it is listed with its file, its rows and who brought it in",
    line.includes("cases.csv") && line.includes("2 行") && line.includes("已写入"), line);
  await coordinator.screenshot({ path: join(pictures, "import-list.png"), fullPage: true });
  await listed.locator("button").click();
  await listed.locator("button.primary").click();
  await listed.locator(".state", { hasText: "已撤回" }).waitFor();
  check.that("and taken back as a whole", (await count()) === 0, await count());
  await coordinator.setViewportSize({ width: 390, height: 844 });
  check.that("the list fits a telephone", await coordinator.evaluate(() =>
    document.documentElement.scrollWidth <= document.documentElement.clientWidth));
  await coordinator.screenshot({ path: join(pictures, "import-list-390.png"), fullPage: true });

  const admin = await desk.person("model-province", "admin");
  await admin.goto(`${desk.address}/import`);
  await settled(admin);
  await admin.locator("select").selectOption("boston-311");
  await choose(admin, row("t-1", unit.name, "灯不亮一"));
  await admin.locator("form button[type=submit]").click();
  await admin.locator(".problem").waitFor();
  check.that("whoever may not import is told so in words", /[一-龥]/.test(await admin.locator(".problem").innerText()));
} finally {
  await desk.close();
}
check.end();
