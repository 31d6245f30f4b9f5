// A past day of the whole desk: it stands in the address as `as_of`, goes along from page to page, and
// ends where one goes back to today or to a page that has no past.
import { computed, ref, shallowRef, watch } from "vue";
import type { LocationQuery, RouteLocationNormalizedLoaded, RouteLocationRaw, Router } from "vue-router";
import { Problem, read } from "./request";
import { today } from "./session";
import type { ProblemItem } from "./wire";

export const asOf = ref("");
// What the address names may be no day, or one on which nothing stood: the program says so, and nothing
// is shown for it.
const isoForm = /^\d{4}-\d{2}-\d{2}$/;
export const dayFault = shallowRef<ProblemItem | null>(null);
watch(asOf, () => (dayFault.value = null), { flush: "sync" });
// The day that what is shown belongs to.
export const shownDay = computed(() => (isoForm.test(asOf.value) ? asOf.value : today.value));

const pages_with_past = ["overview", "ledger", "record", "chain", "organisation"];
export const hasPast = (page: unknown) => pages_with_past.includes(String(page ?? ""));

export const dayIn = (query: LocationQuery): string =>
  typeof query.as_of === "string" ? query.as_of : "";

// Links and clicks within the desk stay in the day; going back in the browser's own history does not
// come through here and finds each page as it was.
export function keepDay(router: Router) {
  const { resolve, push, replace } = router;
  const inDay = (to: RouteLocationRaw): RouteLocationRaw => {
    if (!asOf.value) return to;
    const target = resolve(to);
    if (!hasPast(target.name) || "as_of" in target.query) return to;
    return { path: target.path, query: { ...target.query, as_of: asOf.value }, hash: target.hash };
  };
  router.resolve = ((to: RouteLocationRaw, current?: RouteLocationNormalizedLoaded) =>
    resolve(inDay(to), current)) as Router["resolve"];
  router.push = (to) => push(inDay(to));
  router.replace = (to) => replace(inDay(to));
  router.beforeResolve((to) => {
    asOf.value = hasPast(to.name) ? dayIn(to.query) : "";
  });
}

export interface BeingMade { as_of: string; done: number; of: number; others_first: number }
// What is being made while one waits for it; null: nothing.
export const beingMade = shallowRef<BeingMade | null>(null);
const asks_again_ms = 400;
const isBeingMade = (answer: unknown): answer is BeingMade =>
  typeof answer === "object" && answer !== null && "others_first" in answer;

// What is against the day itself: that many are asked for at once passes.
const day_faults = ["number_is_out_of_range", "day_is_still_to_come", "date_is_not_iso"];
export const isOfDay = ({ field, code }: ProblemItem) => field === "as_of" && day_faults.includes(code);

// A read as of the day of the desk. The first one of a day waits until the day is made.
export async function readAsOf<T>(path: string, asked: { signal?: AbortSignal } = {}): Promise<T> {
  const day = asOf.value;
  if (!day) return read<T>(path, asked);
  const [place = "", query = ""] = path.split("?");
  const search = new URLSearchParams(query);
  search.set("as_of", day);
  for (;;) {
    const answer = await read<T | BeingMade>(`${place}?${search.toString()}`, asked).catch((error: unknown) => {
      const fault = error instanceof Problem ? error.items.find(isOfDay) : undefined;
      if (fault && asOf.value === day) dayFault.value = fault;
      throw error;
    });
    if (!isBeingMade(answer)) {
      beingMade.value = null;
      return answer;
    }
    beingMade.value = answer;
    await new Promise((resolve) => setTimeout(resolve, asks_again_ms));
    asked.signal?.throwIfAborted();
    if (asOf.value !== day) throw new Problem(409, "", []); // nobody waits for it any more
  }
}

export interface PastDays { first_day: string; at_hand: string[] }
export const readPastDays = () => read<PastDays>("/api/past", { quietly: true });
