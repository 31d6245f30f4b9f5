// An administrator shapes the tree: he walks it by keys, founds, renames, moves, merges and closes, each
// shown before it is done; who may not is offered nothing.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checks, openDesk, pictures, settled } from "./desk.mjs";

const require = createRequire(new URL("../../web/package.json", import.meta.url));
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const desk = await openDesk();
const check = checks();
const body = "model-province";
const narrow = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

async function look(page, name) {
  await page.screenshot({ path: join(pictures, `organisation-${name}.png`), fullPage: true });
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  check.that(`${name}: nothing sticks out`, wider <= 0, `${wider} px`);
  await page.evaluate(axe);
  const found = await page.evaluate(async () =>
    (await window.axe.run()).violations.map(({ id, nodes }) => `${id} ${nodes[0].target}`));
  check.that(`${name}: axe finds nothing`, found.length === 0, found.join("; "));
  const wire = await page.evaluate(() => /\b[a-z]+_[a-z_]+\b/.exec(document.querySelector("main").innerText)?.[0] ?? "");
  check.that(`${name}: no wire name is shown`, wire === "", wire);
}
const opens = async (page, path) => {
  await page.goto(desk.address + path);
  await settled(page);
};
const title = (page) => page.locator("h1").innerText();
const act = (page, words) => page.locator(".acts button", { hasText: words }).click();
const field = (page, label) => page.locator("form.act").getByLabel(label, { exact: false }).first();
async function pick(page, label, words) {
  await page.locator("form.act").getByRole("combobox", { name: label }).fill(words);
  await page.locator(".el-select-dropdown__item:visible", { hasText: words }).first().click();
}
const confirm = (page) => page.locator("form.act button[type=submit]").click();
const waitForTitle = (page, words) => page.locator("h1", { hasText: words }).waitFor();
// Whoever founds a unit stays where he founds, with the way to the new one.
const openMade = async (page, words) => {
  await page.locator(".made a", { hasText: "打开" }).click();
  await waitForTitle(page, words);
};

