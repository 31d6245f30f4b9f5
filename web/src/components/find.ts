// The searches behind the pickers.
import { queryClient, searchUnits } from "@/api/queries";
import { read, withQuery } from "@/api/request";
import { topUnit } from "@/api/session";
import type { Description, LedgerRecord, RecordPage } from "@/api/wire";
import { unitTypeName } from "@/words/domain";
import type { Choice } from "./Picker.vue";

export async function findUnits(part: string): Promise<Choice[]> {
  const units = await searchUnits(part.trim());
  return units.map((unit) => ({ id: unit.id, name: unit.name, note: unitTypeName(unit.type) }));
}

interface Found {
  people: { id: string; name: string; unit?: { name: string } }[];
}

export async function findPeople(part: string): Promise<Choice[]> {
  const path = withQuery("/api/people", { unit: topUnit.value?.id, search: part.trim() });
  const { people } = await read<Found>(path);
  return people.map((person) => ({ id: person.id, name: person.name, note: person.unit?.name }));
}

const offered_max = 100;
const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;

export function titleOf(record: LedgerRecord, titleField: string | undefined): string {
  const title = titleField ? record.fields[titleField] : undefined;
  return typeof title === "string" && title ? title : record.id.slice(0, 8);
}

export const recordFinder = (ledger: string) => async (part: string): Promise<Choice[]> => {
  const description = queryClient.getQueryData<Description>(["description"]);
  const title = description?.ledgers.find((candidate) => candidate.name === ledger)?.title;
  const pasted = uuid.exec(part)?.[0];
  const records = pasted
    ? [await read<LedgerRecord>(`/api/${ledger}/${pasted}`)]
    : (await read<RecordPage>(`/api/${ledger}?order=newest&limit=${offered_max}`)).items;
  return records
    .map((record) => ({ id: record.id, name: titleOf(record, title), note: record.unit.name }))
    .filter((choice) => pasted || choice.name.includes(part.trim()));
};
