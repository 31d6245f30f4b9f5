import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createHash, randomUUID } from "node:crypto";
import { gzipSync } from "node:zlib";
import { existsSync, readFileSync, statSync } from "node:fs";
import { extname, join } from "node:path";
import type { Act, Clock, Description, Entry, FieldValues, Figure, Ledger, LedgerRecord, SkippedDay, Stage, Unit } from "../src/api/wire";

const today = "2019-07-01";
const description = JSON.parse(readFileSync("/tmp/webtmp/description.json", "utf8")) as Description;
const words = JSON.parse(readFileSync("/work/main/words/zh.json", "utf8"));
const wordsEn = JSON.parse(readFileSync("/work/main/words/en.json", "utf8"));
const csv = (file: string) => {
  const rows: string[][] = [];
  let row: string[] = [""], quoted = false;
  for (const c of readFileSync(file, "utf8").replace(/^\ufeff/, "")) {
    if (c === '"') quoted = !quoted;
    else if (c === "," && !quoted) row.push("");
    else if (c === "\n" && !quoted) { rows.push(row); row = [""]; }
    else row[row.length - 1] += c;
  }
  const head = rows[0]!;
  return rows.slice(1).map((r) => Object.fromEntries(head.map((h, i) => [h, r[i] ?? ""])));
};
// calendar
const off = new Map<string, string>(), work = new Map<string, string>();
for (const r of csv("/work/main/campaigns/calendars/cn/days.csv")) (r.kind === "off" ? off : work).set(r.date!, r.name!);
const day = (d: string, n: number) => new Date(Date.parse(d) + n * 864e5).toISOString().slice(0, 10);
const nature = (d: string) => {
  if (off.has(d)) return "holiday"; if (work.has(d)) return "make_up_working";
  const w = new Date(d).getUTCDay(); return w === 0 || w === 6 ? "weekend" : "working";
};
const skippedBetween = (a: string, b: string): SkippedDay[] => {
  const list: SkippedDay[] = [];
  for (let d = day(a, 1); d <= b; d = day(d, 1)) { const n = nature(d); if (n === "holiday" || n === "weekend") list.push({ date: d, nature: n, name: off.get(d) ?? "", provisional: false }); }
  return list;
};
const addWorking = (a: string, n: number) => { let d = a; while (n > 0) { d = day(d, 1); if (!["weekend", "holiday"].includes(nature(d))) n--; } return d; };
const workingBetween = (a: string, b: string): number => a > b ? -workingBetween(b, a) : (Date.parse(b) - Date.parse(a)) / 864e5 - skippedBetween(a, b).length;

// units
let n = 0;
const uid = () => `0169${String(++n).padStart(4, "0")}-0000-7000-8000-${String(n).padStart(12, "0")}`;
type MUnit = Unit & { parent: string | null };
const units: MUnit[] = [];
const add = (name: string, type: string, parent: MUnit | null): MUnit => {
  const u: MUnit = { id: uid(), name, type, code: `U${n}`, aliases: [], from: "2018-03-21", until: null, closed: false, parent: parent?.id ?? null, line: [], children: [], children_in_all: 0, administrative_parent: parent && { id: parent.id, name: parent.name }, party_parent: null, posts: [], accountable: null };
  units.push(u); return u;
};
const root = add("省级机关", "works_committee", null);
const departments = csv("/work/shared/data/org-cn-departments/departments.csv").map((r) => add(r.name!, "department", root));
const home = departments.find((d) => d.name === "商务部") ?? departments[0]!;
const branch1 = add("办公厅党支部", "branch", home), branch2 = add("外资司党支部", "branch", home), branch3 = add("市场秩序司党支部", "branch", home);
add("自贸区港澳司", "division", home);
const byId = new Map(units.map((u) => [u.id, u]));
const people = [["王建国", "secretary"], ["李 敏", "branch_secretary"], ["陈志强", "organ_committee"], ["赵晓燕", "member"]].map(([name, role]) => ({ id: uid(), name: name!, role: role! }));
const me = people[1]!;
home.accountable = { id: people[0]!.id, name: people[0]!.name };
home.posts = people.map((p, i) => ({ id: uid(), person: { id: p.id, name: p.name }, role: p.role, from: "2018-04-0" + (i + 1), until: null, accountable: i === 0 })).concat([{ id: uid(), person: { id: uid(), name: "周 平" }, role: "secretary", from: "2015-02-01", until: "2018-03-31", accountable: true }]);
branch1.posts = [home.posts[1]!];
branch1.party_parent = { id: root.id, name: "机关党委" };
const names: Record<string, string> = {};
for (const u of units) names[u.id] = u.name;
for (const p of people) names[p.id] = p.name;
const lineOf = (u: MUnit): MUnit[] => (u.parent ? [...lineOf(byId.get(u.parent)!), u] : [u]);
const under = (u: MUnit, above: string) => lineOf(u).some((x) => x.id === above);

