// What the pages read, each under one key, so that a live event knows what to read anew.
import { hashKey, keepPreviousData, QueryClient, useInfiniteQuery, useQuery } from "@tanstack/vue-query";
import { computed, toValue, type MaybeRefOrGetter } from "vue";
import { asOf, readAsOf } from "./past";
import { Problem, read, withQuery } from "./request";
import type {
  Body, Description, ErasableEntries, Erasures, Figure, Journal, Ledger, LedgerRecord, ListPage, Overview, People, Proof, SearchResult, Unit, Units,
} from "./wire";

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // What was read as of a day is never shown for another.
      queryKeyHashFn: (key) => asOf.value + hashKey(key),
      refetchOnWindowFocus: true,
      // A refusal will be the same the second time; only an unreachable program is asked again.
      retry: (failures, error) => error instanceof Problem && error.isUnreachable && failures < 2,
    },
  },
});

// What is the same all day: no act changes it.
const lasting = ["bodies", "description", "past-days"];
// Whatever was done has moved more than its own record: others that follow from it, lists, figures, Today.
// What is on the page is read anew at once, and what is not when one comes back to it. One waits for what
// says what has become of the record itself.
export async function readAnewAfter(ledger: string, ids: readonly string[]) {
  const isOf = ([kind, of, id]: readonly unknown[]) =>
    ["record", "journal", "following"].includes(String(kind)) && of === ledger && ids.includes(String(id));
  await queryClient.invalidateQueries({ predicate: ({ queryKey }) => isOf(queryKey) });
  // The form is told first: with its record it may go from the page.
  setTimeout(() => void queryClient.invalidateQueries({ predicate: ({ queryKey }) => !isOf(queryKey) && !lasting.includes(String(queryKey[0])) }));
}
// Until an act is answered nothing is taken from under its form.
let acting = 0;
export const isActing = () => acting > 0;
export async function whileActing<T>(act: () => Promise<T>): Promise<T> {
  ++acting;
  try {
    return await act();
  } finally {
    setTimeout(() => --acting);
  }
}

export const readAllAnew = () =>
  queryClient.invalidateQueries({ predicate: ({ queryKey }) => !lasting.includes(String(queryKey[0])) });

export function useBodies() {
  return useQuery({
    queryKey: ["bodies"], staleTime: Infinity,
    queryFn: () => read<Body[]>("/api/bodies"),
  });
}

export function useDescription() {
  return useQuery({
    queryKey: ["description"], staleTime: Infinity,
    queryFn: () => read<Description>("/api/description", { quietly: true }),
  });
}

export function useLedger(name: MaybeRefOrGetter<string>) {
  const description = useDescription();
  const ledger = computed<Ledger | undefined>(() =>
    description.data.value?.ledgers.find((candidate) => candidate.name === toValue(name)),
  );
  return { ledger, description };
}

export type Parameters = Record<string, string | undefined>;

export function useRecords(
  ledger: MaybeRefOrGetter<string>, parameters: MaybeRefOrGetter<Parameters>, wanted: MaybeRefOrGetter<boolean> = true,
) {
  return useInfiniteQuery({
    enabled: computed(() => toValue(wanted)),
    queryKey: computed(() => ["list", toValue(ledger), toValue(parameters)]),
    initialPageParam: "",
    queryFn: ({ pageParam }) => {
      const asked = toValue(parameters);
      const cursor = pageParam || asked.cursor;
      return readAsOf<ListPage>(withQuery(`/api/${toValue(ledger)}`, { ...asked, cursor }));
    },
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  });
}

export function useRecordCount(
  ledger: MaybeRefOrGetter<string>, parameters: MaybeRefOrGetter<Parameters>,
) {
  return useQuery({
    queryKey: computed(() => ["list", toValue(ledger), "count", toValue(parameters)]),
    queryFn: async () => {
      const path = withQuery(`/api/${toValue(ledger)}`, {
        ...toValue(parameters), cursor: undefined, columns: undefined, order: undefined, limit: "1", count: "true",
      });
      const { count, count_is_complete: isComplete } = await readAsOf<ListPage>(path);
      return count === undefined ? null : { count, isComplete: isComplete !== false };
    },
  });
}

// Records by their words, in one ledger or all; what changes moves it as it moves a list.
export function useSearch(asked: MaybeRefOrGetter<Parameters>) {
  return useInfiniteQuery({
    queryKey: computed(() => ["list", "search", toValue(asked)]),
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      readAsOf<SearchResult>(withQuery("/api/search", { ...toValue(asked), cursor: pageParam }), { signal }),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  });
}

export const recordKey = (ledger: string, id: string) => ["record", ledger, id];

export function useRecord(ledger: MaybeRefOrGetter<string>, id: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => recordKey(toValue(ledger), toValue(id))),
    queryFn: () => readAsOf<LedgerRecord>(`/api/${toValue(ledger)}/${toValue(id)}?awaited=true`),
  });
}

