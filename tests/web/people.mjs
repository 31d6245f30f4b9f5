// A list of people on the page of accounts: every fault at once, then all of it, and its passwords told once.
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
  check.that("it says what is left to do", (await sheet.innerText()).includes("待安全管理员签署"));
  await looksWell(admin, "people-list-done");
  const names = await admin.evaluate(async () => (await (await fetch("/api/people?anyone=true&search=" + encodeURIComponent("卢小"))).json()).people.length);
  check.that("both are there", names === 2, names);

  const english = await desk.person(body, "admin", { language: "en", viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
  await english.goto(`${desk.address}/administration/accounts`);
  await settled(english);
  await looksWell(english, "people-list-narrow-english");
} finally {
  await desk.close();
}
check.end();
