// The program, a browser and the accounts of the demonstration, for one journey.
import { spawn, execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
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

export async function openDesk() {
  mkdirSync(pictures, { recursive: true });
  const folder = mkdtempSync(join(tmpdir(), "chuangyou-web-"));
  const database = join(folder, "chuangyou.db");
  const program = join(root, "build/chuangyou");
  const data = ["--database", database, "--campaigns", join(root, "campaigns")];
  execFileSync(program, ["demo", ...data], { stdio: "ignore" });
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const server = spawn(program, ["serve", ...data, "--listen", `127.0.0.1:${port}`], { stdio: "ignore" });
  for (let tries = 0; ; ++tries) {
    const up = await fetch(`${address}/health`).then((answer) => answer.ok, () => false);
    if (up) break;
    if (tries > 300) throw new Error("the program does not come up");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const accounts = {};
  for (const line of readFileSync(`${database}.accounts.csv`, "utf8").trim().split("\n").slice(1)) {
    const [body, , name, password] = line.split(",");
    accounts[`${body}/${name}`] = password;
  }
  const browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  return {
    address,
    accounts,
    browser,
    async person(body, name, options = {}) {
      const context = await browser.newContext({
        viewport: { width: 1280, height: 900 }, locale: "zh-CN", timezoneId: "Asia/Shanghai", ...options,
      });
      const page = await context.newPage();
      page.on("pageerror", (error) => { throw error; });
      await page.goto(`${address}/login`);
      await page.locator(`input[name=body][value="${body}"]`).check();
      await page.locator("input[name=username]").fill(name);
      await page.locator("input[name=password]").fill(accounts[`${body}/${name}`]);
      await page.locator("form button[type=submit]").click();
      await page.waitForURL("**/today");
      return page;
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
