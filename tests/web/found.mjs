// Whoever starts the program on a machine without any body founds one in the browser: what is wrong is told at
// once, what was typed stays, and the page that tells the passwords is whole while the house comes up behind it.
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { oneTimePassword } from "../http/program.mjs";
import { checks, looking, pictures } from "./desk.mjs";

const require = createRequire(new URL("../../web/package.json", import.meta.url));
const { chromium } = require("playwright-core");
const root = new URL("../../", import.meta.url).pathname;
const check = checks();
const look = looking(check);
mkdirSync(pictures, { recursive: true });
const folder = mkdtempSync(join(tmpdir(), "chuangyou-found-"));
const port = await new Promise((resolve) => {
  const free = createServer().listen(0, "127.0.0.1", () => {
    const { port: one } = free.address();
    free.close(() => resolve(one));
  });
});
const address = `http://127.0.0.1:${port}`;
const server = spawn(join(root, "build/chuangyou"), ["serve", "--database", join(folder, "empty.db"),
  "--campaigns", join(root, "campaigns"), "--listen", `127.0.0.1:${port}`], { stdio: ["ignore", "pipe", "ignore"] });
let console_ = "";
server.stdout.on("data", (bytes) => (console_ += bytes));
for (let tries = 0; tries < 300 && !console_.match(oneTimePassword); ++tries) await new Promise((resolve) => setTimeout(resolve, 50));
const code = console_.match(oneTimePassword)[0];
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });

try {
  const wide = await (await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-US" })).newPage();
  await wide.goto(`${address}/`);
  check.that("every page leads to the form", wide.url() === `${address}/found`);
  // Whoever chooses Chinese here reads Chinese on, whatever the browser asks for first.
  await wide.getByRole("link", { name: "中文" }).click();
  const offered = await wide.locator("#campaigns").innerText();
  check.that("campaigns have a name, years and a purpose", offered.includes("创先争优活动 2010–2012") && offered.includes("城市服务请求 长期"), offered);
  await look(wide, "found-wide");
  const narrow = await (await browser.newContext({ viewport: { width: 390, height: 844 }, locale: "en-US" })).newPage();
  await narrow.goto(`${address}/found`);
  await look(narrow, "found-narrow-english");

  const fill = async (fields) => {
    for (const [name, text] of Object.entries(fields)) await wide.locator(`[name=${name}]`).fill(text);
    await wide.locator("button[type=submit]").click();
    await wide.waitForLoadState();
  };
  await fill({ code: code.toUpperCase(), key: "Shi Ju", name_zh: "某市某局", name_en: "A bureau", zone: "Beijing",
    administrator_name: "张管理", security_administrator_name: "李安全", auditor_name: "张管理" });
  const wrong = await wide.locator(".wrong").innerText();
  check.that("all that is wrong is told at once, in words that help", wrong.includes("小写字母") && wrong.includes("Asia/Shanghai") && wrong.includes("审计员"), wrong);
  check.that("the code in capitals is taken, and stays", (await wide.locator("[name=code]").inputValue()) === code);
  await look(wide, "found-wrong-wide");
  await fill({ key: "shi-ju", zone: "", auditor_name: "王审计" });
  const told = await wide.locator("table").innerText();
  check.that("each password stands beside its name", ["张管理", "李安全", "王审计"].every((name) => told.includes(name)), told);
  check.that("no link loses them", (await wide.locator("a[hreflang]").count()) === 0);
  const family = await wide.evaluate(() => getComputedStyle(document.querySelector(".result")).fontWeight);
  check.that("the page is styled while the house comes up", family === "700", family);
  await look(wide, "founded-wide");
  await wide.setViewportSize({ width: 390, height: 844 });
  await look(wide, "founded-narrow");
  for (let tries = 0; tries < 300; ++tries) {
    if (await fetch(`${address}/api/bodies`).then((answer) => answer.ok, () => false)) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const opening = wide.context().waitForEvent("page");
  await wide.getByRole("link", { name: "去登录" }).click();
  const desk = await opening;
  await desk.waitForURL("**/login**");
  check.that("in the language that was chosen", (await desk.evaluate(() => document.documentElement.lang)) === "zh-CN");
  check.that("the log-in opens beside it", (await desk.locator("main").innerText()).includes("某市某局") && (await wide.locator("table code").count()) === 3);
} finally {
  await browser.close();
  const ended = new Promise((resolve) => server.once("exit", resolve));
  server.kill("SIGTERM");
  await ended;
  rmSync(folder, { recursive: true, force: true });
}
check.end();
