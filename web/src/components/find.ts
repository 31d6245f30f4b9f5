// The searches behind the pickers.
import { queryClient, searchUnits } from "@/api/queries";
import { read, withQuery } from "@/api/request";
import { session, topUnit } from "@/api/session";
import type { Description, Ledger, LedgerRecord, ListItem, ListPage, People, Unit, Units } from "@/api/wire";
import { wordsOfChoice } from "@/words/campaign";
import { dateWithWeekday, localDay } from "@/words/dates";
import { roleName, stateName, unitChoice } from "@/words/domain";
import { i18n } from "@/words/language";
import { erasedOf, erasedWords, personWords } from "@/words/erased";
import type { Fit } from "./fits";
import type { Choice } from "./Picker.vue";

// Before anything is typed the actor's own units and those below the first are offered.
async function nearUnits(): Promise<Choice[]> {
  const own = (session.value?.posts ?? []).map((post) => post.unit);
  const { units } = await read<Units>(withQuery("/api/units", { under: topUnit.value?.id, open: "true", limit: "20" }));
  const below = units.filter((unit) => !own.some((mine) => mine.id === unit.id)).map((unit) => unitChoice(unit, units));
  return [...new Map([...own.map(({ id, name }) => ({ id, name })), ...below].map((choice) => [choice.id, choice])).values()];
}

export async function findUnits(part: string): Promise<Choice[]> {
  const wanted = part.trim();
  if (!wanted) return nearUnits();
  const units = await searchUnits(wanted, 20, true);
  return units.map((unit) => unitChoice(unit, units));
}

// Whoever was called otherwise before is found by that name as well, and it is said.
// Of two of one name the one who is chosen keeps what tells them apart.
function peopleChoices(people: People["people"]): Choice[] {
  const { t } = i18n.global;
  return people.map((person) => {
    const name = personWords(person);
    const post = person.posts[0];
    const formerly = person.former_names.length ? t("account.formerly", { names: person.former_names.join(" ") }) : "";
    const place = post ? [post.unit?.name, roleName(post.role)].filter(Boolean).join(" · ") : t("people.noPost");
    const isShared = people.some((other) => other.id !== person.id && other.name === person.name);
    return { id: person.id, name, note: [formerly, place].filter(Boolean).join(" · "), ...(isShared ? { label: `${name} · ${place}` } : {}) };
  });
}

export async function findPeople(part: string): Promise<Choice[]> {
  const path = withQuery("/api/people", { unit: topUnit.value?.id, search: part.trim() });
  const { people } = await read<People>(path);
  return peopleChoices(people);
}

// Whoever holds a post where the reader holds one, or below.
export async function findPeopleNear(part: string): Promise<Choice[]> {
  const { people } = await read<People>(withQuery("/api/people", { search: part.trim() }));
  return peopleChoices(people.filter(({ id }) => id !== session.value?.person.id));
}

// Whoever holds a post at a unit or below it.
export const findPeopleAt = (unit: string) => async (part: string): Promise<Choice[]> => {
  const { people } = await read<People>(withQuery("/api/people", { unit, search: part.trim() }));
  return peopleChoices(people);
};

// Anybody of the body, also whoever has no post yet: for the administrators, who propose one.
export async function findAnyone(part: string): Promise<Choice[]> {
  const { people } = await read<People>(withQuery("/api/people", { anyone: "true", search: part.trim() }));
  return peopleChoices(people);
}

const offered_max = 50;
const part_max = 100; // so much of what is typed the program looks for
const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;

export function titleOf(record: Pick<LedgerRecord | ListItem, "id" | "fields" | "erased">, titleField: string | undefined): string {
  const title = titleField ? record.fields[titleField] : undefined;
  if (typeof title === "string" && title) return title;
  const erased = titleField ? erasedOf(record.erased, titleField) : undefined;
  return erased ? erasedWords(erased) : record.id.slice(0, 8);
}

// The day that a record names, to which its clock will run once it begins.
export function plannedDay(record: Pick<ListItem, "fields">, ledger: Ledger | undefined): string | undefined {
  const field = ledger?.deadlines.find((deadline) => deadline.field)?.field;
  const day = field ? record.fields[field] : undefined;
  return typeof day === "string" ? day : undefined;
}

