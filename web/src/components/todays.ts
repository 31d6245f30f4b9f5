// Equal acts together: what stands in the same ledger and state and asks for the same acts is one line
// of Today, said once for all of it.
import type { Act, Field, Ledger, LedgerRecord } from "@/api/wire";
import type { TodaysRecord } from "@/api/today";
import { forwardFirst, isForward } from "./road";

export interface One { kind: "one"; key: string; record: TodaysRecord }
export interface Many { kind: "many"; key: string; ledger: Ledger; records: TodaysRecord[]; acts: Act[] }
export type Line = One | Many;

// A text is each record's own; a meeting, a day, a reason or what all lack is said once for many.
const own_kinds = ["text", "long_text", "rows", "integer", "number"];
export function isForMany(act: Act, ledger: Ledger): boolean {
  const kindOf = (name: string) => ledger.fields.find((field: Field) => field.name === name)?.kind ?? "";
  return !act.opens && !act.moves_unit && !act.takes.some((name) => name !== "to_mend" && own_kinds.includes(kindOf(name)));
}

export function actsOf(record: LedgerRecord, ledger: Ledger | undefined): Act[] {
  if (!ledger) return [];
  return forwardFirst(ledger.acts.filter((act) => record.acts?.includes(act.name)), ledger);
}

// Of a yes and a no neither is pointed out: bad news must be as easy to give as good.
export const isOnward = (record: TodaysRecord, act: Act, ledger: Ledger | undefined) =>
  ledger !== undefined && record.part !== "coming" && record.stage !== "claimed" && isForward(act, ledger);

export function linesOf(records: readonly TodaysRecord[], ledgerOf: (name: string) => Ledger | undefined): Line[] {
  const groups = new Map<string, TodaysRecord[]>();
  const keyOf = (record: TodaysRecord) =>
    record.came_back || record.part === "coming" ? record.id
      : [record.ledger, record.state, record.part, ...(record.acts ?? [])].join("-");
  for (const record of records) groups.set(keyOf(record), [...(groups.get(keyOf(record)) ?? []), record]);
  return [...groups].flatMap(([key, all]): Line[] => {
    const [first] = all;
    const ledger = first && ledgerOf(first.ledger);
    const acts = first && ledger ? actsOf(first, ledger).filter((act) => isForMany(act, ledger)) : [];
    if (ledger && all.length > 1 && acts.length) return [{ kind: "many", key, ledger, records: all, acts }];
    return all.map((record) => ({ kind: "one", key: record.id, record }));
  });
}
