// How a value of each kind is read. A kind without a view does not compile.
import { h, type FunctionalComponent, type VNodeChild } from "vue";
import { RouterLink } from "vue-router";
import type { Field, FieldKind, FieldValue, RowLink } from "@/api/wire";
import { wordsOfChoice, wordsOfKey } from "@/words/campaign";
import { fieldName, ledgerName } from "@/words/domain";
import { dateWithWeekday, localMoment } from "@/words/dates";
import { personWords } from "@/words/erased";
import { i18n } from "@/words/language";
import RowsView from "./RowsView.vue";

export interface ViewProps {
  ledger: string;
  field: Field;
  value: FieldValue;
  names: Record<string, string>;
  plain?: boolean; // without links: inside a link, or for the public
}

type View = (props: ViewProps) => VNodeChild;

const list = (value: FieldValue): string[] => (Array.isArray(value) ? (value as string[]) : [String(value)]);
// Only a person can be without a name: it was erased.
const named = (props: ViewProps, id: string) => (props.names[id] === "" ? personWords({ name: "" }) : props.names[id] ?? id.slice(0, 8));
// Lists do not carry the titles of linked records; there the ledger's name stands for them.
const linked = (props: ViewProps) =>
  props.names[String(props.value)] ?? ledgerName(props.field.links_to[0] ?? "");
// A row is named by its record and its own first words.
function rowLinked({ value, names }: ViewProps) {
  const to = value as RowLink;
  const record = names[to.record] ?? ledgerName(to.ledger);
  if (!to.row) return record;
  return `${record} · ${i18n.global.t("rows.number", { n: to.row })} ${wordsOfKey(names[`${to.record}/${to.row}`] ?? "")}`.trim();
}
const addressOfRow = ({ ledger, record, row }: RowLink) => `/ledgers/${ledger}/${record}${row ? `#row-${row}` : ""}`;
const toUnit = (props: ViewProps, id: string) =>
  props.plain ? named(props, id) : h(RouterLink, { to: `/organisation?unit=${id}` }, () => named(props, id));

const views: Record<FieldKind, View> = {
  // What is to be mended names a field by its own name on the wire.
  text: ({ ledger, field, value }) => (field.name === "to_mend.field" ? fieldName(ledger, String(value)) : String(value)),
  long_text: ({ value }) => h("span", { class: "line-break" }, String(value)),
  integer: ({ value }) => h("span", { class: "number" }, String(value)),
  number: ({ value }) => h("span", { class: "number" }, String(value)),
  date: ({ value }) => h("span", { class: "number" }, dateWithWeekday(String(value))),
  moment: ({ value }) => h("span", { class: "number" }, localMoment(String(value))),
  choice: ({ ledger, field, value }) => wordsOfChoice(ledger, field, String(value)),
  choices: ({ ledger, field, value }) =>
    list(value).map((choice) => wordsOfChoice(ledger, field, choice)).join(" · "),
  yes_no: ({ value }) => i18n.global.t(value === true || value === "true" ? "field.yes" : "field.no"),
  unit: (props) => toUnit(props, String(props.value)),
  units: (props) => list(props.value).flatMap((id, index) => [index ? " · " : "", toUnit(props, id)]),
  person: (props) => named(props, String(props.value)),
  link: (props) =>
    props.plain
      ? linked(props)
      : h(RouterLink, { to: `/ledgers/${props.field.links_to[0] ?? ""}/${String(props.value)}` }, () =>
          linked(props)),
  row_link: (props) =>
    props.plain ? rowLinked(props) : h(RouterLink, { to: addressOfRow(props.value as RowLink) }, () => rowLinked(props)),
  rows: (props) => h(RowsView, { ...props }),
};

export const FieldView: FunctionalComponent<ViewProps> = (props) => views[props.field.kind](props);
FieldView.props = ["ledger", "field", "value", "names", "plain"];