try {
  const admin = await desk.person(body, "admin");
  await opens(admin, "/organisation");
  await admin.locator("[role=treeitem]").first().waitFor();
  const root = await title(admin);
  check.that("the tree begins at the top, which is chosen", (await admin.locator("[role=treeitem][aria-selected=true]").innerText()).includes(root));

  // By keys alone: fold, unfold, go down, choose.
  await admin.locator("[role=treeitem][aria-level='2']").first().waitFor();
  await admin.locator("[role=treeitem]").first().focus();
  await admin.keyboard.press("ArrowLeft");
  await admin.locator("[role=treeitem][aria-level='2']").first().waitFor({ state: "detached" });
  check.that("the left arrow folds", (await admin.locator("[role=treeitem]").count()) === 1);
  await admin.keyboard.press("ArrowRight");
  await admin.locator("[role=treeitem][aria-level='2']").first().waitFor();
  await admin.keyboard.press("ArrowRight");
  const second = await admin.evaluate(() => document.activeElement.getAttribute("aria-level"));
  check.that("the right arrow unfolds and then goes in", second === "2", second);
  await admin.keyboard.press("End");
  await admin.keyboard.press("Home");
  await admin.keyboard.press("ArrowDown");
  await admin.keyboard.press("Enter");
  await admin.waitForFunction((was) => document.querySelector("h1").innerText !== was, root);
  const department = await title(admin);
  check.that("Enter opens what stands there", (await admin.locator("[role=treeitem][aria-selected=true]").innerText()).includes(department));
  await admin.locator("[role=treeitem][aria-selected=true]").focus();
  await admin.keyboard.press("ArrowLeft");
  check.that("the left arrow goes up", (await admin.evaluate(() => document.activeElement.getAttribute("aria-level"))) === "1");
  const departmentAddress = admin.url();

  await act(admin, "设立单位");
  await confirm(admin);
  check.that("a name is asked for", (await admin.locator("form.act .error").innerText()).includes("请填写"));
  check.that("below an office a division is meant, unless one says otherwise", (await admin.locator("form.act select").first().inputValue()) === "division");
  await admin.locator("form.act select").first().selectOption("branch");
  await field(admin, "名称").fill("窗口临时支部");
  await confirm(admin);
  await admin.locator(".made").waitFor();
  check.that("who founds stays where he founds the next", (await title(admin)) === department && (await admin.locator(".made").innerText()).includes("窗口临时支部"));
  await openMade(admin, "窗口临时支部");
  check.that("the new unit is opened, in the tree below the other", (await admin.locator("[role=treeitem][aria-selected=true]").innerText()).includes("窗口临时支部"));
  check.that("that it has nobody is said", (await admin.locator(".unled").count()) === 1);
  const unit = new URL(admin.url()).searchParams.get("unit");

  await act(admin, "单位更名");
  await field(admin, "名称").fill("政务窗口支部");
  await confirm(admin);
  await waitForTitle(admin, "政务窗口支部");
  await admin.locator(".history").waitFor();
  check.that("the former name is told with its last day", (await admin.locator(".history").innerText()).includes("曾名“窗口临时支部”"));

  await act(admin, "分设单位");
  await field(admin, "名称").fill("政务二支部");
  check.that("a split keeps the old unit, unless one says otherwise", (await admin.locator(".ends").innerText()).includes("继续存在"));
  await admin.getByLabel("全部划出").check();
  await admin.locator(".preview").waitFor();
  check.that("and says that it ends where all of it goes", (await admin.locator(".ends").innerText()).includes("就此撤销"));
  await look(admin, "split-wide");
  await admin.locator("form.act button.quiet", { hasText: "取消" }).click();
  check.that("what was not confirmed is not done", (await title(admin)) === "政务窗口支部");

  await opens(admin, departmentAddress.replace(desk.address, ""));
  await act(admin, "设立单位");
  await admin.locator("form.act select").first().selectOption("branch");
  await field(admin, "名称").fill("待并支部");
  await confirm(admin);
  await openMade(admin, "待并支部");
  await act(admin, "合并单位");
  await pick(admin, "并入单位", "政务窗口支部");
  await admin.locator(".preview").waitFor();
  const told = await admin.locator(".preview").innerText();
  check.that("a merge tells in numbers what it touches", /所属下级单位\s*0/.test(told) && told.includes("第一责任人"), told);
  await look(admin, "merge-wide");
  await confirm(admin);
  await waitForTitle(admin, "政务窗口支部");
  check.that("the name of what was merged is found with what goes on", (await admin.locator("main").innerText()).includes("待并支部"));
  await admin.locator("input[type=search]").fill("待并");
  await admin.locator(".hits a").first().waitFor();
  check.that("and by the search", (await admin.locator(".hits").innerText()).includes("政务窗口支部"));
  await admin.keyboard.press("Escape");

  await act(admin, "撤销单位");
  await admin.locator(".preview").waitFor();
  await confirm(admin);
  await admin.locator(".closed", { hasText: "撤销" }).first().waitFor();
  check.that("a closed unit is shown as closed, and offers no more than to hand on", (await admin.locator(".acts button").allInnerTexts()).join() === "合并单位");
  await admin.locator("[aria-pressed]", { hasText: "行政隶属" }).click();
  await admin.locator("[role=treeitem][aria-selected=true]").waitFor();
  check.that("both trees lead to it", (await admin.locator("[role=treeitem][aria-selected=true]").innerText()).includes("政务窗口支部"));
  await look(admin, "closed-wide");

  await opens(admin, departmentAddress.replace(desk.address, ""));
  await act(admin, "调整隶属");
  await admin.locator("form.act").waitFor();
  check.that("nothing is moved where nothing was changed", await admin.locator("form.act button[type=submit]").isDisabled());
  await act(admin, "登记人员");
  await field(admin, "姓名").fill("新来的同志");
  await confirm(admin);
  await admin.locator(".made", { hasText: "已登记新来的同志" }).waitFor();
  await act(admin, "登记人员");
  await field(admin, "姓名").fill("新来的同志");
  await admin.locator(".problem", { hasText: "同名" }).waitFor();
  check.that("a second one of that name is told before he is recorded", (await admin.locator(".problem").innerText()).includes("尚未任职"));
  await look(admin, "namesake-wide");
  await admin.locator("form.act button.quiet", { hasText: "取消" }).click();
  await opens(admin, "/administration/people?search=新来");
  await admin.locator("[data-person]").first().waitFor();
  check.that("who is recorded is found among the people", (await admin.locator("[data-person]").allInnerTexts()).join().includes("新来的同志"));
  await look(admin, "people-wide");

  const english = await desk.person(body, "admin", { ...narrow, language: "en", colorScheme: "dark" });
  await opens(english, departmentAddress.replace(desk.address, ""));
  await english.locator(".opener").click();
  await english.locator("[role=treeitem]").first().waitFor();
  await look(english, "narrow-english-dark");
  await act(english, "Close the unit");
  await english.locator(".preview").waitFor();
  await look(english, "close-narrow-english-dark");

  const member = await desk.person(body, "member", narrow);
  await opens(member, `/organisation?unit=${unit}`);
  check.that("a member sees where it stands and is offered no act", (await title(member)) === "政务窗口支部" && (await member.locator(".acts").count()) === 0);
  await look(member, "member-narrow");

  // What a unit is holds from a day on, and its number says where it stands among its siblings.
  await opens(admin, departmentAddress.replace(desk.address, ""));
  await act(admin, "登记单位情况");
  await admin.locator("form.act select").selectOption("province");
  await field(admin, "所属领域").fill("广播电视");
  await admin.locator("form.act").getByLabel("窗口单位").check();
  await field(admin, "建制顺序").fill("1");
  await admin.locator(".preview .said").waitFor();
  check.that("the preview tells what was said before", (await admin.locator(".preview").innerText()).includes("没有登记"));
  await look(admin, "describe-wide");
  await confirm(admin);
  await admin.locator("dd", { hasText: "广播电视" }).first().waitFor();
  const about = await admin.locator("main").innerText();
  check.that("the page tells what the unit is", about.includes("广播电视") && about.includes("窗口单位"), about);
  await admin.locator("[role=treeitem][aria-level='2']", { hasText: "1." }).first().waitFor({ timeout: 5_000 }).catch(() => undefined);
  const siblings = await admin.locator("[role=treeitem][aria-level='2']").allInnerTexts();
  check.that("it stands first in the tree, by its number", siblings[0].includes("1.") && siblings[0].includes(department), siblings.join(" | "));
  await act(admin, "登记单位情况");
  await field(admin, "所属领域").fill("广播影视");
  await confirm(admin);
  await admin.locator("dd", { hasText: "广播影视" }).first().waitFor();
  await opens(english, departmentAddress.replace(desk.address, ""));
  await look(english, "described-narrow-english-dark");

  // What somebody has in hand goes to another once he has signed.
  const organ = await desk.person(body, "organ");
  const acted = (page, address, content) => page.evaluate(async ([to, said]) => {
    const session = await (await fetch("/api/session")).json();
    const answer = await fetch(to, { method: "POST", headers: { "Content-Type": "application/json", "X-CSRF-Token": session.csrf_token, "Idempotency-Key": crypto.randomUUID() }, body: JSON.stringify(said) });
    if (!answer.ok) throw new Error(await answer.text());
    return answer.json();
  }, [address, content]);
  const asked = (page, address) => page.evaluate(async (at) => (await fetch(at)).json(), address);
  const division = await desk.person(body, "division");
  const { person } = await asked(division, "/api/session");
  const branchUnit = (await asked(organ, `/api/units?search=${encodeURIComponent("广电局公共服务处党支部")}`)).units[0].id;
  const due = new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 10);
  const task = await acted(organ, "/api/tasks", { unit: branchUnit, fields: { title: "杨帆经办的事", requirement_tags: ["serve_the_people"], mandate: "年度要点", due, handler: person.id } });
  await opens(division, `/organisation?unit=${branchUnit}`);
  await act(division, "移交工作");
  await pick(division, "接收人", "刘敏");
  await division.locator(".preview").waitFor();
  check.that("the preview counts by ledger what goes", /经办人\s*1/.test(await division.locator(".preview").innerText()), await division.locator(".preview").innerText());
  await look(division, "handover-wide");
  await confirm(division);
  await division.locator(".handover").waitFor();
  check.that("who offered it sees that it waits, and may take it back", (await division.locator(".handover button").allInnerTexts()).join() === "收回移交");
  await opens(admin, `/organisation?unit=${branchUnit}`);
  await admin.locator(".handover").waitFor();
  check.that("the administrator sees how much it is and none of it", (await admin.locator(".handover").innerText()).includes("1 件") && !(await admin.locator("main").innerText()).includes("杨帆经办的事"), await admin.locator(".handover").innerText());
  const receiver = await desk.person(body, "branch", narrow);
  await receiver.locator(".handover").waitFor();
  await look(receiver, "handover-today-narrow");
  await receiver.getByRole("button", { name: "签收移交" }).click();
  await receiver.locator(".handover").waitFor({ state: "detached" });
  await opens(receiver, `/ledgers/tasks/${task.id}`);
  await receiver.locator(".journal li", { hasText: "签收移交" }).first().waitFor();
  check.that("each record says by whom it was received", (await receiver.locator("ol.journal").innerText()).includes("刘敏"));

  // S13: it stands on Today of whoever leads above, with the way to it.
  await opens(admin, "/organisation");
  await act(admin, "设立单位");
  await field(admin, "名称").fill("临时专班");
  await confirm(admin);
  await openMade(admin, "临时专班");
  const clerk = await desk.person(body, "clerk");
  await clerk.locator(".unled a", { hasText: "临时专班" }).waitFor();
  check.that("a unit without its accountable person stands on the superior's Today", (await clerk.locator(".unled h2").innerText()).includes("1"));
  await clerk.screenshot({ path: join(pictures, "organisation-today.png"), fullPage: true });
  await clerk.locator(".unled a", { hasText: "临时专班" }).click();
  await waitForTitle(clerk, "临时专班");
  check.that("and leads to it", (await clerk.locator(".unled").count()) === 1);

  // The administrator proposes who answers for it, the security administrator signs, and Today is rid of it.
  await opens(admin, "/administration/grants");
  await admin.getByRole("combobox", { name: "人员" }).fill("新来的同志");
  await admin.locator(".el-select-dropdown__item:visible", { hasText: "新来的同志" }).first().click();
  await admin.getByRole("combobox", { name: "单位" }).fill("临时专班");
  await admin.locator(".el-select-dropdown__item:visible", { hasText: "临时专班" }).first().click();
  await admin.locator("form select").selectOption("branch_secretary");
  const answers = admin.getByLabel("该单位的第一责任人");
  await admin.getByText("该单位现在没有第一责任人").waitFor();
  check.that("whoever comes to lead a unit without one is its accountable person", await answers.isChecked());
  await look(admin, "grants-accountable-wide");
  await admin.locator("form button[type=submit]").click();
  await admin.locator(".proposals li", { hasText: "临时专班" }).waitFor();
  const security = await desk.person(body, "security", narrow);
  await opens(security, "/administration/grants");
  await security.getByLabel(/^选中：新来的同志/).waitFor();
  await look(security, "grants-accountable-narrow");
  await security.getByRole("button", { name: /^签署所选/ }).click();
  await security.locator(".proposals li", { hasText: "临时专班" }).waitFor({ state: "detached" });
  await clerk.reload();
  await clerk.locator("dd", { hasText: "新来的同志" }).waitFor();
  check.that("the unit's page says who answers for it", (await clerk.locator(".unled").count()) === 0);
  await opens(clerk, "/today");
  await clerk.locator(".page-head").waitFor();
  check.that("and Today lists the unit no more", !(await clerk.locator("main").innerText()).includes("临时专班"));

  // Records are ticked one by one by whoever reads them.
  await opens(clerk, `/organisation?unit=${branchUnit}&act=split_unit`);
  await clerk.locator("form.act select").selectOption("tasks");
  await clerk.locator(".records input").first().waitFor();
  await field(clerk, "名称").fill("公共服务二支部");
  await clerk.locator(".records input").first().check();
  check.that("how many go is said", (await clerk.locator("form.act").innerText()).includes("已选 1 件"));
  await look(clerk, "split-some-wide");
  await confirm(clerk);
  await waitForTitle(clerk, "公共服务二支部");
  check.that("the old unit goes on", (await asked(clerk, `/api/units/${branchUnit}`)).closed === false);

  // What gives somebody sight of more takes two: proposed by the one, looked at and signed by the other.
  const before = await asked(admin, `/api/units/${branchUnit}`);
  const hangsAt = async () => (await asked(admin, `/api/units/${branchUnit}`)).line.map(({ name }) => name).join(" / ");
  const was = await hangsAt();
  await opens(admin, `/organisation?unit=${branchUnit}&act=move_unit`);
  await pick(admin, before.party_parent ? "党组织上级" : "行政上级", "临时专班");
  await admin.locator(".preview .two").waitFor();
  const two = await admin.locator(".preview .two").innerText();
  check.that("the preview says that it takes a second person, and who comes to see it", two.includes("安全管理员签署") && two.includes("新来的同志"), two);
  await look(admin, "move-takes-two-wide");
  await confirm(admin);
  await admin.locator(".reorganisations").waitFor();
  check.that("nothing has moved yet, and the page says that it waits", (await hangsAt()) === was && (await admin.locator(".reorganisations").innerText()).includes("一切照旧"));
  check.that("who proposed it may take it back and not sign it", (await admin.locator(".reorganisations button").allInnerTexts()).join() === "撤回");
  await look(admin, "reorganisation-waits-wide");
  const signer = await desk.person(body, "security", narrow);
  await opens(signer, "/today");
  await signer.locator("[role=status]", { hasText: "机构调整等您签署" }).waitFor();
  check.that("it stands on Today of whoever signs", /1/.test(await signer.locator(".page-head").innerText()));
  await look(signer, "reorganisation-today-narrow");
  await opens(signer, "/administration/grants");
  const signs = signer.getByRole("button", { name: "签署机构调整" });
  check.that("nobody signs before he has looked", await signs.isDisabled());
  await signer.getByRole("button", { name: "先看影响" }).focus();
  await signer.keyboard.press("Enter");
  await signer.locator(".reorganisations .preview").waitFor();
  await look(signer, "reorganisation-sign-narrow");
  await signs.focus();
  await signer.keyboard.press("Enter");
  await signer.locator(".reorganisations").waitFor({ state: "detached" });
  check.that("once it is signed it is done", (await hangsAt()).includes("临时专班"), await hangsAt());
} finally {
  await desk.close();
}
check.end();
