// Anything is found by its words: from the palette and in a list, by keyboard, in either script, and
// never by somebody who may not read it.
import { join } from "node:path";
import { checks, looking, openDesk, pictures, settled } from "./desk.mjs";

const desk = await openDesk();
const check = checks();
const looksWell = looking(check);
const body = "model-province";
const narrow = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

const palette = async (page, text) => {
  await page.keyboard.press("Control+k");
  const input = page.locator("dialog.palette input");
  await input.waitFor();
  await input.fill(text);
};
const records = (page) => page.locator("dialog.palette [aria-labelledby=palette-group-records] [role=option]");

try {
  const organ = await desk.person(body, "organ");
  const unit = await organ.evaluate(async () => (await (await fetch("/api/session")).json()).posts[0].unit.id);
  const say = (text) => fetch(`${desk.address}/api/public/${body}/feedback`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "Idempotency-Key": `say-${Math.random()}` },
    body: JSON.stringify({ unit, fields: { text, kind: "opinion" } }),
  }).then((answer) => answer.json());
  const said = await say("办事大厅的自助終端坏了好几天，老人不会用手机，只能来回跑，请尽快修好。");
  for (let i = 1; i <= 23; ++i) await say(`自助终端排队，第${i}位`);
  for (let tries = 0, there = 0; tries < 3000 && there < 24; ++tries) {
    there = await organ.evaluate(async () =>
      (await (await fetch(`/api/search?limit=50&text=${encodeURIComponent("自助终端")}`)).json()).records.length);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }

  // The palette, by keyboard alone.
  await palette(organ, "終端 手机");
  await records(organ).first().waitFor();
  check.that("the palette finds a record in either script", (await records(organ).count()) === 1);
  const shown = await records(organ).first().innerText();
  check.that("with the field in which the words stand", shown.includes("意见内容"), shown);
  const marked = await records(organ).first().locator("mark").allTextContents();
  check.that("and the words marked as they were written", marked.join("|") === "終端|手机", marked.join("|"));
  await looksWell(organ, "search-palette");
  await organ.keyboard.press("Enter");
  await organ.waitForURL(`**/ledgers/feedback/${said.id}`);
  check.that("Enter opens it", true);

  await settled(organ);
  await palette(organ, "终端");
  await organ.locator("dialog.palette .state p", { hasText: "还有更多" }).waitFor();
  check.that("more than fit are said to be more", true);
  await organ.locator("dialog.palette input").fill("没有这样的字词");
  await organ.locator("dialog.palette .state p", { hasText: "没有找到" }).waitFor();
  await organ.screenshot({ path: join(pictures, "search-palette-nothing.png") });

  // Units by initials, people by name.
  const session = await organ.evaluate(async () => (await fetch("/api/session")).json());
  const own = session.posts[0].unit.name;
  await organ.locator("dialog.palette input").fill(session.person.name);
  await organ.locator("[aria-labelledby=palette-group-people] [role=option]").first().waitFor();
  check.that("people are found", (await organ.locator("[aria-labelledby=palette-group-people]").innerText()).includes(own));
  await organ.screenshot({ path: join(pictures, "search-palette-people.png") });
  await organ.locator("dialog.palette input").fill(own.slice(-3));
  await organ.locator("[aria-labelledby=palette-group-units] [role=option]").first().waitFor();
  check.that("units are found with their superiors", (await organ.locator("[aria-labelledby=palette-group-units] .note").first().innerText()).length > 0);
  await organ.keyboard.press("Escape");

  // A late answer to an earlier question changes nothing.
  await organ.route("**/api/search?text=*", async (route) => {
    if (decodeURIComponent(route.request().url()).includes("text=迟")) await new Promise((resolve) => setTimeout(resolve, 900));
    await route.continue().catch(() => {});
  });
  await palette(organ, "终端");
  await organ.locator("dialog.palette input").fill("迟");
  await organ.waitForTimeout(250);
  await organ.locator("dialog.palette input").fill("终端");
  await records(organ).first().waitFor();
  await organ.waitForTimeout(1100);
  check.that("a late answer overwrites nothing", (await records(organ).count()) > 0);
  await organ.keyboard.press("Escape");
  await organ.unroute("**/api/search?text=*");

  // The box of a list.
  await organ.goto(`${desk.address}/ledgers/feedback`);
  await settled(organ);
  const box = organ.locator("form[role=search] input");
  await box.fill("自助终端");
  await organ.locator(".hits li").first().waitFor();
  check.that("a list finds the first twenty", (await organ.locator(".hits li").count()) === 20);
  check.that("its address can be sent on", decodeURIComponent(organ.url()).includes("search=自助终端"), organ.url());
  await looksWell(organ, "search-list");
  await organ.locator(".end button").click();
  await organ.locator(".hits li").nth(23).waitFor();
  check.that("and the rest", (await organ.locator(".hits li").count()) === 24);
  await box.fill("没有这样的字词");
  await organ.locator(".notice").waitFor();
  await looksWell(organ, "search-list-nothing");
  await box.press("Escape");
  await organ.locator("table [data-row]").first().waitFor();
  check.that("Escape brings the list back", !organ.url().includes("search="));

  const phone = await desk.person(body, "organ", { ...narrow, colorScheme: "dark" });
  await phone.goto(`${desk.address}/ledgers/feedback?search=${encodeURIComponent("自助终端")}`);
  await phone.locator(".hits li").first().waitFor();
  await looksWell(phone, "search-list-narrow");
  await phone.keyboard.press("Control+k");
  await phone.locator("dialog.palette input").fill("自助终端");
  await records(phone).first().waitFor();
  await looksWell(phone, "search-palette-narrow");

  const english = await desk.person(body, "organ", { language: "en" });
  await english.goto(`${desk.address}/ledgers/feedback?search=${encodeURIComponent("自助终端")}`);
  await english.locator(".hits li").first().waitFor();
  await looksWell(english, "search-list-english");

  // Whoever may not read it does not find it.
  const admin = await desk.person(body, "admin");
  await settled(admin);
  await palette(admin, "自助终端");
  await admin.locator("dialog.palette .state p", { hasText: "没有找到" }).waitFor();
  check.that("an administrator finds no record", (await records(admin).count()) === 0);
} finally {
  await desk.close();
}
check.end();
