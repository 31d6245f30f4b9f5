// A request from its draft to the form that a branch fills in, the burden meter that counts it, a
// complaint that goes to whoever asks, and the chain of a record walked by keyboard.
import { checks, looking } from "./desk.mjs";
import { openProvince, steps } from "./province.mjs";

const desk = await openProvince();
const check = checks();
const { opens, api } = steps(desk);
const looked = looking(check);
const { units } = desk.world;
const isSeen = (place) => place.waitFor({ timeout: 20_000 }).then(() => true, () => false);

// What a form would send, without the form.
const send = (page, path, body, version) => page.evaluate(async ([to, content, of]) => {
  const { csrf_token } = await (await fetch("/api/session")).json();
  const answer = await fetch(to, {
    method: "POST", body: JSON.stringify(content),
    headers: { "X-CSRF-Token": csrf_token, "Idempotency-Key": crypto.randomUUID(), "Content-Type": "application/json", ...(of ? { "If-Match": `"${of}"` } : {}) },
  });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}, [path, body, version]);

try {
  const office = await desk.person("organ_a");
  const worker = await desk.person("worker");
  const head = await desk.person("head_1");
  const phone = await desk.person("head_1", { viewport: { width: 390, height: 844 } });
  const english = await desk.person("organ_a", { language: "en" });

  await opens(office, "/burden");
  check.that("without requests the page says so", await isSeen(office.getByText("这几个月没有发出报送要求")));
  await looked(office, "burden-empty");

  const drafted = await send(office, "/api/requests", { act: "draft", unit: units.development, fields: {
    title: "一季度培训和下访情况", mandate_document: "发改党发〔2011〕2 号", grounds: "测算下半年培训经费。",
    asked_fields: [{ name: "承诺的兑现期限", kind: "date" }, { name: "班子人均下访次数", kind: "number" }, { name: "培训人次", kind: "number" }],
    audience: [units.branch_1, units.branch_2], due: "2011-03-31", estimated_minutes: 20, ends_on: "2011-04-29" } });
  const request = `/ledgers/requests/${drafted.id}`;
  await opens(office, request);
  check.that("whoever drafts is told where it is read", (await office.locator("main").innerText()).includes("promises.due"));
  const checked = await send(worker, `/api/requests/${drafted.id}/acts/check`, {}, drafted.version);
  const sent = await send(office, `/api/requests/${drafted.id}/acts/send`, {}, checked.version);
  check.that("it is sent", sent.state === "sent", sent.state);

  // The branch fills in what is left, on its own page.
  await opens(head, "/today");
  check.that("it waits on Today", await isSeen(head.getByText("一季度培训和下访情况").first()));
  const { items } = await api(head, `/api/deliveries?conveys=${drafted.id}`);
  const waiting = head.locator("[data-row]", { hasText: "一季度培训和下访情况" });
  check.that("there it is filled in at once, and declined", (await waiting.locator(".acts button").allInnerTexts()).join(" ") === "填报 谢绝", (await waiting.locator(".acts").innerText()));
  await waiting.locator(".acts button", { hasText: "填报" }).click();
  await waiting.locator(".panel [data-column=answer] input").first().waitFor();
  check.that("a number is asked for by a number pad", (await waiting.locator(".panel [data-column=answer] input").first().getAttribute("inputmode")) === "decimal");
  await looked(head, "burden-today");
  await opens(head, `/ledgers/deliveries/${items[0].id}?act=fill_in`);
  const form = head.locator("#act-panel");
  check.that("what is held is not asked", !(await form.innerText()).includes("兑现期限"), await form.innerText());
  await looked(head, "burden-form");
  const answers = form.locator("[data-field=form] [data-column=answer] input, [data-field=form] [data-column=answer] textarea");
  console.log("answer inputs", await answers.count());
  await opens(phone, `/ledgers/deliveries/${items[0].id}?act=fill_in`);
  await looked(phone, "burden-form-phone");
  const delivery = await api(head, `/api/deliveries/${items[0].id}`);
  await send(head, `/api/deliveries/${items[0].id}/acts/fill_in`, { fields: { form: [{ row: 1, answer: "4" }, { row: 2, answer: "120" }] } }, delivery.version);

  await opens(office, request);
  await looked(office, "burden-request");
  check.that("of two expected one has come", await isSeen(office.locator(".received", { hasText: "应报 2" })));

  // The meter, its definition, and what is behind a number.
  await opens(office, "/burden");
  check.that("the definition is printed", await isSeen(office.getByText("每发到一个单位算一次")));
  await office.locator("td a").first().click();
  check.that("a number opens its records", await isSeen(office.locator("#asked a", { hasText: "一季度培训和下访情况" })));
  await looked(office, "burden-page");
  await opens(phone, "/burden");
  await looked(phone, "burden-page-phone");
  await opens(english, "/burden?month=2011-03-01");
  await looked(english, "burden-page-english");

  // "This is a burden", said at the form, goes to whoever asks it.
  await opens(head, `/ledgers/deliveries/${items[0].id}`);
  await head.locator(".side .burden").click();
  check.that("the dialog says to whom it goes", await isSeen(head.locator("dialog", { hasText: "答复向大家公开" })));
  await head.locator("dialog textarea").fill("这张表填了没人看。");
  await head.locator("dialog button[type=submit]").click();
  check.that("it is filed", await isSeen(head.locator("dialog a, dialog .slip").first()));
  const complaints = await api(office, "/api/feedback?kind=burden");
  check.that("and lies with whoever asks", complaints.items?.length === 1, JSON.stringify(complaints).slice(0, 200));

  // The chain, by keyboard from the record.
  await opens(head, `/ledgers/deliveries/${items[0].id}`);
  const toChain = head.locator(".where a", { hasText: "来龙去脉" });
  await toChain.focus();
  await head.keyboard.press("Enter");
  await head.waitForURL("**/chain");
  check.that("the chain leads to the request", await isSeen(head.locator(".step a.title", { hasText: "一季度培训和下访情况" })));
  await looked(head, "chain");
  await opens(phone, `${request}/chain`);
  await looked(phone, "chain-phone");
  await opens(english, `${request}/chain`);
  await looked(english, "chain-english");
} finally {
  await desk.close();
}
check.end();
