// What is typed is kept on this machine until it is sent: a crash, a reload or an ended session loses
// nothing. A draft belongs to one person, one record and one act.
import { ref, watch, type Ref } from "vue";
import { newKey } from "./request";

export interface Draft {
  fields: Record<string, unknown>;
  reason: string;
  unit?: string;
}

const prefix = "draft:";

export const draftName = (person: string, ...parts: string[]) =>
  prefix + [person, ...parts].join(":");

export const hasDraft = (name: string) => localStorage.getItem(name) !== null;

// What was typed and not taken, for the form that comes next.
export function keepDraft(name: string, draft: Draft) {
  if (draft.reason || Object.keys(draft.fields).length) localStorage.setItem(name, JSON.stringify(draft));
}
export const dropDraft = (name: string) => localStorage.removeItem(name);

// Of one person, on this machine.
const draftsOf = (person: string) =>
  Object.keys(localStorage).filter((name) => name.startsWith(`${prefix}${person}:`));
export const countDrafts = (person: string) => draftsOf(person).length;
export const dropDrafts = (person: string) => draftsOf(person).forEach((name) => localStorage.removeItem(name));

export function useDraft(name: string, start: Draft): { draft: Ref<Draft>; wasKept: boolean; drop: () => void } {
  const kept = localStorage.getItem(name);
  let content = start;
  let wasKept = false;
  try {
    if (kept) {
      const found = JSON.parse(kept) as Draft;
      content = { ...start, ...found, fields: { ...start.fields, ...found.fields } };
      wasKept = true;
    }
  } catch {
    localStorage.removeItem(name);
  }
  const draft = ref(content) as Ref<Draft>;
  const stop = watch(draft, (now) => localStorage.setItem(name, JSON.stringify(now)), { deep: true });
  const drop = () => {
    stop();
    localStorage.removeItem(name);
  };
  return { draft, wasKept, drop };
}

// One key a submission. It is kept while the same content is sent again after a lost line, and a new
// one is made once the program has answered or the content has changed.
export class SubmissionKey {
  private key = "";
  private content = "";
  for(content: unknown): string {
    const text = JSON.stringify(content);
    if (!this.key || text !== this.content) {
      this.key = newKey();
      this.content = text;
    }
    return this.key;
  }
  answered() {
    this.key = "";
  }
}
