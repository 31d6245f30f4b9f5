// How the house stands, as it tells everyone who watches it. That it is not well is an answer and no fault.
import { useQuery } from "@tanstack/vue-query";
import { Problem, read } from "./request";
import { session } from "./session";
import type { Witnesses } from "./wire";

export type Fact = string | number | boolean | null;
export interface HealthPart { is_well: boolean; [fact: string]: Fact }
export interface Ready {
  status: string; accepts_acts: boolean; queue: number; writing_seconds?: number; last_seal: string | null; listeners: number; violations?: number;
  [part: string]: Fact | undefined | HealthPart | object;
}
const asks_again_ms = 15_000;
async function readReady(): Promise<Ready> {
  const answer = await fetch("/ready", { credentials: "same-origin" }).catch(() => undefined);
  if (!answer) throw new Problem(0, "", []);
  return (await answer.json()) as Ready;
}
export const useReady = () => useQuery({ queryKey: ["ready"], queryFn: readReady, refetchInterval: asks_again_ms });

export const useWitnesses = () =>
  useQuery({ queryKey: ["witnesses", session.value?.body.key], retry: false, queryFn: () => read<Witnesses>(`/api/public/${session.value?.body.key ?? ""}/witnesses`) });