// A meeting decides what is below it, once its record holds a resolution (for which it needed its quorum),
// and nothing that was worded after it: others are not offered. Which they are is told by their day and
// kind, for many bear one title.
const meetings_offered_max = 200;
const kindsThatDecide = ["decision", "branch_meeting"]; // as the law of promises has it
export async function findDecidingMeetings(ledger: string, part: string, decided: readonly LedgerRecord[]): Promise<Choice[]> {
  const meetings = queryClient.getQueryData<Description>(["description"])?.ledgers.find(({ name }) => name === ledger);
  const places = decided.length ? [...new Set(decided.map(({ unit }) => unit.id))] : [topUnit.value?.id ?? ""];
  const lines = await Promise.all(places.filter(Boolean).map(async (place) => [place, ...(await read<Unit>(`/api/units/${place}`)).line.map(({ id }) => id)]));
  const isAbove = (unit: string) => lines.every((line) => line.includes(unit));
  const worded = decided.map((record) => String(record.fields.worded_on ?? "") || localDay(record.created_at));
  const fits = ({ id, fields, unit }: ListItem) =>
    kindsThatDecide.includes(String(fields.kind)) && Boolean(fields.resolution) && isAbove(unit.id) && worded.every((day) => day <= String(fields.held_on ?? "")) &&
    decided.every((record) => record.fields.decided_at !== id);
  const { items } = await read<ListPage>(withQuery(`/api/${ledger}`, { state: "recorded", order: "newest", columns: "kind,held_on,resolution", limit: String(meetings_offered_max) }));
  const kind = meetings?.fields.find(({ name }) => name === "kind");
  return items
    .filter(fits)
    .map((meeting) => {
      const { held_on, kind: sort } = meeting.fields;
      const note = [
        held_on ? dateWithWeekday(String(held_on)) : "", kind && sort ? wordsOfChoice(ledger, kind, String(sort)) : "",
        stateName(ledger, meeting.state), meeting.unit.name,
      ].filter(Boolean).join(" · ");
      const name = titleOf(meeting, meetings?.title);
      return { id: meeting.id, name, note, label: held_on ? `${name} · ${dateWithWeekday(String(held_on))}` : name };
    })
    .filter(({ name, note }) => `${name} ${note}`.includes(part.trim()));
}

// The unit above all others; a list begins at one's own unit unless another is named.
export async function unitAboveAll(): Promise<string | undefined> {
  const own = topUnit.value?.id;
  if (!own) return undefined;
  const unit = await queryClient.fetchQuery({ queryKey: ["unit", own], queryFn: () => read<Unit>(`/api/units/${own}`), staleTime: 600_000 });
  return unit.line[0]?.id;
}

// One's own stand first; after them what others have and let one read, as a plan above or a practice elsewhere.
// What is typed is looked for by the program in all of them, not only in those that are listed first.
async function recordsToOffer(ledger: string, part: string, fit?: Fit): Promise<ListItem[]> {
  const field = titleFieldOf(ledger);
  const isText = field?.kind === "text" || field?.kind === "long_text";
  const narrowed = { ...fit?.narrowed, ...(part && isText ? { [`${field.name}.contains`]: part } : {}) };
  const columns = fit ? "all" : undefined;
  const list = (unit?: string, state?: string) => read<ListPage>(withQuery(`/api/${ledger}`, { unit, state, ...narrowed, columns, order: "newest", limit: String(offered_max) }));
  const root = await unitAboveAll();
  const places = [undefined, ...(root && root !== topUnit.value?.id ? [root] : [])];
  const states = fit ? fit.states : [undefined];
  const lists = await Promise.all(places.flatMap((unit) => states.map((state) => list(unit, state))));
  const all = [...new Map(lists.flatMap(({ items }) => items).map((record) => [record.id, record])).values()];
  return all.filter((one) => (fit?.isFit?.(one) ?? true) && (isText || titleOf(one, field?.name).includes(part)));
}
function titleFieldOf(ledger: string) {
  const declared = queryClient.getQueryData<Description>(["description"])?.ledgers.find(({ name }) => name === ledger);
  return declared?.fields.find(({ name }) => name === declared.title);
}

export const recordFinder = (ledger: string, fit?: Fit) => async (part: string): Promise<Choice[]> => {
  if (fit?.isWaiting) return [];
  const title = titleFieldOf(ledger)?.name;
  const pasted = uuid.exec(part)?.[0];
  const records = pasted
    ? [await read<LedgerRecord>(`/api/${ledger}/${pasted}`)]
    : await recordsToOffer(ledger, Array.from(part.trim()).slice(0, part_max).join(""), fit);
  return records.map((record) => ({ id: record.id, name: titleOf(record, title), note: [stateName(ledger, record.state), record.unit.name].join(" · ") }));
};
