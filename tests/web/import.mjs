// A small table from elsewhere: looked through, every error named, taken in, and taken back as a whole.
import { join } from "node:path";
import { checks, looking, openDesk, pictures, settled } from "./desk.mjs";

const desk = await openDesk();
const check = checks();
const look = looking(check);
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
  await coordinator.locator("select").first().selectOption("boston-311");
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
  await coordinator.locator("form button[type=button].primary").click();
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

  // What somebody has chosen is there after his session has ended, and so is what runs.
  await coordinator.setViewportSize({ width: 1280, height: 900 });
  await coordinator.locator("select").first().selectOption("boston-311");
  await choose(coordinator, row("t-5", unit.name, "灯不亮五"), row("t-6", "No Such Office", "灯不亮六"));
  await coordinator.context().clearCookies();
  await coordinator.locator("form button[type=submit]").click();
  await coordinator.waitForURL("**/login**");
  await desk.logIn(coordinator, "boston", "coordinator");
  await coordinator.waitForURL("**/import");
  await settled(coordinator);
  check.that("after a new log-in the file is still chosen", (await coordinator.locator(".file").innerText()).includes("cases.csv"));
  await coordinator.locator("form button[type=submit]").click();
  await verdict(coordinator);
  await coordinator.setViewportSize({ width: 390, height: 844 });
  await look(coordinator, "import-refused-390");
  const what = await coordinator.locator(".result .what").first().evaluate((cell) => cell.getBoundingClientRect().width);
  check.that("what to do is wide enough to read on a telephone", what > 280, what);
  await coordinator.setViewportSize({ width: 1280, height: 900 });

  // While the line is down nothing is lost, and it is said what to do.
  await choose(coordinator, row("t-7", unit.name, "灯不亮七"), row("t-8", unit.name, "灯不亮八"));
  await coordinator.context().setOffline(true);
  await coordinator.locator("form button[type=submit]").click();
  await coordinator.locator(".problem").waitFor();
  check.that("a line that is down is told, with what to do", (await coordinator.locator(".problem").innerText()).includes("再按一次"));
  await coordinator.context().setOffline(false);
  await coordinator.locator("form button[type=submit]").click();
  check.that("and pressing again is enough", (await verdict(coordinator)).includes("可以写入"), await verdict(coordinator));

  // A long one: stopped on its way it goes again and says how far, undone likewise, and too late is told.
  const many = Array.from({ length: 20000 }, (_, at) => row(`m-${at}`, unit.name, `长表第${at}件`));
  await choose(coordinator, ...many);
  await coordinator.locator("form button[type=submit]").click();
  await coordinator.locator(".result .verdict", { hasText: "可以写入" }).waitFor({ timeout: 60000 });
  await coordinator.locator("form button[type=button].primary").click();
  await coordinator.locator(".result p", { hasText: "正在写入" }).waitFor();
  await coordinator.locator(".result button", { hasText: "取消" }).click();
  const said = await (async () => {
    const seen = new Set();
    for (let tries = 0; tries < 2400; ++tries) {
      const text = await coordinator.locator(".result").innerText();
      if (/正在撤回/.test(text)) seen.add("going");
      if (/已撤回 [\d,]+ 行，共/.test(text)) seen.add("counted");
      if (/已取消|太晚/.test(text)) return [...seen, text.split("\n")[0]];
      await coordinator.waitForTimeout(25);
    }
    return [...seen];
  })();
  check.that("what is cancelled on its way is said to go, or to be too late", said.some((one) => /已取消|太晚/.test(one)), said.join(" | "));
  console.log(`     cancelled: ${said.join(" | ")}`);
  if (said.some((one) => /太晚/.test(one))) await coordinator.locator(".result button", { hasText: "撤回整批" }).click();
  else {
    await coordinator.locator("form button[type=submit]").click();
    await coordinator.locator(".result .verdict", { hasText: "可以写入" }).waitFor({ timeout: 60000 });
    await coordinator.locator("form button[type=button].primary").click();
    await coordinator.locator(".result .verdict", { hasText: "20,000" }).waitFor({ timeout: 60000 });
    await coordinator.locator(".result button", { hasText: "撤回整批" }).click();
  }
  await coordinator.locator(".result p", { hasText: "正在撤回" }).waitFor();
  const gone = await coordinator.waitForFunction(() => /已撤回 [\d,]+ 行，共 20,000 行/.test(document.querySelector(".result")?.textContent ?? ""), undefined, { timeout: 60000 }).then(() => true, () => false);
  check.that("an undo says how many are gone of all", gone);
  await coordinator.locator(".result .verdict", { hasText: "已整批撤回" }).waitFor({ timeout: 60000 });

  const admin = await desk.person("model-province", "admin");
  await admin.goto(`${desk.address}/import`);
  await settled(admin);
  await admin.locator(".rights summary").click();
  const rights = await admin.locator(".who").first().innerText();
  check.that("whoever may import nothing is told who may, by their posts", rights.includes("机关党委") && rights.includes("系统管理员"), rights);
  await look(admin, "import-no-right");
  await admin.setViewportSize({ width: 390, height: 844 });
  await look(admin, "import-no-right-390");
} finally {
  await desk.close();
}
check.end();
