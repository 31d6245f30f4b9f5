// The audit trail, page by page.
import { keepPreviousData, useInfiniteQuery } from "@tanstack/vue-query";
import { computed, toValue, type MaybeRefOrGetter } from "vue";
import { read, withQuery } from "./request";
import type { Parameters } from "./queries";
import type { AuditTrail } from "./wire";

export function useAuditTrail(asked: MaybeRefOrGetter<Parameters>, wanted: MaybeRefOrGetter<boolean>) {
  return useInfiniteQuery({
    queryKey: computed(() => ["audit", toValue(asked)]),
    enabled: computed(() => toValue(wanted)),
    initialPageParam: "",
    queryFn: ({ pageParam }) => read<AuditTrail>(withQuery("/api/audit", { ...toValue(asked), before: pageParam })),
    getNextPageParam: (page) => (page.next_before === null ? undefined : String(page.next_before)),
    placeholderData: keepPreviousData,
  });
}
