// What a file is likely to mean, before anybody has said it: shown in the form, to be said otherwise.
import type { Act, Ledger, LookedAt } from "@/api/wire";
import { choicesOf, wordsOfChoice } from "@/words/campaign";
import { freshUse, isList, key, openingsOf, placesOf, unit, type ColumnDraft, type Rule, type Use } from "./language";

type Column = LookedAt["columns"][number];
const words_offered_max = 30; // of a column that says the act; one with more says it by being filled

export const partsOf = (text: string, isParted: boolean) =>
  isParted ? text.split(/[;；、/，,\n|]/).map((part) => part.trim()).filter(Boolean) : [text];
export function wordsOf(column: Column | undefined, isParted: boolean): string[] {
  const all = column?.words.length ? column.words : column?.samples ?? [];
  return [...new Set(all.flatMap((word) => partsOf(word, isParted)))];
}

// A word of the file that is called as a choice is, in either language. Of lists each part is one.
export function guessWords(ledger: Ledger | undefined, use: Use, column: Column | undefined, unitSeparator: string) {
  const place = placesOf(ledger, openingsOf(ledger)).find(({ name }) => name === use.target);
  const isParted = isList(place?.field.kind ?? "") || Boolean(use.part) || (use.target === unit && Boolean(unitSeparator));
  const isAsked = use.target === unit || ["choice", "choices", "unit", "units"].includes(place?.field.kind ?? "");
  if (!isAsked) return;
  const words = wordsOf(column, isParted);
  for (const word of Object.keys(use.words)) if (!use.words[word] && !words.includes(word)) delete use.words[word];
  for (const word of words) {
    const called = place && choicesOf(place.field).find((choice) => choice === word || wordsOfChoice(ledger?.name ?? "", place.field, choice) === word);
    use.words[word] ||= called ?? "";
  }
}

export function guessedColumns(ledger: Ledger | undefined, seen: LookedAt): ColumnDraft[] {
  const places = placesOf(ledger, openingsOf(ledger));
  return seen.columns.map((column) => {
    const target = column.is === "source" ? key : column.is === "unit" ? unit : places.some(({ name }) => name === column.field) ? column.field : "";
    const use = { ...freshUse(target), form: column.forms.length === 1 ? column.forms[0] ?? "" : "" };
    guessWords(ledger, use, column, "");
    return { name: column.name, also: "", isThere: true, uses: [use] };
  });
}

// Of the acts that lead to a stage the one that takes most of what is there, and lacks nothing that it needs.
function likeliest(acts: Act[], held: ReadonlySet<string>): Act | undefined {
  const lacks = (act: Act) => act.needs.filter((field) => !held.has(field)).length;
  const takes = (act: Act) => act.takes.filter((field) => held.has(field)).length;
  return [...acts].sort((one, other) => lacks(one) - lacks(other) || takes(other) - takes(one))[0];
}

// By the column that says how far it is; else by one that an act needs and the other does not know, as the
// day of an answer; else all rows alike, where there is one act or one that plainly fits.
export function guessedRules(ledger: Ledger | undefined, seen: LookedAt, columns: ColumnDraft[], mayUse: (act: Act) => boolean): Rule[] {
  const acts = openingsOf(ledger).filter(mayUse);
  const held = new Set(columns.flatMap(({ uses }) => uses.map(({ target }) => target)));
  const stageOf = (act: Act) => ledger?.states.find(({ name }) => name === act.to)?.stage;
  const says = seen.columns.find(({ is, stages }) => is === "state" && stages.some(Boolean));
  if (says && says.words.length <= words_offered_max) {
    const rules = says.words.map((word, at): Rule => ({
      act: likeliest(acts.filter((act) => stageOf(act) === says.stages[at]), held)?.name ?? "",
      conditions: [{ column: says.name, how: "equals", word }],
    }));
    if (new Set(rules.map(({ act }) => act)).size > 1) return rules;
  }
  const fitting = acts.filter((act) => act.needs.every((field) => held.has(field)));
  const isOpen = (act: Act) => stageOf(act) === "open";
  const further = likeliest(fitting.filter((act) => !isOpen(act)), held);
  const before = likeliest(fitting.filter(isOpen), held);
  const field = before && further?.needs.find((one) => held.has(one) && !before.takes.includes(one));
  const column = field && columns.find(({ uses }) => uses.some(({ target }) => target === field))?.name;
  if (further && before && column)
    return [
      { act: further.name, conditions: [{ column, how: "filled", word: "" }] },
      { act: before.name, conditions: [{ column, how: "blank", word: "" }] },
    ];
  const only = acts.length === 1 ? acts[0] : fitting.length ? likeliest(fitting.filter((act) => act.needs.length > 0), held) : undefined;
  return [{ act: only?.name ?? "", conditions: [] }];
}

// The rules of a column that somebody has chosen: each of its words, or whether it is filled.
export function rulesBy(column: Column): Rule[] {
  const hasFewWords = column.words.length > 0 && column.words.length <= words_offered_max && !column.forms.length;
  const ofWords = column.words.map((word): Rule => ({ act: "", conditions: [{ column: column.name, how: "equals", word }] }));
  const blank: Rule = { act: "", conditions: [{ column: column.name, how: "blank", word: "" }] };
  return hasFewWords ? [...ofWords, blank] : [{ act: "", conditions: [{ column: column.name, how: "filled", word: "" }] }, blank];
}

// By which act a row comes in: the first rule that it fits.
export function actOf(rules: Rule[], cellOf: (column: string) => string, nulls: readonly string[]): string {
  const isBlank = (cell: string) => !cell.trim() || nulls.includes(cell.trim());
  return rules.find((rule) => rule.conditions.every(({ column, how, word }) => {
    const cell = cellOf(column);
    return how === "equals" ? cell.trim() === word : how === "blank" ? isBlank(cell) : !isBlank(cell);
  }))?.act ?? "";
}