// records
type Rec = LedgerRecord & { journal: Entry[]; source?: string };
const records: Rec[] = [];
let seq = 0;
const ledgerOf = (name: string): Ledger => description.ledgers.find((l) => l.name === name)!;
const at = (d: string, h = 9) => `${d}T0${h % 10}:12:00Z`;
function make(ledger: string, unit: MUnit, state: string, fields: FieldValues, since: string, acts: [string, string, string, string?][] = []): Rec {
  const l = ledgerOf(ledger);
  const r: Rec = { ledger, id: uid(), unit: { id: unit.id, name: unit.name }, state, stage: l.states.find((s) => s.name === state)!.stage, version: 0, created_at: at(since), state_since: at(since), closed_at: null, due_at: null, on_time: null, implausible: false, fields, names: {}, waits_for: [], clock: null, journal: [] };
  let first = true;
  for (const [act, who, when, reason] of acts.length ? acts : [[l.acts.find((a) => a.opens)!.name, people[2]!.name, since] as [string, string, string]]) {
    const p = people.find((x) => x.name === who) ?? people[0]!;
    const a = l.acts.find((x) => x.name === act)!;
    r.journal.push({ seq: ++seq, at: at(when), actor: { id: p.id, name: p.name }, role: p.role, unit: { id: unit.id, name: unit.name }, act, changes: { ...(first ? { fields } : {}), ...(a.to ? { state: a.to } : {}), ...(reason ? { reason } : {}) }, sealed: seq % 9 !== 0 });
    first = false; r.version = seq; r.state_since = at(when);
  }
  records.push(r); return r;
}
const documents = new Map<string, Rec>();
for (const [i, t] of csv("/work/shared/data/promises-cn-state-council/tasks.csv").entries()) {
  let doc = documents.get(t.doc_no!);
  if (!doc) { doc = make("directives", root, "issued", { title: t.doc_title!, number: t.doc_no!, kind: "notice", issuer: "国务院", issued_on: t.issued!, clauses: "一、营造优良投资环境……", reply_wanted: false, source: "gov.cn" }, t.issued!); documents.set(t.doc_no!, doc); }
  const unit = departments.find((d) => d.name === t.lead) ?? home;
  const due = day("2019-06-20", i % 40 * 3);
  make("tasks", unit, i % 7 === 0 ? "done" : i % 11 === 0 ? "confirmed" : "running", { title: t.task!.slice(0, 400), clause: doc.id, clause_no: t.item!, requirement_tags: i % 2 ? ["scientific_development"] : ["serve_the_people", "social_harmony"], responsible: t.responsible_raw!.slice(0, 200), co_units: t.co!.split(";").map((x) => departments.find((d) => d.name === x)?.id ?? "").filter(Boolean), first_due: due, due }, t.issued!);
}
for (const t of csv("/work/shared/data/promises-cn-state-council/deadlines.csv")) {
  const doc = [...documents.values()].find((d) => d.fields.number === t.doc_no) ?? [...documents.values()][0]!;
  make("promises", departments[n % 30]!, "published", { content: t.task!, subject: "organisation", kind: "post", clause: doc.id, first_due: t.deadline!, due: t.deadline! }, t.issued!);
}
const p0: FieldValues = { content: "外商投资企业设立备案办理时间由 3 个工作日压缩至 1 个工作日，全程网上办", subject: "organisation", kind: "real_deed", duty: "外资企业设立备案", baseline: "2018 年平均 2.6 个工作日", target: "1 个工作日内办结率 95%", measure: "取消纸质材料，系统自动核验", proof: "备案系统导出的办理时长", beneficiary: "新设外商投资企业", beneficiary_unit: departments[3]!.id, clause: [...documents.values()][0]!.id };
make("promises", branch1, "published", { ...p0, first_due: "2019-05-31", due: "2019-06-28" }, "2019-02-20", [["propose", "赵晓燕", "2019-02-11"], ["review", "李 敏", "2019-02-13"], ["fix", "李 敏", "2019-02-15"], ["publish", "陈志强", "2019-02-20"], ["extend", "李 敏", "2019-05-20", "系统对接推迟，已公开说明"]]);
make("promises", branch1, "proposed", { ...p0, content: "为来访企业提供一次性告知单，今年不让一家企业跑第二趟", kind: "post", target: "" }, "2019-06-25", [["propose", "赵晓燕", "2019-06-25"]]);
make("promises", branch1, "reviewed", { ...p0, content: "每月到联系企业走访一次，当场能办的当场办，办不了的三个工作日内答复", kind: "common", due: "2019-07-03", first_due: "2019-07-03" }, "2019-06-24", [["propose", "赵晓燕", "2019-06-20"], ["review", "陈志强", "2019-06-24"]]);
make("problems", branch1, "solving", { title: "窗口排队久，自助机常坏", kind: "old", sector: "政务服务", cause: "设备维保合同断档", measures: "签维保合同，增设两台", promised: "2019-07-02", first_promised: "2019-07-02" }, "2019-06-03");
make("problems", branch1, "registered", { title: "同一份材料两个处都要，企业反复提交", kind: "harm", sector: "营商环境" }, "2019-06-21");
const fb = (text: string, kind: string, theme: string, state: string, when: string, unit = branch1) => make("feedback", unit, state, { text, kind, theme, channel: "web", sender: "public", received_at: at(when) }, when, [["say", "x", when]]);
fb("办事大厅中午没有人，电话也打不通，上周跑了两次都没办成。", "criticism", "access", "assigned", "2019-06-12");
fb("建议网上平台支持手机上传材料。", "suggestion", "handling", "received", "2019-06-28");
const answered = fb("退税进度一直查不到，问了三次说法都不一样。", "criticism", "handling", "answered", "2019-06-05");
answered.fields.answer = "已核实：因系统迁移，6 月前的申请未显示。现已补录，您的申请已于 6 月 14 日办结。"; answered.closed_at = at("2019-06-14"); answered.fields.answered_at = at("2019-06-14");
for (let i = 0; i < 60; i++) fb(["路灯坏了三天没人修", "窗口态度好，点赞", "同样的表填了两遍", "电话转了四个部门"][i % 4]! + `（${i + 1}）`, ["opinion", "praise", "burden", "criticism"][i % 4]!, ["other", "attitude", "handling", "shifting"][i % 4]!, ["received", "assigned", "confirmed", "not_solved"][i % 4]!, day("2019-05-20", i % 30), departments[i % 12]);
for (const r of records) { for (const e of r.journal) if (r.ledger === "feedback" && e.act === "say") { e.actor = null; e.role = "citizen"; } }

