// Times and lengths for axes and spans, with no more digits than tell them apart. All of it is UTC.
import { formatDuration, onSameDay } from '../../base/format.ts';
import type { TimeAxis, TimeSpan } from '../../survey/types.ts';
import { edgeOf, stepFrom } from '../../survey/time-axis.ts';

const DAY = 86_400;
/** `Date` ends 100,000,000 days from 1970. */
const LAST_DATE = 8.64e12;
const MICRO = 1e6;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** From so many seconds on a step is of whole months. */
const MONTH_STEP = 20 * DAY;

/** A place on a time axis. */
export interface Tick {
  at: number;
  label: string;
}

/** How finely times are told: -1 to the minute, 0 to the second, else digits behind it. */
type Fineness = number;

/** Microseconds since 1970, a whole number; doubles of our days hold no finer times. */
const microsOf = (time: number): number => Math.round(time * MICRO);

/** What it takes to tell these numbers of seconds from their neighbours. */
function finenessOf(...seconds: number[]): Fineness {
  const micros = seconds.map(microsOf);
  const divides = (unit: number) => micros.every((each) => each % unit === 0);
  if (divides(60 * MICRO)) return -1;
  for (let digits = 0; digits < 6; digits++) if (divides(10 ** (6 - digits))) return digits;
  return 6;
}

const isDate = (time: number): boolean => Math.abs(time) < LAST_DATE;

/** The time of day of a whole number of microseconds. */
function clock(micros: number, fineness: Fineness): string {
  const second = Math.floor(micros / MICRO);
  const text = new Date(second * 1000).toISOString().slice(-13, fineness < 0 ? -8 : -5);
  const fraction = String(micros - second * MICRO).padStart(6, '0');
  return fineness > 0 ? `${text}.${fraction.slice(0, fineness)}` : text;
}

/** `2024-09-05`, of a time that a calendar holds. */
const dateOf = (time: number): string => new Date(Math.floor(time) * 1000).toISOString().replace(/T.*/, '');

/** `13:02:10`; with the date `2024-09-05 13:02:10`. As fine as a step of `step` seconds needs. */
export function timeWords(time: number, step: number, withDate = false): string {
  if (!isDate(time)) return `${time} s`;
  const micros = microsOf(time);
  // To the step's digits by rounding, so that 0.1 + 0.2 is not told as less.
  const fineness = finenessOf(step);
  const unit = fineness < 0 ? MICRO : 10 ** (6 - fineness);
  const rounded = Math.round(micros / unit) * unit;
  const needed = fineness < 0 ? finenessOf(rounded / MICRO) : fineness;
  const text = clock(rounded, needed);
  return withDate ? `${dateOf(rounded / MICRO)} ${text}` : text;
}

/** `13:02:10 to 13:03:25`; each end with its date where they differ, or where it is asked for. */
export function spanWords({ from, to }: TimeSpan, step: number, withDate = false): string {
  if (!isDate(from) || !isDate(to)) return `${from} s to ${to} s`;
  const sameDay = onSameDay(from, to);
  // The finer of what the ends need and what the axis shows: words do not change their length while an edge is dragged.
  const fineness = Math.max(finenessOf(from, to), finenessOf(step));
  const words = (time: number, dated: boolean) =>
    `${dated ? `${dateOf(time)} ` : ''}${clock(microsOf(time), fineness)}`;
  if (fineness < 0 && !sameDay && from % DAY === 0 && to % DAY === 0) return `${dateOf(from)} to ${dateOf(to)}`;
  return `${words(from, withDate || !sameDay)} to ${words(to, !sameDay)}`;
}

/** Whether all of a span is on one day; it may end at midnight. */
const isOneDay = ({ from, to }: TimeSpan): boolean =>
  isDate(from) && isDate(to) && dateOf(from) === dateOf(to - 1 / MICRO);

/** `2024-09-05 13:02:10 to 13:03:25 UTC`, to the second or as fine as it takes. */
export const wholeSpanWords = (span: TimeSpan): string => `${spanWords(span, 1, true)} UTC`;

