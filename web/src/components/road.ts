// A ledger's road from opening to confirmation, read from its acts: the shortest one to a confirmed
// state, or to the farthest state where nothing is confirmed.
import type { Act, Ledger } from "@/api/wire";

export function roadOf({ acts, states }: Ledger): string[] {
  const start = acts.find((act) => act.opens)?.to;
  if (!start) return [];
  const ended = new Set(states.filter((state) => state.stage === "ended").map((state) => state.name));
  const before = new Map<string, string>([[start, ""]]);
  const queue = [start];
  for (let place = queue.shift(); place !== undefined; place = queue.shift()) {
    for (const act of acts) {
      if (!act.to || !act.from.includes(place) || before.has(act.to) || ended.has(act.to)) continue;
      before.set(act.to, place);
      queue.push(act.to);
    }
  }
  const confirmed = states.find((state) => state.stage === "confirmed" && before.has(state.name))?.name;
  const steps: string[] = [];
  for (let place = confirmed ?? [...before.keys()].at(-1) ?? start; place; place = before.get(place) ?? "") {
    steps.unshift(place);
  }
  return steps;
}

// What brings the record on comes first, what holds it up or ends it last.
export function isForward(act: Act, ledger: Ledger): boolean {
  const road = roadOf(ledger);
  const to = road.indexOf(act.to);
  return act.reason !== "required" && to >= 0 && act.from.every((from) => road.indexOf(from) < to);
}

export function forwardFirst(acts: readonly Act[], ledger: Ledger): Act[] {
  const ends = (act: Act) => ledger.states.some((state) => state.name === act.to && state.stage === "ended");
  const weight = (act: Act) => {
    if (ends(act)) return 4;
    if (act.reason === "required") return 3;
    if (isForward(act, ledger)) return 0;
    return act.to ? 2 : 1;
  };
  return [...acts].sort((one, other) => weight(one) - weight(other));
}
