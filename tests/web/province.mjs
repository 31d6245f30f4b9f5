// The small province of tests/world behind a browser: it stands in seconds, has several offices above one
// another, and is shown as of 1 March 2011.
import { createRequire } from "node:module";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { copyOf, foundWorld, startServer } from "../http/program.mjs";
import { pictures } from "./desk.mjs";

const require = createRequire(new URL("../../web/package.json", import.meta.url));
const { chromium } = require("playwright-core");

export async function openProvince() {
  mkdirSync(pictures, { recursive: true });
  const world = copyOf(foundWorld());
  const server = await startServer(world);
  const address = `http://127.0.0.1:${server.port}`;
  const browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
  });
  const anybody = async ({ language = "zh", ...options } = {}) => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-US", timezoneId: "Asia/Shanghai", ...options });
    await context.addInitScript((spoken) => {
      if (!localStorage.getItem("language")) localStorage.setItem("language", spoken);
    }, language);
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    page.on("pageerror", (error) => { throw error; });
    return page;
  };
  return {
    address, world, anybody,
    async person(key, options = {}) {
      const page = await anybody(options);
      await page.goto(`${address}/login`);
      const body = page.locator(`input[name=body][value="province"]`);
      if (await body.count()) await body.check();
      await page.locator("input[name=username]").fill(key);
      await page.locator("input[name=password]").fill(world.people[key].password);
      await page.locator("form button[type=submit]").click();
      await page.waitForURL("**/today");
      return page;
    },
    async close() {
      await browser.close();
      await server.end("SIGTERM");
    },
  };
}

// What several journeys do with a page.
export const steps = (desk) => {
  const opens = async (page, path) => {
    await page.goto(desk.address + path);
    await page.locator("h1").first().waitFor();
    await page.locator(".waiting").first().waitFor({ state: "detached" });
    await page.waitForLoadState("networkidle").catch(() => {});
  };
  const api = (page, path) => page.evaluate(async (asked) => {
    const answer = await fetch(asked);
    return { status: answer.status, ...(await answer.json()) };
  }, path.replace("/ledgers/", "/api/"));
  // Sent as the desk sends it, an act with the version that stands.
  const write = (page, path, body) => page.evaluate(async ([to, sent]) => {
    const { csrf_token } = await (await fetch("/api/session")).json();
    const version = to.includes("/acts/") ? (await (await fetch(to.replace(/\/acts\/.*/, ""))).json()).version : 0;
    const answer = await fetch(to, {
      method: "POST", headers: {
        "X-CSRF-Token": csrf_token, "Idempotency-Key": crypto.randomUUID(), "Content-Type": "application/json", ...(version ? { "If-Match": `"${version}"` } : {}),
      },
      body: JSON.stringify(sent),
    });
    return { status: answer.status, ...(await answer.json()) };
  }, [path, body]);
  const field = (page, name) => page.locator(`form [data-field=${name}]`);
  const text = (page, name) => field(page, name).locator("input, textarea").first();
  return {
    opens, api, write, field, text,
    step: (page, name) => page.locator(".step", { hasText: name }).click(),
    stateOf: async (page, record) => { const { state, status } = await api(page, record); return state ?? status; },
    async pick(page, name, part) {
      await text(page, name).pressSequentially(part);
      await page.locator(".el-select-dropdown__item:visible", { hasText: part }).first().click();
    },
    // What stands there once the program has answered what was typed.
    says: (page, words) => page.locator(".ready").getByText(words).first().waitFor({ timeout: 30_000 }).then(() => true, () => false),
    async act(page, record, name, fields = {}, reason = "") {
      await opens(page, `${record}?act=${name}`);
      for (const [one, words] of Object.entries(fields)) await text(page, one).fill(words);
      if (reason) await page.locator("#act-panel textarea[id$=reason]").fill(reason);
      await page.locator("#act-panel button[type=submit]").click();
      await page.locator("#act-panel h2").waitFor({ state: "detached", timeout: 30_000 }).catch(() => {});
    },
  };
};
