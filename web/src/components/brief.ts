// What is told of a record in one line, to whoever does many at once.
import type { Act, Field, Ledger, LedgerRecord } from "@/api/wire";
import { isEmpty } from "@/fields/input";

// What whoever acts must have read: what was said by the act that led to where the record stands; and of
// a claim also what it is held against.
const brief_max = 5;
export function briefFields(record: LedgerRecord, ledger: Ledger): Field[] {
  const takenBy = (acts: Act[]) => new Set(acts.flatMap((act) => act.takes));
  const said = takenBy(ledger.acts.filter((act) => act.to === record.state));
  const opened = takenBy(ledger.acts.filter((act) => act.opens));
  const isBrief = ({ name, kind }: Field) =>
    name !== ledger.title && kind !== "rows" && kind !== "choice" && !isEmpty(record.fields[name]);
  const held = ledger.fields.filter(isBrief);
  const against = held.filter(({ name, kind }) =>
    record.stage === "claimed" && !said.has(name) && opened.has(name) && (kind === "text" || kind === "long_text"));
  return [...held.filter(({ name }) => said.has(name)), ...against].slice(0, brief_max);
}
