// A list as somebody works with it: narrowed by any field, sorted by its headings, with columns of his
// own, saved under a name, exported, wide and narrow, by keyboard, in both languages.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checks, openDesk, pictures, settled } from "./desk.mjs";

const require = createRequire(new URL("../../web/package.json", import.meta.url));
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const desk = await openDesk();
const check = checks();
const body = "model-province";
const wide = { viewport: { width: 1280, height: 900 } };
const narrow = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const titles = (page) => page.locator("tbody td.title a").allInnerTexts();
const queryOf = (page) => new URL(page.url()).searchParams;
const shoot = (page, name) => page.screenshot({ path: join(pictures, `lists-${name}.png`) });

async function isAccessible(page, name) {
  await page.evaluate(axe);
  const found = await page.evaluate(async () =>
    (await window.axe.run()).violations.map(({ id, nodes }) => `${id} ${nodes[0].target}`));
  check.that(`${name}: axe finds nothing`, found.length === 0, found.join("; "));
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  check.that(`${name}: nothing sticks out`, wider <= 0, `${wider} px`);
}
const open = async (page, path) => { await page.goto(desk.address + path); await settled(page); };
const sorted = async (page, query) => {
  await page.waitForFunction((wanted) => location.search.includes(wanted), query);
  await page.locator("table.stale").waitFor({ state: "detached" });
};

// Sorting by headings, and by the keyboard alone.
async function sorting(page) {
  await open(page, "/ledgers/problems");
  const heading = page.locator("th", { has: page.locator("button.sort") });
  await heading.nth(0).locator("button").click();
  await sorted(page, "order=title");
  check.that("a heading says how it sorts", (await heading.nth(0).getAttribute("aria-sort")) === "ascending");
  const up = await titles(page);
  await page.keyboard.press("Enter");
  await sorted(page, "order=-title");
  check.that("once more is the other way round", (await heading.nth(0).getAttribute("aria-sort")) === "descending");
  const down = await titles(page);
  check.that("and turns the rows", up.length > 1 && up[0] === down.at(-1) && up.at(-1) === down[0], `${up.join()} | ${down.join()}`);
}

// A filter of each kind; each stands in the address and goes by its chip.
async function narrowing(page) {
  await open(page, "/ledgers/problems");
  const all = (await titles(page)).length;
  await page.locator(".by-field summary").click();
  const drawer = page.locator(".by-field .more-inside");
  await drawer.locator("select").first().selectOption("kind");
  await drawer.locator("input[type=checkbox]").first().check();
  await page.waitForFunction(() => location.search.includes("kind="));
  await drawer.locator("input[type=checkbox]").nth(1).check();
  await page.waitForFunction(() => /kind=[a-z]+(,|%2C)[a-z]+/.test(location.search));
  await shoot(page, "filter-choices");
  await drawer.locator("select").first().selectOption("created_at");
  await drawer.locator("input[inputmode=numeric]").first().fill("2099-01-01");
  await drawer.locator("input[inputmode=numeric]").first().blur();
  await page.waitForFunction(() => location.search.includes("created_at.from="));
  await page.locator(".notice").waitFor();
  check.that("a period narrows to nothing and says so", (await page.locator(".notice h2").innerText()) === "没有符合条件的记录");
  await page.keyboard.press("Escape");
  check.that("Escape puts the drawer away", (await page.locator("details[open]").count()) === 0);
  check.that("each filter has a chip", (await page.locator(".chips .chip").count()) === 2);
  await shoot(page, "nothing-matches");
  await page.locator(".chips .chip", { hasText: "2099" }).click();
  await page.waitForFunction(() => !location.search.includes("created_at"));
  await page.locator(".chips .chip").click();
  await page.waitForFunction(() => !location.search.includes("kind="));
  await page.waitForFunction((n) => document.querySelectorAll("tbody tr").length === n, all);
  const part = (await titles(page))[0].slice(0, 3);
  await page.locator(".by-field summary").click();
  await drawer.locator("select").first().selectOption("title");
  await drawer.locator("input[type=search]").fill(part);
  await drawer.locator("input[type=search]").press("Enter");
  await page.waitForFunction(() => location.search.includes("title.contains="));
  await page.waitForFunction((words) => [...document.querySelectorAll("tbody td.title a")].every((link) => link.textContent.includes(words)), part);
  check.that("a text narrows by a part of it", (await titles(page)).length > 0);
  await page.locator("h1").click();
}

