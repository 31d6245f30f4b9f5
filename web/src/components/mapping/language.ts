// What a mapping says, in the words of its language (src/imports/import_mapping.h), and what stands in the
// form that makes one: every key of the one has its place in the other, and back.
import type { Act, Field, Ledger, LookedAt } from "@/api/wire";

export interface MappingText {
  ledger: string;
  sheet?: string;
  header_row?: number;
  head_rows?: number;
  delimiter?: string;
  charset?: string;
  source_column?: string;
  key?: { columns?: string[]; prefix?: string; row?: boolean };
  unit_column: string;
  unit_also?: string[];
  unit_words?: Record<string, string>;
  unit_separator?: string;
  unknown_units_are_founded?: boolean;
  settled_rows_are_passed_over?: boolean;
  zone?: string;
  null_words?: string[];
  columns: ColumnText[];
  constants?: Record<string, string>;
  ignored?: string[];
  join?: { sheet: string; on: string };
  acts: ActText[];
}
export interface ColumnText {
  column: string;
  also?: string[];
  field: string;
  choices?: Record<string, string>;
  separator?: string;
  form?: string;
  part?: number;
  otherwise?: string;
}
export interface ActText {
  column?: string;
  equals?: string;
  filled?: string;
  blank?: string;
  act: string;
}

// What a column may be besides a field of the ledger.
export const key = "#key", unit = "#unit";
export const ownForm = "#own";

// One purpose of a column; it may have several, as a cell with two units has.
export interface Use {
  target: string;
  form: string;
  ownForm: string;
  words: Record<string, string>;
  otherwise: string;
  separator: string;
  part: number;
  order: number; // among the columns of the mapping: texts are joined in it
}
export interface ColumnDraft {
  name: string;
  also: string;
  isThere: boolean; // in the file that is looked at
  uses: Use[];
}
export type How = "equals" | "filled" | "blank";
export interface Condition { column: string; how: How; word: string }
export interface Rule { conditions: Condition[]; act: string }

export interface Draft {
  name: string;
  formerName: string; // of one that is changed
  ledger: string;
  sheet: string;
  headerRow: number | "";
  hasTwoHeads: boolean;
  delimiter: string;
  charset: string;
  joinSheet: string;
  joinOn: string;
  prefix: string;
  keyOrder: string[];
  unitSeparator: string;
  foundsUnits: boolean;
  passesOverSettled: boolean;
  zone: string;
  nullWords: string;
  columns: ColumnDraft[];
  rules: Rule[];
  constants: { field: string; value: string }[];
  ignored: string[]; // also of files of the kind that have more columns
}

export const freshUse = (target = ""): Use =>
  ({ target, form: "", ownForm: "", words: {}, otherwise: "", separator: "", part: 0, order: Number.MAX_SAFE_INTEGER });

// Of several heads that a column has in other files.
const between = /[、;；,，]/;
const parted = (text: string) => text.split(between).map((one) => one.trim()).filter(Boolean);

// ---- What a ledger offers

// By which acts rows come in; what only follows from another act, or is a citizen's, nobody brings by a file.
const ofNobody = ["consequence", "citizen", "clock"];
export const openingsOf = (ledger: Ledger | undefined): Act[] =>
  (ledger?.acts ?? []).filter((act) => act.opens && act.may.some(({ role }) => !ofNobody.includes(role)));

export interface Place { name: string; field: Field; rows?: string }
// Of rows their columns are filled, `steps.what`.
export function placesOf(ledger: Ledger | undefined, acts: Act[]): Place[] {
  return (ledger?.fields ?? []).flatMap((field): Place[] => {
    const isTaken = !field.retired && field.visibility !== "sealed" && acts.some((act) => act.takes.includes(field.name));
    if (!isTaken) return [];
    if (field.kind !== "rows") return [{ name: field.name, field }];
    return field.columns.filter((column) => column.visibility !== "sealed").map((column) => ({ name: `${field.name}.${column.name}`, field: column, rows: field.name }));
  });
}
export const isList = (kind: string) => ["choices", "units", "rows"].includes(kind);
export const isDay = (kind: string) => ["date", "moment"].includes(kind);
export const isText = (kind: string) => ["text", "long_text"].includes(kind);

