// A month of meetings and due days, what no task answers, and carriers that are alike.
import { useQuery } from "@tanstack/vue-query";
import { computed, toValue, type MaybeRefOrGetter } from "vue";
import { read, withQuery } from "./request";
import type { LedgerRecord, Named } from "./wire";

export interface DayOfMonth {
  day: string;
  is_working: boolean;
  due: number;
  tasks_due: number;
  promises_due: number;
  is_crowded: boolean;
  conflicts: Named[];
  meetings: LedgerRecord[];
}
export interface Month {
  unit: Named;
  from: string;
  until: string;
  days: DayOfMonth[];
  branches: Named[];
  is_complete: boolean;
}
export interface ClausesAndWork {
  unit: Named;
  tasks: { all: number; claimed: number; confirmed: number };
  clauses: number;
  clauses_answered: number;
  clauses_without_work: { directive: string; title: string | null; row: number; text: string | null }[];
  work_without_clause: LedgerRecord[];
  is_complete: boolean;
}
export interface Alike {
  items: LedgerRecord[];
  is_complete: boolean;
}

type Said = MaybeRefOrGetter<string | undefined>;

export function useMonth(unit: Said, month: Said) {
  return useQuery({
    queryKey: computed(() => ["overview", "month", toValue(unit) ?? "", toValue(month) ?? ""]),
    queryFn: () => read<Month>(withQuery("/api/month", { unit: toValue(unit), month: toValue(month) })),
  });
}

export function useClausesAndWork(unit: Said) {
  return useQuery({
    queryKey: computed(() => ["overview", "clauses-and-work", toValue(unit) ?? ""]),
    queryFn: () => read<ClausesAndWork>(withQuery("/api/clauses-and-work", { unit: toValue(unit) })),
  });
}

export function useAlike(id: MaybeRefOrGetter<string>, isAsked: MaybeRefOrGetter<boolean>) {
  return useQuery({
    queryKey: computed(() => ["overview", "alike", toValue(id)]),
    queryFn: () => read<Alike>(`/api/carriers/${toValue(id)}/alike`),
    enabled: computed(() => toValue(isAsked)),
  });
}
