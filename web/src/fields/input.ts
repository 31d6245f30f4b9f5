// How a value of each kind is typed in. A kind without an input does not compile.
import type { Component } from "vue";
import type { Cell, Field, FieldKind, FieldValue, Row } from "@/api/wire";
import ChoiceInput from "./ChoiceInput.vue";
import ChoicesInput from "./ChoicesInput.vue";
import DateInput from "./DateInput.vue";
import LineInput from "./LineInput.vue";
import LinkInput from "./LinkInput.vue";
import LongTextInput from "./LongTextInput.vue";
import MomentInput from "./MomentInput.vue";
import PersonInput from "./PersonInput.vue";
import RowLinkInput from "./RowLinkInput.vue";
import RowsInput from "./RowsInput.vue";
import UnitInput from "./UnitInput.vue";
import YesNoInput from "./YesNoInput.vue";

export interface InputProps {
  id: string;
  ledger: string;
  field: Field;
  modelValue: FieldValue;
  names: Record<string, string>;
  label: string;
  describedBy: string | undefined;
  invalid: boolean;
}

export const inputs: Record<FieldKind, Component> = {
  text: LineInput,
  long_text: LongTextInput,
  integer: LineInput,
  number: LineInput,
  date: DateInput,
  moment: MomentInput,
  choice: ChoiceInput,
  choices: ChoicesInput,
  yes_no: YesNoInput,
  unit: UnitInput,
  units: UnitInput,
  person: PersonInput,
  link: LinkInput,
  row_link: RowLinkInput,
  rows: RowsInput,
};

export const isEmpty = (value: FieldValue | undefined): boolean =>
  value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);

// What is typed is text; what is sent is of the field's own kind. Wide digits (４０) are digits too.
// What is no number goes as it was typed, and the program says what is wrong with it.
export function asSent(field: Field, value: FieldValue): FieldValue {
  if (field.kind === "rows" && Array.isArray(value)) return (value as Row[]).map((row) => rowAsSent(field, row));
  if (typeof value !== "string" || (field.kind !== "integer" && field.kind !== "number")) return value;
  const text = value.normalize("NFKC").trim();
  if (field.kind === "number" || !/^[+-]?\d+$/.test(text)) return text || null;
  return Number.isSafeInteger(Number(text)) ? Number(text) : text;
}

// What was typed where a number is meant and is none, as 无: it is said at the field, before it is sent.
export function isNoNumber(field: Field, value: FieldValue | undefined): boolean {
  if (field.kind === "rows" && Array.isArray(value))
    return (value as Row[]).some((row) => field.columns.some((column) => !column.retired && isNoNumber(column, row[column.name])));
  if (isEmpty(value) || (field.kind !== "integer" && field.kind !== "number")) return false;
  const text = String(value).normalize("NFKC").trim();
  return text !== "" && !(field.kind === "integer" ? /^[+-]?\d+$/ : /^[+-]?(\d+(\.\d*)?|\.\d+)$/).test(text);
}

// Under a column that is retired nothing is sent: what stands there stays.
function rowAsSent(field: Field, row: Row): Row {
  const sent: Row = row.row === undefined ? {} : { row: row.row };
  for (const column of field.columns) {
    const cell = row[column.name];
    if (cell !== undefined && !column.retired) sent[column.name] = asSent(column, cell) as Cell;
  }
  return sent;
}

// The columns of rows as fields of their own, named with the field: `team.who`.
export const columnsOf = (field: Field): Field[] =>
  field.columns.filter((column) => column.visibility !== "sealed").map((column) => ({ ...column, name: `${field.name}.${column.name}` }));
export const cellOf = (row: Row, column: Field): Cell => row[column.name.split(".")[1] ?? ""] ?? null;

// Characters as people count them, as the program does; not UTF-16 units.
export const characters = (text: string): number => Array.from(text).length;