// ---- From a mapping to the form

function useOf(column: ColumnText, at: number, forms: readonly string[]): Use {
  const form = column.form ?? "";
  const isOffered = !form || forms.includes(form);
  return {
    target: column.field, form: isOffered ? form : ownForm, ownForm: isOffered ? "" : form, words: { ...column.choices },
    otherwise: column.otherwise ?? "", separator: column.separator ?? "", part: column.part ?? 0, order: at,
  };
}

export function draftOf(text: MappingText, name: string, seen: LookedAt | undefined): Draft {
  const keys = text.key?.columns ?? (text.source_column ? [text.source_column] : []);
  const columns: ColumnDraft[] = (seen?.columns ?? []).map(({ name: title }) => ({ name: title, also: "", isThere: true, uses: [] }));
  const columnOf = (title: string, also: readonly string[] = []) => {
    const there = columns.find((one) => one.name === title) ?? columns.find((one) => also.includes(one.name));
    if (there && there.name !== title) Object.assign(there, { name: title, also: [...also].join("、") });
    if (there && also.length) there.also = also.join("、");
    if (there) return there;
    const fresh = { name: title, also: also.join("、"), isThere: false, uses: [] as Use[] };
    columns.push(fresh);
    return fresh;
  };
  for (const title of keys) columnOf(title).uses.push(freshUse(key));
  columnOf(text.unit_column, text.unit_also).uses.push({ ...freshUse(unit), words: { ...text.unit_words } });
  text.columns.forEach((column, at) => {
    const forms = seen?.columns.find(({ name: title }) => title === column.column)?.forms ?? [];
    columnOf(column.column, column.also).uses.push(useOf(column, at, [...forms, "chinese_deadline"]));
  });
  const rules = text.acts.map((act): Rule => ({
    act: act.act,
    conditions: [
      ...(act.column ? [{ column: act.column, how: "equals" as const, word: act.equals ?? "" }] : []),
      ...(act.filled ? [{ column: act.filled, how: "filled" as const, word: "" }] : []),
      ...(act.blank ? [{ column: act.blank, how: "blank" as const, word: "" }] : []),
    ],
  }));
  for (const rule of rules) for (const { column } of rule.conditions) columnOf(column);
  for (const column of columns) if (!column.uses.length) column.uses.push(freshUse());
  return {
    name, formerName: name, ledger: text.ledger, sheet: text.sheet ?? "", headerRow: text.header_row ?? "", hasTwoHeads: text.head_rows === 2,
    delimiter: text.delimiter ?? "", charset: text.charset ?? "", joinSheet: text.join?.sheet ?? "", joinOn: text.join?.on ?? "",
    prefix: text.key?.prefix ?? "", keyOrder: keys, unitSeparator: text.unit_separator ?? "", foundsUnits: text.unknown_units_are_founded ?? false,
    passesOverSettled: text.settled_rows_are_passed_over ?? false,
    zone: text.zone ?? "", nullWords: (text.null_words ?? []).join(" "), columns, rules,
    constants: Object.entries(text.constants ?? {}).map(([field, value]) => ({ field, value })), ignored: text.ignored ?? [],
  };
}

// ---- And back

const filledIn = (record: Record<string, string>) =>
  Object.fromEntries(Object.entries(record).map(([word, means]) => [word, means.trim()] as const).filter(([, means]) => means));
const some = <T extends object>(record: T) => (Object.keys(record).length ? record : undefined);
export const formOf = (use: Use) => (use.form === ownForm ? use.ownForm.trim() : use.form);

