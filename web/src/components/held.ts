// Law 1: what a clause asks lower units to report may stand in a ledger already. The names of ledgers are
// looked for in what is asked, and shown to the author as a hint; nothing is refused by it.
import { queryClient } from "@/api/queries";
import type { Description, FieldValue, Row } from "@/api/wire";
import { ledgerName } from "@/words/domain";
import { i18n } from "@/words/language";

const asking = ["reply", "task"];
const words_in_one_hint_max = 6;

export function factsHeld(rows: FieldValue): string[] {
  const ledgers = queryClient.getQueryData<Description>(["description"])?.ledgers ?? [];
  const found: string[] = [];
  for (const [at, row] of (Array.isArray(rows) ? (rows as Row[]) : []).entries()) {
    if (!asking.includes(String(row.asks ?? ""))) continue;
    const text = String(row.text ?? "").toLowerCase();
    const names = ledgers.map(({ name }) => ledgerName(name)).filter((name) => text.includes(name.toLowerCase()));
    if (names.length)
      found.push(i18n.global.t("ready.heldIn", { n: row.number || at + 1, ledgers: names.slice(0, words_in_one_hint_max).join(" · ") }));
  }
  return found;
}
