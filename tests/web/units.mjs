// A list of units at the desk: what each column says is shown and put right, every fault at once, then all of them
// are founded and taken back as a whole; and so is a list of people.
import { checks, looking, openDesk, settled } from "./desk.mjs";

const desk = await openDesk();
const check = checks();
const body = "model-province";
const looksWell = looking(check);
const csv = (name, ...rows) => ({ name, mimeType: "text/csv", buffer: Buffer.from("\uFEFF" + [...rows, ""].join("\r\n")) });
const choose = (page, file) => page.locator("input[type=file]").setInputFiles(file);
const found = (page, text) => page.evaluate(async (name) => (await (await fetch("/api/units?limit=20&search=" + encodeURIComponent(name))).json()).units.length, text);

try {
  const admin = await desk.person(body, "admin");
  await settled(admin);
  await admin.goto(`${desk.address}/import`);
  await settled(admin);
  await admin.locator(".mapping select").selectOption({ label: "用名单导入单位" });
  const sheet = admin.locator("section.sheet", { hasText: "用名单导入单位" }).first();
  await looksWell(admin, "units-list");
  const titles = "单位编号,单位,主管,类型,成立日期,备注";
  await choose(admin, csv("单位.csv", titles, "新-1,新设局,,委办局,2011/3/1,", "新-2,新设处,新-1,处室,2011年2月,", "新-3,别处,没有的局,处室,2011/3/1,"));
  await sheet.getByRole("button", { name: "先检查" }).click();
  await sheet.locator(".verdict").waitFor();
  let said = await sheet.innerText();
  check.that("a word that nobody knows is named, and nothing is founded", said.includes("委办局") && said.includes("有错处"), said);
  check.that("and the column that nobody knows is shown as unused", (await sheet.locator(".pair", { hasText: "主管" }).locator("select").inputValue()) === "", said);
  await looksWell(admin, "units-list-faults");
  await sheet.locator(".pair", { hasText: "主管" }).locator("select").selectOption("parents");
  await sheet.locator(".pair", { hasText: "委办局" }).locator("select").selectOption("department");
  await sheet.getByRole("button", { name: "先检查" }).click();
  await sheet.locator("td", { hasText: "没有的局" }).waitFor();
  said = await sheet.innerText();
  check.that("once it is said, the superior that is not there is named with its row", /4\s+主管[^\n]*没有的局/.test(said), said);

  await choose(admin, csv("单位.csv", titles, "新-1,新设局,,部门,2011/3/1,", "新-2,新设处,新-1,处室,2011年2月,"));
  await sheet.getByRole("button", { name: "先检查" }).click();
  await sheet.getByRole("button", { name: "新设 2 个单位" }).waitFor();
  check.that("what was said of a column holds for the corrected file", (await sheet.locator(".pair", { hasText: "主管" }).locator("select").inputValue()) === "parents");
  said = await sheet.innerText();
  check.that("a month alone is taken, and told", said.includes("2011-02-01"), said);
  await looksWell(admin, "units-list-clean");
  const apply = sheet.getByRole("button", { name: "新设 2 个单位" });
  const isUnchecked = async () => (await apply.count()) === 0 && (await sheet.locator(".verdict").innerText()).includes("请再检查一次");
  await sheet.locator(".pair", { hasText: "主管" }).locator("select").selectOption("");
  check.that("a column that is changed after the check is not written unchecked", await isUnchecked(), await sheet.innerText());
  await sheet.locator(".pair", { hasText: "主管" }).locator("select").selectOption("parents");
  await apply.waitFor();
  await sheet.locator("label", { hasText: "没写类型的算作" }).locator("select").selectOption("division");
  check.that("nor is a type of all", await isUnchecked(), await sheet.innerText());
  await sheet.getByRole("button", { name: "先检查" }).click();
  await apply.waitFor();
  await sheet.getByRole("button", { name: "新设 2 个单位" }).click();
  await sheet.locator(".verdict", { hasText: "已新设 2 个单位" }).waitFor();
  check.that("both are there", (await found(admin, "新设")) === 2, await found(admin, "新设"));
  const listed = admin.locator(".list li").first();
  await listed.waitFor();
  const line = await listed.innerText();
  check.that("it is listed with its file", line.includes("单位.csv") && line.includes("已写入"), line);
  await looksWell(admin, "units-list-done");
  await listed.locator("button").click();
  await listed.locator("button.primary").click();
  await listed.locator(".state", { hasText: "已撤回" }).waitFor();
  check.that("and taken back as a whole", (await found(admin, "新设")) === 0, await found(admin, "新设"));
  await sheet.getByRole("button", { name: "先检查" }).click();
  await sheet.getByRole("button", { name: "新设 2 个单位" }).waitFor();
  check.that("after which its codes are free again", true);

  // Where no column tells the type it is said of all; one of the usual titles is known, and so are days of any sign.
  await choose(admin, csv("无类型.csv", "单位", "新设甲局"));
  await sheet.getByRole("button", { name: "先检查" }).click();
  await sheet.locator(".verdict", { hasText: "全部算作" }).waitFor();
  await choose(admin, csv("有类型.csv", "单位,单位类别,成立日期", "新设甲局,部门,2009年3月", "新设乙局,部门,2008/7/1", "新设丙局,部门,2007年5月8日"));
  await sheet.getByRole("button", { name: "先检查" }).click();
  await sheet.locator(".verdict.fine, .verdict:has-text('有错处')").waitFor();
  said = await sheet.innerText();
  check.that("a usual title of the type is known, and each day is read", said.includes("新设 3 个单位") && !said.includes("全部算作") && (await sheet.locator(".pair", { hasText: "单位类别" }).locator("select").inputValue()) === "type", said);

  // A second superior, on the Party line, in a column of its own; and how it is read is kept under a name.
  const twoLines = csv("支部.csv", "单位,上级单位,党组织隶属,类型,备注", "新设局,,,部门,", "新机关党委,,,机关党委,", "新一支部,新设局,新机关党委,支部单位,");
  await choose(admin, twoLines);
  await sheet.getByRole("button", { name: "先检查" }).click();
  await sheet.locator(".pair", { hasText: "支部单位" }).locator("select").selectOption("branch");
  check.that("the Party superior is guessed", (await sheet.locator(".pair", { hasText: "党组织隶属" }).locator("select").inputValue()) === "party_parent");
  await sheet.locator("label", { hasText: "把这样的对应关系保存为" }).locator("input").fill("支部名册");
  await sheet.getByRole("button", { name: "保存对应关系" }).click();
  await sheet.locator("label", { hasText: "按列名认" }).waitFor();
  await looksWell(admin, "units-list-kept");
  await choose(admin, twoLines);
  await sheet.locator("label", { hasText: "按列名认" }).locator("select").selectOption("支部名册");
  await sheet.getByRole("button", { name: "先检查" }).click();
  await sheet.getByRole("button", { name: "新设 3 个单位" }).click();
  await sheet.locator(".verdict", { hasText: "已新设 3 个单位" }).waitFor();
  const above = await admin.evaluate(async () => {
    const { units } = await (await fetch("/api/units?limit=1&search=" + encodeURIComponent("新一支部"))).json();
    const { administrative_parent: office, party_parent: committee } = await (await fetch(`/api/units/${units[0].id}`)).json();
    return `${office.name} ${committee.name}`;
  });
  check.that("and both superiors are held", above === "新设局 新机关党委", above);

  const unit = await admin.evaluate(async () => (await (await fetch("/api/units?search=" + encodeURIComponent("支部") + "&open=true&limit=1")).json()).units[0].name);
  await admin.locator(".mapping select").selectOption({ label: "用名单导入人员" });
  const people = admin.locator("section.sheet", { hasText: "用名单导入人员" }).first();
  await choose(admin, csv("人员.csv", "姓名,单位,职务,任职日期,登录名", `卢撤一,${unit},党员,2011年3月1日,lu.che`, `卢撤二,${unit},党员,2011年3月1日,`));
  await people.getByRole("button", { name: "先检查" }).click();
  await people.getByRole("button", { name: "建人员" }).click();
  await people.locator(".verdict", { hasText: "已办" }).waitFor();
  const persons = () => admin.evaluate(async () => (await (await fetch("/api/people?anyone=true&search=" + encodeURIComponent("卢撤"))).json()).people.length);
  check.that("the people are there", (await persons()) === 2, await persons());
  const second = admin.locator(".list li").first();
  await second.locator("strong", { hasText: "人员.csv" }).waitFor();
  await second.locator("button").click();
  await looksWell(admin, "people-list-undo");
  await second.locator("button.primary").click();
  await second.locator(".state", { hasText: "已撤回" }).waitFor();
  check.that("and go as a whole", (await persons()) === 0, await persons());
  const login = await admin.evaluate(async () => (await (await fetch("/api/accounts")).json()).accounts.filter(({ name }) => name === "lu.che").length);
  check.that("with their accounts", login === 0, login);

  const english = await desk.person(body, "admin", { language: "en", viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
  await english.goto(`${desk.address}/import`);
  await settled(english);
  await english.locator(".mapping select").selectOption({ label: "Units from a list" });
  await choose(english, csv("units.csv", "code,name,parent,kind,founded", "n-1,Office A,,department,01/02/2011", "n-2,Office B,n-1,division,02/03/2011"));
  await english.getByRole("button", { name: "Check" }).click();
  await english.locator(".verdict").waitFor();
  await looksWell(english, "units-list-narrow-english");
} finally {
  await desk.close();
}
check.end();
