// Words of ledgers, fields, states, acts, roles, refusals and figures. They are plain text, never
// message formats, and a wire name is shown only where no word exists.
import type { UnitHit, Words } from "@/api/wire";
import { domainWords, i18n, language } from "./language";
import { isCompletionUntold } from "./sources";
import { plainSource } from "./sources";

function find(path: string[]): unknown {
  let place: unknown = domainWords.value;
  for (const step of path) {
    if (typeof place !== "object" || place === null) return undefined;
    place = (place as Record<string, unknown>)[step];
  }
  return place;
}

function part(path: string[], name: string): string | undefined {
  const found = find(path);
  if (typeof found === "string") return name === "name" ? found : undefined;
  const inner = find([...path, name]);
  return typeof inner === "string" ? inner : undefined;
}

const named = (...path: string[]): string => part(path, "name") ?? path.at(-1) ?? "";

export const ledgerName = (ledger: string) => named("ledgers", ledger);
// A column of rows is named with its field: `team.who`.
const placeOfField = (ledger: string, field: string) =>
  field.includes(".") ? ["ledgers", ledger, "columns", ...field.split(".")] : ["ledgers", ledger, "fields", field];
export const fieldName = (ledger: string, field: string) => named(...placeOfField(ledger, field));
export const fieldHint = (ledger: string, field: string) => part(placeOfField(ledger, field), "hint") ?? "";
export const stateName = (ledger: string, state: string) => named("ledgers", ledger, "states", state);
// Some acts every ledger has; and one on units can reach a record as well: a merge hands it to the unit
// that goes on.
export const actName = (ledger: string, act: string) =>
  part(["ledgers", ledger, "acts", act], "name") ?? part(["common_acts", act], "name") ?? named("org_acts", act);
export const actHint = (ledger: string, act: string) =>
  part(["ledgers", ledger, "acts", act], "hint") ?? "";
export const choiceName = (ledger: string, field: string, choice: string) =>
  named("ledgers", ledger, "choices", ...field.split("."), choice);
export const choicesInWords = (ledger: string, field: string): string[] => {
  const found = find(["ledgers", ledger, "choices", field]);
  return typeof found === "object" && found !== null ? Object.keys(found) : [];
};
export const roleName = (role: string) => named("roles", role);
// Of people: those that nobody but the program acts under are none.
const nobodys = ["citizen", "the_clock", "signed_in", "consequence"];
export const roles = () => Object.keys(find(["roles"]) ?? {}).filter((role) => !nobodys.includes(role));
export const stageName = (stage: string) => named("stages", stage);
export const dayNatureName = (nature: string) => named("day_natures", nature);
export const unitTypeName = (type: string) => named("unit_types", type);
export const unitTypes = () => Object.keys(find(["unit_types"]) ?? {});
export const memberKindName = (kind: string) => named("member_kinds", kind);
export const memberKinds = () => Object.keys(find(["member_kinds"]) ?? {});
// What a unit is on a day, and whom its work meets.
export const unitLevelName = (level: string) => named("unit_levels", level);
export const unitLevels = () => Object.keys(find(["unit_levels"]) ?? {}).filter((level) => level !== "none");
export const exposureName = (exposure: string) => named("exposures", exposure);
export const exposures = () => Object.keys(find(["exposures"]) ?? {});
// Parts of the house and what they say of themselves; a new one is shown by its own name until it has one.
const spaced = (name: string) => name.replaceAll("_", " ");
export const healthPart = (name: string) => part(["health_parts"], name) ?? spaced(name);
export const healthFact = (name: string) => part(["health_facts"], name) ?? spaced(name);
export const healthValue = (value: string) => part(["health_values"], value) ?? refusalWords(value) ?? value;
export const atName = (at: string) => named("at", at);
export const policyName = (name: string) => named("policy_values", ...name.split("."));
export const policyUnit = (unit: string) => named("policy_units", unit);
// Of what came with a pack; a source of the body's own stands as it was written.
export const policySource = (source: string) => part(["policy_sources"], source) ?? plainSource(source);
export const policyTag = (tag: string) => named("policy_tags", tag);
// Of the house: acts on units and people, on the frame, on accounts, erasures.
export const auditActName = (act: string) => part(["org_acts"], act) ?? part(["house_acts"], act) ?? act.replaceAll("_", " ");
export const orgActName = (act: string) => named("org_acts", act);
// A field is called by its act where that has a name of its own for it.
export const orgFieldName = (act: string, field: string) => part(["org_fields", act], field) ?? named("org_fields", field);
export const warningWords = (warning: string) => part(["warnings"], warning) ?? refusalWords(warning) ?? warning;

// Two offices of one name are told apart by whom they stand under; where the superiors share a name
// as well, by all above.
export function unitsAbove(unit: UnitHit, among: UnitHit[]): string {
  const superior = unit.superior?.name ?? "";
  const isShared = among.some((other) => other.id !== unit.id && other.name === unit.name && other.superior?.name === superior);
  return isShared ? [...unit.above].reverse().join(" · ") : superior;
}
export function unitChoice(unit: UnitHit, among: UnitHit[]) {
  const note = unitsAbove(unit, among);
  return { id: unit.id, name: unit.name, note, label: note ? `${unit.name} · ${note}` : unit.name };
}
export const figureName = (figure: string) =>
  isCompletionUntold.value && figure === "open_overdue" ? i18n.global.t("source.passed") : named("figures", figure);
export const figureDefinition = (figure: string) => part(["figures", figure], "definition") ?? "";
export const happenedName = (kind: string) => named("happened", kind);
export const happenedDefinition = (kind: string) => part(["happened", kind], "definition") ?? "";
export const refusalWords = (refusal: string) => part(["refusals", refusal], "name");
export const calendarName = (calendar: string) => named("calendars", calendar);
export const importName = (mapping: string) => named("imports", mapping);

export const inLanguage = (words: Words | string): string =>
  typeof words === "string" ? words : words[language.value];
