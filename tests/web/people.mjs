// A list of people on the page of accounts: every fault at once, then all of it, and its passwords told once.
import { readFileSync } from "node:fs";
import { checks, looking, openDesk, settled } from "./desk.mjs";

const desk = await openDesk();
const check = checks();
const body = "model-province";
const looksWell = looking(check);
const list = (...rows) => Buffer.from("\uFEFF" + ["姓名,单位,职务,任职日期,登录名", ...rows].join("\r\n") + "\r\n");
const choose = (page, buffer) => page.locator("input[type=file]").setInputFiles({ name: "名单.csv", mimeType: "text/csv", buffer });

try {
  const admin = await desk.person(body, "admin");
  await settled(admin);
  const unit = await admin.evaluate(async () => (await (await fetch("/api/units?search=" + encodeURIComponent("支部") + "&open=true&limit=1")).json()).units[0].name);
  await admin.goto(`${desk.address}/administration/accounts`);
  await settled(admin);
  const sheet = admin.locator("section.sheet", { hasText: "用名单导入人员" });
  await choose(admin, list(`卢小一,${unit},党员,2011年3月1日,lu.yi`, "卢小二,没有的处,党员,,"));
  await sheet.getByRole("button", { name: "先检查" }).click();
  await sheet.locator("tbody tr").first().waitFor();
  const faults = await sheet.innerText();
  check.that("a fault has its row, its column and what to do", faults.includes("没有的处") && faults.includes("单位") && faults.includes("有错处"), faults);
  check.that("and nothing can be done yet", (await sheet.getByRole("button", { name: "建人员" }).count()) === 0);
  await looksWell(admin, "people-list-faults");
  await choose(admin, list(`卢小一,${unit},党员,2011年3月1日,lu.yi`, `卢小二,${unit},党员,2011年3月1日,`));
  await sheet.getByRole("button", { name: "先检查" }).click();
  await sheet.getByRole("button", { name: "建人员" }).click();
  const told = admin.locator(".told dd code");
  await told.waitFor();
  check.that("one password is told", /^[a-z2-9-]{16,}$/.test(await told.innerText()), await told.innerText());
  const asked = [];
  const stay = (dialog) => {
    asked.push(dialog.message());
    void dialog.dismiss();
  };
  admin.on("dialog", stay);
  await admin.locator("nav a[href='/organisation']").first().click();
  await admin.waitForTimeout(300);
  admin.off("dialog", stay);
  check.that("whoever leaves while it stands there is asked first", asked.length === 1 && asked[0].includes("只显示这一次") && (await told.count()) === 1 && admin.url().endsWith("/administration/accounts"), asked);
  const [saved] = await Promise.all([admin.waitForEvent("download"), admin.getByRole("button", { name: "存成文件" }).click()]);
  const savedText = readFileSync(await saved.path(), "utf8");
  check.that("it is kept as a file that a spreadsheet opens", savedText.startsWith("\uFEFF") && savedText.includes('"卢小一","lu.yi"') && savedText.includes(await told.innerText()), savedText);
  check.that("it says what is left to do", (await sheet.innerText()).includes("待安全管理员签署"));
  await looksWell(admin, "people-list-done");
  const names = await admin.evaluate(async () => (await (await fetch("/api/people?anyone=true&search=" + encodeURIComponent("卢小"))).json()).people.length);
  await admin.getByRole("button", { name: "已交付，收起" }).click();
  check.that("both are there", names === 2, names);

  // A staff list as an office has it: what nobody knows is asked, and said by choosing.
  const staff = "tests/data/people-files/staff.xlsx";
  const chooseStaff = (page) => page.locator("input[type=file]").setInputFiles(staff);
  await admin.goto(`${desk.address}/import`);
  await settled(admin);
  await admin.locator(".mapping select").selectOption({ label: "用名单导入人员" });
  const list_ = admin.locator("section.sheet", { hasText: "用名单导入人员" }).first();
  await chooseStaff(admin);
  await list_.getByRole("button", { name: "先检查" }).click();
  await list_.locator(".verdict").waitFor();
  let said = await list_.innerText();
  check.that("posts of office are asked about, and no hard fault", said.includes("个说法要您选定") && said.includes("处长") && said.includes("其余的说法"), said);
  check.that("what is not kept is told", said.includes("性别") && said.includes("这一列没有用到"), said);
  check.that("the other sheet is offered", (await list_.locator("option", { hasText: "离退休" }).count()) === 1, said);
  const pair = (words) => list_.locator(".pair", { hasText: words }).first();
  check.that("columns are guessed", (await pair("任职时间").locator("select").inputValue()) === "from" && (await pair("手机").locator("select").inputValue()) === "", said);
  check.that("the first rows are shown as they were understood", (await list_.locator("tr", { hasText: "陈一鸣" }).first().innerText()).includes("2017-03-01"), said);
  await looksWell(admin, "people-office-list-asks");
  await pair("职务: 其余的说法").locator("select").selectOption({ label: "不是本活动的职务：只登记人员，单位和职务不保存" });
  await pair("职务: 空着").locator("select").selectOption({ label: "党员" });
  for (const office of ["税务局", "财务局"]) {
    const line = list_.locator(".pair", { hasText: `所在处室: ${office}` });
    await line.locator(".el-select input").click();
    await line.locator(".el-select input").fill(unit);
    await admin.locator(".el-select-dropdown__item:visible", { hasText: unit }).last().click();
    await admin.locator(".el-select-dropdown:visible").waitFor({ state: "hidden" });
  }
  await pair("所在处室: 离退休处").locator("select").selectOption({ label: "不是单位：只登记人员，单位和职务不保存" });
  await list_.locator("label", { hasText: "把这样的对应关系保存为" }).locator("input").fill("人事处花名册");
  await list_.getByRole("button", { name: "保存对应关系" }).click();
  await list_.locator("label", { hasText: "按列名认" }).waitFor();
  await list_.getByRole("button", { name: "先检查" }).click();
  await list_.locator(".verdict.fine").waitFor();
  said = await list_.innerText();
  check.that("after which there is nothing wrong with it", said.includes("没有错处") && /只登记、不任职\s*3/.test(said), said);
  check.that("and who comes in without unit and post is named", said.includes("3 行只登记人员，单位和职务不保存") && said.includes("新建，只登记人员"), said);
  await looksWell(admin, "people-office-list-clean");
  await pair("职务: 空着").locator("select").selectOption({ label: "不是本活动的职务：只登记人员，单位和职务不保存" });
  check.that("a word that is changed after the check is not written unchecked", (await list_.getByRole("button", { name: "建人员" }).count()) === 0 && (await list_.locator(".verdict").innerText()).includes("请再检查一次"), await list_.innerText());
  await pair("职务: 空着").locator("select").selectOption({ label: "党员" });
  await list_.getByRole("button", { name: "先检查" }).click();
  await list_.locator(".verdict.fine").waitFor();
  await list_.getByRole("button", { name: "建人员" }).click();
  await list_.locator(".verdict", { hasText: "已办" }).waitFor();
  const staffed = await admin.evaluate(async () => (await (await fetch("/api/people?anyone=true&search=" + encodeURIComponent("陈一鸣"))).json()).people.length);
  check.that("the people are there", staffed === 1, staffed);

  // What was kept is filled in for the next file of the kind.
  await admin.reload();
  await settled(admin);
  await admin.locator(".mapping select").selectOption({ label: "用名单导入人员" });
  check.that("it is offered among the ledgers' mappings by nobody", (await admin.locator(".mapping option", { hasText: "人事处花名册" }).count()) === 0);
  await list_.locator("label", { hasText: "按列名认" }).locator("select").selectOption("人事处花名册");
  await chooseStaff(admin);
  await list_.getByRole("button", { name: "先检查" }).click();
  await list_.locator(".verdict").waitFor();
  said = await list_.innerText();
  check.that("and asks about no word again", !said.includes("个说法要您选定") && said.includes("同名的人要分清"), said);
  await list_.locator("label", { hasText: "就是那个人" }).locator("input").check();
  await list_.getByRole("button", { name: "先检查" }).click();
  await list_.locator(".verdict.fine").waitFor();
  said = await list_.innerText();
  check.that("the same list comes again, and nothing is new", said.includes("都已经有了") && /没有变化\s*5/.test(said), said);

  // Two of one name are told apart on the page; whoever stands is told by what he is known at the office.
  await admin.reload();
  await settled(admin);
  await admin.locator(".mapping select").selectOption({ label: "用名单导入人员" });
  await choose(admin, list(`卢同,${unit},党员,2022年3月,`, `卢同,${unit},党员,2019年5月8日,`, `陈一鸣,${unit},党员,2018/9/1,`));
  await list_.getByRole("button", { name: "先检查" }).click();
  await list_.locator(".verdict").waitFor();
  said = await list_.innerText();
  check.that("names in doubt are asked one by one", said.includes("同名的人（选好再检查一次）") && (await pair("卢同").innerText()).includes("第 2、3 行"), said);
  await looksWell(admin, "people-list-names-in-doubt");
  await pair("卢同").locator("select").selectOption({ label: "每行各是一人" });
  await pair("陈一鸣").locator("select").selectOption({ index: 1 });
  check.that("by his unit and post, not by a number", /就是已登记的那个人：\S/.test(await pair("陈一鸣").locator("option").nth(1).innerText()), said);
  await list_.getByRole("button", { name: "先检查" }).click();
  await list_.locator(".verdict.fine").waitFor();
  await list_.getByRole("button", { name: "建人员" }).click();
  await list_.locator(".verdict", { hasText: "已办" }).waitFor();
  const two = await admin.evaluate(async () => (await (await fetch("/api/people?anyone=true&search=" + encodeURIComponent("卢同"))).json()).people.length);
  check.that("and both are there", two === 2, two);

  const english = await desk.person(body, "admin", { language: "en", viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
  await english.goto(`${desk.address}/administration/accounts`);
  await settled(english);
  await looksWell(english, "people-list-narrow-english");
  await english.goto(`${desk.address}/import`);
  await settled(english);
  await english.locator(".mapping select").selectOption({ label: "People from a list" });
  await chooseStaff(english);
  await english.getByRole("button", { name: "Check" }).click();
  await english.locator(".verdict").waitFor();
  await looksWell(english, "people-office-list-narrow-english");
} finally {
  await desk.close();
}
check.end();
