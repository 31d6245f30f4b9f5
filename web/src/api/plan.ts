// The plan of a unit with what carries it out, and who below plans for which requirement.
import { useQuery } from "@tanstack/vue-query";
import { computed, toValue, type MaybeRefOrGetter } from "vue";
import { asOf, readAsOf } from "./past";
import { askBeforehand } from "./beforehand";
import { withQuery } from "./request";
import type { LedgerRecord, Stage } from "./wire";

export interface UnitOfType { id: string; name: string; type: string }
export interface BriefRecord { ledger: string; id: string; title: string; state: string; stage: Stage }
export interface Gap { of: string; key: string; row: number }
export interface TaskOfPlan {
  id: string;
  title: string;
  state: string;
  stage: Stage;
  item: number;
  first_due: string | null;
  due: string | null;
  unit: UnitOfType;
}
export interface Week {
  from: string;
  until: string;
  tasks: number;
  meetings: number;
  crowds_out: boolean;
  tasks_query: string;
  meetings_query: string;
}
export interface PlanOfUnit {
  unit: UnitOfType;
  today: string;
  stands: LedgerRecord | null;
  next: LedgerRecord | null;
  gaps: Gap[];
  targets_below: Gap[];
  tasks: TaskOfPlan[];
  tasks_are_complete: boolean;
  first_steps: { received: { document: string; title: string; delivery: BriefRecord | null }[]; meeting: BriefRecord | null };
  load: { tasks_most: number | null; is_complete: boolean; weeks: Week[] };
  days_off: { from: string; until: string; days: string[] };
}
export interface CoverageOfUnit {
  unit: UnitOfType;
  plan: BriefRecord | null;
  cells: Record<string, { items: number; excused: number }>;
}
export interface Coverage { units_below: number; units: CoverageOfUnit[] }

type Asked = MaybeRefOrGetter<Record<string, string | undefined>>;
export const usePlan = (asked: Asked) =>
  useQuery({
    queryKey: computed(() => ["plan", toValue(asked), asOf.value]),
    queryFn: () => readAsOf<PlanOfUnit>(withQuery("/api/plan", toValue(asked))),
  });
export const useCoverage = (asked: Asked) =>
  useQuery({
    queryKey: computed(() => ["plan-coverage", toValue(asked), asOf.value]),
    queryFn: () => readAsOf<Coverage>(withQuery("/api/plan/coverage", toValue(asked))),
  });
// Everything for which the program would refuse an act, as it stands: asked of the program itself.
export const useFaultsOf = (record: MaybeRefOrGetter<LedgerRecord>, act: MaybeRefOrGetter<string | undefined>) =>
  useQuery({
    queryKey: computed(() => ["list", toValue(record).ledger, "faults", toValue(record).id, toValue(record).version, toValue(act)]),
    enabled: () => Boolean(toValue(act)) && !asOf.value,
    queryFn: async () => {
      const { ledger, id } = toValue(record);
      return (await askBeforehand(ledger, id, { act: toValue(act) ?? "", fields: {} })).faults;
    },
  });
