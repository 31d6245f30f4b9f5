// One sentence at a time for ear and eye: what has just been done.
import { ref } from "vue";

export const announcement = ref("");
let timer: ReturnType<typeof setTimeout> | undefined;
const shown_ms = 6000;

// What was said to somebody is for nobody who comes after him.
export function hush() {
  announcement.value = "";
  clearTimeout(timer);
}

export function announce(text: string) {
  announcement.value = text;
  clearTimeout(timer);
  timer = setTimeout(() => (announcement.value = ""), shown_ms);
}
