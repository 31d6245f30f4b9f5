// Nothing that was typed is lost: not by a reload, not with the session, not when it is sent back; and
// what stands on Today is done there.
import { checks, openDesk, settled } from "./desk.mjs";

const desk = await openDesk();
const check = checks();
const body = "model-province";
const ask = (page, path) => page.evaluate(async (asked) => (await fetch(asked)).json(), path);

try {
  const branch = await desk.person(body, "branch");
  await settled(branch);
  const first = branch.locator("[data-row]:not(.many)", { hasText: "汇总上半年群众来电" });
  const task = await first.getAttribute("data-row");
  await first.locator(".acts button").first().click();
  await branch.locator(`#act-${task} textarea`).first().fill("上半年来电14件，全部答复");
  await branch.reload();
  const typed = branch.locator(`#act-${task} textarea`).first();
  check.that("a reload keeps the open act and what was typed", (await typed.inputValue()) === "上半年来电14件，全部答复");

  const where = branch.url();
  await branch.context().clearCookies();
  await branch.locator(`#act-${task} button[type=submit]`).click();
  await branch.waitForURL(/\/login\?/);
  check.that("an ended session says that nothing is lost", (await branch.locator(".ended").count()) === 1);
  await desk.logIn(branch, body, "branch");
  await branch.waitForURL(where);
  check.that("after log-in one is where one was", (await typed.inputValue()) === "上半年来电14件，全部答复");
  await branch.locator(`#act-${task} button[type=submit]`).click();
  await branch.locator(`[data-row="${task}"]`).waitFor({ state: "detached" });
  check.that("what is done leaves Today", (await ask(branch, `/api/tasks/${task}`)).state === "done");
  check.that("and its draft goes with it", await branch.evaluate((id) =>
    Object.keys(localStorage).every((name) => !name.includes(id)), task));

  // What stands together with others that are alike can be looked at one by one.
  await branch.locator("li.many", { hasText: "已提诺" }).locator("a[role=button]").click();
  const proposed = branch.locator("[data-row]:not(.many)", { hasText: "更加热情地服务群众" });
  const promise = await proposed.getAttribute("data-row");
  await proposed.locator(".acts button", { hasText: "退回" }).click();
  await branch.locator(`#act-${promise} dd`).first().waitFor();
  check.that("one reads what one judges", (await branch.locator(`#act-${promise} dd`).count()) > 2);
  await branch.locator(`#act-${promise} textarea`).fill("“更加热情”没有底数，请写明怎么算");
  await branch.locator(`#act-${promise} button[type=submit]`).click();
  await branch.locator(`#act-${promise}`).waitFor({ state: "detached" });

  const member = await desk.person(body, "member");
  await member.goto(`${desk.address}/ledgers/promises/${promise}?act=resubmit`);
  await settled(member);
  await member.locator("blockquote").waitFor();
  check.that("what is sent back tells why", (await member.locator("blockquote").textContent()).includes("没有底数"));
  check.that("and holds what was written before",
    (await member.locator("#act-panel [data-field=content] textarea").inputValue()) === "更加热情地服务群众");

  const served = await desk.person(body, "served");
  await settled(served);
  const answers = served.locator("[data-row]").first().locator(".acts button");
  check.that("no is as near as yes, and looks the same", (await answers.count()) === 2 &&
    (await answers.first().getAttribute("class")) === (await answers.last().getAttribute("class")));

  await member.goto(`${desk.address}/overview?ledger=promises`);
  await settled(member);
  await member.locator(".burden").click();
  await member.locator("dialog textarea").fill("同样的数每月报两次");
  await member.locator("dialog button[type=submit]").click();
  const filed = await member.locator("dialog a[href*='/ledgers/feedback/']").getAttribute("href");
  const burden = await ask(member, filed.replace("/ledgers/", "/api/"));
  check.that("a burden is filed about the screen where it was felt",
    burden.fields.kind === "burden" && burden.fields.screen.includes("/overview"), JSON.stringify(burden.fields));
  const [post] = (await ask(member, "/api/session")).posts;
  check.that("and goes past the unit of whoever files it", burden.unit.id !== post.unit.id, burden.unit.name);
  await member.keyboard.press("Escape");

  const office = await desk.person(body, "organ");
  await office.goto(`${desk.address}/ledgers/directives/new`);
  await settled(office);
  await office.locator("[data-field=title] input, [data-field=title] textarea").first().fill("上半年小结");
  await office.locator("[data-field=kind] input[type=radio], [data-field=kind] select").first().evaluate((input) => {
    if (input.tagName === "SELECT") { input.selectedIndex = 1; input.dispatchEvent(new Event("change")); } else input.click();
  });
  await office.locator(".step").last().click();
  await office.locator("[data-field=estimated_minutes] input").fill("４０");
  await office.locator("form.act button[type=submit]").click();
  await office.waitForURL(/\/ledgers\/directives\/[0-9a-f-]{36}/);
  const drafted = await ask(office, office.url().replace(/.*\/ledgers\//, "/api/").replace(/[?#].*/, ""));
  check.that("a number that is typed arrives as a number", drafted.fields.estimated_minutes === 40,
    JSON.stringify(drafted.fields.estimated_minutes));

  await member.goto(`${desk.address}/ledgers/feedback?unit=${burden.unit.id}`);
  await settled(member);
  await member.locator(".by-field summary").click();
  const offered = await member.locator(".by-field select").first().locator("option").allInnerTexts();
  check.that("a list offers no filter that would be refused", offered.includes("意见类别") && !offered.includes("反映人类别"), offered.join());
  check.that("and says why there are few", (await member.locator(".by-field .more-inside").innerText()).includes("公开"));
  await member.goto(`${desk.address}/ledgers/feedback?unit=${burden.unit.id}&sender=public`);
  await member.locator("[role=alert]").waitFor();
  await member.locator(".chips button", { hasText: "反映人类别" }).click();
  await member.locator("[role=alert]").waitFor({ state: "detached" });
  check.that("one that came by an address can be taken away", true);

  await member.keyboard.press("Control+k");
  await member.locator("dialog.palette input").fill("jr");
  await member.keyboard.press("Enter");
  await member.waitForURL("**/today");
  check.that("the palette goes where one types", true);

  const beside = await served.context().newPage();
  await beside.goto(`${desk.address}/ledgers/promises`);
  await settled(beside);
  const listed = (await beside.locator("main").innerText()).length;
  await served.locator("button", { hasText: "退出" }).first().click();
  await served.waitForURL(/\/login/);
  await beside.waitForURL(/\/login\?/, { timeout: 15_000 });
  check.that("who logs out is out in every tab", listed > 100 && (await beside.locator("table, [data-row]").count()) === 0);
} finally {
  await desk.close();
}
check.end();
