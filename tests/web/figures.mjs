// Each number on the overview opens its records, as many as it says; and what one looks at moves when
// somebody else acts.
import { checks, openDesk, settled } from "./desk.mjs";

const desk = await openDesk();
const check = checks();
const body = "model-province";
const patience = { timeout: 8000 };
const counted = async (page) => Number((await page.locator(".page-head .number").first().textContent()).replace(/\D/g, ""));

try {
  const clerk = await desk.person(body, "clerk");
  await clerk.goto(`${desk.address}/overview?ledger=promises&figures=all`);
  await settled(clerk);
  const figures = await clerk.locator("table.self tr:has(a[href*='/ledgers/promises']) .figure a, table:not(.self) tbody tr:first-child .figure a")
    .evaluateAll((links) => links.map((link) => ({ says: link.textContent.trim(), opens: link.getAttribute("href") })));
  const numbers = figures.filter(({ says }) => /^[1-9][\d,]*$/.test(says));
  check.that("there are numbers to open", numbers.length > 8, String(numbers.length));
  for (const { says, opens } of numbers) {
    await clerk.goto(desk.address + opens);
    await settled(clerk);
    await clerk.locator(".page-head .number").first().waitFor();
    const rows = await clerk.locator("tbody tr").count();
    const all = await counted(clerk);
    const is = Number(says.replace(/,/g, ""));
    check.that(`${says} opens ${opens.replace(/unit=[^&]*/, "…")}`, all === is && rows === Math.min(is, 25), `${all} in all, ${rows} rows`);
  }

  await clerk.goto(`${desk.address}/ledgers/promises?stage=claimed`);
  await settled(clerk);
  await clerk.locator(".page-head .number").first().waitFor();
  const overview = await clerk.context().newPage();
  await overview.goto(`${desk.address}/overview?ledger=promises`);
  await settled(overview);
  const claimedOf = (page) => page.locator("table.self tr:has(a[href*='/ledgers/promises']) a[href*='stage=claimed']").textContent();
  const before = await counted(clerk);
  const shownBefore = Number(await claimedOf(overview));
  await Promise.all([clerk, overview].map((page) => page.locator(".live.on").waitFor()));

  // Whoever promised claims.
  const member = await desk.person(body, "member");
  await settled(member);
  const claim = member.locator("[data-row]", { hasText: "整理常见问题解答送到村" });
  const promise = await claim.getAttribute("data-row");
  await claim.locator(".acts button").first().click();
  await member.locator(`#act-${promise} textarea`).first().fill("常见问题42条已送到村");
  await member.locator(`#act-${promise} button[type=submit]`).click();
  await clerk.locator(`tr[data-row="${promise}"]`).waitFor(patience);
  await clerk.waitForFunction((n) => document.querySelector(".page-head .number").textContent.includes(String(n)), before + 1, patience);
  check.that("a list moves while one looks", (await counted(clerk)) === before + 1);
  await overview.waitForFunction((n) => [...document.querySelectorAll("table.self a[href*='/ledgers/promises'][href*='stage=claimed']")]
    .some((link) => link.textContent.trim() === String(n)), shownBefore + 1, patience);
  check.that("and so do the figures", Number(await claimedOf(overview)) === shownBefore + 1);
} finally {
  await desk.close();
}
check.end();
