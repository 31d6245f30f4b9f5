// A body that was entered from documents which say what is to be done until when, and nothing of what was
// done: there a day that has passed says nothing of anybody, and the desk does not speak of lateness.
import { ref } from "vue";

export const isCompletionUntold = ref(false);
export const readSourceOf = (body: object | null | undefined) =>
  (isCompletionUntold.value = Boolean(body && "tells_completion" in body && body.tells_completion === false));
// Figures that would say who was late.
export const figures_of_lateness = ["on_time_rate", "kept_first_date", "closed_on_time", "closed_late", "kept_first"];

// Where something is from, as it is said to people: without the numbers by which the reference counts the
// elements of the work plan, or the rules of practice.
export const plainSource = (source: string): string =>
  source.replace(/\((?:[A-Z]\d+(?:\.\d+)*[,\s]*|[A-Z]\b[,\s]*)+\)/g, "").replace(/\b[SXR]\d+(?:\.\d+)*\b/g, "")
    .replace(/\s{2,}/g, " ").replace(/\s+([,;:])/g, "$1").replace(/^[\s,;:–-]+|[\s,;:]+$/g, "");
