// A look-back drawn by lot: announced first, drawn with a seed that nobody knew, drawn again by the lines
// that stand on the page; the served speak, the office looks, and what does not last is opened again.
import { execFileSync } from "node:child_process";
import { checks, looking } from "./desk.mjs";
import { openProvince, steps } from "./province.mjs";

const desk = await openProvince();
const check = checks();
const sees = looking(check);
const { opens, api, field, text, stateOf, act, write } = steps(desk);
const { units } = desk.world;
const narrow = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const chooses = (page, name, words) => field(page, name).getByText(words, { exact: true }).click();
const sends = async (page) => {
  await page.locator("#act-panel button[type=submit]").click();
  await page.locator("#act-panel h2").waitFor({ state: "detached", timeout: 30_000 }).catch(() => {});
};

try {
  const organ = await desk.person("organ_a");
  const branch = await desk.person("head_1");
  const served = await desk.person("head_3");

  // Three promises of the branch, the first of them kept and confirmed: closed ones are drawn as well.
  const promises = [];
  let now = "";
  for (const content of ["咨询当日答复", "窗口午间不休", "补贴五日到账"]) {
    const made = await write(organ, "/api/promises", { unit: units.branch_1, act: "register", fields: {
      subject: "organisation", kind: "real_deed", content, due: "2011-06-30", beneficiary_unit: units.branch_3,
      made_public_in: "公示栏", made_public_at: "2011-02-28T01:00:00Z" } });
    check.that(`registered: ${content}`, made.status === 201, JSON.stringify(made));
    promises.push(made.id);
  }
  for (const id of promises) {
    await write(branch, `/api/promises/${id}/acts/claim`, { fields: { result: "已做到" } });
    const confirmed = await write(served, `/api/promises/${id}/acts/confirm`, {});
    check.that("confirmed by the served", confirmed.state === "confirmed", JSON.stringify(confirmed));
    now = confirmed.state_since;
  }
  const later = (await api(organ, "/api/look_backs")).items ?? [];
  check.that("eight weeks later the served will be asked", later.filter(({ state }) => state === "scheduled").length === 3, JSON.stringify(later));

  await opens(organ, "/ledgers/look_backs/new?act=announce");
  await text(organ, "matter").fill("公开承诺回头看抽查");
  await text(organ, "round").fill("2011 年第一轮");
  await chooses(organ, "population", "承诺");
  await text(organ, "how_many").fill("2");
  // Two minutes from now: the house's own day, whatever the seals say of theirs.
  const moment = new Date(Date.parse(now) + 8 * 3_600_000 + 120_000).toISOString();
  await field(organ, "seed_after").locator("input").first().fill(moment.slice(0, 10));
  await field(organ, "seed_after").locator("input").last().fill(moment.slice(11, 16));
  await sees(organ, "look-back-announce");
  await organ.locator("form button[type=submit]").last().click();
  await organ.waitForURL(/\/ledgers\/look_backs\/[0-9a-f-]{36}$/);
  const draw = new URL(organ.url()).pathname;
  const announced = await api(organ, draw);
  check.that("the draw is announced with three candidates", announced.fields.candidates?.length === 3, JSON.stringify(announced.fields));
  check.that("and without a seed", !announced.fields.seed);
  await opens(organ, draw);
  await sees(organ, "look-back-announced");

  // The seed is the next seal of the journal.
  await write(branch, "/api/problems", { unit: units.branch_1, act: "register", fields: { title: "指示牌旧了", kind: "new" } });
  await organ.waitForTimeout(2500);
  check.that("nobody draws before the moment, though seals are made", !(await api(organ, draw)).acts.includes("draw"));
  for (let tries = 0; tries < 60 && !(await api(organ, draw)).acts.includes("draw"); ++tries) await organ.waitForTimeout(3000);
  await act(organ, draw, "draw");
  const drawn = await api(organ, draw);
  check.that("lots are drawn", drawn.state === "lots_drawn" && /^[0-9a-f]{64}$/.test(drawn.fields.seed ?? ""), JSON.stringify(drawn.fields));
  await opens(organ, draw);
  await organ.locator(".draw pre").waitFor();
  await sees(organ, "look-back-drawn");
  const plain = await organ.evaluate(() => {
    const main = document.querySelector("main").cloneNode(true);
    main.querySelectorAll("pre").forEach((lines) => lines.remove());
    return main.textContent;
  });
  check.that("the draw is told in everybody's words", plain.includes("抽取用的公开随机数") && !/种子|哈希|SHA|封印/.test(plain), /.{12}(种子|哈希|SHA|封印).{12}/.exec(plain)?.[0] ?? "");
  const items = ((await api(organ, "/api/look_backs?columns=all")).items ?? []).filter(({ state }) => state === "drawn");
  const lots = items.map(({ fields }) => fields.looks_at.record).sort();
  const lines = await organ.locator(".draw pre").textContent();
  const again = execFileSync("python3", ["-c", lines]).toString().trim().split("\n").sort();
  check.that("whoever draws again by the lines on the page comes to the same lots", lots.length === 2 && JSON.stringify(again) === JSON.stringify(lots), `${again} / ${lots}`);

  const anyone = await desk.anybody(narrow);
  await opens(anyone, draw.replace("/ledgers/", "/open/province/"));
  check.that("without an account one reads the same lines", (await anyone.locator(".draw pre").textContent()).trim() === lines.trim());
  await sees(anyone, "look-back-public-narrow");

  // The item: the served speak first, the office takes the five looks and has it done again.
  const item = `/ledgers/look_backs/${items[0].id}`;
  await opens(organ, `${item}?act=check`);
  for (const name of ["instructions_studied", "done_and_accepted", "rules_enforced"]) await chooses(organ, name, "是");
  for (const name of ["cleaned_up", "linked_across_levels"]) await chooses(organ, name, "不涉及");
  await text(organ, "findings").fill("抽看二十件，六件超时");
  await sees(organ, "look-back-check");
  await organ.locator("#act-panel button[type=submit]").click();
  check.that("nobody looks before the served have spoken", await organ.getByText("服务对象还没有说话").first().waitFor().then(() => true, () => false));
  await opens(served, `${item}?act=speak`);
  await chooses(served, "recipient_says", "不管用了");
  await text(served, "recipient_words").fill("下午又慢了");
  await sends(served);
  await opens(organ, `${item}?act=check`);
  for (const name of ["instructions_studied", "rules_enforced"]) await chooses(organ, name, "是");
  await chooses(organ, "done_and_accepted", "否");
  for (const name of ["cleaned_up", "linked_across_levels"]) await chooses(organ, name, "不涉及");
  await text(organ, "findings").fill("抽看二十件，六件超时");
  await sends(organ);
  check.that("then it is looked at", (await stateOf(organ, item)) === "checked");
  await opens(organ, `${item}?act=redo`);
  await field(organ, "promised_anew").locator("input").first().fill("2011-09-30");
  await organ.locator("#act-panel textarea[id$=reason]").fill("下午超时的占三成");
  await sees(organ, "look-back-redo");
  await sends(organ);
  check.that("it is to be done again", (await stateOf(organ, item)) === "redone");
  const source = await api(organ, `/api/promises/${items[0].fields.looks_at.record}`);
  check.that("and its promise is open again, for the new day and with the first one kept",
    source.state === "published" && source.fields.due === "2011-09-30" && source.fields.first_due === "2011-06-30", JSON.stringify(source.fields));
  await opens(organ, item);
  await sees(organ, "look-back-redone");
  const pocket = await desk.person("organ_a", narrow);
  await opens(pocket, item);
  await sees(pocket, "look-back-redone-narrow");
} finally {
  await desk.close();
}
check.end();