const dueFields: Record<string, [string, string]> = { promises: ["due", "first_due"], tasks: ["due", "first_due"], problems: ["promised", "first_promised"] };
function clockOf(r: Rec, full: boolean): Clock | null {
  const ends = dueFields[r.ledger]; let due = ends && (r.fields[ends[0]] as string | undefined); let length: Clock["length"] = null; const started = r.created_at.slice(0, 10);
  if (r.ledger === "feedback") { length = { count: r.fields.kind === "criticism" ? 15 : 10, kind: "working" }; due = addWorking(started, length.count); }
  if (r.ledger === "problems" && !due) { length = { count: 5, kind: "working" }; due = addWorking(started, 5); }
  if (!due || r.stage === "ended") return null;
  const left = workingBetween(today, due);
  return { deadline: r.ledger === "feedback" ? "reply" : "promised_date", started: r.created_at, due, due_at: `${due}T15:59:59Z`, first_due: ends ? ((r.fields[ends[1]] as string) ?? null) : null, provisional: false, calendar: "cn-2026", light: r.stage !== "open" ? "none" : due < today ? "red" : left <= 3 ? "yellow" : "green", working_days_left: left, pauses: r.ledger === "feedback" && r.state === "assigned" ? [{ from: at("2019-06-18"), until: at("2019-06-20") }] : [], length, ...(full ? { skipped: skippedBetween(started, due) } : {}) };
}
function actsOf(r: Rec): Act[] { return ledgerOf(r.ledger).acts.filter((a) => a.from.includes(r.state) && a.may.some((m) => ["branch_secretary", "organ_committee", "division", "signed_in"].includes(m.role))).slice(0, 5); }
function view(r: Rec, full: boolean): LedgerRecord {
  const { journal: _j, ...rest } = r; const clock = clockOf(r, full);
  const nm: Record<string, string> = {};
  for (const v of Object.values(r.fields).flat()) if (typeof v === "string") { const other = records.find((x) => x.id === v); const name = names[v] ?? (other && String(other.fields[ledgerOf(other.ledger).title])); if (name) nm[v] = name; }
  const on_time = clock && (r.stage === "claimed" || r.stage === "confirmed") ? (r.closed_at ?? r.state_since).slice(0, 10) <= clock.due : null;
  return { ...rest, clock, due_at: clock?.due_at ?? null, names: nm, on_time, ...(full ? { acts: actsOf(r).map((a) => a.name) } : {}) };
}
const isOverdue = (r: Rec) => r.stage === "open" && (clockOf(r, false)?.due ?? "9") < today;
function listed(ledger: string, q: URLSearchParams): Rec[] {
  let list = records.filter((r) => r.ledger === ledger);
  for (const [k, v] of q) {
    if (["order", "cursor", "limit", "count"].includes(k)) continue;
    else if (k === "unit") list = list.filter((r) => under(byId.get(r.unit.id)!, v));
    else if (k === "own_unit") list = list.filter((r) => r.unit.id === v);
    else if (k === "state") list = list.filter((r) => r.state === v);
    else if (k === "stage") list = list.filter((r) => r.stage === v);
    else if (k === "overdue") list = list.filter(isOverdue);
    else if (k === "on_time") list = list.filter((r) => view(r, false).on_time === (v === "true"));
    else if (k === "with_clock") list = list.filter((r) => clockOf(r, false));
    else if (k === "implausible") list = list.filter((r) => r.implausible);
    else if (k === "author") list = list.filter((r) => r.journal[0]!.actor?.id === me.id);
    else list = list.filter((r) => r.fields[k] === v);
  }
  return list.sort((a, b) => q.get("order") === "newest" ? b.created_at.localeCompare(a.created_at) : (clockOf(a, false)?.due ?? "9").localeCompare(clockOf(b, false)?.due ?? "9"));
}
const page = (list: Rec[], q: URLSearchParams) => { const from = Number(q.get("cursor") ?? 0), limit = Number(q.get("limit") ?? 25); return { items: list.slice(from, from + limit).map((r) => view(r, false)), next_cursor: from + limit < list.length ? String(from + limit) : null, ...(q.get("count") ? { count: list.length } : {}) }; };
function figures(ledger: string, unit: MUnit): Figure[] {
  const all = records.filter((r) => r.ledger === ledger && under(byId.get(r.unit.id)!, unit.id));
  const c = (f: (r: Rec) => boolean) => all.filter(f).length, q = (s: string) => `/api/${ledger}?unit=${unit.id}${s}`, st = (s: Stage) => c((r) => r.stage === s);
  const closed = all.filter((r) => view(r, false).on_time !== null), late = c(isOverdue);
  return [
    { name: "all", numerator: all.length, denominator: null, query: q("") }, { name: "open", numerator: st("open"), denominator: null, query: q("&stage=open") },
    { name: "open_overdue", numerator: late, denominator: null, query: q("&overdue=true") }, { name: "claimed", numerator: st("claimed"), denominator: null, query: q("&stage=claimed") },
    { name: "confirmed", numerator: st("confirmed"), denominator: null, query: q("&stage=confirmed") },
    { name: "on_time_rate", numerator: closed.filter((r) => view(r, false).on_time).length, denominator: closed.length + late, query: q("&on_time=true") },
    { name: "satisfaction_rate", numerator: st("confirmed"), denominator: st("confirmed") + c((r) => /^not_/.test(r.state)), query: q("&stage=confirmed") },
  ];
}
const overviewRow = (u: MUnit, self: boolean) => ({ unit: { id: u.id, name: u.name, type: u.type }, is_self: self, ledgers: Object.fromEntries(description.ledgers.map((l) => [l.name, figures(l.name, u)])) });
const unitView = (u: MUnit) => { const kids = units.filter((x) => x.parent === u.id); const { parent: _p, ...rest } = u; return { ...rest, line: lineOf(u).map(({ id, name }) => ({ id, name })), children: kids.slice(0, 200).map(({ id, name, type }) => ({ id, name, type })), children_in_all: kids.length }; };

