// Equal acts together: what stands in the same ledger and state and asks for the same acts is one line
// of Today, said once for all of it.
import type { Act, Field, Ledger, LedgerRecord } from "@/api/wire";
import type { TodaysRecord } from "@/api/today";
import { today } from "@/api/session";
import { plannedDay } from "./find";
import { lastDay } from "@/words/dates";
import { forwardFirst, isForward } from "./road";

export interface One { kind: "one"; key: string; record: TodaysRecord }
export interface Many { kind: "many"; key: string; ledger: Ledger; records: TodaysRecord[]; acts: Act[] }
export type Line = One | Many;
// What was not done of an act on many, by the record's id.
export interface Refused { act: string; words: string; record: TodaysRecord }
export type Refusals = Map<string, Refused>;

// A text is each record's own; a meeting, a day, a reason or what all lack is said once for many.
const own_kinds = ["text", "long_text", "rows", "integer", "number"];
export function isForMany(act: Act, ledger: Ledger): boolean {
  const kindOf = (name: string) => ledger.fields.find((field: Field) => field.name === name)?.kind ?? "";
  return !act.opens && !act.moves_unit && !act.takes.some((name) => name !== "to_mend" && own_kinds.includes(kindOf(name)));
}

// More time is asked for before the day has gone by, and granted and refused where somebody has asked for
// it. Where the office may move a day by itself, as of a task, that is no answer and stands as it is.
const answers_a_request = ["extend", "refuse_extension"];
const grants_unasked: Record<string, boolean> = { tasks: true };
export function isPointless(act: Act, record: LedgerRecord, ledger: Ledger): boolean {
  const isAsked = Boolean(record.fields.asked_due);
  const day = plannedDay(record, ledger);
  if (act.name === "ask_extension" || (act.name === "extend" && !isAsked)) if (day && day < today.value) return true;
  const asksFirst = ledger.fields.some(({ name }) => name === "asked_due") && !grants_unasked[ledger.name];
  return asksFirst && answers_a_request.includes(act.name) && !isAsked;
}

// Who is asked only because it is late stands above those who do it: he helps, and does not do it for them.
export const isOnlyLate = (record: TodaysRecord): boolean =>
  Boolean(record.turns?.length) && (record.turns ?? []).every(({ because }) => because === "late");

export function actsOf(record: LedgerRecord, ledger: Ledger | undefined): Act[] {
  if (!ledger) return [];
  return forwardFirst(ledger.acts.filter((act) => record.acts?.includes(act.name) && !isPointless(act, record, ledger)), ledger);
}

// Of a yes and a no neither is pointed out: bad news must be as easy to give as good.
export const isOnward = (record: TodaysRecord, act: Act, ledger: Ledger | undefined) =>
  ledger !== undefined && record.part !== "coming" && record.stage !== "claimed" && isForward(act, ledger);

// What has no day stands last.
const no_day = "9999-12-31";
function dayOf(record: TodaysRecord, ledger: Ledger | undefined): string {
  return record.clock?.due ?? (record.due_at ? lastDay(record.due_at) : plannedDay(record, ledger)) ?? no_day;
}

export function linesOf(records: readonly TodaysRecord[], ledgerOf: (name: string) => Ledger | undefined): Line[] {
  const groups = new Map<string, TodaysRecord[]>();
  const keyOf = (record: TodaysRecord) =>
    record.came_back || record.part === "coming" || isOnlyLate(record) ? record.id
      : [record.ledger, record.state, record.part, ...(record.acts ?? [])].join("-");
  // By day, whether one by one or together: the earliest first, and of equal ones what ends earlier.
  const days = new Map(records.map((record) => [record.id, dayOf(record, ledgerOf(record.ledger))]));
  const day = ({ id }: TodaysRecord) => days.get(id) ?? no_day;
  const inOrder = [...records].sort((one, other) => day(one).localeCompare(day(other)));
  for (const record of inOrder) groups.set(keyOf(record), [...(groups.get(keyOf(record)) ?? []), record]);
  const lines = [...groups].flatMap(([key, all]): Line[] => {
    const [first] = all;
    const ledger = first && ledgerOf(first.ledger);
    const acts = first && ledger ? actsOf(first, ledger).filter((act) => isForMany(act, ledger)) : [];
    if (ledger && all.length > 1 && acts.length) return [{ kind: "many", key, ledger, records: all, acts }];
    return all.map((record) => ({ kind: "one", key: record.id, record }));
  });
  const of = (line: Line) => (line.kind === "one" ? [line.record] : line.records);
  const place = (line: Line) => {
    const all = of(line);
    const [first, last] = [all[0], all.at(-1)];
    return [first?.came_back ? "0" : "1", first ? day(first) : no_day, last ? day(last) : no_day].join(" ");
  };
  return lines.sort((one, other) => place(one).localeCompare(place(other)));
}
