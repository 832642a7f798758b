// SPDX-License-Identifier: Apache-2.0
// Numbers, durations and times, as every page writes them.

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

export function count(n: number): string {
  if (Math.abs(n) >= 1e6) {
    return `${(n / 1e6).toPrecision(3)} M`;
  }
  return Math.round(n).toLocaleString('en-US');
}

/** A measured value: whole from 100 on, three digits below. */
export function value(n: number): string {
  if (Number.isInteger(n) || Math.abs(n) >= 100) {
    return count(n);
  }
  return String(Number(n.toPrecision(Math.abs(n) < 10 ? 2 : 3)));
}

const SMALL = ['none', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

/** Small counts of things in a sentence are words. */
export function spelled(n: number): string {
  return SMALL[n] ?? count(n);
}

export function plural(n: number, one: string, many = `${one}s`): string {
  return `${count(n)} ${n === 1 ? one : many}`;
}

export function times(n: number): string {
  return n === 1 ? 'once' : n === 2 ? 'twice' : `${count(n)} times`;
}

/** Two units at most: 3.1 ms, 41 s, 3 min 58 s, 12 d 13 h. */
export function duration(ms: number): string {
  const t = Math.max(0, ms);
  if (t < SECOND) {
    return `${Number(t.toPrecision(2))} ms`;
  }
  if (t < MINUTE) {
    return `${Math.floor(t / SECOND)} s`;
  }
  if (t < HOUR) {
    return pair(t, MINUTE, 'min', SECOND, 's');
  }
  return t < DAY ? pair(t, HOUR, 'h', MINUTE, 'min') : pair(t, DAY, 'd', HOUR, 'h');
}

function pair(t: number, big: number, bigUnit: string, small: number, smallUnit: string): string {
  const rest = Math.floor((t % big) / small);
  return `${Math.floor(t / big)} ${bigUnit}${rest ? ` ${rest} ${smallUnit}` : ''}`;
}

const two = (n: number) => String(n).padStart(2, '0');

export function clock(ms: number): string {
  const d = new Date(ms);
  return `${two(d.getHours())}:${two(d.getMinutes())}:${two(d.getSeconds())}`;
}

export function clockMinutes(ms: number): string {
  return clock(ms).slice(0, 5);
}

function day(ms: number): string {
  const d = new Date(ms);
  return `${d.getDate()} ${MONTHS[d.getMonth()]}`;
}

/** The clock; with the date when that is not today's. */
export function when(ms: number, nowMs: number): string {
  return day(ms) === day(nowMs) && nowMs - ms < DAY ? clock(ms) : `${day(ms)} ${clock(ms)}`;
}

/** For a narrow column: the clock today, else the date alone. */
export function whenShort(ms: number, nowMs: number): string {
  return day(ms) === day(nowMs) && nowMs - ms < DAY ? clock(ms) : day(ms);
}

export function ago(ms: number, nowMs: number): string | null {
  const t = nowMs - ms;
  if (t >= HOUR) {
    return null;
  }
  return t < MINUTE ? `${Math.max(1, Math.round(t / SECOND))} s ago`
    : `${Math.floor(t / MINUTE)} min ago`;
}

const KIB = 1024;

/** Sizes in B, KiB, MiB and GiB. */
export function bytes(n: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB'];
  const step = Math.min(units.length - 1, Math.floor(Math.log(Math.max(1, n)) / Math.log(KIB)));
  return `${value(n / KIB ** step)} ${units[step]}`;
}

/** For hover and copies: UTC, with milliseconds. */
export function exact(ms: number): string {
  return new Date(ms).toISOString();
}

export function percent(part: number, whole: number): number {
  return whole > 0 ? Math.round((part / whole) * 100) : 0;
}
