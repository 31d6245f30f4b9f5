// A ledger's road from opening to its goal, read from its acts: what is confirmed, else what is claimed
// and then accepted, else the farthest that somebody brings about. What is sent back or ended against
// the grain gives its reason, and is no step of it.
import type { Act, Ledger } from "@/api/wire";

// Somebody does it of himself, nothing stands still by it, and it goes to no other unit.
const of_itself = ["the_clock", "consequence"];
const isOnward = ({ to, opens, reason, may, pause, transfer }: Act) =>
  Boolean(to) && !opens && reason !== "required" && pause === "none" && transfer === "none" && may.some(({ role }) => !of_itself.includes(role));
const stageOf = ({ states }: Ledger, name: string) => states.find((state) => state.name === name)?.stage ?? "open";
const nextOf = ({ acts }: Ledger, place: string) => acts.filter((act) => isOnward(act) && act.from.includes(place)).map(({ to }) => to);

// Of several ends the goal is the one to which the longest way leads: what is declined or refused ends sooner.
function goalOf(ledger: Ledger, before: ReadonlyMap<string, string>): string | undefined {
  const reached = [...before.keys()];
  const lengthTo = (name: string): number => (before.get(name) ? lengthTo(before.get(name) ?? "") + 1 : 0);
  const ends = reached.filter((name) => stageOf(ledger, name) === "ended");
  const farthest = Math.max(...ends.map(lengthTo));
  const first = (stage: string, among = reached) => among.find((name) => stageOf(ledger, name) === stage);
  const confirmed = first("confirmed");
  if (confirmed) return confirmed;
  const claimed = first("claimed");
  // Only what was claimed is accepted; what may be ended before is no goal.
  const isAccepted = (name: string) => ledger.acts.every(({ to, from }) => to !== name || from.every((place) => place === claimed));
  return claimed ? first("ended", nextOf(ledger, claimed).filter(isAccepted)) ?? claimed : ends.find((name) => lengthTo(name) === farthest) ?? reached.at(-1);
}

// What stands between two steps and may be left out, as the taking in hand before an answer.
export function between(ledger: Ledger, one: string, next: string): string | undefined {
  return nextOf(ledger, one).find((place) => place !== one && place !== next && nextOf(ledger, place).includes(next) &&
    ledger.acts.every(({ to, from, reason }) => to !== place || (reason === "none" && from.every((origin) => origin === one))));
}

// The shortest way to the goal, without what may be left out.
export function shortestOf(ledger: Ledger, opening?: string): string[] {
  const start = opening ?? ledger.acts.find((act) => act.opens)?.to;
  if (!start) return [];
  const before = new Map<string, string>([[start, ""]]);
  const queue = [start];
  for (let place = queue.shift(); place !== undefined; place = queue.shift()) {
    for (const to of nextOf(ledger, place)) {
      if (before.has(to)) continue;
      before.set(to, place);
      queue.push(to);
    }
  }
  const steps: string[] = [];
  for (let place = goalOf(ledger, before) ?? start; place; place = before.get(place) ?? "") steps.unshift(place);
  return steps;
}

export const roadOf = (ledger: Ledger, opening?: string): string[] =>
  shortestOf(ledger, opening).flatMap((step, at, steps) => {
    const passed = at > 0 ? between(ledger, steps[at - 1] ?? "", step) : undefined;
    return passed ? [passed, step] : [step];
  });

// The road of one record, whose states so far are known where its journal is. An end ends it; whoever is
// sent back stands before the step to which it leads again.
export interface Standing { state: string; visited?: readonly string[]; awaited?: readonly string[] }
export function roadOfRecord(ledger: Ledger, { state, visited, awaited }: Standing): string[] {
  const opened = visited?.[0] ?? state;
  const isOpening = ledger.acts.some((act) => act.opens && act.to === opened);
  const whole = roadOf(ledger);
  const way = isOpening && !whole.includes(opened) ? roadOf(ledger, opened) : whole;
  const needed = shortestOf(ledger, way[0]);
  const here = way.indexOf(state);
  if (here >= 0) {
    const walked = way.filter((step, at) => at >= here || needed.includes(step) || !visited || visited.includes(step));
    // What only asks to be taken note of is ended by that.
    const asked = ledger.acts.filter((act) => isOnward(act) && act.from.includes(state) && awaited?.includes(act.name)).map(({ to }) => to);
    const end = asked.every((to) => stageOf(ledger, to) === "ended" && !way.includes(to)) ? asked[0] : undefined;
    return end ? [...walked.slice(0, walked.indexOf(state) + 1), end] : walked;
  }
  const leaving = ledger.acts.filter((act) => act.to === state).flatMap((act) => act.from);
  const last = visited
    ? Math.max(0, ...visited.map((step) => way.indexOf(step)))
    : Math.max(0, way.findIndex((step) => leaving.includes(step)));
  const walked = (until: number) => way.slice(0, until).filter((step) => needed.includes(step) || !visited || visited.includes(step));
  if (stageOf(ledger, state) === "ended") return [...walked(last + 1), state];
  const again = nextOf(ledger, state).map((to) => way.indexOf(to)).filter((at) => at >= 0);
  const at = again.length ? Math.max(1, Math.min(...again)) : last + 1;
  return [...walked(at), state, ...way.slice(at)];
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