// Columns and page size, a view under a name that is there on another machine, and the file.
async function keeping(page) {
  await open(page, "/ledgers/problems?stage=open");
  const before = await page.locator("thead th").count();
  await page.locator(".choose summary").click();
  await page.locator(".choose .tick", { hasText: "录入时间" }).locator("input").check();
  await page.waitForFunction((n) => document.querySelectorAll("thead th").length === n, before + 1);
  await shoot(page, "columns");
  await page.keyboard.press("Escape");
  await page.locator("select.size").selectOption("50");
  await page.waitForFunction(() => location.search.includes("limit=50"));
  await page.locator(".saved summary").click();
  await page.locator(".saved input").fill("未结问题");
  await page.locator(".saved input").press("Enter");
  await page.locator(".saved li a", { hasText: "未结问题" }).waitFor();
  await shoot(page, "views");
  const elsewhere = await desk.person(body, "clerk");
  await open(elsewhere, "/ledgers/problems");
  await elsewhere.locator(".saved summary").click();
  await elsewhere.locator(".saved li a", { hasText: "未结问题" }).click();
  await elsewhere.waitForFunction(() => location.search.includes("limit=50"));
  check.that("a saved view has its filters", queryOf(elsewhere).get("stage") === "open");
  await elsewhere.waitForFunction((n) => document.querySelectorAll("thead th").length === n, before + 1);
  check.that("and its columns, on another machine", true);
  const waiting = elsewhere.waitForEvent("download");
  await elsewhere.locator("button.export", { hasText: "CSV" }).click();
  const text = readFileSync(await (await waiting).path(), "utf8");
  const rows = await elsewhere.locator("tbody tr").count();
  check.that("what is shown is what is exported", text.trim().split("\r\n").length - 1 === rows && text.includes("录入时间"), text.slice(0, 200));
  await elsewhere.locator(".saved summary").click();
  await elsewhere.locator(".saved li button").click();
  await elsewhere.locator(".saved li").waitFor({ state: "detached" });
  check.that("a view can be deleted", true);
  await elsewhere.context().close();
}

// No raw id, no column cut off, no planned day that is called none.
async function looking(page, how) {
  for (const ledger of ["promises", "problems", "tasks", "directives", "feedback"]) {
    await open(page, `/ledgers/${ledger}`);
    const cut = await page.evaluate(() => {
      const sheet = document.querySelector(".sheet.scroll");
      return sheet ? sheet.scrollWidth - sheet.clientWidth : 0;
    });
    check.that(`${how} ${ledger}: no column is cut off`, cut <= 0, `${cut} px`);
    await isAccessible(page, `${how} ${ledger}`);
    await shoot(page, `${how}-${ledger}`);
  }
}

async function naming(page) {
  await open(page, "/overview?ledger=promises");
  const figure = page.locator("a[href*='/ledgers/promises?unit=']").first();
  await figure.click();
  await settled(page);
  await page.waitForFunction(() => !document.querySelector(".tools .unit")?.textContent.includes("…"));
  const shown = await page.locator(".tools .unit").innerText();
  check.that("a unit that a figure brought along has its name", !/^[0-9a-f]{8}/.test(shown.trim()) && shown.trim() !== "", shown);
}

try {
  const clerk = await desk.person(body, "clerk", wide);
  await sorting(clerk);
  await narrowing(clerk);
  await keeping(clerk);
  await naming(clerk);
  await looking(clerk, "wide");
  const dark = await desk.person(body, "clerk", { ...wide, language: "en", colorScheme: "dark" });
  await looking(dark, "wide-english-dark");
  await dark.locator(".by-field summary").click();
  await isAccessible(dark, "the drawer");
  await shoot(dark, "wide-english-dark-drawer");
  const thumb = await desk.person(body, "clerk", narrow);
  await looking(thumb, "narrow");
  await thumb.locator(".phone").click();
  await thumb.locator(".by-field summary").click();
  await isAccessible(thumb, "the narrow drawer");
  await shoot(thumb, "narrow-drawer");
  await open(thumb, "/ledgers/problems?order=colour");
  check.that("a refusal is said", (await thumb.locator("[role=alert]").count()) > 0);
  await shoot(thumb, "narrow-refused");
} finally {
  await desk.close();
}
check.end();
