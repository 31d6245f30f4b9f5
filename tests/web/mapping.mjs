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
  await maker.locator("tbody tr").first().waitFor();
  check.that("columns are shown with samples, titles passed over", (await maker.locator("tbody tr").first().innerText()).includes("H-1"));
  const guessed = Object.fromEntries(await Promise.all(["件号", "承办单位", "来件内容", "来件日期", "性质"].map(async (column) => [column, await isOf(hotline, column).inputValue()])));
  check.that("the heads of an office are known", Object.values(guessed).join() === "#key,#unit,text,received_at,kind", JSON.stringify(guessed));
  check.that("and the act that fits them", (await maker.locator(".acts select.act").first().inputValue()) === "record_open");
  check.that("the rows are shown as they would come in", (await maker.locator(".preview tbody tr").first().innerText()).includes("批评"));
  check.that("days are shown as people write them", !(await maker.innerText()).includes("%Y-%m-%d") && (await isOf(hotline, "来件日期").locator("xpath=ancestor::td").innerText()).includes("2024-07-05"));
  await isOf(hotline, "承办单位").selectOption("");
  await maker.locator("button[type=submit]").click();
  await maker.locator("[role=alert]").waitFor();
  check.that("what is missing is said", (await maker.locator("[role=alert]").innerText()).includes("单位"));
  await isOf(hotline, "承办单位").selectOption("#unit");
  const kinds = await maker.locator(".words select").evaluateAll((all) => all.map((one) => one.value));
  check.that("words of the file that are ours are found", kinds.join() === "criticism,suggestion", kinds.join());
  await looksWell(hotline, "mapping-maker");
  await hotline.setViewportSize({ width: 390, height: 844 });
  await looksWell(hotline, "mapping-maker-narrow");
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
  await maker.locator("tbody tr").first().waitFor();
  check.that("a title over all columns is no head", (await maker.locator("tbody tr").first().innerText()).includes("年份"));
  const rules = async () => maker.locator(".acts li").evaluateAll((all) => all.map((one) => [...one.querySelectorAll("select")].map((select) => select.value).join(" ")));
  check.that("the day of an answer says the act", (await rules()).join("; ") === "办结 filled record_answered; 办结 blank record_open", (await rules()).join("; "));
  await maker.getByRole("radio", { name: "各行都一样" }).check();
  check.that("all rows alike is one line", (await maker.locator(".acts li").count()) === 1);
  await maker.getByRole("radio", { name: "看列里写了什么" }).check();
  await hotline.getByLabel("登记办法看哪一列").selectOption({ label: "办结" });
  await maker.getByLabel("“填了”按哪种办法登记").selectOption("record_answered");
  await maker.getByLabel("“空着”按哪种办法登记").selectOption("record_open");
  for (const [column, target] of [["年份", "#key"], ["序号", "#key"], ["办理处室", "#unit"], ["诉求内容", "text"], ["类别", "kind"], ["时间", "received_at"], ["办结", "answered_at"]])
    await isOf(hotline, column).selectOption(target);
  const row = (column) => maker.locator("table.cards > tbody > tr").filter({ has: isOf(hotline, column) });
  await row("办理处室").locator("label", { hasText: "一格写了几个单位" }).locator("select").selectOption("、");
  await row("办理处室").locator("summary").first().click();
  await row("办理处室").locator(".words label", { hasText: "某处" }).locator("input").fill(unit);
  const words = row("类别").locator(".words label");
  check.that("all words of the column are there, more than five", (await words.count()) === 7, await words.allInnerTexts());
  for (let at = 0; at < 7; ++at) await words.nth(at).locator("select").selectOption(at === 3 ? "suggestion" : "criticism");
  await row("时间").locator("label", { hasText: "日期格式" }).locator("select").selectOption("#own");
  await row("时间").locator("input[placeholder^='%Y']").fill("%Y/%m/%d %H:%M");
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

  // It is opened again, changed and kept: another version of the same, by whom and when.
  const kept = (name) => hotline.locator(`li[data-mapping="${name}"]`);
  await kept("处室登记").getByRole("button", { name: "打开修改" }).click();
  await maker.waitFor();
  await maker.locator(".preview tbody tr").first().waitFor();
  check.that("it is opened as it was kept", (await rules()).join("; ") === "办结 filled record_answered; 办结 blank record_open"
    && (await isOf(hotline, "类别").inputValue()) === "kind" && (await maker.locator(".constants select").nth(1).inputValue()) === "other_system", (await rules()).join("; "));
  await row("类别").locator(".words label", { hasText: "投诉" }).locator("select").selectOption("complaint").catch(() => row("类别").locator(".words label", { hasText: "投诉" }).locator("select").selectOption("opinion"));
  await row("诉求内容").locator(".more summary").click();
  await row("诉求内容").getByLabel("空着时当作").fill("（没有写）");
  await row("诉求内容").locator(".column-more summary").click();
  await row("诉求内容").getByLabel("别的表里也叫").fill("来信内容、来访内容");
  await looksWell(hotline, "mapping-changed");
  await maker.locator("button[type=submit]").click();
  await maker.waitFor({ state: "detached" });
  await kept("处室登记").locator("summary").click();
  check.that("two versions are listed with who and when", (await kept("处室登记").locator("ol li").count()) === 2, await kept("处室登记").innerText());
  const content = await hotline.evaluate(async () => JSON.parse((await (await fetch("/api/mappings")).json()).mappings.find(({ name }) => name === "处室登记").content));
  check.that("what was said is in it", content.columns.some((one) => one.otherwise === "（没有写）" && one.also.join() === "来信内容,来访内容") && content.unit_separator === "、", JSON.stringify(content));
  const chosen = hotline.locator("select").first();
  const menu = await chosen.locator("option").allInnerTexts();
  check.that("what the office keeps and a new one stand before the samples", menu.indexOf("新做一个对应关系") < menu.findIndex((one) => one.includes("波士顿")) && menu.indexOf("热线登记") < menu.indexOf("新做一个对应关系"), menu.join(" | "));
  await chosen.selectOption("热线登记");
  await hotline.locator(".result").waitFor({ state: "detached" });
  check.that("what another mapping checked is on the screen no more, nor can it be written", (await hotline.getByRole("button", { name: /写入 \d/ }).count()) === 0);
  await kept("热线登记").getByRole("button", { name: "改名" }).click();
  await kept("热线登记").getByLabel("新的名称").fill("热线来件");
  await kept("热线登记").getByRole("button", { name: "改名" }).click();
  await kept("热线来件").waitFor();
  check.that("what was chosen stays chosen under its new name", (await chosen.inputValue()) === "热线来件", await chosen.inputValue());
  const imports = await hotline.locator(".list li").allInnerTexts();
  check.that("what came in before says by which version of which", imports.some((line) => line.includes("热线登记 · 第 1 版")), imports.join(" | "));
  await kept("热线来件").getByRole("button", { name: "去掉" }).click();
  await looksWell(hotline, "mapping-kept");
  await kept("热线来件").locator("button.primary").click();
  await kept("热线来件").waitFor({ state: "detached" });
  check.that("it is taken away, and the import still says it", (await hotline.locator(".list li").allInnerTexts()).some((line) => line.includes("热线登记 · 第 1 版")));

  // One that ships with the program is a beginning; without a file it can be changed too.
  await hotline.reload();
  await settled(hotline);
  await hotline.locator(".kept").getByRole("button", { name: "波士顿" }).or(hotline.locator(".kept .small button").first()).first().click();
  await maker.locator("table.cards tbody tr").first().waitFor();
  check.that("it is opened under no name", (await maker.getByLabel("保存为").inputValue()) === "" && (await maker.locator("table.cards tbody tr").count()) > 5);
  await maker.getByLabel("保存为").fill("照着改");
  await hotline.goto(`${desk.address}/today`);
  await hotline.goto(`${desk.address}/import`);
  await settled(hotline);
  check.that("what was not kept yet is still there", (await hotline.locator(".begun").innerText()).includes("照着改"));
  await hotline.locator(".begun").getByRole("button", { name: "接着做" }).click();
  check.that("and goes on", (await maker.getByLabel("保存为").inputValue()) === "照着改");
  await maker.getByRole("button", { name: "取消" }).click();

  const english = await desk.person(body, "hotline", { language: "en" });
  await english.goto(`${desk.address}/import`);
  await settled(english);
  check.that("whoever comes next finds it by its name", (await english.locator("select").first().innerText()).includes("处室登记"));
  await looksWell(english, "mapping-kept-english");
  await english.locator(".kept").getByRole("button", { name: "Open and change" }).first().click();
  await english.locator("form.maker table.cards tbody tr").first().waitFor();
  await looksWell(english, "mapping-english");

  // Three lists as offices keep them: what is known of their heads, and what comes of it.
  const bringsIn = async (name, ledger, file, lines, expected, constants) => {
    const clerk = await desk.person(body, name);
    const own = await clerk.evaluate(async () => {
      const { person, posts } = await (await fetch("/api/session")).json();
      return { name: person.name, unit: (posts.find(({ role }) => ["division", "organ_committee"].includes(role)) ?? posts[0]).unit.name };
    });
    await clerk.goto(`${desk.address}/import`);
    await settled(clerk);
    await clerk.locator("select").first().selectOption("+");
    await clerk.locator("input[type=file]").setInputFiles({ name: file, mimeType: "text/csv", buffer: Buffer.from("\uFEFF" + lines(own).join("\r\n") + "\r\n") });
    const made = clerk.locator("form.maker");
    await made.locator("select").first().selectOption(ledger);
    await made.locator(".preview tbody tr").first().waitFor();
    const found = await Promise.all(Object.keys(expected).map(async (column) => isOf(clerk, column).inputValue()));
    check.that(`${file}: its heads are known`, found.join() === Object.values(expected).join(), found.join());
    for (const [field, value] of Object.entries(constants)) {
      await made.getByRole("button", { name: "加一项" }).click();
      const line = made.locator(".constants p").last();
      await line.locator("select").first().selectOption(field);
      if (field === "requirement_tags") check.that("what every row has is chosen in words of the campaign", /[\u4e00-\u9fff]/.test(await line.locator("select").nth(1).innerText()), await line.innerText());
      if (await line.locator("select").nth(1).count()) await line.locator("select").nth(1).selectOption(value);
      else await line.locator("input").fill(value);
    }
    await looksWell(clerk, `mapping-${ledger}`);
    await made.locator("button[type=submit]").click();
    await made.waitFor({ state: "detached", timeout: 8000 }).catch(async () => check.that(`${file}: it is kept`, false, await made.locator("[role=alert]").innerText()));
    await clerk.getByRole("button", { name: "试算" }).click();
    await clerk.locator(".result .verdict").waitFor();
    check.that(`${file}: it fits`, (await clerk.locator(".result .verdict").innerText()).includes("可以写入"), await clerk.locator(".result").innerText());
    await clerk.locator("form button.primary[type=button]").click();
    await clerk.locator(".result .verdict", { hasText: "2" }).waitFor();
    return clerk;
  };
  const problems = await bringsIn("division", "problems", "问题整改台账.csv", ({ unit: division, name }) => [
    "公共服务处问题整改台账;;;;;;;;", "编号;问题描述;责任处室;整改期限;整改措施;责任人;发现时间;来源;状态",
    `W-1;窗口排队太久;${division};2012/7/31;增开两个窗口;${name};2012/1/3;群众反映;整改中`, `W-2;一次告知不到位;${division};2012/6/20;印发一次告知单;${name};2012/1/4;督查;整改中`,
  ], { 编号: "#key", 问题描述: "title", 责任处室: "#unit", 整改期限: "promised", 整改措施: "measures", 责任人: "owner", 发现时间: "", 来源: "", 状态: "" }, { kind: "new" });
  const solving = await problems.evaluate(async () => (await (await fetch("/api/problems?order=newest&limit=50")).json()).items.filter(({ state }) => state === "solving").length);
  check.that("problems come in as being solved, with their day", solving >= 2, solving);
  await bringsIn("organ", "tasks", "任务分工表.csv", ({ unit: organUnit, name }) => [
    "序号,重点任务,牵头单位,完成时限,责任人,文号", `R-1,压缩办理时限,${organUnit},2012年12月31日,${name},省发〔2012〕3号`, `R-2,清理申报材料,${organUnit},2012年11月30日,${name},省发〔2012〕3号`,
  ], { 序号: "#key", 重点任务: "title", 牵头单位: "#unit", 完成时限: "due", 责任人: "accountable", 文号: "mandate" }, { requirement_tags: "serve_the_people" });
  await bringsIn("organ", "promises", "承诺台账.csv", ({ unit: organUnit }) => [
    "编号,承诺单位,承诺事项,兑现时限,公示地点,公示时间", `C-1,${organUnit},办理时间减半,2012-12-31,省广电局网站,2011-05-05`, `C-2,${organUnit},公开全部指南,2012-11-30,省广电局网站,2011-05-05`,
  ], { 编号: "#key", 承诺单位: "#unit", 承诺事项: "content", 兑现时限: "due", 公示地点: "made_public_in", 公示时间: "made_public_at" }, { subject: "organisation", kind: "common", confirmer: "none_in_source" });

  // Whoever has no right into a ledger is told whose it is.
  const branch = await desk.person(body, "branch");
  await branch.goto(`${desk.address}/import`);
  await settled(branch);
  await branch.locator("select").first().selectOption("+");
  await branch.locator("input[type=file]").setInputFiles({ name: "任务.csv", mimeType: "text/csv", buffer: Buffer.from("序号,任务\n1,甲\n") });
  await branch.locator("form.maker select").first().selectOption("tasks");
  check.that("whose it is, is said by the names of posts", (await branch.locator("form.maker .who").innerText()).includes("机关党委"), await branch.locator("form.maker").innerText());
  await looksWell(branch, "mapping-no-right");
} finally {
  await desk.close();
}
check.end();
