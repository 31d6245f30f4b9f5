// Stories as the program narrows and pages them: several states of one list together, the newest first.
import { computed, toValue, type ComputedRef, type MaybeRefOrGetter } from "vue";
import { useRecords, type Parameters } from "@/api/queries";
import type { ListItem } from "@/api/wire";

export function useStories(parts: readonly Parameters[], narrowed: MaybeRefOrGetter<Parameters>, isWanted: MaybeRefOrGetter<boolean> = true) {
  const lists = parts.map((part) => useRecords("exemplars", () => ({ order: "newest", columns: "all", ...part, ...toValue(narrowed) }), isWanted));
  const opened = ({ opened_at }: ListItem) => opened_at ?? "";
  const items: ComputedRef<ListItem[]> = computed(() => {
    const all = lists.flatMap(({ data }) => data.value?.pages.flatMap((page) => page.items) ?? []);
    return [...new Map(all.map((one) => [one.id, one])).values()].sort((one, other) => opened(other).localeCompare(opened(one)));
  });
  return {
    items,
    names: computed(() => Object.assign({}, ...items.value.map((one) => one.names ?? {})) as Record<string, string>),
    isPending: computed(() => toValue(isWanted) && lists.some((list) => list.isPending.value)),
    error: computed(() => lists.find((list) => list.error.value && !list.data.value)?.error.value),
    hasMore: computed(() => lists.some((list) => list.hasNextPage.value)),
    more: () => Promise.all(lists.filter((list) => list.hasNextPage.value).map((list) => list.fetchNextPage())),
    again: () => Promise.all(lists.map((list) => list.refetch())),
  };
}
