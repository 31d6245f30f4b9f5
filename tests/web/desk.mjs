// The program, a browser and the accounts of the demonstration, for one journey.
import { spawn, execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const require = createRequire(new URL("../../web/package.json", import.meta.url));
const { chromium } = require("playwright-core");
const root = new URL("../../", import.meta.url).pathname;
export const pictures = join(root, "build/pictures");

const freePort = () => new Promise((resolve) => {
  const server = createServer().listen(0, "127.0.0.1", () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});

const program = join(root, "build/chuangyou");
const campaigns = join(root, "campaigns");

// The demonstration is loaded once for all journeys, and again when what it is made of has changed.
function demonstration() {
  const made = join(root, "build/journeys/chuangyou.db");
  const newest = Math.max(statSync(program).mtimeMs,
    ...readdirSync(campaigns, { recursive: true }).map((file) => statSync(join(campaigns, file)).mtimeMs));
  if (existsSync(made) && statSync(made).mtimeMs > newest) return made;
  rmSync(join(root, "build/journeys"), { recursive: true, force: true });
  mkdirSync(join(root, "build/journeys"), { recursive: true });
  execFileSync(program, ["demo", "--database", made, "--campaigns", campaigns], { stdio: "ignore" });
  return made;
}

// Instead of it the small province with some months of 2011 behind it, in real time: the demonstration
// was written on one day.
function livedProvince(folder) {
  const world = JSON.parse(execFileSync(join(root, "build/make_world"), ["lived", folder]).toString());
  const accounts = Object.fromEntries(Object.entries(world.people).map(([name, { password }]) => [`province/${name}`, password]));
  return { database: world.database, accounts };
}

// A page is settled when it has a heading and nothing on it is still being waited for.
export async function settled(page) {
  await page.locator("h1").first().waitFor();
  await page.locator(".waiting").first().waitFor({ state: "detached" });
}

export async function openDesk({ isLived = false, needsSecondFactor = false } = {}) {
  mkdirSync(pictures, { recursive: true });
  const folder = mkdtempSync(join(tmpdir(), "chuangyou-web-"));
  const database = join(folder, "chuangyou.db");
  const lived = isLived ? livedProvince(folder) : undefined;
  const made = lived ? undefined : demonstration();
  for (const ending of made ? ["", ".accounts.csv"] : []) copyFileSync(made + ending, database + ending);
  const data = ["--database", database, "--campaigns", campaigns];
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const server = spawn(program, ["serve", ...data, "--listen", `127.0.0.1:${port}`, ...(lived ? ["--clock-is-right"] : []), ...(needsSecondFactor ? [] : ["--second-factor-optional"])], { stdio: "ignore" });
  for (let tries = 0; ; ++tries) {
    const up = await fetch(`${address}/health`).then((answer) => answer.ok, () => false);
    if (up) break;
    if (tries > 300) throw new Error("the program does not come up");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const accounts = lived?.accounts ?? {};
  let receipt = "";
  for (const line of lived ? [] : readFileSync(`${database}.accounts.csv`, "utf8").trim().split("\n").slice(1)) {
    const [body, , name, password] = line.trim().split(",");
    if (name) accounts[`${body}/${name}`] = password;
    else receipt = password;
  }
  const browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  return {
    address,
    accounts,
    receipt, // of a citizen whose matter has been answered
    browser,
    async anybody({ language = "zh", ...options } = {}) {
      const context = await browser.newContext({
        viewport: { width: 1280, height: 900 }, locale: "zh-CN", timezoneId: "Asia/Shanghai", ...options,
      });
      await context.addInitScript((spoken) => {
        if (!localStorage.getItem("language")) localStorage.setItem("language", spoken);
      }, language);
      const page = await context.newPage();
      page.on("pageerror", (error) => { throw error; });
      return page;
    },
    async person(body, name, options = {}) {
      const page = await this.anybody(options);
      await page.goto(`${address}/login`);
      await this.logIn(page, body, name);
      await page.waitForURL("**/today");
      return page;
    },
    async logIn(page, body, name) {
      await page.locator(`input[name=body][value="${body}"]`).check();
      await page.locator("input[name=username]").fill(name);
      await page.locator("input[name=password]").fill(accounts[`${body}/${name}`]);
      await page.locator("form button[type=submit]").click();
    },
    async close() {
      await browser.close();
      const ended = new Promise((resolve) => server.once("exit", resolve));
      server.kill("SIGTERM");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

// A page as its reader sees it, kept as a picture: as wide as his screen, and nothing for axe to find.
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
export const looking = (check) => async (page, name) => {
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - screen.width);
  check.that(`${name}: nothing sticks out`, wider <= 0, `${wider} px`);
  await page.evaluate(axe);
  const found = await page.evaluate(async () =>
    (await window.axe.run()).violations.map(({ id, nodes }) => `${id} ${nodes[0].target}`));
  check.that(`${name}: axe finds nothing`, found.length === 0, found.join("; "));
};

// Counts what held and what did not, and says it in the one line that every runner ends with.
export function checks() {
  let passed = 0;
  let failed = 0;
  return {
    that(name, holds, seen = "") {
      if (holds) ++passed; else ++failed;
      console.log(`${holds ? "ok  " : "FAIL"} ${name}${holds ? "" : `: ${seen}`}`);
    },
    end() {
      console.log(`${passed} passed, ${failed} failed`);
      process.exitCode = failed ? 1 : 0;
    },
  };
}
