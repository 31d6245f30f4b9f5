// What somebody has chosen on the page of imports, and what runs: an ended session, or a look at another page,
// loses neither the file nor the import that is under way. It belongs to one person.
import { ref, shallowRef, watch } from "vue";
import { session } from "@/api/session";
import type { ImportJob } from "@/api/wire";

export const file = shallowRef<File>();
export const mapping = ref(localStorage.getItem("import-mapping") ?? "");
export const step = ref<"ready" | "sending" | "working" | "undoing">("ready");
export const sent = ref(0);
export const job = ref<ImportJob>();
export const jobId = ref("");
export const wasApplied = ref(false);
export const isUndone = ref(false);
export const isCancelAsked = ref(false);
export const problems = ref<string[]>([]);
export const sheet = ref("");
export const charset = ref("");
export const reason = ref("");

let owner = "";
watch(session, (now) => {
  const person = now?.person.id;
  if (!person || person === owner) return;
  if (owner) {
    file.value = job.value = undefined;
    step.value = "ready";
    jobId.value = sheet.value = charset.value = reason.value = "";
    problems.value = [];
    wasApplied.value = isUndone.value = isCancelAsked.value = false;
  }
  owner = String(person);
}, { immediate: true });
