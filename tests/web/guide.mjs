// The first ten minutes of docs/guide/first-steps.md, step by step as it says, by somebody who has read
// nothing else. Every click is counted, and printed.
import { join } from "node:path";
import { readFileSync } from "node:fs";
import { checks, openDesk, pictures, settled } from "./desk.mjs";

const desk = await openDesk();
const check = checks();
const guide = readFileSync(new URL("../../docs/guide/first-steps.md", import.meta.url), "utf8");
const shoot = (page, name) => page.screenshot({ path: join(pictures, `guide-${name}.png`), fullPage: true });
let clicks = 0;
const click = async (locator) => { await locator.first().click(); ++clicks; };

// On the log-in page a name fills in its account.
async function arrive(name) {
  const page = await desk.anybody();
  await page.goto(`${desk.address}/login`);
  await click(page.locator(`[data-account=${name}]`));
  await click(page.locator("form button[type=submit]"));
  await page.waitForURL("**/today");
  await settled(page);
  await page.locator(".lines > li").first().waitFor();
  return page;
}
const row = (page, text) => page.locator(".lines > li", { hasText: text });
async function act(page, text, name, typed) {
  await click(row(page, text).locator(".acts .button", { hasText: name }));
  const submit = row(page, text).locator("form button[type=submit]");
  await submit.waitFor();
  if (typed) await row(page, text).locator("form textarea").first().fill(typed);
  await click(submit);
  await submit.waitFor({ state: "detached" });
}

try {
  // 1. A branch secretary's Today.
  const branch = await arrive("branch");
  await shoot(branch, "1-today");
  await act(branch, "汇总上半年群众来电", "报告完成", "来电46件，逐条答复");
  await act(branch, "已定诺", "示诺");
  await click(row(branch, "已提诺").locator("a[role=button]"));
  await click(row(branch, "更加热情地服务群众").locator(".acts .button", { hasText: "退回" }));
  await branch.locator("textarea[id$=reason]").fill("请写明底数和目标");
  await shoot(branch, "1-return");
  await click(row(branch, "更加热情地服务群众").locator("form button[type=submit]"));
  await row(branch, "更加热情地服务群众").waitFor({ state: "detached" });
  await act(branch, "已提诺", "审诺");
  check.that("the branch secretary has done four things", true);
  await click(row(branch, "走访20户收看困难户").locator("a"));
  await branch.waitForURL("**/ledgers/promises/**");
  await settled(branch);
  await shoot(branch, "1-record");
  check.that("a late record says what help was tried", (await branch.locator("main").innerText()).includes("有车两天可走完"));

  // 2. The member whose promise came back.
  const member = await arrive("member");
  await shoot(member, "2-member");
  const ofMember = await member.locator(".lines > li").allInnerTexts();
  check.that("what came back stands first", ofMember.slice(0, 2).join().includes("请写明底数和目标"), ofMember.join(" | "));
  await act(member, "整理常见问题解答送到村", "践诺", "补到42条，已送到22个村");

  // 3. Those who are served.
  const served = await arrive("served");
  await shoot(served, "3-served");
  await click(row(served, "已践诺").locator("a[role=button]"));
  const letters = await row(served, "来信两个工作日内答复").getAttribute("data-row");
  await act(served, "来信两个工作日内答复", "未兑现", "我局5月的一封信等了六天");
  const verdict = (await served.evaluate(async (id) => (await fetch(`/api/promises/${id}`)).json(), letters)).state;
  check.that("their no stands", verdict === "not_confirmed", verdict);

  // 4. The public.
  const citizen = await desk.anybody();
  await citizen.goto(`${desk.address}/login`);
  await click(citizen.locator(".demonstration a[href='/open']"));
  await settled(citizen);
  await citizen.locator("ol > li").first().waitFor();
  await shoot(citizen, "4-open");
  const receipt = /[0-9A-Z]{4}(-[0-9A-Z]{4}){3}/.exec(guide)?.[0];
  check.that("the guide prints the receipt that the demonstration gives", receipt === desk.receipt, `${receipt} and ${desk.receipt}`);
  await citizen.goto(`${desk.address}/receipt/${receipt}?body=model-province`);
  await citizen.locator("blockquote.answer").waitFor();
  await shoot(citizen, "4-receipt");

  // 5. The overview, its figures and who needs help.
  const organ = await arrive("organ");
  await shoot(organ, "5-today");
  await click(organ.locator("nav a", { hasText: "总览" }));
  await settled(organ);
  await organ.locator("table.self .figure a").first().waitFor();
  await shoot(organ, "5-overview");
  await click(organ.locator("table.self tr", { hasText: "承诺" }).locator(".figure a").nth(2));
  await organ.waitForURL("**/ledgers/promises?**");
  await settled(organ);
  await shoot(organ, "5-list");
  check.that("a figure opens its records", (await organ.locator("tbody tr").count()) > 0);
  await click(organ.locator("nav a", { hasText: "谁需要帮助" }));
  await settled(organ);
  await shoot(organ, "5-help");

  // 6. A past day.
  const clerk = await arrive("clerk");
  await click(clerk.locator("nav a", { hasText: "总览" }));
  await settled(clerk);
  await click(clerk.locator(".bar .back"));
  await clerk.locator(".past .date input").first().fill("2011-05-05");
  await clerk.keyboard.press("Enter");
  await clerk.waitForURL("**as_of=2011-05-05*", { timeout: 60_000 });
  await clerk.locator(".making progress").waitFor({ state: "detached", timeout: 60_000 });
  await settled(clerk);
  await shoot(clerk, "6-past");
  check.that("the past day stands there", (await clerk.locator(".past .where").textContent()).includes("2011-05-05"));
  console.log(`${clicks} clicks`);
  check.that("ten minutes are enough", clicks <= 40, String(clicks));
} finally {
  await desk.close();
}
check.end();
