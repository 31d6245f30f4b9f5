// From a name to somebody at work: the administrator adds a person, proposes his post and makes his account,
// the security administrator signs, and he sets a password of his own before anything else opens.
import { checks, looking, openDesk, settled } from "./desk.mjs";

const desk = await openDesk();
const check = checks();
const body = "model-province";
const narrow = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

const seen = looking(check);
const looksWell = async (page, name) => {
  await seen(page, name);
  const wire = await page.evaluate(() => /\b[a-z]+_[a-z_]+\b/.exec(document.querySelector("main").innerText)?.[0] ?? "");
  check.that(`${name}: no wire name is shown`, wire === "", wire);
};
const pick = async (page, label, words) => {
  await page.getByRole("combobox", { name: label }).fill(words);
  await page.locator(".el-select-dropdown__item:visible", { hasText: words }).first().click();
};
const opens = async (page, path) => {
  await page.goto(desk.address + path);
  await settled(page);
};

// What has a page of its own elsewhere is asked of the API by whoever has logged in on the page.
const acted = (page, address, content) => page.evaluate(async ([to, said]) => {
  const session = await (await fetch("/api/session")).json();
  const answer = await fetch(to, { method: "POST", headers: { "Content-Type": "application/json", "X-CSRF-Token": session.csrf_token, "Idempotency-Key": crypto.randomUUID() }, body: JSON.stringify(said) });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}, [address, content]);
const unitCalled = (page, name) => page.evaluate(async (part) => {
  const found = await (await fetch(`/api/units?search=${encodeURIComponent(part)}`)).json();
  return found.units[0].id;
}, name);

