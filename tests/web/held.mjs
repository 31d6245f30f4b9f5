// Whoever asks sees all that is held about him, takes it along as a file, and reads whom to ask.
import { readFileSync } from "node:fs";
import { checks, looking, openDesk, settled } from "./desk.mjs";

const desk = await openDesk();
const check = checks();
const looksWell = looking(check);
const body = "model-province";
const narrow = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

async function look(page, name) {
  await looksWell(page, `held-${name}`);
  const wire = await page.evaluate(() => /\b[a-z]+_[a-z_]+\b/.exec(document.querySelector("main").innerText)?.[0] ?? "");
  check.that(`${name}: no wire name is shown`, wire === "", wire);
}

try {
  const member = await desk.person(body, "member");
  await settled(member);
  await member.locator(".person a").click();
  await member.locator(".page-head a", { hasText: "关于我" }).click();
  await member.locator("h1", { hasText: "关于我" }).waitFor();
  await settled(member);
  const session = await member.evaluate(async () => (await fetch("/api/session")).json());
  const told = await member.locator("main").innerText();
  check.that("his name, post, account and session stand there", [session.person.name, session.posts[0].unit.name, "member"].every((words) => told.includes(words)), told.slice(0, 400));
  check.that("the records that name him are links", (await member.locator("main a[href^='/ledgers/promises/']").count()) > 0);
  check.that("and whom to ask is named", told.includes("管理员") && told.includes("审计员"));
  await look(member, "wide");
  const [file] = await Promise.all([member.waitForEvent("download"), member.locator(".page-head button").click()]);
  const held = JSON.parse(readFileSync(await file.path(), "utf8"));
  check.that("the file holds each record with what it says", held.person.id === session.person.id && held.records.length > 0 && held.records.every(({ fields }) => typeof fields === "object"));

  const admin = await desk.person(body, "admin", { ...narrow, language: "en", colorScheme: "dark" });
  await admin.goto(`${desk.address}/held`);
  await settled(admin);
  await look(admin, "narrow-english-dark");
  check.that("of an administrator no record is in it", (await admin.locator("main a[href^='/ledgers/']").count()) === 0);
} finally {
  await desk.close();
}
check.end();
