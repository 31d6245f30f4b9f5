// Dates are written as ISO days with the weekday: unambiguous in both languages, aligned in columns.
import { language } from "./language";

const zone = { zh: "zh-CN", en: "en-GB" } as const;

function weekday(day: Date, timeZone: string | undefined): string {
  return new Intl.DateTimeFormat(zone[language.value], { weekday: "short", timeZone }).format(day);
}

export const dayOf = (date: string): Date => new Date(`${date}T00:00:00Z`);
export const isoDay = (day: Date): string => day.toISOString().slice(0, 10);

export function dateWithWeekday(date: string): string {
  return `${date} ${weekday(dayOf(date), "UTC")}`;
}

export function shortDate(date: string, today: string): string {
  const text = date.slice(0, 4) === today.slice(0, 4) ? date.slice(5) : date;
  return `${text} ${weekday(dayOf(date), "UTC")}`;
}

const two = (number: number) => String(number).padStart(2, "0");

// Moments are shown in the reader's own zone.
export function localDay(moment: string): string {
  const at = new Date(moment);
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}
export function localMoment(moment: string): string {
  const at = new Date(moment);
  return `${localDay(moment)} ${two(at.getHours())}:${two(at.getMinutes())}`;
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
