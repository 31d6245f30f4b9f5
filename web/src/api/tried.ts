// What a page sends by itself: one thing at a time, under a key that a second click repeats, and what stands
// against it in the reader's words.
import { ref } from "vue";
import { SubmissionKey } from "./draft";
import { explain } from "./explain";
import { Problem } from "./request";

export function useTried(then: () => Promise<void>) {
  const problems = ref<string[]>([]);
  const isSending = ref(false);
  const key = new SubmissionKey();
  async function tried(work: () => Promise<void>) {
    if (isSending.value) return;
    isSending.value = true;
    problems.value = [];
    try {
      await work();
      key.answered();
      await then();
    } catch (error) {
      if (error instanceof Problem && !error.isUnreachable) key.answered();
      const { top, fields } = explain(error);
      problems.value = [...top, ...Object.values(fields)];
    } finally {
      isSending.value = false;
    }
  }
  return { problems, isSending, key, tried };
}
