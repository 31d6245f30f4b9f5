// A directive from draft to the last delivery by five accounts: pasted, weighed, sent back with what is to
// be mended, checked by a second person, issued, answered, returned, declined, done; its tasks in one
// click; and a revision that asks only whom it concerns.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checks, pictures } from "./desk.mjs";
import { openProvince, steps } from "./province.mjs";

const desk = await openProvince();
const check = checks();
const { opens, api, field, text, step, stateOf, pick, says, act } = steps(desk);
const data = new URL("../data/text-cn-gov-docs/", import.meta.url).pathname;
const narrow = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
// That of one's own unit: whoever stands above others reads theirs as well.
const deliveryOf = async (page, directive) => {
  const { posts } = await api(page, "/api/session");
  const { items } = await api(page, `/api/deliveries?conveys=${directive}`);
  return `/ledgers/deliveries/${items.find(({ unit }) => unit.id === posts[0].unit.id)?.id}`;
};

const wholeText = `关于报送公开承诺进展的通知
各党支部、各处室：
一、公开承诺。各单位要在网站公布承诺事项。（综合处负责）
二、按季报送进展。第一党支部按季报送承诺进展。
三、自行检查。（企业服务处负责）
四、其他事项另行通知。
2011年3月1日`;

try {
  const organ = await desk.person("organ_a");
  const checker = await desk.person("worker");
  const branch = await desk.person("head_1");
  const other = await desk.person("head_2");
  const chief = await desk.person("secretary_a");
  const today = (await api(organ, "/api/session")).today;
  const later = (days) => new Date(Date.parse(`${today}T00:00:00Z`) + days * 864e5).toISOString().slice(0, 10);

  // Drafting.
  await opens(organ, "/ledgers/directives/new?act=draft");
  await text(organ, "title").fill("关于报送公开承诺进展的通知");
  await field(organ, "kind").getByText("通知", { exact: true }).click();
  await text(organ, "basis").fill("年度工作要点");
  await step(organ, "条款");
  await organ.getByRole("button", { name: "粘贴全文" }).click();
  await organ.locator(".paste textarea").fill(wholeText);
  await organ.getByRole("button", { name: "拆成条款" }).click();
  await organ.locator("[data-row='3']").waitFor();
  check.that("four clauses are found in what was pasted", (await organ.locator("[data-row]").count()) === 4);
  check.that("two of them say who is in charge", (await field(organ, "clause_rows").textContent()).includes("完成任务 2"));
  await organ.locator("[data-row='1'] [data-column=asks] select").selectOption("reply");
  await organ.locator("[data-row='1'] [data-column=of_whom] .turn").click();
  await organ.locator("[data-row='1'] [data-column=of_whom] input").first().pressSequentially("第一党");
  await organ.locator(".el-select-dropdown__item:visible", { hasText: "第一党支部" }).first().click();
  await organ.locator("[data-row='1'] [data-column=due] input").first().fill(later(1));
  await organ.locator("[data-row='2'] .up").click();
  check.that("a clause is moved", (await organ.locator("[data-row='1'] textarea").inputValue()).startsWith("自行检查"));
  await organ.keyboard.press("Alt+ArrowDown");
  check.that("and moved back by the keyboard", (await organ.locator("[data-row='2'] textarea").inputValue()).startsWith("自行检查"));
  await organ.screenshot({ path: join(pictures, "directive-clauses.png"), fullPage: true });

  check.that("a day that comes too soon is told while one writes", await says(organ, "不足三个工作日"));
  check.that("and that nobody signed for the reply", await says(organ, "要求报送须有人签批"));
  await organ.locator("[data-row='1'] [data-column=due] input").first().fill(later(20));
  await step(organ, "发给谁");
  check.that("a list for nobody is not done, and says what that means", await organ.locator(".to-nobody", { hasText: "没有选收文单位" }).waitFor({ timeout: 15_000 }).then(() => true, () => false) && !(await organ.locator(".step.here").innerText()).includes("✓"), await organ.locator(".step.here").innerText());
  for (const unit of ["第一党支部", "第二党支部", "发展改革委"]) await pick(organ, "audience", unit);
  check.that("the head-count follows the audience", await organ.locator(".ready").locator(".measures", { hasText: "发往单位3" }).waitFor({ timeout: 30_000 }).then(() => true, () => false),
    await organ.locator(".ready").textContent());
  await organ.screenshot({ path: join(pictures, "directive-audience.png"), fullPage: true });
  await organ.locator(".ready").getByRole("button", { name: "报送要求签批人" }).click();
  check.that("a fault leads to its field", await text(organ, "reply_signed_by").evaluate((input) => input === document.activeElement));
  await text(organ, "reply_signed_by").fill("机关党委书记");
  await text(organ, "estimated_minutes").fill("30");
  await field(organ, "reply_due").locator("input").first().fill(later(20));
  check.that("the minutes of all are added up", await says(organ, "90"));
  check.that("it is ready to be checked", await says(organ, "可以核稿了"));
  await organ.screenshot({ path: join(pictures, "directive-ready.png"), fullPage: true });
  await organ.locator("form button[type=submit]").last().click();
  await organ.waitForURL(/\/ledgers\/directives\/[0-9a-f-]{36}$/);
  const record = new URL(organ.url()).pathname;
  const id = record.split("/").at(-1);
  check.that("it is a draft", (await stateOf(organ, record)) === "drafted");
  await organ.locator(".turns").waitFor();
  check.that("and its author reads who may check it", /等待核稿：.*省级机关工委/.test(await organ.locator(".turns").innerText()) && !/(省级机关工委) \1/.test(await organ.locator(".turns").innerText()), await organ.locator(".turns").innerText());

  // A second person sends it back for one field and one row; then it is checked by him.
  await act(checker, record, "check");
  check.that("the second person checks", (await stateOf(checker, record)) === "checked");
  await opens(checker, `${record}?act=return`);
  await field(checker, "to_mend").getByText(/条款 第2行/).click();
  await field(checker, "to_mend").locator("li", { hasText: "条款 第2行" }).locator("input[type=text]").fill("写明报送什么");
  await checker.locator("#act-panel textarea[id$=reason]").fill("第二条不具体");
  await checker.screenshot({ path: join(pictures, "directive-return.png"), fullPage: true });
  await checker.locator("#act-panel button[type=submit]").click();
  await checker.locator("#act-panel h2").waitFor({ state: "detached" });
  await opens(organ, `${record}?act=amend`);
  await step(organ, "条款");
  check.that("what is to be mended stands beside its field", (await field(organ, "clause_rows").textContent()).includes("写明报送什么"));
  await organ.screenshot({ path: join(pictures, "directive-mend.png"), fullPage: true });
  await organ.locator("[data-row='1'] textarea").fill("按季报送进展。第一党支部按季报送承诺兑现件数。");
  await organ.locator("#act-panel button[type=submit]").click();
  await organ.locator("#act-panel h2").waitFor({ state: "detached" });
  await act(checker, record, "check");
  await opens(checker, record);
  check.that("whoever checked is not offered to issue", !(await api(checker, record.replace("/ledgers/", "/api/"))).acts.includes("issue"));
  await act(organ, record, "issue");
  check.that("it is issued", (await stateOf(organ, record)) === "issued");

  // Each unit has its own.
  await opens(branch, "/today");
  check.that("it waits on the branch's Today", (await branch.locator("main").textContent()).includes("关于报送公开承诺进展的通知"));
  const ofBranch = await deliveryOf(branch, id);
  await opens(branch, ofBranch);
  await branch.screenshot({ path: join(pictures, "delivery-branch.png"), fullPage: true });
  check.that("the branch is asked for an answer and has no mere receipt", !(await api(branch, ofBranch.replace("/ledgers/", "/api/"))).acts.includes("acknowledge"));
  await opens(organ, record);
  check.that("the board says 0 of 3", (await organ.locator(".board .sum").textContent()).includes("0 / 3"), await organ.locator(".board").textContent());
  await organ.screenshot({ path: join(pictures, "directive-board.png"), fullPage: true });
  const roadOf = async (page, path) => {
    await opens(page, path);
    await page.locator(".path [aria-current=step]").waitFor();
    await page.locator(".journal li").first().waitFor();
    return (await page.locator(".path li").allInnerTexts()).map((step) => step.replace("✓", "").trim()).join(" · ");
  };
  check.that("its road ends in the answer", (await roadOf(branch, ofBranch)) === "已送达 · 已接收 · 已答复", await roadOf(branch, ofBranch));
  await act(branch, ofBranch, "accept");
  await act(branch, ofBranch, "answer", { answer: "本季度承诺 12 件" });
  check.that("the branch answers", (await stateOf(branch, ofBranch)) === "answered");
  const ofOther = await deliveryOf(other, id);
  await act(other, ofOther, "acknowledge");
  check.that("the other branch acknowledges", (await stateOf(other, ofOther)) === "acknowledged");
  await act(organ, ofBranch, "return", {}, "没有写明兑现了几件");
  check.that("an answer that says too little goes back", (await stateOf(organ, ofBranch)) === "returned");
  check.that("which stands before the answer, and is no end", (await roadOf(branch, ofBranch)) === "已送达 · 已接收 · 已退回 · 已答复", await roadOf(branch, ofBranch));
  await act(branch, ofBranch, "answer", { answer: "本季度承诺 12 件，兑现 9 件" });
  await opens(organ, record);
  check.that("the board says 2 of 3", (await organ.locator(".board .sum").textContent()).includes("2 / 3"), await organ.locator(".board").textContent());
  check.that("and names who is outstanding", (await organ.locator(".board li").allTextContents()).join().includes("发展改革委"));
  await organ.screenshot({ path: join(pictures, "directive-outstanding.png"), fullPage: true });
  // One declines: it is neither done nor waited for, and says why.
  await act(chief, await deliveryOf(chief, id), "decline", {}, "我委没有对外承诺事项");
  const declinedRoad = await roadOf(chief, await deliveryOf(chief, id));
  check.that("for whoever declined the road ends there", declinedRoad === "已送达 · 已谢绝", declinedRoad);
  await opens(organ, record);
  const board = organ.locator(".board");
  check.that("nobody is said to be missing where nothing is awaited", (await organ.locator(".turns").count()) === 0, await organ.locator(".turns").allInnerTexts());
  check.that("whoever declined is not counted as done", (await board.locator(".sum").textContent()).includes("2 / 3") && (await board.locator(".sum").textContent()).includes("1 个单位谢绝"), await board.textContent());
  check.that("and stands apart with the reason", /发展改革委[^]*我委没有对外承诺事项/.test(await board.locator(".declined").textContent()), await board.textContent());
  check.that("nobody is said to be outstanding, nor all to have done it", !(await board.textContent()).includes("各单位都已办结") && !(await board.textContent()).includes("尚未办结"));
  await organ.screenshot({ path: join(pictures, "directive-declined.png"), fullPage: true });

  // Its tasks in one click, once they were looked at.
  await organ.locator(".board button", { hasText: "看看将交办的任务" }).click();
  await organ.locator(".to-come [data-clause]").first().waitFor();
  check.that("the tasks to come leave out who declined", (await organ.locator(".to-come h3").innerText()).includes("4") && !(await organ.locator(".to-come").innerText()).includes("发展改革委"), await organ.locator(".to-come").innerText());
  await organ.locator(".to-come button.primary").click();
  await organ.locator(".board", { hasText: "任务已确认完成 0/4" }).waitFor({ timeout: 30_000 }).catch(() => {});
  check.that("each asking clause is a task of each unit that it asks, but of none that declined", (await organ.locator(".board").textContent()).includes("0/4"), await organ.locator(".board").textContent());
  await organ.screenshot({ path: join(pictures, "directive-tasks.png"), fullPage: true });

  // A revision asks only whom it concerns, and is read as what went and came.
  await act(organ, record, "revise");
  const second = (await api(organ, `/api/directives?predecessor=${id}`)).items[0];
  const revised = `/ledgers/directives/${second?.id}`;
  await opens(organ, `${revised}?act=amend`);
  await step(organ, "条款");
  await organ.locator("[data-row='1'] textarea").fill("按月报送进展。第一党支部按月报送承诺兑现件数。");
  await organ.locator("[data-row='1'] [data-column=due] input").first().fill(later(30));
  await organ.locator("#act-panel button[type=submit]").click();
  await organ.locator("#act-panel h2").waitFor({ state: "detached" });
  await opens(organ, revised);
  await organ.locator("ins", { hasText: "月" }).first().waitFor({ timeout: 30_000 }).catch(() => {});
  check.that("the revision says which words went and came", (await organ.locator("del", { hasText: "季" }).count()) > 0 && (await organ.locator("ins", { hasText: "月" }).count()) > 0);
  await organ.screenshot({ path: join(pictures, "directive-revision.png"), fullPage: true });
  await act(checker, revised, "check");
  await act(organ, revised, "issue");
  check.that("the version before has given way", (await stateOf(organ, record)) === "superseded");
  const asked = (await api(organ, `/api/deliveries?conveys=${second.id}`)).items;
  check.that("only the branch is asked anew", asked.length === 1 && asked[0].unit.name === "第一党支部", JSON.stringify(asked.map(({ unit }) => unit.name)));
  await opens(organ, revised);
  check.that("who is to answer is named on its delivery", await (async () => {
    await opens(branch, `/ledgers/deliveries/${asked[0].id}`);
    return (await branch.locator(".turns").innerText()).includes("等待接收");
  })(), await branch.locator("main").innerText());
  await act(branch, `/ledgers/deliveries/${asked[0].id}`, "accept");
  await act(branch, `/ledgers/deliveries/${asked[0].id}`, "answer", { answer: "本月兑现 3 件" });
  await opens(organ, revised);
  check.that("and with its answer the last delivery is done", (await organ.locator(".board .sum").textContent()).includes("1 / 1"));

  // The five documents of the State Council, pasted whole: 140 tasks in all.
  await opens(organ, "/ledgers/directives/new?act=register");
  await organ.evaluate(() => localStorage.clear());
  let tasks = 0;
  for (const [name, expected] of [["2018-38", 53], ["2018-117-office", 30], ["2019-3", 21], ["2018-121-office", 21], ["2018-39", 15]]) {
    await organ.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("draft:")).forEach((key) => localStorage.removeItem(key)));
    await opens(organ, "/ledgers/directives/new?act=register");
    await step(organ, "条款");
    await organ.getByRole("button", { name: "粘贴全文" }).click();
    await organ.locator(".paste textarea").fill(readFileSync(join(data, `${name}.txt`), "utf8"));
    await organ.getByRole("button", { name: "拆成条款" }).click();
    await organ.locator("[data-row='10']").waitFor();
    const found = Number(/完成任务 (\d+)/.exec(await field(organ, "clause_rows").textContent())?.[1]);
    tasks += found;
    check.that(`${name} asks ${expected} tasks`, found === expected, String(found));
  }
  check.that("140 tasks in all", tasks === 140, String(tasks));
  await organ.screenshot({ path: join(pictures, "directive-pasted.png") });

  for (const [how, options] of [["narrow", narrow], ["narrow-english-dark", { ...narrow, language: "en", colorScheme: "dark" }], ["english", { language: "en" }]]) {
    const again = await desk.person("organ_a", options);
    for (const [name, path] of [["record", revised], ["form", `/ledgers/directives/new?act=draft`]]) {
      await opens(again, path);
      if (name === "form") {
        await again.locator(".step").nth(1).click();
        await again.locator("button.add").click();
      }
      await again.screenshot({ path: join(pictures, `directive-${name}-${how}.png`), fullPage: true });
      const wider = await again.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      check.that(`${name} ${how}: nothing sticks out`, wider <= 0, `${wider} px`);
    }
    await again.context().close();
  }
} finally {
  await desk.close();
}
check.end();
