// What stands beside a record of any ledger: remarks, evidence, who follows it.
import { useQuery } from "@tanstack/vue-query";
import { computed, toValue, type MaybeRefOrGetter } from "vue";
import { readAnewAfter } from "./queries";
import { newKey, read, request } from "./request";
import type { LedgerRecord } from "./wire";

export type EvidenceKind = "text" | "number" | "record" | "address" | "file";
// As an entry of the journal says it.
export interface Evidence {
  kind: EvidenceKind;
  text?: string;
  ledger?: string;
  record?: string;
  hash?: string;
  type?: string;
  bytes?: number;
}
// As it is given with an act; a file has been sent before.
export interface Given {
  kind: EvidenceKind;
  text?: string;
  ledger?: string;
  record?: string;
  file?: string;
}
export interface SentFile {
  file: string;
  type: string;
  bytes: number;
}
export interface Following {
  follows: boolean;
  seen: number | null;
  sees_whole: boolean;
  may_attach: boolean;
}
export type FollowedRecord = LedgerRecord & {
  news: { seq: number; at: string; act: string }[];
  has_more_news: boolean;
};

export function useFollowing(ledger: MaybeRefOrGetter<string>, id: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => ["following", toValue(ledger), toValue(id)]),
    queryFn: () => read<Following>(`/api/${toValue(ledger)}/${toValue(id)}/following`),
  });
}

export function useFollowed() {
  return useQuery({
    queryKey: ["followed"],
    queryFn: async () => (await read<{ items: FollowedRecord[] }>("/api/followed")).items,
  });
}

export async function actBeside(
  ledger: string, id: string, act: "remark" | "attach" | "follow" | "unfollow",
  body?: { remark?: string; evidence?: Given[] }, key = newKey(),
) {
  await request("POST", `/api/${ledger}/${id}/acts/${act}`, { body, key });
  await readAnewAfter(ledger, [id]);
}

export const fileAddress = (ledger: string, record: string, hash: string) => `/files/${ledger}/${record}/${hash}`;
// As long as the number is short: 820 KB, 3.4 MB.
export const sizeWords = (bytes: number) =>
  bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;

const desk_record = /^\/ledgers\/([a-z_]+)\/([0-9a-f-]{36})$/;
// A link is to a record where it is the address of one in this desk.
export function givenLink(typed: string): Given {
  try {
    const url = new URL(typed.trim());
    const [, ledger, record] = (url.origin === location.origin && desk_record.exec(url.pathname)) || [];
    if (ledger && record) return { kind: "record", ledger, record };
  } catch { /* no address at all: the program says so */ }
  return { kind: "address", text: typed.trim() };
}