/** `2024-09-05 UTC` where all of a span is on one day, `UTC` where it is not. */
export const dayWords = (span: TimeSpan): string => (isOneDay(span) ? `${dateOf(span.from)} UTC` : 'UTC');

/** Whether the times of a span need their dates to be told apart. */
export const needDates = (span: TimeSpan | null): boolean => span !== null && !isOneDay(span);

/** `15 µs`, `2.5 ms`, and from a second on as everywhere. */
export function lengthWords(seconds: number): string {
  const micros = microsOf(seconds);
  if (micros >= 999_500) return formatDuration(seconds);
  return micros < 1000 ? `${micros} µs` : `${Number((micros / 1000).toPrecision(3))} ms`;
}

/** Times of `step` seconds or more apart, as their steps, from `from` to `to`. */
function evenTicks(from: number, to: number, step: number): number[] {
  // By division below a second: edges of 1/1,000,000 are what they are called.
  const parts = step < 1 ? Math.round(1 / step) : 0;
  const at = (index: number) => (parts > 0 ? index / parts : index * step);
  const first = Math.ceil(parts > 0 ? from * parts : from / step);
  const count = Math.floor(parts > 0 ? to * parts : to / step) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => at(first + index));
}

function monthTicks(from: number, to: number, least: number): { ticks: number[]; yearly: boolean } {
  const months = [1, 2, 3, 6].find((count) => count * 28 * DAY >= least);
  const years = months === undefined ? stepYears(least / (365 * DAY)) : 0;
  const step = months ?? years * 12;
  const begin = new Date(from * 1000);
  const ticks: number[] = [];
  let month = Math.floor((begin.getUTCFullYear() * 12 + begin.getUTCMonth()) / step) * step;
  for (; ; month += step) {
    const date = new Date(0);
    // Date.UTC takes years below 100 for those of the last century.
    date.setUTCFullYear(Math.floor(month / 12), month - Math.floor(month / 12) * 12, 1);
    const at = date.getTime() / 1000;
    if (!(at <= to)) return { ticks, yearly: step >= 12 };
    if (at >= from) ticks.push(at);
  }
}

const stepYears = (least: number): number => {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, least)));
  return [1, 2, 5, 10].find((factor) => factor * power >= least)! * power;
};

/**
 * At most `most` + 1 times that are read easily, with words that differ from their neighbours': the day where it begins, the
 * second where it begins, and in between only what changes.
 */
export function timeTicks({ from, to }: TimeSpan, most: number): Tick[] {
  if (!(to > from) || !isDate(from) || !isDate(to)) return [];
  const least = Math.max((to - from) / most, 1 / MICRO);
  if (least > MONTH_STEP / 2) {
    const { ticks, yearly } = monthTicks(from, to, least);
    return ticks.map((at) => ({ at, label: monthLabel(at, yearly) }));
  }
  const step = stepFrom(least);
  const fineness = finenessOf(step);
  return evenTicks(from, to, step).map((at, index) => ({ at, label: tickLabel(at, step, fineness, index === 0) }));
}

function monthLabel(at: number, yearly: boolean): string {
  const date = new Date(at * 1000);
  return yearly || date.getUTCMonth() === 0 ? String(date.getUTCFullYear()) : MONTHS[date.getUTCMonth()];
}

function tickLabel(at: number, step: number, fineness: Fineness, first: boolean): string {
  if (at % DAY === 0) {
    const date = new Date(at * 1000);
    return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;
  }
  const micros = microsOf(at);
  if (step >= 1) return clock(micros, fineness);
  if (micros % MICRO === 0) return clock(micros, 0);
  const text = clock(micros, fineness);
  return first ? text : text.slice(text.indexOf('.'));
}

/** The edges of an axis. */
export const spanOf = (axis: TimeAxis): TimeSpan => ({ from: axis.start, to: edgeOf(axis, axis.count) });
