// What the lists of units and of people have in common: in what a text can be written and how days are, and
// what of that is asked about a file.
import type { ListWord, PeopleImported } from "@/api/wire";

export const charsets = ["UTF-8", "GB18030", "UTF-16LE", "UTF-16BE", "windows-1252"];
export const dayForms = ["%d/%m/%Y", "%m/%d/%Y", "%Y/%m/%d", "%y/%m/%d", "%d/%m/%y"];
export const isWorkbook = (file: File | undefined) => /\.xls[xm]$/i.test(file?.name ?? "");

type Findings = PeopleImported["findings"];
const has = (findings: Findings, ...codes: string[]) => findings.some(({ code }) => codes.includes(code));
export const asksCharset = (findings: Findings) => has(findings, "encoding_is_ambiguous", "text_is_neither_utf8_nor_gb18030");
// Of the whole column: a single cell that can be two months is put right in the file.
export const asksForm = (findings: Findings) => findings.some((one) => one.code === "date_form_is_ambiguous" && !one.row);

export const keyOf = (word: Pick<ListWord, "field" | "word">) => `${word.field}\t${word.word}`;
export const everyOther = "*"; // a word of a mapping that stands for all that it does not name
