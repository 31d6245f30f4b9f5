// The public, without an account: reads what was promised, says something about it, keeps the receipt,
// and says no to an answer.
import { checks, openDesk, settled } from "./desk.mjs";

const desk = await openDesk();
const check = checks();

try {
  const citizen = await desk.anybody({ viewport: { width: 390, height: 844 }, isMobile: true });
  await citizen.goto(`${desk.address}/open`);
  await settled(citizen);
  await citizen.locator("ol > li").first().waitFor();
  const promise = (await citizen.locator("ol > li h2").first().textContent()).trim();
  check.that("promises are read without an account", promise.length > 5);
  await citizen.locator("ol > li").first().locator("a[href*='/say']").click();
  await citizen.waitForURL("**/say?**");
  check.that("what one speaks about is known", (await citizen.locator(".about").textContent()).includes(promise.slice(0, 20)));
  await citizen.locator("textarea").fill("到期了还没有看到办法");
  await citizen.reload();
  check.that("a reload keeps what was typed", (await citizen.locator("textarea").inputValue()) === "到期了还没有看到办法");
  await citizen.locator("form button[type=submit]").click();
  await citizen.locator(".slip .code").waitFor();
  const code = (await citizen.locator(".slip .code").textContent()).trim();
  await citizen.locator(".slip a.primary").click();
  await citizen.locator(".path").waitFor();
  check.that("the receipt leads to the matter", (await citizen.locator("main").textContent()).includes("到期了还没有看到办法"));
  const matter = await citizen.evaluate(async (receipt) =>
    (await fetch(`/api/public/model-province/receipts/${receipt}`)).json(), code);
  check.that("a receipt opens its own matter", matter.fields.text === "到期了还没有看到办法", JSON.stringify(matter.fields));
  // What its sender named himself, and everyone may read, he reads again; of others he is told nothing.
  const named = Object.keys(matter.names ?? {}).filter((id) => id !== matter.unit?.id);
  check.that("and names no other record than the promise that its sender named",
    named.length === 1 && named[0] === matter.fields.about && matter.names[named[0]].includes(promise.slice(0, 20)), JSON.stringify(matter.names));

  await citizen.goto(`${desk.address}/receipt/ABCD-ABCD-ABCD-ABCD?body=model-province`);
  await citizen.locator("[role=alert]").waitFor();
  const alert = await citizen.locator("[role=alert]").innerText();
  check.that("what is wrong is said in words, without the code", /对照回执/.test(alert) && !alert.includes("ABCD"), alert);
  check.that("a mistyped receipt can be typed again", (await citizen.locator("form input.code").inputValue()) === "ABCD-ABCD-ABCD-ABCD");
  await citizen.locator("form input.code").fill(desk.receipt.toLowerCase());
  await citizen.locator("form button[type=submit]").click();
  await citizen.locator("blockquote.answer").waitFor();
  check.that("the foot leads to the working calendar", (await citizen.locator("footer a", { hasText: "工作日历" }).getAttribute("href")).startsWith("/calendar"));
  await citizen.getByRole("button", { name: "离线凭证与见证" }).click();
  await citizen.locator("section p", { hasText: "没有设定公开地址" }).waitFor();
  check.that("where no log is published it is said why there is no proof to take home", true);
  await citizen.goto(`${desk.address}/receipt/${desk.receipt}?body=boston`);
  await citizen.locator("[role=alert]").waitFor();
  const elsewhere = await citizen.locator("[role=alert]").innerText();
  check.that("a receipt of another body leads to the choice of body",
    elsewhere.includes("换一个机构") && (await citizen.locator("form select").count()) === 1, elsewhere);
  await citizen.locator("form select").selectOption("model-province");
  await citizen.waitForURL("**body=model-province");
  await citizen.locator("blockquote.answer").waitFor();
  const choices = citizen.locator("section .row button");
  check.that("yes and no stand side by side", (await choices.count()) === 2);
  await choices.last().click();
  await citizen.locator("form button[type=submit]").click();
  await citizen.locator(".path [aria-current=step]", { hasText: "未解决" }).waitFor();
  check.that("a no reopens the matter", true);

  await citizen.locator("footer a", { hasText: "这是负担" }).click();
  await citizen.waitForURL("**/say?**");
  const about = await citizen.locator(".about").textContent();
  check.that("a burden knows its screen, and gives no receipt away", about.includes("/receipt") && !citizen.url().includes(desk.receipt), about);
} finally {
  await desk.close();
}
check.end();
