/** Days as ISO dates, reckoned without a clock: today comes in. */

const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The day so many days (0 or more) after another; both as YYYY-MM-DD. */
export function daysAfter(day: string, count: number): string {
  let [year, month, date] = day.split('-').map(Number) as [number, number, number];
  for (date += count; date > lengthOf(year, month);) {
    date -= lengthOf(year, month);
    month += 1;
    if (month > 12) [year, month] = [year + 1, 1];
  }
  return [String(year).padStart(4, '0'), ...[month, date].map((part) => String(part).padStart(2, '0'))].join('-');
}

/** True for a day that exists, as YYYY-MM-DD. */
export function isDay(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return false;
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number];
  return month >= 1 && month <= 12 && day >= 1 && day <= lengthOf(year, month);
}

/** Days of a month, which counts from 1. */
function lengthOf(year: number, month: number): number {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 && isLeap ? 29 : (LENGTHS[month - 1] ?? 31);
}

/** Why a text cannot be the last day of something that begins today, in a sentence; undefined if it can. */
export function whyNoLastDay(text: string, today: string): string | undefined {
  if (!isDay(text)) return `"${text}" is no day. Write it as YYYY-MM-DD.`;
  return text < today ? `${text} is over already.` : undefined;
}
