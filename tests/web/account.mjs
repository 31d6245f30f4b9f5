// An administrator's first log-in: nothing opens before he has a second factor; with it he logs in by
// his telephone, and sees where else he is logged in.
import { createHmac } from "node:crypto";
import { join } from "node:path";
import { checks, looking, openDesk, settled } from "./desk.mjs";

const desk = await openDesk({ isLived: true, needsSecondFactor: true });
const check = checks();

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
function codeOf(secret, later = 0) { // RFC 6238
  const bits = [...secret].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const counter = Buffer.alloc(8);
  counter.writeBigInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later));
  const hash = createHmac("sha1", Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)))).update(counter).digest();
  return String((hash.readUInt32BE(hash[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}
const looksWell = looking(check);

try {
  const admin = await desk.anybody();
  await admin.goto(`${desk.address}/login`);
  await desk.logIn(admin, "province", "admin");
  await admin.waitForURL("**/account");
  await settled(admin);
  check.that("it is said what is needed", (await admin.locator(".needed").innerText()).includes("动态验证码"));
  await admin.goto(`${desk.address}/organisation`);
  await admin.waitForURL("**/account");
  check.that("no other page opens", true);
  await looksWell(admin, "account-needed");
  await admin.locator("input[name=shown]").fill("not the password");
  await admin.getByRole("button", { name: "开始设定" }).click();
  await admin.locator(".page > [role=alert]").waitFor();
  check.that("a session alone sets up no telephone", (await admin.locator(".page > [role=alert]").innerText()).includes("密码不对"));
  await admin.locator("input[name=shown]").fill(desk.accounts["province/admin"]);
  await admin.getByRole("button", { name: "开始设定" }).click();
  await admin.locator(".set-up svg").waitFor();
  await looksWell(admin, "account-set-up");
  await admin.setViewportSize({ width: 390, height: 844 });
  await looksWell(admin, "account-set-up-narrow");
  await admin.setViewportSize({ width: 1280, height: 900 });
  const secret = (await admin.locator(".set-up code").innerText()).replaceAll(" ", "");
  await admin.locator(".set-up input").fill("000000");
  await admin.keyboard.press("Enter");
  await admin.locator(".set-up [role=alert]").waitFor();
  check.that("a wrong code is refused in words", (await admin.locator(".set-up [role=alert]").innerText()).includes("动态验证码"));
  await admin.locator(".set-up input").fill(codeOf(secret));
  await admin.keyboard.press("Enter");
  await admin.locator("ol li").first().waitFor();
  const codes = await admin.locator("ol li").allInnerTexts();
  check.that("ten recovery codes are told", codes.length === 10);
  await looksWell(admin, "account-recovery");
  const goOn = admin.getByRole("button", { name: "继续" });
  check.that("one goes on once they are kept", await goOn.isDisabled());
  await admin.locator("input[type=checkbox]").check();
  await goOn.click();
  await admin.waitForURL("**/today");
  await settled(admin);
  check.that("and the desk is open", true);

  const english = await desk.anybody({ language: "en", viewport: { width: 390, height: 844 }, isMobile: true, colorScheme: "dark" });
  await english.goto(`${desk.address}/login`);
  await desk.logIn(english, "province", "admin");
  await english.locator("input[name=code]").waitFor();
  check.that("the next log-in asks for the code", (await english.locator("[role=alert]").innerText()).includes("telephone"));
  await looksWell(english, "account-log-in-narrow-english-dark");
  await english.locator("input[name=code]").fill(codes[0]);
  await english.locator("form button[type=submit]").click();
  await english.waitForURL("**/today");
  await english.goto(`${desk.address}/account`);
  await english.locator("tbody tr").nth(1).waitFor();
  check.that("nine recovery codes are left", (await english.locator(".page").innerText()).includes("9"));
  await looksWell(english, "account-narrow-english-dark");
  await english.getByRole("button", { name: "Log out there" }).first().click();
  await english.locator("tbody tr").nth(1).waitFor({ state: "detached" });
  await admin.goto(`${desk.address}/organisation`);
  await admin.waitForURL("**/login**");
  check.that("whoever was logged out from there is out", true);
} finally {
  await desk.close();
}
check.end();
