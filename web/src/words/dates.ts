// Dates are written as ISO days with the weekday: unambiguous in both languages, aligned in columns.
import { ref } from "vue";
import { language } from "./language";
import { readSourceOf } from "./sources";

const zone = { zh: "zh-CN", en: "en-GB" } as const;

function weekday(day: Date, timeZone: string | undefined): string {
  return new Intl.DateTimeFormat(zone[language.value], { weekday: "short", timeZone }).format(day);
}

export const weekdayOf = (date: string): string => weekday(dayOf(date), "UTC");
export const dayOf = (date: string): Date => new Date(`${date}T00:00:00Z`);
export const isoDay = (day: Date): string => day.toISOString().slice(0, 10);

export function dateWithWeekday(date: string): string {
  return `${date} ${weekday(dayOf(date), "UTC")}`;
}

export function shortDate(date: string, today: string): string {
  const text = date.slice(0, 4) === today.slice(0, 4) ? date.slice(5) : date;
  return `${text} ${weekday(dayOf(date), "UTC")}`;
}

// Moments are shown as the body's clocks show them; where its zone is not told, as the reader's do.
const zoneOfBody = ref<string>();
export function readClocksOf(body: object | null | undefined) {
  readSourceOf(body);
  zoneOfBody.value =
    body && "zone" in body && typeof body.zone === "string" ? body.zone : undefined;
}

// The wall clock at a moment, as if it were UTC.
function wall(moment: number): string {
  const text = new Intl.DateTimeFormat("sv-SE", {
    year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
    timeZone: zoneOfBody.value,
  }).format(new Date(moment));
  return text.replace(",", "");
}

export const localMoment = (moment: string): string => wall(Date.parse(moment));
export const localDay = (moment: string): string => localMoment(moment).slice(0, 10);
// A limit of days runs out at the midnight behind its last day: that day is meant.
export const lastDay = (moment: string): string => wall(Date.parse(moment) - 1).slice(0, 10);

// The moment at which the body's clocks show `2015-01-01T08:30`; null where that is no time.
export function momentAt(local: string): string | null {
  const asked = Date.parse(`${local}Z`);
  if (Number.isNaN(asked)) return null;
  const ahead = (moment: number) => Date.parse(`${wall(moment).replace(" ", "T")}Z`) - moment;
  const first = asked - ahead(asked);
  return new Date(asked - ahead(first)).toISOString().replace(".000Z", "Z");
}

export function monthName(year: number, month: number): string {
  return new Intl.DateTimeFormat(zone[language.value], {
    year: "numeric", month: "long", timeZone: "UTC",
  }).format(new Date(Date.UTC(year, month, 1)));
}

export function weekdayNames(): string[] {
  // 2018-01-01 was a Monday.
  return [1, 2, 3, 4, 5, 6, 7].map((day) =>
    new Intl.DateTimeFormat(zone[language.value], { weekday: "narrow", timeZone: "UTC" }).format(
      new Date(Date.UTC(2018, 0, day)),
    ),
  );
}

export function count(number: number): string {
  return new Intl.NumberFormat(zone[language.value]).format(number);
}
