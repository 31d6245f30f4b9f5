// A body that was entered from documents which say what is to be done until when, and nothing of what was
// done: there a day that has passed says nothing of anybody, and the desk does not speak of lateness.
import { computed, ref } from "vue";

const tell_no_completion = ["state-council"];
const shownBody = ref("");
export const readSourceOf = (key: string) => (shownBody.value = key);
export const isCompletionUntold = computed(() => tell_no_completion.includes(shownBody.value));
// Figures that would say who was late.
export const figures_of_lateness = ["on_time_rate", "kept_first_date", "closed_on_time", "closed_late", "kept_first"];
