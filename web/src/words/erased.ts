// What is said where something was erased by law: there is never an empty place without a word.
import type { ErasedPart } from "@/api/wire";
import { localDay } from "./dates";
import { fieldName } from "./domain";
import { i18n } from "./language";

export const erasedOf = (parts: readonly ErasedPart[] | undefined, field: string): ErasedPart | undefined =>
  parts?.filter((part) => part.fields.includes(field)).at(-1);

export const erasedWords = (part: ErasedPart): string =>
  i18n.global.t("erased.by", { day: localDay(part.erased_at), n: part.erased_by });

// A person's name can be erased too; whoever acted has not become nobody by it.
export const personWords = (person: { name: string } | null | undefined): string =>
  person ? person.name || i18n.global.t("erased.name") : "";

// A field of an entry as an erasure names it: also the reason, and the name in the entry on a person.
export function partWords(ledger: string, field: string): string {
  const { t } = i18n.global;
  if (field === "reason") return t("form.reason");
  if (field === "remark") return t("thread.remark");
  if (field === "evidence") return t("evidence.title");
  return ledger === people && field === "name" ? t("erasure.personName") : fieldName(ledger, field);
}
export const people = "people";

// What stays, the names and what no erasure takes from an entry.
export function remainWords(ledger: string, names: readonly string[]): string {
  const { t } = i18n.global;
  const always = ledger === people ? t("erasure.personRemains") : t("erasure.alwaysRemains");
  return [...names.map((name) => partWords(ledger, name)), always].join(t("form.and"));
}
