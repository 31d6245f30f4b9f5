// A hotline's own table, which nobody has described yet: a clerk looks at its columns, says what they are,
// keeps that under a name, and takes the table in.
import { join } from "node:path";
import { checks, looking, openDesk, pictures, settled } from "./desk.mjs";

const desk = await openDesk();
const check = checks();
const body = "model-province";

const looksWell = looking(check);
const isOf = (page, column) => page.getByLabel(`“${column}”是什么`);

try {
  const hotline = await desk.person(body, "hotline");
  await settled(hotline);
  const unit = await hotline.evaluate(async () => (await (await fetch("/api/units?search=" + encodeURIComponent("支部") + "&open=true&limit=1")).json()).units[0].name);
  await hotline.goto(`${desk.address}/import`);
  await settled(hotline);
  await hotline.locator("select").first().selectOption("+");
  check.that("first a file is asked for", (await hotline.locator(".fresh").innerText()).includes("先选文件"));
  const rows = [
    "热线来件登记表（二〇一一年上半年）;;;;",
    "件号;承办单位;来件内容;来件日期;性质",
    `H-1;${unit};窗口排队太久;2011-03-14;批评`,
    `H-2;${unit};办事指南看不懂;2011-04-02;建议`,
    "合计;;2;;",
  ];
  await hotline.locator("input[type=file]").setInputFiles({ name: "热线登记.csv", mimeType: "text/csv", buffer: Buffer.from("\uFEFF" + rows.join("\r\n") + "\r\n") });
  const maker = hotline.locator("form.maker");
  await maker.locator("select").first().selectOption("feedback");
  await maker.locator("select").nth(1).selectOption("record_open");
  await maker.locator("tbody tr").first().waitFor();
  check.that("columns are shown with samples, titles passed over", (await maker.locator("tbody tr").first().innerText()).includes("H-1"));
  await isOf(hotline, "件号").selectOption("#key");
  await isOf(hotline, "来件内容").selectOption("text");
  await isOf(hotline, "来件日期").selectOption("received_at");
  await isOf(hotline, "性质").selectOption("kind");
  await maker.locator("button[type=submit]").click();
  await maker.locator("[role=alert]").waitFor();
  check.that("what is missing is said", (await maker.locator("[role=alert]").innerText()).includes("单位"));
  await isOf(hotline, "承办单位").selectOption("#unit");
  const kinds = await maker.locator(".words select").evaluateAll((all) => all.map((one) => one.value));
  check.that("words of the file that are ours are found, and nothing is meant where none stands", kinds.join() === "criticism,suggestion,", kinds.join());
  await looksWell(hotline, "mapping-maker");
  await hotline.setViewportSize({ width: 390, height: 844 });
  await hotline.screenshot({ path: join(pictures, "mapping-maker-narrow.png"), fullPage: true });
  await hotline.setViewportSize({ width: 1280, height: 900 });
  await maker.locator("button[type=submit]").click();
  await maker.waitFor({ state: "detached" });
  check.that("it is kept and chosen", (await hotline.locator("select").first().inputValue()) === "热线登记");
  await hotline.getByRole("button", { name: "试算" }).click();
  await hotline.locator(".result .verdict").waitFor();
  check.that("the table fits it", (await hotline.locator(".result .verdict").innerText()).includes("可以写入"), await hotline.locator(".result").innerText());
  await looksWell(hotline, "mapping-checked");
  await hotline.locator("form button.primary[type=button]").click();
  await hotline.locator(".result .verdict", { hasText: "2" }).waitFor();
  const known = await hotline.evaluate(async () => (await (await fetch("/api/feedback?order=newest&limit=200")).json()).items.map(({ fields }) => fields.text));
  check.that("both are there", ["窗口排队太久", "办事指南看不懂"].every((text) => known.includes(text)), known.join(" | "));

  // Next month's table of the kind: what stands is passed over.
  await hotline.locator("input[type=file]").setInputFiles({ name: "热线登记七月.csv", mimeType: "text/csv", buffer: Buffer.from([...rows.slice(1, 4), `H-3;${unit};电话打不通;2011-05-06;批评`, ""].join("\n")) });
  await hotline.getByRole("button", { name: "试算" }).click();
  await hotline.locator(".result .verdict").waitFor();
  const cells = await hotline.locator(".result dl").innerText();
  check.that("one is new and two are as they were", /新登记\s*1/.test(cells) && /没有变化\s*2/.test(cells), cells);

  // A division's own table: a title merged over it, words of its own for units and choices, two acts by a column,
  // what every row has and no column says.
  await hotline.locator("select").first().selectOption("+");
  const office = [
    "处室登记表;处室登记表;处室登记表;处室登记表;处室登记表;处室登记表;处室登记表",
    "年份;序号;办理处室;诉求内容;类别;时间;办结",
    ...["投诉", "批评的", "求助的", "建议的", "表扬的", "反映", "咨询的"].map((kind, at) => `2011;${at + 1};某处、别处;事由${at + 1};${kind};2011/4/${at + 4} 9:12;${at % 2 ? "—" : `2011/4/${at + 6} 15:30`}`),
  ];
  await hotline.locator("input[type=file]").setInputFiles({ name: "tasks.csv", mimeType: "text/csv", buffer: Buffer.from("\uFEFF" + office.join("\r\n") + "\r\n") });
  await maker.locator("select").first().selectOption("feedback");
  await maker.locator("select").nth(1).selectOption("record_open");
  await maker.locator("tbody tr").first().waitFor();
  check.that("a title over all columns is no head", (await maker.locator("tbody tr").first().innerText()).includes("年份"));
  await hotline.getByLabel("登记办法看哪一列").selectOption({ label: "办结" });
  const says = (word) => maker.locator("label.beside", { hasText: word }).locator("select");
  await says("填了").selectOption("record_answered");
  await says("空着").selectOption("record_open");
  for (const [column, target] of [["年份", "#key"], ["序号", "#key"], ["办理处室", "#unit"], ["诉求内容", "text"], ["类别", "kind"], ["时间", "received_at"], ["办结", "answered_at"]])
    await isOf(hotline, column).selectOption(target);
  const row = (column) => maker.locator("tbody tr").filter({ has: isOf(hotline, column) });
  await row("办理处室").locator("label", { hasText: "一格写了几个单位" }).locator("select").selectOption("、");
  await row("办理处室").locator("summary").click();
  await row("办理处室").locator(".words label", { hasText: "某处" }).locator("input").fill(unit);
  const words = row("类别").locator(".words label");
  check.that("all words of the column are there, more than five", (await words.count()) === 8, await words.allInnerTexts());
  for (let at = 0; at < 7; ++at) await words.nth(at).locator("select").selectOption(at === 3 ? "suggestion" : "criticism");
  await row("时间").locator("label", { hasText: "日期格式" }).locator("select").selectOption("#own");
  await row("时间").locator("input").fill("%Y/%m/%d %H:%M");
  await maker.getByRole("button", { name: "加一项" }).click();
  await maker.locator(".constants select").first().selectOption("channel");
  await maker.locator(".constants select").nth(1).selectOption("other_system");
  await maker.locator("button[type=submit]").click();
  check.that("a name that is ours is not taken", (await maker.locator("[role=alert]").innerText()).includes("自带"));
  await maker.getByLabel("保存为").fill("处室登记");
  await looksWell(hotline, "mapping-office");
  await maker.locator("button[type=submit]").click();
  await maker.waitFor({ state: "detached" });
  await hotline.getByRole("button", { name: "试算" }).click();
  await hotline.locator(".result .verdict").waitFor();
  check.that("the division's table fits it", (await hotline.locator(".result .verdict").innerText()).includes("可以写入"), await hotline.locator(".result").innerText());

  const english = await desk.person(body, "hotline", { language: "en" });
  await english.goto(`${desk.address}/import`);
  await settled(english);
  check.that("whoever comes next finds it by its name", (await english.locator("select").first().innerText()).includes("热线登记"));
} finally {
  await desk.close();
}
check.end();
