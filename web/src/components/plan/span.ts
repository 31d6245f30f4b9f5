// The days of a drawing as shares of its width, so that one drawing serves a wide page and a narrow one.
import { dayOf, isoDay } from "@/words/dates";

export interface Line {
  key: string;
  name: string;
  address: string;
  unit: string;
  task?: { state: string; stage: string };
  first: string; // the day that was approved first
  due: string;
  isSilent: boolean;
  isLate: boolean;
}
export interface Mark { key: string; day: string; name: string }
export interface Span { from: number; until: number; at: (day: string) => number }
export interface Part { key: string; at: number; width: number }

const day_length = 864e5;
export const numberOf = (day: string): number => dayOf(day).getTime() / day_length;
export const dayAt = (number: number): string => isoDay(new Date(number * day_length));

// Room on the right for the day that is written behind the last bar.
const room_behind = 0.1, days_before = 4, days_behind_least = 12;
export function spanOf(days: readonly string[]): Span {
  const numbers = days.filter(Boolean).map(numberOf);
  const from = Math.min(...numbers) - days_before, last = Math.max(...numbers);
  const until = last + Math.max(days_behind_least, Math.round((last - from) * room_behind));
  return { from, until, at: (day) => ((numberOf(day) - from) / (until - from)) * 100 };
}

// Neighbouring days that are not worked, together.
export function daysOffIn(span: Span, days: readonly string[]): Part[] {
  const one = 100 / (span.until - span.from);
  const parts: Part[] = [];
  let before = 0;
  for (const day of days) {
    const number = numberOf(day);
    if (number < span.from || number >= span.until) continue;
    const last = parts.at(-1);
    if (last && number === before + 1) last.width += one;
    else parts.push({ key: day, at: span.at(day), width: one });
    before = number;
  }
  return parts;
}

// Where each month begins, and its second and third ten days (中旬、下旬).
const tens = [1, 11, 21];
export interface Ten extends Part { ten: number }
export function monthsIn(span: Span): { months: Part[]; tens: Ten[] } {
  const months: Part[] = [], parts: Ten[] = [];
  const close = (all: Part[], at: number) => {
    const last = all.at(-1);
    if (last) last.width = at - last.at;
  };
  for (let number = span.from; number < span.until; ++number) {
    const day = dayAt(number), ten = tens.indexOf(Number(day.slice(8)));
    const at = ((number - span.from) / (span.until - span.from)) * 100;
    if (number !== span.from && ten < 0) continue;
    if (ten === 0 || number === span.from) {
      close(months, at);
      months.push({ key: day.slice(0, 7), at, width: 0 });
    }
    if (ten >= 0) {
      close(parts, at);
      parts.push({ key: day, at, width: 0, ten });
    }
  }
  close(months, 100);
  close(parts, 100);
  return { months, tens: parts };
}
