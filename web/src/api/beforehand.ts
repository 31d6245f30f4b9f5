// What the program would say of an act that is still being written: every fault, how much of what a later
// act asks is there, and what it will cost those who get it. Nothing is done by asking.
import { onScopeDispose, ref, watch } from "vue";
import { request, withQuery } from "./request";
import type { FieldValues, Named, ProblemItem } from "./wire";

export interface Measure { name: string; is: number; least: number | null; most: number | null }
// What those addressed owe at about the same time: a hint, and no fault. Where not all was looked at, there may be more.
export interface Clashes { documents: number; units: number; is_complete: boolean; first: { ledger: string; record: string; title: string; due: string; units: number }[] }
// What the act would open elsewhere, as tasks under clauses; `row` of the record from which it follows.
export interface Follows { count: number; first: { ledger: string; act: string; unit: Named; title: string; due: string | null; row: number }[] }
export interface Told {
  faults: ProblemItem[];
  towards: { act: string; of: number; faults: ProblemItem[] } | null;
  measures: Measure[];
  follows: Follows;
  clashes: Clashes;
}
export interface Written { act: string; fields: FieldValues; unit?: string; reason?: string }

const pause_milliseconds = 300;

export const askBeforehand = (ledger: string, record: string | undefined, written: Written, towards?: string) =>
  request<Told>("POST", withQuery(`/api/${ledger}${record ? `/${record}` : ""}/beforehand`, { towards }), { body: written, quietly: true });

// Asked again whenever what is written has stood still for a moment. An answer that comes late is dropped.
export function useBeforehand(ask: () => Promise<Told> | undefined, written: () => unknown) {
  const told = ref<Told>();
  let timer = 0;
  let turn = 0;
  async function now() {
    const mine = ++turn;
    const answer = await ask()?.catch(() => undefined);
    if (mine === turn && answer) told.value = answer;
  }
  watch(() => JSON.stringify(written()), () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void now(), pause_milliseconds);
  }, { immediate: true });
  onScopeDispose(() => window.clearTimeout(timer));
  return { told, now };
}