try {
  const admin = await desk.person(body, "admin");
  await opens(admin, "/organisation");
  await admin.locator(".acts button", { hasText: "登记人员" }).click();
  await admin.locator("form.act input[type=text]").first().fill("陆新民");
  await admin.locator("form.act button[type=submit]").click();
  await admin.locator("form.act").waitFor({ state: "detached" });

  await opens(admin, "/administration/grants");
  await looksWell(admin, "grants-empty");
  await pick(admin, "人员", "陆新民");
  await pick(admin, "单位", "支部");
  await admin.locator("select").selectOption("member");
  await admin.locator("form button[type=submit]").click();
  await admin.locator(".proposals li").first().waitFor();
  check.that("who proposed cannot sign", (await admin.locator(".proposals input[type=checkbox]").count()) === 0);
  await looksWell(admin, "grants-proposed");

  await opens(admin, "/administration/accounts");
  await admin.locator("table tbody tr").first().waitFor();
  check.that("the administrator makes and does not reset", (await admin.locator("table button").count()) === 0);
  await pick(admin, "人员", "陆新民");
  await admin.locator("form input.input[maxlength='64']").fill("Lu.Xinmin");
  await admin.locator("form button[type=submit]").click();
  const told = admin.locator(".told dd code");
  await told.waitFor();
  const password = await told.innerText();
  check.that("its password is told once", /^[\w-]{16,}$/.test(password), password.length);
  await looksWell(admin, "accounts-told");
  await admin.getByRole("button", { name: "已交付，收起" }).click();
  check.that("and then nowhere", !(await admin.locator("main").innerText()).includes(password));

  const security = await desk.person(body, "security", { ...narrow, language: "en", colorScheme: "dark" });
  await opens(security, "/administration/grants");
  await security.locator(".proposals li").first().waitFor();
  await looksWell(security, "grants-to-sign-narrow-english-dark");
  await security.getByRole("button", { name: /^Sign the 1/ }).click();
  await security.locator(".proposals li").first().waitFor({ state: "detached" });
  check.that("the security administrator signs the list", true);
  await opens(security, "/administration/accounts");
  await security.locator("table tbody tr").first().waitFor();
  await looksWell(security, "accounts-narrow-english-dark");

  const member = await desk.anybody();
  desk.accounts[`${body}/lu.xinmin`] = password;
  await member.goto(`${desk.address}/login`);
  await desk.logIn(member, body, "lu.xinmin");
  await member.waitForURL("**/account");
  await settled(member);
  check.that("first he sets a password of his own", (await member.locator(".needed").innerText()).includes("一次性密码"));
  await looksWell(member, "account-password-needed");
  const inputs = member.locator(".passwords input");
  await inputs.nth(0).fill(password);
  await inputs.nth(1).fill("自己的一句长密码-2011");
  await inputs.nth(2).fill("自己的一句长密码-2012");
  await member.locator(".passwords button").click();
  await member.locator("[role=alert]").waitFor();
  check.that("two that differ are told", (await member.locator("[role=alert]").innerText()).includes("不一样"));
  await inputs.nth(2).fill("自己的一句长密码-2011");
  await member.locator(".passwords button").click();
  await member.waitForURL("**/today");
  await settled(member);
  check.that("then his Today opens", true);
  // A post is lent until a day by who holds it; what the other does under it names both.
  const organ = await desk.person(body, "organ");
  await opens(organ, "/account");
  await organ.locator(".lending li").first().waitFor();
  await organ.locator(".lending button", { hasText: "委托职务" }).first().click();
  await pick(organ, "委托给谁", "赵磊");
  await organ.locator(".lending form button[type=submit]").click();
  await organ.locator(".lending [role=alert]").waitFor();
  check.that("a post is lent for a time only", (await organ.locator(".lending [role=alert]").innerText()).includes("截止日期"));
  const day = await organ.evaluate(async () => {
    const { today } = await (await fetch("/api/session")).json();
    return new Date(Date.parse(today) + 20 * 86_400_000).toISOString().slice(0, 10);
  });
  await organ.locator(".lending form").getByRole("textbox", { name: "最后一天" }).fill(day);
  await organ.keyboard.press("Tab");
  await looksWell(organ, "account-lending");
  await organ.locator(".lending form button[type=submit]").click();
  await organ.locator(".lent").waitFor();
  check.that("who lent sees to whom and until when", (await organ.locator(".lent").innerText()).includes("赵磊") && (await organ.locator(".lent").innerText()).includes(day));
  const borrower = await desk.person(body, "member", narrow);
  await opens(borrower, "/account");
  await borrower.locator(".instead").waitFor();
  check.that("who acts under it sees in whose name", (await borrower.locator(".instead").innerText()).includes("受王慧委托"));
  check.that("and lends it no further", (await borrower.locator(".lending li", { hasText: "受王慧委托" }).getByRole("button").count()) === 0);
  await looksWell(borrower, "account-lent-narrow");
  const planned = await acted(borrower, "/api/tasks", { unit: await unitCalled(borrower, "广电局公共服务处党支部"), fields: { title: "受托布置的事", requirement_tags: ["serve_the_people"], mandate: "年度要点", due: day } });
  await opens(organ, `/ledgers/tasks/${planned.id}`);
  await organ.locator(".journal li").first().waitFor();
  check.that("the record's history says in whose name it was done", (await organ.locator("ol.journal").innerText()).includes("受王慧委托"));
  await looksWell(organ, "record-in-whose-name");
  await opens(organ, "/account");
  await organ.locator(".lent button").click();
  await organ.locator(".lent", { hasText: "最后一天" }).waitFor();
  check.that("it is taken back", true);

  // One's own name, put right by oneself, and another's by the administrator.
  await borrower.getByRole("button", { name: /更正/ }).click();
  await borrower.getByLabel("更正后的姓名").fill("赵垒");
  await borrower.getByRole("button", { name: "更正", exact: true }).click();
  await borrower.getByText("曾用名 赵磊").waitFor();
  await looksWell(borrower, "account-name-narrow");
  check.that("the former name is kept beside it", true);

  const worker = await desk.person(body, "branch");
  await opens(worker, "/administration/accounts");
  check.that("whoever runs no house sees no account", (await worker.locator("table").count()) === 0);
} finally {
  await desk.close();
}
check.end();
