// A refusal in the reader's language: at its field where it names one, else at the top.
import { i18n, language } from "@/words/language";
import { refusalWords } from "@/words/domain";
import { Problem } from "./request";
import type { ProblemItem } from "./wire";

function sentence(item: ProblemItem): string {
  const words = item.words?.[language.value] || refusalWords(item.code) || item.code;
  return item.detail ? `${words} (${item.detail})` : words;
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
  for (const item of error.isUnreachable ? [] : error.items) {
    const text = sentence(item);
    // `team.2.who` is about the second row of `team`.
    const [field = "", row] = (item.field ?? "").split(".");
    if (knownFields.includes(field)) explained.fields[field] = row ? t("form.inRow", { n: row, text }) : text;
    else explained.top.push(text);
  }
  return explained;
}

export const isNoRight = (error: unknown) => error instanceof Problem && error.status === 403;
export const isNotThere = (error: unknown) => error instanceof Problem && error.status === 404;
