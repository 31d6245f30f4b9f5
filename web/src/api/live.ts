// Live events say that something was committed; the reads it touches are made stale. A mass import
// commits thousands a second, so events are gathered before anything is read anew.
import { ref, watch } from "vue";
import { isActing, queryClient, readAllAnew } from "./queries";
import { lookWhetherSessionLives, session } from "./session";

interface Committed {
  seq: number;
  ledger: string;
  id: string;
}

export const isLive = ref(false);

const gather_ms = 800;
const reconnect_ms = 10_000;
// Without the line what is on the page is asked for again and again; the frame says so.
export const asks_again_s = 15;
const touched = new Map<string, Set<string>>();
let timer: ReturnType<typeof setTimeout> | undefined;
let source: EventSource | undefined;
let asking: ReturnType<typeof setInterval> | undefined;
function askAgain(wanted: boolean) {
  clearInterval(asking);
  asking = wanted ? setInterval(() => document.visibilityState === "visible" && !isActing() && void readAllAnew(), asks_again_s * 1000) : undefined;
}

function readAnew() {
  timer = isActing() ? setTimeout(readAnew, gather_ms) : undefined;
  if (timer) return;
  for (const [ledger, ids] of touched) {
    void queryClient.invalidateQueries({ queryKey: ["list", ledger] });
    for (const id of ids) {
      void queryClient.invalidateQueries({ queryKey: ["record", ledger, id] });
      void queryClient.invalidateQueries({ queryKey: ["journal", ledger, id] });
    }
  }
  touched.clear();
  // What is found by its words, and what leads to a record, may be of any ledger.
  void queryClient.invalidateQueries({ predicate: ({ queryKey: [kind, of, what] }) => kind === "list" && (of === "search" || what === "citing") });
  void queryClient.invalidateQueries({ queryKey: ["today"] });
  void queryClient.invalidateQueries({ queryKey: ["followed"] });
  void queryClient.invalidateQueries({ queryKey: ["overview"] });
}

function hear(event: MessageEvent<string>) {
  const committed = JSON.parse(event.data) as Committed;
  const ids = touched.get(committed.ledger) ?? new Set<string>();
  touched.set(committed.ledger, ids.add(committed.id));
  timer ??= setTimeout(readAnew, gather_ms);
}

function connect() {
  source?.close();
  source = new EventSource("/api/events");
  source.addEventListener("committed", hear);
  // The program no longer holds what came between, or something was erased: what is on the page is read
  // anew, and what is not goes, so that nobody comes back to a text that is gone.
  source.addEventListener("resync", () => {
    queryClient.removeQueries({ type: "inactive" });
    void queryClient.invalidateQueries();
  });
  source.onopen = () => {
    isLive.value = true;
    // What came while the line was down is not told again.
    if (asking) void readAllAnew();
    askAgain(false);
  };
  source.onerror = () => {
    if (isLive.value || !asking) askAgain(true);
    isLive.value = false;
    void lookWhetherSessionLives(); // the stream ends with it
    // The browser reconnects by itself after a lost line, but not after a refusal.
    if (source?.readyState === EventSource.CLOSED) setTimeout(() => session.value && connect(), reconnect_ms);
  };
}

export function listenWhileLoggedIn() {
  watch(session, (now, before) => {
    if (now && !before) connect();
    if (!now && source) {
      source.close();
      source = undefined;
      isLive.value = false;
      askAgain(false);
      queryClient.clear();
    }
  }, { immediate: true });
}