let loggedIn = false; const listeners = new Set<ServerResponse>(); const receipts = new Map<string, Rec>([["7K3M-9QZX-41TV-8HD2", answered]]); const jobs = new Map<string, { apply: boolean; polls: number; bad: boolean }>();
const json = (res: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}) => { res.writeHead(status, { "Content-Type": status >= 400 ? "application/problem+json" : "application/json", ...headers }); res.end(status === 204 ? undefined : JSON.stringify(body)); };
const problem = (res: ServerResponse, status: number, code: string, field = "", detail = "") => json(res, status, { type: `/problems/${code}`, title: words.refusals[code], status, code, field, detail, words: { zh: words.refusals[code] ?? code, en: wordsEn.refusals[code] ?? code } });
const bodyOf = async (req: IncomingMessage) => { let s = ""; for await (const c of req) s += c; return s; };
function perform(r: Rec, act: Act, content: { fields: FieldValues; reason?: string; unit?: string }, actor: Entry["actor"], role: string) {
  Object.assign(r.fields, content.fields); if (act.to) { r.state = act.to; r.stage = ledgerOf(r.ledger).states.find((s) => s.name === act.to)!.stage; r.state_since = at(today); if (r.stage === "claimed") r.closed_at = at(today); }
  if (content.unit && byId.has(content.unit)) r.unit = { id: content.unit, name: names[content.unit]! };
  r.version = ++seq; r.journal.push({ seq, at: at(today), actor, role, unit: r.unit, act: act.name, changes: { fields: content.fields, ...(act.to ? { state: act.to } : {}), ...(content.reason ? { reason: content.reason } : {}) }, sealed: false });
  for (const l of listeners) l.write(`id: ${seq}\nevent: committed\ndata: ${JSON.stringify({ seq, ledger: r.ledger, id: r.id, act: act.name })}\n\n`);
}
function proof() { const leaves = ["a", "b", "c", "d", "e"].map((x) => Buffer.from(x)); const h = (...p: Buffer[]) => createHash("sha256").update(Buffer.concat(p)).digest(); const L = leaves.map((l) => h(Buffer.from([0]), l)); const N = (a: Buffer, b: Buffer) => h(Buffer.from([1]), a, b); const l01 = N(L[0]!, L[1]!), l23 = N(L[2]!, L[3]!), l03 = N(l01, l23), rootHash = N(l03, L[4]!); return { leaf_index: 2, leaf_input: leaves[2]!.toString("base64"), tree_size: 5, root: rootHash.toString("hex"), path: [L[3]!, l01, L[4]!].map((x) => x.toString("hex")), hash: "sha256", seal: { first: 1, last: 5, root: rootHash.toString("hex"), previous: "", hash: "", at: at(today) } }; }
const dist = "/work/main/web/dist", types: Record<string, string> = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };

createServer(async (req, res) => {
  const url = new URL(req.url!, "http://x"), p = url.pathname, q = url.searchParams, seg = p.split("/").filter(Boolean).map(decodeURIComponent);
  res.setHeader("Content-Security-Policy", "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
  if (p === "/mock/expire") { loggedIn = false; return json(res, 200, {}); }
  if (p === "/mock/touch") { const r = records.find((x) => x.id === q.get("id"))!; perform(r, ledgerOf(r.ledger).acts.find((a) => a.name === "amend")!, { fields: { measure: "取消纸质材料，改由数据共享核验（已修改）" } }, { id: people[2]!.id, name: people[2]!.name }, "organ_committee"); return json(res, 200, {}); }
  if (seg[0] !== "api") {
    const file = join(dist, p); const found = extname(p) && existsSync(file) && statSync(file).isFile() ? file : join(dist, "index.html");
    const raw = readFileSync(found); res.writeHead(200, { "Content-Type": types[extname(found)] ?? "application/octet-stream", "Content-Encoding": "gzip" }); return res.end(gzipSync(raw));
  }
  const write = req.method !== "GET"; if (write && !req.headers["idempotency-key"]) return problem(res, 400, "idempotency_key_is_missing");
  if (p === "/api/bodies") return json(res, 200, [{ key: "province", name: { zh: "省级机关创先争优", en: "Province: the model campaign" }, shown_as_of: today }, { key: "boston", name: { zh: "波士顿市民服务", en: "City of Boston 311" }, shown_as_of: "2016-01-01" }]);
  if (p === "/api/description") return json(res, 200, description);
  if (p === "/api/session") {
    if (req.method === "DELETE") { loggedIn = false; return json(res, 204, null); }
    if (req.method === "POST") { const c = JSON.parse(await bodyOf(req)); if (c.password !== "right") return problem(res, 401, "name_or_password_is_wrong"); loggedIn = true; }
    if (!loggedIn) return problem(res, 401, "log_in_first");
    return json(res, 200, { body: { key: "province", name: { zh: "省级机关创先争优", en: "Province: the model campaign" } }, person: { id: me.id, name: me.name }, posts: [{ role: me.role, unit: { id: branch1.id, name: branch1.name }, from: "2018-04-02", until: null }, { role: "organ_committee", unit: { id: home.id, name: home.name }, from: "2018-04-02", until: null }], csrf_token: "t", today });
  }
  if (seg[1] === "public") {
    if (seg[3] === "units") return json(res, 200, { units: units.filter((u) => u.name.includes(q.get("search") ?? "")).slice(0, 20).map(unitView) });
    if (seg[3] === "receipts") { const r = receipts.get(seg[4]!); if (!r) return problem(res, 404, "nothing_is_there"); if (seg[5] === "proof") return json(res, 200, proof()); if (seg[5] === "acts") perform(r, ledgerOf(r.ledger).acts.find((a) => a.name === seg[6])!, JSON.parse(await bodyOf(req)), null, "citizen"); return json(res, 200, { ...view(r, true), acts: ledgerOf(r.ledger).acts.filter((a) => a.from.includes(r.state) && a.may.some((m) => m.role === "citizen")).map((a) => a.name) }); }
    if (req.method === "POST") { const c = JSON.parse(await bodyOf(req)); const r = make("feedback", byId.get(c.unit) ?? home, "received", { ...c.fields, channel: "web", received_at: at(today) }, today); const code = "A1B2-C3D4-E5F6-G7H8"; receipts.set(code, r); return json(res, 201, { ...view(r, true), receipt: code }); }
    return json(res, 200, page(listed(seg[3]!, q).filter((r) => ledgerOf(r.ledger).states.find((s) => s.name === r.state)!.public), q));
  }
  if (!loggedIn) return problem(res, 401, "log_in_first");
  if (p === "/api/events") { res.writeHead(200, { "Content-Type": "text/event-stream" }); res.write("retry: 3000\n\n"); listeners.add(res); req.on("close", () => listeners.delete(res)); return; }
  if (p === "/api/today") { const items = records.filter((r) => r.unit.id === branch1.id && actsOf(r).length && r.stage !== "ended" && !(r.ledger === "feedback" && r.state === "answered")).sort((a, b) => (clockOf(a, false)?.due ?? "9").localeCompare(clockOf(b, false)?.due ?? "9")); return json(res, 200, { today, items: items.map((r) => view(r, true)), in_all: items.length }); }
  if (p === "/api/overview") { const u = byId.get(q.get("unit") ?? root.id); if (!u) return problem(res, 404, "nothing_is_there"); return json(res, 200, { unit: { id: u.id, name: u.name, type: u.type }, line: lineOf(u).map(({ id, name }) => ({ id, name })), at: at(today), rows: [overviewRow(u, true), ...units.filter((x) => x.parent === u.id).map((x) => overviewRow(x, false))] }); }
  if (p === "/api/units") return json(res, 200, { units: units.filter((u) => q.get("under") ? u.parent === q.get("under") : u.name.includes(q.get("search") ?? "-")).slice(0, Number(q.get("limit") ?? 20)).map(unitView) });
  if (seg[1] === "units") { const u = byId.get(seg[2]!); return u ? json(res, 200, unitView(u)) : problem(res, 404, "nothing_is_there"); }
  if (p === "/api/people") return json(res, 200, { people: people.map((x) => ({ id: x.id, name: x.name, member_kind: "formal", posts: [] })) });
  if (seg[1] === "imports") {
    if (seg[3] === "undo") return json(res, 200, {});
    if (!seg[2]) { const text = await bodyOf(req); const id = randomUUID(); jobs.set(id, { apply: q.get("apply") === "true", polls: 0, bad: text.includes("#N/A") }); return json(res, 202, { job: id }); }
    const j = jobs.get(seg[2])!; j.polls++;
    const w = (c: string) => ({ zh: words.refusals[c], en: wordsEn.refusals[c] });
    const findings = j.bad ? [{ row: 0, column: "deadlin", code: "column_is_unknown", detail: "deadlin", words: w("column_is_unknown"), is_note: false }, { row: 12, column: "issued", code: "date_is_not_iso", detail: "2013/1/22", words: w("date_is_not_iso"), is_note: false }, { row: 40, column: "task", code: "cell_is_an_error_value", detail: "#N/A", words: w("cell_is_an_error_value"), is_note: false }, { row: 84, column: "closed_dt", code: "closed_before_it_was_opened", detail: "2015-01-02 < 2015-01-03", words: w("closed_before_it_was_opened"), is_note: true }] : [];
    const done = j.polls > 2; return json(res, 200, { job: seg[2], state: !done ? (j.apply ? "applying" : "checking") : j.bad && j.apply ? "refused" : "done", rows_done: Math.min(140, j.polls * 47), report: done ? { rows: 140, applied: j.apply && !j.bad ? 140 : 0, findings_in_all: findings.length, findings, was_gb18030: true, units_founded: 3, import: j.apply && !j.bad ? uid() : null } : null });
  }
  const ledger = description.ledgers.find((l) => l.name === seg[1]); if (!ledger) return problem(res, 404, "ledger_is_unknown");
  if (!seg[2]) {
    if (!write) { if (q.get("state") === "none") return problem(res, 403, "post_does_not_allow_this"); return json(res, 200, page(listed(ledger.name, q), q)); }
    const c = JSON.parse(await bodyOf(req)); const act = ledger.acts.find((a) => a.name === c.act) ?? ledger.acts.find((a) => a.opens)!;
    if (c.fields.due && c.fields.due <= today) return problem(res, 422, "due_date_in_the_past", "due", c.fields.due);
    const r = make(ledger.name, byId.get(c.unit) ?? branch1, act.to, c.fields, today, [[act.name, me.name, today]]);
    let receipt; if (act.gives_receipt) { receipt = "B1C2-D3E4-F5G6-H7J8"; receipts.set(receipt, r); }
    return json(res, 201, { ...(receipt ? { receipt } : {}), ...view(r, true) });
  }
  const r = records.find((x) => x.id === seg[2]); if (!r) return problem(res, 404, "nothing_is_there");
  if (seg[3] === "journal") return json(res, 200, { entries: r.journal });
  if (seg[3] === "proof") return json(res, 200, proof());
  if (seg[3] === "acts") {
    const c = JSON.parse(await bodyOf(req)); const act = ledger.acts.find((a) => a.name === seg[4])!;
    if (req.headers["if-match"] !== `"${r.version}"`) return problem(res, 412, "etag_is_stale");
    if (act.reason === "required" && !c.reason) return problem(res, 422, "reason_is_missing", "reason");
    if (act.name === "publish" && !{ ...r.fields, ...c.fields }.target) return problem(res, 422, "promise_has_no_number", "target");
    perform(r, act, c, { id: me.id, name: me.name }, me.role); return json(res, 200, view(r, true));
  }
  return json(res, 200, view(r, true), { ETag: `"${r.version}"` });
}).listen(Number(process.env.PORT ?? 8090), "127.0.0.1", () => console.log("mock ready"));