export function useJournal(
  ledger: MaybeRefOrGetter<string>, id: MaybeRefOrGetter<string>, wanted: MaybeRefOrGetter<boolean> = true,
) {
  return useQuery({
    enabled: computed(() => toValue(wanted)),
    queryKey: computed(() => ["journal", toValue(ledger), toValue(id)]),
    queryFn: async () => {
      const entries: Journal["entries"] = [];
      const names: Record<string, string> = {}; // of what was named for a while as well
      for (let after: number | null = 0; after !== null; ) {
        const path = `/api/${toValue(ledger)}/${toValue(id)}/journal?after=${after}`;
        const page: Journal = await readAsOf<Journal>(path);
        entries.push(...page.entries);
        Object.assign(names, page.names);
        after = page.next_after;
      }
      return { entries, names };
    },
  });
}

export function useProof(path: MaybeRefOrGetter<string>, wanted: MaybeRefOrGetter<boolean>) {
  return useQuery({
    queryKey: computed(() => ["proof", toValue(path)]),
    enabled: computed(() => toValue(wanted)),
    queryFn: () => read<Proof>(toValue(path), { quietly: true }),
  });
}

export function useErasures(wanted: MaybeRefOrGetter<boolean>) {
  return useQuery({
    queryKey: ["list", "erasures"],
    enabled: computed(() => toValue(wanted)),
    queryFn: async () => {
      const erasures: Erasures["erasures"] = [];
      for (let after: number | null = 0; after !== null; ) {
        const page: Erasures = await read<Erasures>(`/api/erasures?after=${after}`);
        erasures.push(...page.erasures);
        after = page.next_after;
      }
      return erasures;
    },
  });
}

export function useErasableEntries(ledger: MaybeRefOrGetter<string>, record: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => ["list", "erasures", "entries", toValue(ledger), toValue(record)]),
    enabled: computed(() => Boolean(toValue(ledger) && toValue(record))),
    queryFn: async () => {
      const entries: ErasableEntries["entries"] = [];
      for (let after: number | null = 0; after !== null; ) {
        const path = withQuery("/api/erasures/entries", { ledger: toValue(ledger), record: toValue(record), after: String(after) });
        const page: ErasableEntries = await read<ErasableEntries>(path);
        entries.push(...page.entries);
        after = page.next_after;
      }
      return entries;
    },
  });
}

// With a period also what happened in it.
export function useOverview(
  unit: MaybeRefOrGetter<string | undefined>, wanted: MaybeRefOrGetter<boolean> = true,
  period: MaybeRefOrGetter<{ from?: string; until?: string }> = {},
) {
  return useQuery({
    enabled: computed(() => toValue(wanted)),
    queryKey: computed(() => ["overview", toValue(unit) ?? "", toValue(period)]),
    queryFn: () => readAsOf<Overview>(withQuery("/api/overview", { unit: toValue(unit), ...toValue(period) })),
    placeholderData: keepPreviousData,
  });
}

// What happened week by week or month by month, and what ran out in each.
export interface TrendStep { from: string; until: string; ledgers: Record<string, Figure[]> }
export function useTrend(
  unit: MaybeRefOrGetter<string>, asked: MaybeRefOrGetter<{ from: string; until: string; step: string }>,
) {
  return useQuery({
    queryKey: computed(() => ["overview", "trend", toValue(unit), toValue(asked)]),
    queryFn: () => readAsOf<{ steps: TrendStep[] }>(withQuery("/api/trend", { unit: toValue(unit), ...toValue(asked) })),
    placeholderData: keepPreviousData,
  });
}

export function useUnit(id: MaybeRefOrGetter<string | undefined>) {
  return useQuery({
    queryKey: computed(() => ["unit", toValue(id) ?? ""]),
    enabled: computed(() => Boolean(toValue(id))),
    queryFn: () => readAsOf<Unit>(`/api/units/${toValue(id)}`),
    placeholderData: keepPreviousData,
  });
}

// How many hold a post at a unit.
export function useHolders(unit: MaybeRefOrGetter<string | undefined>, wanted: MaybeRefOrGetter<boolean>) {
  return useQuery({
    queryKey: computed(() => ["holders", toValue(unit)]),
    enabled: computed(() => Boolean(toValue(wanted) && toValue(unit))),
    queryFn: async () => {
      const { people } = await read<People>(withQuery("/api/people", { unit: toValue(unit), limit: "200" }));
      return people.filter(({ posts }) => posts.some((post) => post.unit?.id === toValue(unit))).length;
    },
  });
}

// With `open`, only units to which something may still come.
export const searchUnits = (search: string, limit = 20, open = false) =>
  queryClient.fetchQuery({
    queryKey: ["unit-search", search, limit, open],
    queryFn: async () =>
      (await read<Units>(withQuery("/api/units", { search, open: String(open), limit: String(limit) }))).units,
  });
