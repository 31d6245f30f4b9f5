// Today as the program parts it, the same act on many records, and who needs help.
import { useQuery } from "@tanstack/vue-query";
import { computed, toValue, type MaybeRefOrGetter } from "vue";
import type { Sending } from "@/components/ActForm.vue";
import { readAnewAfter, whileActing } from "./queries";
import { Problem, read, request, withQuery } from "./request";
import type { LedgerRecord, Named, Stage, Words } from "./wire";

export type Part = "mine" | "judging" | "coming";
export interface CameBack {
  act: string;
  reason: string;
  at: string;
  by: Named | null;
  unit: Named | null;
}
export type TodaysRecord = LedgerRecord & { part: Part; came_back: CameBack | null };
export interface TodaysWork {
  today: string;
  items: TodaysRecord[];
  counts: Record<Part, number>;
  in_all: number;
  is_complete: boolean;
  without_accountable: { units: Named[]; in_all: number; is_complete: boolean };
}

export const shown_max = 200;
export function useTodaysWork() {
  return useQuery({ queryKey: ["today"], queryFn: () => read<TodaysWork>(`/api/today?limit=${shown_max}`) });
}

export interface Outcome {
  id: string;
  status: number;
  code?: string;
  field?: string;
  detail?: string;
  words?: Words;
}

// What came of each.
export async function actOnMany(
  ledger: string, act: string, records: readonly LedgerRecord[], { body, key }: Sending,
): Promise<Outcome[]> {
  const asked = { ...body, records: records.map(({ id, version }) => ({ id, version })) };
  const answer = await whileActing(() => request<{ done: number; results: Outcome[] }>(
    "POST", `/api/${ledger}/acts/${act}`, { body: asked, key },
  ));
  await readAnewAfter(ledger, records.map(({ id }) => id));
  return answer.results;
}
// Where nothing was done at all and each for the same law, that is what the form is told.
export function problemOfAll(outcomes: readonly Outcome[]): Problem {
  const [first] = outcomes;
  const isOne = outcomes.every(({ code }) => code === first?.code);
  const status = first?.status === 412 ? 409 : first?.status ?? 409;
  if (!first || !isOne) return new Problem(status, "", []);
  return new Problem(status, first.code ?? "", [
    { code: first.code ?? "", field: first.field ?? "", detail: first.detail ?? "", words: first.words ?? { zh: "", en: "" } } as never,
  ]);
}

// An act that the reader could do if the record stood otherwise, and what is against it.
export interface NotYet {
  act: string;
  code: string;
  field: string;
  words: Words;
}

// One rung of what was done about a record before.
export interface Tried {
  id: string;
  state: string;
  stage: Stage;
  version: number;
  at: string;
  rung: string | null;
  signed_on: string | null;
  asked: string | null;
  answer: string | null;
  by: Named | null;
  acts: string[];
}
export interface HelpWith {
  tried_elsewhere: number; // so often more, where one may not see it
  ledger: string; // in which help is offered
  needs_help: boolean;
  may: string[];
  tried: Tried[];
}
export type InNeed = LedgerRecord & { tried: Tried[] };
export interface HelpBelow {
  ledger: string;
  unit: Named;
  groups: { unit: Named; superior: Named | null; above: string[]; may: string[]; items: InNeed[] }[];
  in_all: number;
  is_complete: boolean;
}

export function useHelpWith(
  ledger: MaybeRefOrGetter<string>, id: MaybeRefOrGetter<string>, wanted: MaybeRefOrGetter<boolean>,
) {
  return useQuery({
    enabled: computed(() => toValue(wanted)),
    queryKey: computed(() => ["overview", "help", toValue(ledger), toValue(id)]),
    queryFn: () => read<HelpWith>(`/api/${toValue(ledger)}/${toValue(id)}/help`),
  });
}

export function useHelpBelow(unit: MaybeRefOrGetter<string | undefined>) {
  return useQuery({
    queryKey: computed(() => ["overview", "help", toValue(unit) ?? ""]),
    queryFn: () => read<HelpBelow>(withQuery("/api/help", { unit: toValue(unit) })),
  });
}
