// A past day from the overview down to a record, and back: by slider, by keyboard, in both languages, on
// a wide screen and a narrow one; nobody acts in it, and it stays in the address.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checks, openDesk, pictures, settled } from "./desk.mjs";

const desk = await openDesk({ isLived: true });
const check = checks();
const body = "province";
const who = "worker";
const patience = { timeout: 60_000 };
const asOf = (page) => new URL(page.url()).searchParams.get("as_of");
const shoot = (page, name) => page.screenshot({ path: join(pictures, `past-${name}.png`), fullPage: true });

try {
  const clerk = await desk.person(body, who);
  await clerk.goto(`${desk.address}/overview?ledger=problems`);
  await settled(clerk);
  await clerk.locator(".figure").first().waitFor();
  const allOf = (page) => page.locator("table.self tr:has(a[href*='/ledgers/problems']) td").first().textContent();
  const now = Number((await allOf(clerk)).replace(/\D/g, ""));
  await shoot(clerk, "today-1280");

  const paths = await clerk.evaluate(() => fetch("/api/past").then((answer) => answer.json()));
  const today = await clerk.evaluate(() => fetch("/api/session").then((answer) => answer.json()).then((one) => one.today));
  check.that("the body has days behind it", paths.first_day < today, `${paths.first_day} ${today}`);

  await clerk.locator(".bar .back").click();
  await clerk.locator(".past .slider:not([disabled])").waitFor();
  await shoot(clerk, "choose-1280");
  // By keyboard: a step back is the day before.
  await clerk.locator(".past .slider").focus();
  await clerk.keyboard.press("ArrowLeft");
  await clerk.waitForURL(/as_of=/, patience);
  check.that("a step of the slider is a day", asOf(clerk) < today, asOf(clerk));
  const middle = "2011-04-06";
  await clerk.locator(".past .date input").first().fill(middle);
  await clerk.keyboard.press("Enter");
  await clerk.waitForURL(`**/overview*as_of=${middle}*`, patience);
  await clerk.locator(".making progress").waitFor({ state: "detached", ...patience });
  await settled(clerk);
  await clerk.waitForFunction((day) => document.querySelector(".page-head .number")?.textContent.includes(day), middle, patience);
  check.that("the page says the day", (await clerk.locator(".past .where").textContent()).includes(middle));
  const then = Number((await allOf(clerk)).replace(/\D/g, ""));
  check.that("fewer stood there then", then < now, `${then} then, ${now} now`);
  await shoot(clerk, "overview-1280");

  // Down to a list, and to a record of it.
  const figure = clerk.locator("table.self .figure a").filter({ hasText: /^[1-9]/ }).first();
  const says = Number((await figure.textContent()).replace(/\D/g, ""));
  await figure.click();
  await clerk.waitForURL(/\/ledgers\//, patience);
  await settled(clerk);
  check.that("the list is of that day", asOf(clerk) === middle, clerk.url());
  await clerk.locator("tbody tr").first().waitFor(patience);
  await clerk.locator(".page-head .number").first().waitFor(patience);
  const listed = Number((await clerk.locator(".page-head .number").first().textContent()).replace(/\D/g, ""));
  check.that("the figure opens as many as it says", listed === says, `${listed} and not ${says}`);
  check.that("nothing new is opened in the past", (await clerk.locator(".page-head .button.primary").count()) === 0);
  await shoot(clerk, "list-1280");
  // What stands there is exported and searched as it stood.
  const rows = await clerk.locator("tbody tr").count();
  const waiting = clerk.waitForEvent("download");
  await clerk.locator("button.export", { hasText: "CSV" }).click();
  const exported = readFileSync(await (await waiting).path(), "utf8").trim().split("\r\n").length - 1;
  check.that("the list of that day is exported", exported === listed && exported >= rows, `${exported} and not ${listed}`);
  const words = (await clerk.locator("tbody td.title a").first().innerText()).slice(0, 4);
  const box = clerk.locator("form[role=search] input");
  await box.fill(words);
  await clerk.locator(".hits li").first().waitFor(patience);
  check.that("and searched", (await clerk.locator(".hits li").count()) > 0 && asOf(clerk) === middle, clerk.url());
  await shoot(clerk, "search-1280");
  await box.fill("没有这样的字词");
  await clerk.locator(".notice").waitFor(patience);
  await clerk.keyboard.press("Escape");
  await clerk.locator("tbody tr").first().waitFor(patience);
  check.that("Escape leads back to the list of that day", asOf(clerk) === middle && !clerk.url().includes("search="), clerk.url());
  await clerk.keyboard.press("Control+k");
  await clerk.locator("dialog.palette input").fill(words);
  await clerk.locator("[aria-labelledby=palette-group-records] [role=option]").first().waitFor(patience);
  await shoot(clerk, "palette-1280");
  await clerk.keyboard.press("Escape");
  await clerk.locator("tbody a").first().click();
  await clerk.waitForURL(/\/ledgers\/\w+\/[0-9a-f-]{36}/, patience);
  await settled(clerk);
  await clerk.locator(".journal li").first().waitFor(patience);
  check.that("the record is of that day", asOf(clerk) === middle, clerk.url());
  check.that("nobody acts on it", (await clerk.locator(".acts .button").count()) === 0);
  const times = await clerk.locator(".journal time").evaluateAll((all) => all.map((one) => one.textContent.slice(0, 10)));
  check.that("its journal ends with the day", times.length > 0 && times.every((day) => day <= middle), times.join());
  await shoot(clerk, "record-1280");

  // An address can be sent; and one is back in the present with one click.
  const address = clerk.url();
  await clerk.reload();
  await settled(clerk);
  check.that("the address keeps it", clerk.url() === address && (await clerk.locator(".past .where").count()) === 1);
  await clerk.locator(".past .button.primary").click();
  await clerk.waitForFunction(() => !location.search.includes("as_of"), undefined, patience);
  check.that("one click leads back to today", asOf(clerk) === null && (await clerk.locator(".past .where").count()) === 0);
  await clerk.goBack();
  await clerk.waitForURL(/as_of=/, patience);
  check.that("and Back finds the day again", asOf(clerk) === middle);
  await clerk.locator(".side a[href='/today']").click();
  await clerk.waitForURL("**/today");
  check.that("Today has no past", asOf(clerk) === null);

  // What is no day, is still to come or lies before the first says so, and shows nothing for it.
  for (const [asked, words] of [["1999-01-01", `最早可回看 ${paths.first_day}`], ["2049-01-01", "还没有到"], ["abc", "不是日期"]]) {
    await clerk.goto(`${desk.address}/overview?as_of=${asked}`);
    await clerk.locator(".past .where[role=alert]").waitFor(patience);
    const said = await clerk.locator("main").innerText();
    check.that(`${asked} says what is against it`, said.includes(words), said);
    check.that(`${asked} shows no figures and claims none`, (await clerk.locator(".figure").count()) === 0 && !said.includes("那天结束时") && !said.includes("再登记"), said);
  }

  // The tree, on a phone, in English, dark.
  const phone = await desk.person(body, who, { language: "en", viewport: { width: 390, height: 844 }, colorScheme: "dark" });
  for (const [name, path] of [["overview", "/overview?ledger=problems"], ["tree", "/organisation"], ["list", "/ledgers/problems"]]) {
    await phone.goto(`${desk.address}${path}${path.includes("?") ? "&" : "?"}as_of=${middle}`);
    await settled(phone);
    await phone.locator(".past .where").waitFor(patience);
    await phone.locator(".making progress").waitFor({ state: "detached", ...patience });
    const wide = await phone.evaluate(() => document.documentElement.scrollWidth);
    check.that(`${name} fits a phone`, wide <= 390, String(wide));
    await shoot(phone, `${name}-390-dark-en`);
  }
} finally {
  await desk.close();
}
check.end();
