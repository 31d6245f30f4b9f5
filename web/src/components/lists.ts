// What the lists of units and of people have in common: in what a text can be written and how days are, and
// what of that is asked about a file.
import { computed } from "vue";
import { announce } from "@/announce";
import type { SubmissionKey } from "@/api/draft";
import { queryClient } from "@/api/queries";
import { Problem, request } from "@/api/request";
import type { ListWord, PeopleImported } from "@/api/wire";
import { useMappings } from "@/components/mapping/kept";
import { i18n } from "@/words/language";

export const charsets = ["UTF-8", "GB18030", "UTF-16LE", "UTF-16BE", "windows-1252"];
export const dayForms = ["%d/%m/%Y", "%m/%d/%Y", "%Y/%m/%d", "%y/%m/%d", "%d/%m/%y"];
export const isWorkbook = (file: File | undefined) => /\.xls[xm]$/i.test(file?.name ?? "");

type Findings = PeopleImported["findings"];
const has = (findings: Findings, ...codes: string[]) => findings.some(({ code }) => codes.includes(code));
export const asksCharset = (findings: Findings) => has(findings, "encoding_is_ambiguous", "text_is_neither_utf8_nor_gb18030");
// Of the whole column: a single cell that can be two months is put right in the file.
export const asksForm = (findings: Findings) => findings.some((one) => one.code === "date_form_is_ambiguous" && !one.row);

// Another file of the kind keeps what was said of columns that it has as well; of the others it is guessed anew.
export function carriedOver(were: Record<string, string>, titles: string[], guessed: Record<string, string>, mayComeAgain: string[] = []) {
  const kept = Object.fromEntries(titles.filter((title) => title in were).map((title) => [title, were[title] ?? ""]));
  const taken = new Set(Object.values(kept).filter((field) => field && !mayComeAgain.includes(field)));
  return Object.fromEntries(titles.map((title) => [title, kept[title] ?? (taken.has(guessed[title] ?? "") ? "" : (guessed[title] ?? ""))]));
}

export const keyOf = (word: Pick<ListWord, "field" | "word">) => `${word.field}\t${word.word}`;
export const nothing = "#none"; // chosen for a word that means nothing which is kept
export const everyOther = "*"; // a word of a mapping that stands for all that it does not name

// How such lists are read, as the body keeps it under names, in JSON or YAML.
export const isOfList = (list: string, content: string) => new RegExp(`^\\s*(\\{\\s*"list":\\s*"${list}"|list:\\s*${list}\\s)`).test(content);
export const isOfAList = (content: string) => ["people", "units"].some((list) => isOfList(list, content));
export function useKeptReadings(list: string) {
  const { data } = useMappings();
  return computed(() => (data.value?.mappings ?? []).filter(({ content }) => isOfList(list, content)));
}
export async function keepReading(submission: SubmissionKey, name: string, content: string) {
  const body = { fields: { name, content } };
  try {
    await request("POST", "/api/campaign/acts/keep_mapping", { body, key: submission.for(body) });
    submission.answered();
  } catch (error) {
    if (error instanceof Problem && !error.isUnreachable) submission.answered();
    if (!(error instanceof Problem && error.code === "nothing_would_change")) throw error;
  }
  await queryClient.invalidateQueries({ queryKey: ["mappings"] });
  announce(i18n.global.t("mapping.kept", { name }));
}
