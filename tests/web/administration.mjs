// The works committee changes a number of practice from a day on, and announces a day; everybody reads why.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checks, openDesk, pictures, settled } from "./desk.mjs";

const require = createRequire(new URL("../../web/package.json", import.meta.url));
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const desk = await openDesk();
const check = checks();
const body = "model-province";
const narrow = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

async function look(page, name) {
  await page.screenshot({ path: join(pictures, `administration-${name}.png`), fullPage: true });
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  check.that(`${name}: nothing sticks out`, wider <= 0, `${wider} px`);
  await page.evaluate(axe);
  const found = await page.evaluate(async () =>
    (await window.axe.run()).violations.map(({ id, nodes }) => `${id} ${nodes[0].target}`));
  check.that(`${name}: axe finds nothing`, found.length === 0, found.join("; "));
}
const opens = async (page, path) => {
  await page.goto(desk.address + path);
  await settled(page);
};

try {
  const clerk = await desk.person(body, "clerk");
  const today = await clerk.evaluate(async () => (await (await fetch("/api/session")).json()).today);
  await opens(clerk, "/administration/policy");
  const value = clerk.locator("[data-value='feedback.reply_days']");
  check.that("a number has its name, unit and source", /答复期限/.test(await value.innerText()) && (await value.innerText()).includes("工作日") && (await value.innerText()).includes("R7"), await value.innerText());
  await value.getByRole("button", { name: "修改", exact: true }).click();
  await value.locator("form button[type=submit]").click();
  check.that("value, day, source and reason are asked for", (await value.locator(".error").count()) === 4);
  await value.getByLabel("新值").fill("9");
  await value.locator("form").getByRole("textbox", { name: /自哪一天/ }).fill("2011-01-01");
  await value.getByLabel("依据").fill("省办发〔2011〕9号");
  await value.locator("textarea").fill("压缩答复时间");
  await value.locator("form button[type=submit]").click();
  await value.locator(".error").first().waitFor();
  check.that("a day that has passed is refused at its field", (await value.locator(".error").count()) === 1);
  await look(clerk, "policy-change-wide");
  await value.locator("form").getByRole("textbox", { name: /自哪一天/ }).fill(today);
  await value.locator("form button[type=submit]").click();
  await value.locator("form").waitFor({ state: "detached" });
  await value.locator(".now", { hasText: "9" }).waitFor();
  await value.getByRole("button", { name: /沿革/ }).click();
  const history = await value.locator("table").innerText();
  check.that("the history keeps what held before, and why it changed", history.includes("10 工作日") && history.includes("压缩答复时间") && history.includes("省办发〔2011〕9号"), history);
  await opens(clerk, "/administration/campaign");
  await look(clerk, "campaign-wide");
  const milestone = clerk.locator("[data-milestone]").last();
  await milestone.getByRole("button").first().click();
  await milestone.locator("form").waitFor();
  await look(clerk, "campaign-change-wide");

  const branch = await desk.person(body, "branch", { ...narrow, language: "en", colorScheme: "dark" });
  await opens(branch, "/administration/policy");
  check.that("who may not change it reads who may, and has no button", (await branch.locator(".who").count()) === 1 && (await branch.getByRole("button", { name: "Change", exact: true }).count()) === 0);
  await look(branch, "policy-narrow-english-dark");
  await opens(branch, "/administration/campaign");
  await look(branch, "campaign-narrow-english-dark");
} finally {
  await desk.close();
}
check.end();
