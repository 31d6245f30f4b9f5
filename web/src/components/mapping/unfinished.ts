// A mapping that is not kept yet stays on this machine: a crash, a reload or an ended session loses none of it.
// It belongs to one person.
import { dropDraft, draftName } from "@/api/draft";
import { session } from "@/api/session";
import type { Draft } from "./language";

const place = () => draftName(String(session.value?.person.id ?? ""), "mapping");

export const keepUnfinished = (draft: Draft) => localStorage.setItem(place(), JSON.stringify(draft));
export const dropUnfinished = () => dropDraft(place());
export function unfinished(): Draft | undefined {
  try {
    const kept = localStorage.getItem(place());
    return kept ? (JSON.parse(kept) as Draft) : undefined;
  } catch {
    dropUnfinished();
    return undefined;
  }
}
