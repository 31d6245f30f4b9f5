// What a list may show and be narrowed by, from the ledger's declaration and from what every record has.
import type { Field, Ledger, ListItem } from "@/api/wire";
import { fieldName } from "./domain";
import { i18n } from "./language";

// Beside the fields every record has these. `unit` and `state` always stand in a list.
export const commonMoments = ["opened_at", "closed_at", "state_since", "created_at"] as const;
const commonColumns = [...commonMoments, "source"] as const;
type CommonColumn = (typeof commonColumns)[number];
const isCommon = (name: string): name is CommonColumn => (commonColumns as readonly string[]).includes(name);

const commonTitle: Record<CommonColumn | "due_at", () => string> = {
  opened_at: () => i18n.global.t("list.common_opened_at"),
  closed_at: () => i18n.global.t("list.common_closed_at"),
  state_since: () => i18n.global.t("list.common_state_since"),
  created_at: () => i18n.global.t("list.common_created_at"),
  due_at: () => i18n.global.t("list.common_due_at"),
  source: () => i18n.global.t("list.common_source"),
};

export interface Column {
  name: string;
  title: string;
  field?: Field; // none: one that every record has
  isPublic: boolean;
}

const shownKinds = new Set<Field["kind"]>(["text", "long_text", "integer", "number", "date", "moment", "choice", "choices", "yes_no", "unit", "units", "person", "link", "row_link"]);

export function columnsOf(ledger: Ledger): Column[] {
  const fields = ledger.fields
    .filter((field) => field.name !== ledger.title && field.visibility !== "sealed" && !field.retired && shownKinds.has(field.kind))
    .map((field) => ({ name: field.name, title: fieldName(ledger.name, field.name), field, isPublic: field.visibility === "public" }));
  const common = commonColumns
    .filter((name) => !ledger.fields.some((field) => field.name === name))
    .map((name) => ({ name, title: commonTitle[name](), isPublic: name !== "source" }));
  return [...fields, ...common];
}

// What tells the rows of a ledger apart beside title, state, day and unit; of others the first choice.
const usual: Record<string, string[]> = {
  feedback: ["source", "category", "place"],
  directives: ["number", "kind"],
  promises: ["person"],
  tasks: ["person"],
};
export function usualColumns(ledger: Ledger, offered: Column[]): string[] {
  const named = (usual[ledger.name] ?? []).filter((name) => offered.some((column) => column.name === name));
  if (named.length) return named;
  return offered.filter((column) => column.field?.kind === "choice").slice(0, 1).map((column) => column.name);
}

export const commonValue = (record: ListItem, name: string): string | null | undefined =>
  isCommon(name) ? record[name] : undefined;

// Whether the program sorts by it; what leads elsewhere or is a list has no order.
const unsorted = new Set<Field["kind"]>(["choices", "units", "link", "row_link", "rows"]);
export const isSortable = (column: Column) =>
  column.field ? !unsorted.has(column.field.kind) : column.name !== "source";

// One thing by which a list is narrowed, with the endings that its kind takes in the address.
export type Way = "choices" | "yes_no" | "range" | "units" | "people" | "records" | "contains";
export interface Filter {
  place: string;
  title: string;
  field: Field;
  way: Way;
  isPublic: boolean;
}
export const endings = ["from", "until", "contains", "there"] as const;
export type Ending = (typeof endings)[number];

function wayOf(field: Field): Way | undefined {
  switch (field.kind) {
    case "choice": case "choices": return "choices";
    case "yes_no": return "yes_no";
    case "date": case "moment": case "integer": case "number": return "range";
    case "unit": case "units": return "units";
    case "person": return "people";
    case "link": return "records";
    case "text": case "long_text": return "contains";
    default: return undefined;
  }
}

const asField = (name: string, kind: Field["kind"]): Field => ({
  name, kind, required: true, length_max: 0, visibility: "public", choices: [], choices_from: null, links_to: [], columns: [], retired: false,
});

// Of a column of rows only what the program compares there.
function columnFilters(ledger: Ledger, field: Field): Filter[] {
  return field.columns.flatMap((column) => {
    const way = wayOf(column);
    const isCompared = way && column.visibility !== "sealed" && !["integer", "number", "moment", "choices", "units"].includes(column.kind);
    const place = `${field.name}.${column.name}`;
    const title = `${fieldName(ledger.name, field.name)} · ${fieldName(ledger.name, place)}`;
    return isCompared ? [{ place, title, field: column, way, isPublic: field.visibility === "public" && column.visibility === "public" }] : [];
  });
}

export function filtersOf(ledger: Ledger): Filter[] {
  const fields = ledger.fields.flatMap((field): Filter[] => {
    if (field.visibility === "sealed" || field.retired) return [];
    if (field.kind === "rows") return columnFilters(ledger, field);
    const way = wayOf(field);
    return way ? [{ place: field.name, title: fieldName(ledger.name, field.name), field, way, isPublic: field.visibility === "public" }] : [];
  });
  const common = (["due_at", ...commonMoments] as const)
    .filter((name) => !ledger.fields.some((field) => field.name === name))
    .map((name): Filter => ({ place: name, title: commonTitle[name](), field: asField(name, "moment"), way: "range", isPublic: true }));
  const source: Filter = { place: "source", title: commonTitle.source(), field: asField("source", "text"), way: "contains", isPublic: false };
  return [...fields, ...common, source];
}

// `due.from` is the filter `due` with the ending `from`; a column of rows has a dot of its own.
export function filterNamed(filters: Filter[], parameter: string): { filter: Filter; ending?: Ending } | undefined {
  const whole = filters.find(({ place }) => place === parameter);
  if (whole) return { filter: whole };
  const dot = parameter.lastIndexOf(".");
  const ending = endings.find((known) => known === parameter.slice(dot + 1));
  const filter = filters.find(({ place }) => place === parameter.slice(0, dot));
  return filter && ending ? { filter, ending } : undefined;
}