function columnText(column: ColumnDraft, use: Use, field: Field, isRows: boolean): ColumnText {
  const also = parted(column.also);
  const separator = use.separator || (isList(field.kind) || isRows ? "any" : "");
  return {
    column: column.name, ...(also.length ? { also } : {}), field: use.target,
    ...(some(filledIn(use.words)) ? { choices: filledIn(use.words) } : {}),
    ...(separator || use.part ? { separator: separator || "any" } : {}),
    ...(isDay(field.kind) && formOf(use) ? { form: formOf(use) } : {}),
    ...(use.part ? { part: use.part } : {}),
    ...(use.otherwise.trim() ? { otherwise: use.otherwise.trim() } : {}),
  };
}

function actText(rule: Rule): ActText {
  const of = (how: How) => rule.conditions.find((one) => one.how === how && one.column);
  const equals = of("equals"), filled = of("filled"), blank = of("blank");
  return {
    ...(equals ? { column: equals.column, equals: equals.word } : {}), ...(filled ? { filled: filled.column } : {}),
    ...(blank ? { blank: blank.column } : {}), act: rule.act,
  };
}

export function textOf(draft: Draft, places: Place[]): MappingText {
  const placeOf = (use: Use) => places.find(({ name }) => name === use.target);
  const uses = draft.columns.flatMap((column) => column.uses.map((use) => ({ column, use })));
  const used = uses.filter(({ use }) => use.target === key || use.target === unit || placeOf(use));
  const keys = used.filter(({ use }) => use.target === key).map(({ column }) => column.name);
  const rankOf = (name: string) => (draft.keyOrder.includes(name) ? draft.keyOrder.indexOf(name) : draft.keyOrder.length);
  keys.sort((one, other) => rankOf(one) - rankOf(other));
  const ofUnit = used.find(({ use }) => use.target === unit);
  const prefix = draft.prefix;
  const also = parted(ofUnit?.column.also ?? "");
  const words = filledIn(ofUnit?.use.words ?? {});
  const nulls = draft.nullWords.split(/\s+/).filter(Boolean);
  const constants = Object.fromEntries(draft.constants.filter(({ field, value }) => field && value.trim()).map(({ field, value }) => [field, value.trim()]));
  const taken = new Set(used.map(({ column }) => column.name));
  const left = draft.columns.filter(({ name }) => !taken.has(name)).map(({ name }) => name);
  const ignored = [...new Set([...left, ...draft.ignored.filter((name) => !taken.has(name))])];
  return {
    ledger: draft.ledger,
    ...(draft.sheet ? { sheet: draft.sheet } : {}), ...(draft.headerRow ? { header_row: draft.headerRow } : {}), ...(draft.hasTwoHeads ? { head_rows: 2 } : {}),
    ...(draft.delimiter ? { delimiter: draft.delimiter } : {}), ...(draft.charset ? { charset: draft.charset } : {}),
    key: keys.length ? { columns: keys, ...(prefix ? { prefix } : {}) } : { prefix: prefix || `${draft.name.trim()} `, row: true },
    unit_column: ofUnit?.column.name ?? "", ...(also.length ? { unit_also: also } : {}), ...(some(words) ? { unit_words: words } : {}),
    ...(draft.unitSeparator ? { unit_separator: draft.unitSeparator } : {}), ...(draft.foundsUnits ? { unknown_units_are_founded: true } : {}),
    ...(draft.passesOverSettled ? { settled_rows_are_passed_over: true } : {}),
    ...(draft.zone ? { zone: draft.zone } : {}), ...(nulls.length ? { null_words: nulls } : {}),
    columns: used.filter(({ use }) => placeOf(use)).sort((one, other) => one.use.order - other.use.order)
      .map(({ column, use }) => columnText(column, use, placeOf(use)!.field, Boolean(placeOf(use)!.rows))),
    ...(some(constants) ? { constants } : {}), ...(ignored.length ? { ignored } : {}),
    ...(draft.joinSheet && draft.joinOn ? { join: { sheet: draft.joinSheet, on: draft.joinOn } } : {}),
    acts: draft.rules.filter(({ act }) => act).map(actText),
  };
}
