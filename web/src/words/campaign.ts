// What the campaign itself names: where a field's choices are keys of its data, their words are there too.
import { shallowRef, watch } from "vue";
import { read } from "@/api/request";
import { session } from "@/api/session";
import type { Field, Words } from "@/api/wire";
import { choiceName, inLanguage } from "./domain";

interface Keyed { key: string; name: Words }
const campaign = shallowRef<Record<string, unknown>>({});

watch(session, async (somebody) => {
  if (!somebody) return;
  campaign.value = await read<Record<string, unknown>>("/api/campaign", { quietly: true }).catch(() => campaign.value);
}, { immediate: true });

const listOf = (field: Field) => (field.choices_from ? ((campaign.value[field.choices_from] ?? []) as Keyed[]) : []);

export const choicesOf = (field: Field): string[] =>
  field.choices_from ? listOf(field).map(({ key }) => key) : field.choices;
export function wordsOfChoice(ledger: string, field: Field, choice: string): string {
  const named = listOf(field).find(({ key }) => key === choice);
  return named ? inLanguage(named.name) : choiceName(ledger, field.name, choice);
}
// A key of the campaign that stands somewhere without its field, as the first words of a row.
export function wordsOfKey(key: string): string {
  const lists = Object.values(campaign.value).filter(Array.isArray) as Keyed[][];
  const named = lists.flat().find((one) => one?.key === key);
  return named ? inLanguage(named.name) : key;
}
