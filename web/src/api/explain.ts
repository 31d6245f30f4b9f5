// A refusal in the reader's language: at its field where it names one, else at the top.
import { i18n, language } from "@/words/language";
import { refusalWords } from "@/words/domain";
import { Problem } from "./request";
import type { ProblemItem } from "./wire";

// A day that cannot be looked back at: where the days begin, not where one would enter something.
const dayWords: Record<string, (day: string) => string> = {
  number_is_out_of_range: (day) => i18n.global.t("past.earliest", { day }),
  day_is_still_to_come: (day) => i18n.global.t("past.notYet", { day }),
  date_is_not_iso: (text) => i18n.global.t("past.noDay", { text }),
};

// Nobody knows a thing by its id; what it is called stands in the form.
const ids = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;

export function explainOne(item: ProblemItem): string {
  const ofDay = item.field === "as_of" ? dayWords[item.code] : undefined;
  if (ofDay) return ofDay(item.detail ?? "");
  const words = item.words?.[language.value] || refusalWords(item.code) || item.code;
  const detail = (item.detail ?? "").replace(ids, "").trim();
  return detail ? `${words} (${detail})` : words;
}

// Of several at once those that name a field, each at its field.
export function explainAll(items: readonly ProblemItem[], knownFields: readonly string[]): Explained {
  const explained: Explained = { top: [], fields: {} };
  for (const item of items) {
    const text = explainOne(item);
    // `team.2.who` is about the second row of `team`.
    const [field = "", row] = (item.field ?? "").split(".");
    if (knownFields.includes(field)) explained.fields[field] ??= row ? i18n.global.t("form.inRow", { n: row, text }) : text;
    else explained.top.push(text);
  }
  return explained;
}

export interface Explained {
  top: string[];
  fields: Record<string, string>;
}

export function explain(error: unknown, knownFields: readonly string[] = []): Explained {
  const explained: Explained = { top: [], fields: {} };
  const { t } = i18n.global;
  if (!(error instanceof Problem)) {
    explained.top.push(t("problem.unexpected"));
    return explained;
  }
  if (error.isUnreachable) explained.top.push(t("problem.unreachable"));
  else if (error.items.length === 0) explained.top.push(t("problem.unexpected"));
  const all = explainAll(error.isUnreachable ? [] : error.items, knownFields);
  return { top: [...explained.top, ...all.top], fields: all.fields };
}

export const isNoRight = (error: unknown) => error instanceof Problem && error.status === 403;
export const isNotThere = (error: unknown) => error instanceof Problem && error.status === 404;
