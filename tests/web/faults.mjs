// Small things that trip somebody up, each as it happened to somebody: late answers, times of another
// zone, warnings that stay, figures that disagree, words that nobody understands.
import { join } from "node:path";
import { checks, pictures } from "./desk.mjs";
import { openProvince, steps } from "./province.mjs";

const desk = await openProvince();
const check = checks();
const { opens, api, field, text, act, step } = steps(desk);
const { units } = desk.world;
const shoot = (page, name) => page.screenshot({ path: join(pictures, `faults-${name}.png`), fullPage: true });
const option = (page, words) => page.locator(".el-select-dropdown__item:visible", { hasText: words }).first();
const isSeen = (place) => place.waitFor({ timeout: 15_000 }).then(() => true, () => false);

// What a form would send, without the form.
const write = (page, path, body, version) => page.evaluate(async ([to, content, of]) => {
  const { csrf_token } = await (await fetch("/api/session")).json();
  const answer = await fetch(to, {
    method: "POST", headers: { "X-CSRF-Token": csrf_token, "Idempotency-Key": crypto.randomUUID(), "Content-Type": "application/json", ...(of ? { "If-Match": `"${of}"` } : {}) },
    body: JSON.stringify(content),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}, [path, body, version]);

// The first thing that is typed finds its unit, though an answer to nothing comes late.
async function lateAnswers() {
  for (const [path, place] of [["/say?body=province", ".field .el-select input"], ["/open/province/promises", ".filters .el-select input"]]) {
    const citizen = await desk.anybody();
    await citizen.route("**/api/public/province/units*", async (route) => {
      if (!new URL(route.request().url()).searchParams.get("search")) await new Promise((resolve) => setTimeout(resolve, 1500));
      await route.continue().catch(() => {});
    });
    await opens(citizen, path);
    const line = citizen.locator(place).first();
    await line.focus();
    await line.pressSequentially("第三", { delay: 40 });
    check.that(`${path}: what is typed first is found`, await isSeen(option(citizen, "第三党支部")));
    await citizen.waitForTimeout(2000);
    check.that(`${path}: and stays there when the answer to nothing is in`, await option(citizen, "第三党支部").isVisible());
    await shoot(citizen, `late-${path.includes("say") ? "say" : "open"}`);
    await citizen.reload();
    await line.focus();
    const keys = await citizen.context().newCDPSession(citizen);
    await keys.send("Input.imeSetComposition", { text: "di'san", selectionStart: 6, selectionEnd: 6 });
    await keys.send("Input.insertText", { text: "第三" });
    check.that(`${path}: so is what an input method writes`, await isSeen(option(citizen, "第三党支部")));
    await citizen.context().close();
  }
}

// What was asked for is asked for no more once it is there.
async function warnings() {
  const citizen = await desk.anybody();
  await opens(citizen, "/say?body=province");
  const errors = citizen.locator("form .error");
  await citizen.locator("form button[type=submit]").click();
  await errors.first().waitFor();
  check.that("a form without unit and text asks for both", (await errors.count()) === 2, await errors.allInnerTexts());
  await citizen.locator("textarea").fill("窗口没有人");
  check.that("a text that is there is asked for no more", (await errors.count()) === 1);
  await citizen.locator(".field .el-select input").first().pressSequentially("第三");
  await option(citizen, "第三党支部").click();
  check.that("nor is a unit that is chosen", (await errors.count()) === 0);
  await shoot(citizen, "corrected");
  await citizen.context().close();

  const branch = await desk.person("head_1");
  await opens(branch, "/ledgers/problems/new");
  await branch.locator("form.act button[type=submit]").click();
  const missing = field(branch, "title").getByText("请填写此项");
  await missing.waitFor();
  await text(branch, "title").fill("收费标准没有公示");
  check.that("in the desk as well", (await missing.count()) === 0);
  await branch.context().close();
}

// A promise with a day, written once more in the state in which it stands.
async function days() {
  const member = await desk.person("member_1");
  const made = await write(member, "/api/promises", { unit: units.branch_1, act: "propose", fields: {
    content: "咨询当日答复", subject: "member", kind: "post", person: desk.world.people.member_1.id, duty: "咨询岗位",
    baseline: "4 天", target: "1 天以内", measure: "专人", proof: "登记簿", due: "2011-06-30", beneficiary_unit: units.branch_3,
  } });
  const record = `/ledgers/promises/${made.id}`;
  await opens(member, `${record}?act=amend`);
  await step(member, "怎样衡量");
  await text(member, "target").fill("半天以内");
  await member.locator("#act-panel button[type=submit]").click();
  await member.locator("#act-panel h2").waitFor({ state: "detached" });
  check.that("it is amended", (await api(member, record)).fields.target === "半天以内");
  await opens(member, record);
  const journal = member.locator(".journal ol.journal");
  await journal.locator("li").nth(1).waitFor();
  const says = await journal.locator("li").allInnerTexts();
  check.that("an act that leaves it where it stands tells of no state", !says[0].includes("状态") && !/已提诺\s*→/.test(says[0]), says[0]);
  check.that("and the one that opened it does", (await journal.locator("li").last().textContent()).includes("已提诺"));
  await shoot(member, "amended");

  const branch = await desk.person("head_1");
  await opens(branch, "/today");
  const line = branch.locator("li[data-row]", { hasText: "咨询当日答复" }).first();
  await line.waitFor();
  const when = await line.locator(".when").innerText();
  check.that("the day of what is not yet running stands on Today", when.includes("06-30") && !when.includes("无期限"), when);
  await shoot(branch, "planned-today");
  await opens(branch, "/ledgers/promises");
  const due = await branch.locator("tbody tr", { hasText: "咨询当日答复" }).locator("td.due").innerText();
  check.that("and in the list", due.includes("06-30") && !due.includes("无期限"), due);
  await shoot(branch, "planned-list");

  // A browser of another zone shows the body's clocks.
  const abroad = await desk.person("member_1", { timezoneId: "America/Los_Angeles" });
  await opens(abroad, record);
  await abroad.locator(".journal time").first().waitFor();
  const here = await member.locator(".journal time").allInnerTexts();
  const there = await abroad.locator(".journal time").allInnerTexts();
  check.that("times are those of the body wherever one reads them", here.length > 1 && here.join() === there.join(), `${here} ${there}`);
  for (const page of [member, branch, abroad]) await page.context().close();
}

// Whom it serves reads how it went; for whoever reads the public part alone that is no fault.
async function served() {
  const record = `/ledgers/problems/${(await problemOfOne()).id}`;
  for (const [who, sees] of [["head_3", "受理"], ["member_2", "办理过程由承办单位和上级查看"]]) {
    const reader = await desk.person(who);
    const asked = [];
    reader.on("response", (answer) => { if (answer.status() === 403) asked.push(answer.url()); });
    await opens(reader, record);
    const panel = reader.locator("section.journal");
    check.that(`${who} is told what is for him`, await isSeen(panel.getByText(sees).first()));
    check.that(`${who} asks for nothing that is refused`, asked.length === 0, asked.join());
    check.that(`${who} sees no fault`, (await panel.locator(".notice, [role=alert]").count()) === 0);
    await shoot(reader, `journal-of-${who}`);
    await reader.context().close();
  }
}
async function problemOfOne() {
  const branch = await desk.person("head_1");
  const made = await write(branch, "/api/problems", { unit: units.branch_1, fields: { title: "办事指南过期", kind: "new", beneficiary_unit: units.branch_3 } });
  await act(branch, `/ledgers/problems/${made.id}`, "accept");
  await branch.context().close();
  return made;
}

// More than fits: the number above and the number below are one.
async function many() {
  const branch = await desk.person("head_1");
  for (let i = 0; i < 205; ++i) await write(branch, "/api/problems", { unit: units.branch_1, fields: { title: `第${i + 1}个问题`, kind: "new" } });
  await opens(branch, "/today");
  const above = await branch.locator(".page-head .push").innerText();
  const below = await branch.locator(".stack > p.soft").last().innerText();
  const [, all] = /(\d+) 件/.exec(above) ?? [];
  check.that("Today says one number above and below", Number(all) >= 200 && below.includes(`共${above.includes("不少于") ? "不少于 " : " "}${all} 件`), `${above} / ${below}`);
  check.that("and shows as many as it says", below.includes("列出 200 件"), below);
  await shoot(branch, "many");
  await branch.context().close();
}

// A browser is spoken to in its language, until somebody chooses another.
async function languages() {
  for (const [locale, lang, button] of [["en-GB", "en", "Log in"], ["zh-TW", "zh-CN", "登录"], ["fr-FR", "zh-CN", "登录"]]) {
    const page = await desk.anybody({ language: "", locale });
    await opens(page, "/login");
    check.that(`a browser that speaks ${locale} is answered in ${lang}`, (await page.locator("html").getAttribute("lang")) === lang && (await page.locator("form button[type=submit]").innerText()) === button);
    await page.locator("input[name=username]").fill("member_1");
    await page.locator("input[name=password]").fill("not this one at all");
    await page.locator("form button[type=submit]").click();
    const refusal = await page.locator("form .problem").innerText();
    check.that(`${locale}: a wrong password is told in the same words as the fields`, /账号或密码|name or the password/.test(refusal), refusal);
    await shoot(page, `login-${locale}`);
    await page.context().close();
  }
}

// No day is asked for in the order of the machine; acts and titles are words and no sums of words.
async function words() {
  for (const language of ["zh", "en"]) {
    const page = await desk.person("organ_a", { language });
    for (const path of ["/overview", "/ledgers/problems", "/ledgers/directives/new"]) {
      await opens(page, path);
      if (path === "/overview") await page.locator(".bar .back").click();
      const native = await page.locator("input[type=date]:not([aria-hidden=true])").count();
      check.that(`${language} ${path}: days are written year first`, native === 0, native);
    }
    await opens(page, "/overview");
    await page.locator(".bar .back").click();
    await page.locator(".past .date input").first().waitFor();
    check.that(`${language}: the day that is looked back at too`, (await page.locator(".past .date input").first().inputValue()) === "2011-03-01");
    await shoot(page, `days-${language}`);
    const cut = await page.locator(".scroll:has(table.self)").evaluate((sheet) => sheet.scrollWidth - sheet.clientWidth);
    check.that(`${language}: no column of the figures is cut off`, cut <= 0, `${cut} px`);
    await opens(page, "/ledgers/promises/new");
    const heading = await page.locator("h1").innerText();
    check.that(`${language}: a new record has a plain title`, heading === (language === "zh" ? "新建承诺" : "Promises: a new record"), heading);
    await page.context().close();
  }
  const branch = await desk.person("head_1");
  const made = await write(branch, "/api/problems", { unit: units.branch_1, fields: { title: "收费没有公示", kind: "new" } });
  await opens(branch, `/ledgers/problems/${made.id}?act=accept`);
  const button = await branch.locator("#act-panel button[type=submit]").innerText();
  check.that("a button says what it does", button === "受理", button);
  await shoot(branch, "act");
  await branch.context().close();
}

// Without live events the desk says so, and asks again by itself.
async function withoutEvents() {
  const branch = await desk.person("head_1");
  await branch.context().route("**/api/events", (route) => route.abort());
  await opens(branch, "/today");
  const told = branch.locator(".frame .live");
  check.that("a desk without live events says so, and how often it asks", await isSeen(told.getByText("未连线，每 15 秒刷新")), await told.innerText());
  await write(branch, "/api/problems", { unit: units.branch_1, fields: { title: "没有事件也看得到", kind: "new" } });
  check.that("and shows what has come without being loaded anew", await branch.locator(".lines > li", { hasText: "没有事件也看得到" }).first().waitFor({ timeout: 25_000 }).then(() => true, () => false));
  await shoot(branch, "without-events");
  await branch.context().unroute("**/api/events");
  check.that("once there are events again it is live", await told.getByText("实时", { exact: true }).waitFor({ timeout: 30_000 }).then(() => true, () => false));
  const narrow = await desk.person("head_1", { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
  await narrow.context().route("**/api/events", (route) => route.abort());
  await opens(narrow, "/today");
  await narrow.locator(".live", { hasText: "未连线" }).waitFor();
  const wider = await narrow.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  check.that("narrow: nothing sticks out", wider <= 0, `${wider} px`);
  await shoot(narrow, "without-events-narrow");
  for (const page of [branch, narrow]) await page.context().close();
}

// A number of a clause is read whole, however it is written.
async function numbers() {
  for (const [how, options] of [["wide", {}], ["narrow", { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }]]) {
    const organ = await desk.person("organ_a", options);
    await opens(organ, "/ledgers/directives/new?act=draft");
    await organ.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("draft:")).forEach((key) => localStorage.removeItem(key)));
    await opens(organ, "/ledgers/directives/new?act=draft");
    await organ.locator(".step").nth(1).click();
    for (const [at, number] of ["第十二条", "（二十二）", "第一百二十三条之一"].entries()) {
      await organ.locator("button.add").click();
      await organ.locator(`[data-row="${at}"] [data-column=number] input`).fill(number);
    }
    const cut = await organ.locator("[data-column=number] input").evaluateAll((inputs) => inputs.filter((input) => input.scrollWidth > input.clientWidth).map((input) => input.value));
    check.that(`${how}: no number is cut off`, cut.length === 0, cut.join());
    const wider = await organ.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    check.that(`${how}: nothing sticks out`, wider <= 0, `${wider} px`);
    await shoot(organ, `numbers-${how}`);
    await organ.context().close();
  }
}

// What nobody fills in now is not called missing; whom a record waits for stands there in words; the
// journal names a unit that is named no more.
async function record() {
  const member = await desk.person("member_1");
  const made = await write(member, "/api/promises", { unit: units.branch_1, act: "propose", fields: {
    content: "节假日值班", subject: "member", kind: "post", person: desk.world.people.member_1.id, duty: "窗口岗位", target: "1 天", beneficiary_unit: units.branch_3,
  } });
  const page = `/ledgers/promises/${made.id}`;
  await write(member, `/api/promises/${made.id}/acts/amend`, { fields: { beneficiary_unit: units.branch_2 } }, made.version);
  await opens(member, page);
  await member.locator(".journal ol.journal li").nth(1).waitFor();
  const journal = await member.locator(".journal ol.journal").innerText();
  check.that("the journal names units by their names", journal.includes("第三党支部") && journal.includes("第二党支部") && !/[0-9a-f]{8}/.test(journal), journal);
  await member.locator(".turns").waitFor();
  const turns = await member.locator(".turns").innerText();
  check.that("a record says what it waits for and of whom", /审诺.*第一党支部 支部书记 一支部书记/.test(turns), turns);
  const own = await member.locator("main").innerText();
  check.that("what its promiser may still fill in is named", /未填：.*底数/.test(own), own);
  const branch = await desk.person("head_2");
  await opens(branch, page);
  const others = await branch.locator("main").innerText();
  check.that("for whoever fills in nothing nothing is missing", !others.includes("未填"), others);
  await shoot(member, "record");

  // A day that is put off starts empty, and five promises are a year's.
  for (let made = 2; made <= 4; ++made)
    await write(member, "/api/promises", { unit: units.branch_1, act: "propose", fields: { content: `第${made}件`, subject: "member", kind: "post", person: desk.world.people.member_1.id } });
  await opens(member, "/ledgers/promises/new?act=propose");
  const measure = member.locator(".ready .measures", { hasText: "今年的个人承诺" });
  check.that("how many of the year it will be is told before it is refused", (await isSeen(measure)) && /\d/.test(await measure.innerText()) && (await measure.innerText()).includes("至多 5"), await member.locator("form").innerText());
  await shoot(member, "year");
  const one_more = { unit: units.branch_1, act: "propose", fields: { content: "再一件", subject: "member", kind: "post", person: desk.world.people.member_1.id } };
  for (let tries = 0; tries < 5; ++tries) await write(member, "/api/promises", one_more).catch(() => {}); // until five are there
  await opens(member, "/ledgers/promises/new?act=propose");
  const full = member.locator("form.act > .problem[role=note]");
  check.that("with five it is said on top before anything is typed", (await isSeen(full)) && (await full.innerText()).includes("已有 5 件，至多 5 件"), await member.locator("form.act").innerText());
  check.that("and no tick stands beside it", !(await member.locator(".ready .sum").innerText()).includes("✓"), await member.locator(".ready").innerText());
  for (const page of [member, branch]) await page.context().close();
}

const parts = { withoutEvents, numbers, lateAnswers, warnings, days, served, languages, words, record, many };
const wanted = process.argv[2]; // one of them, while somebody works on it
try {
  for (const [name, part] of Object.entries(parts)) if (!wanted || wanted === name) await part();
} finally {
  await desk.close();
}
check.end();
