// Acts as the forms send them.
import type { Sending } from "@/components/ActForm.vue";
import { readAnewAfter, whileActing } from "./queries";
import { read, request } from "./request";
import type { Act, LedgerRecord } from "./wire";

export function actOn(record: LedgerRecord, act: Act) {
  return async (sending: Sending): Promise<LedgerRecord> => {
    const after = await whileActing(() => request<LedgerRecord>(
      "POST", `/api/${record.ledger}/${record.id}/acts/${act.name}`, sending,
    ));
    await readAnewAfter(record.ledger, [record.id]);
    return after;
  };
}

export function openIn(ledger: string, act: Act) {
  return async ({ body, key }: Sending): Promise<LedgerRecord> => {
    const after = await whileActing(() => request<LedgerRecord>("POST", `/api/${ledger}`, {
      body: { act: act.name, ...body }, key,
    }));
    await readAnewAfter(ledger, [after.id]);
    return after;
  };
}

export const readAnew = (record: LedgerRecord) => () =>
  read<LedgerRecord>(`/api/${record.ledger}/${record.id}?awaited=true`);
