// Who sits at the desk. An expired session keeps the page's address and every draft; after log-in one
// is back where one was.
import { computed, shallowRef } from "vue";
import { readClocksOf } from "@/words/dates";
import { Problem, read, request, useCsrfToken, whenSessionEnds } from "./request";
import type { Session } from "./wire";

// undefined: not asked yet; null: nobody is logged in.
export const session = shallowRef<Session | null | undefined>(undefined);
export const today = computed(() => session.value?.today ?? new Date().toISOString().slice(0, 10));

function take(found: Session | null) {
  session.value = found;
  useCsrfToken(found?.csrf_token ?? "");
  readClocksOf(found?.body);
}

export async function restoreSession(): Promise<Session | null> {
  try {
    take(await read<Session>("/api/session", { quietly: true }));
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 401) throw error;
    take(null);
  }
  return session.value ?? null;
}

export async function logIn(body: string, name: string, password: string, code: string): Promise<void> {
  await request("POST", "/api/session", { body: { body, name, password, ...(code ? { code } : {}) }, quietly: true });
  await restoreSession();
}

export async function logOut(): Promise<void> {
  await request("DELETE", "/api/session", { quietly: true });
  take(null);
}

let leave: () => void = () => {};
function lose() {
  if (!session.value) return;
  take(null);
  leave();
}

export function beforeSessionIsLost(act: () => void) {
  leave = act;
  whenSessionEnds(lose);
}

// Whoever has logged out elsewhere is out here too, and what stands on the page goes.
export async function lookWhetherSessionLives(): Promise<void> {
  try {
    await read<Session>("/api/session", { quietly: true });
  } catch (error) {
    if (error instanceof Problem && error.status === 401) lose();
  }
}

export const holds = (role: string): boolean => session.value?.posts.some((post) => post.role === role) ?? false;

// The three administrators run the house and read no record through their posts, nor figures of them.
export const administrative = ["administrator", "security_administrator", "auditor"];
export const runsTheHouse = computed(() => {
  const posts = session.value?.posts ?? [];
  return posts.length > 0 && posts.every((post) => administrative.includes(post.role));
});

// The unit that stands for the actor where a screen asks for one: the place of the first post in force.
export const topUnit = computed(() => session.value?.posts[0]?.unit);
