// How numbers, bytes, durations, scores and times are written for people: one way everywhere.

/** `1,234,567` */
export function formatCount(count: number): string {
  return group(Math.round(count));
}

/** `1,230,000`, `0.0123` of three digits at most. */
export function formatFigures(value: number, digits: number): string {
  return group(Number(value.toPrecision(digits)));
}

/** By thousands. By hand: Intl takes 30 ms to be used at all, before anything is on the page. */
function group(value: number): string {
  const text = String(value);
  if (/[ey]/.test(text)) return new Intl.NumberFormat('en-US', { maximumFractionDigits: 20 }).format(value);
  const [whole, part] = text.split('.');
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ',');
  return part === undefined ? grouped : `${grouped}.${part}`;
}

/** `212`, `2.4`: of what is halved with time, and so is no whole number. */
export function formatAmount(amount: number): string {
  return amount >= 10 || Number.isInteger(amount)
    ? formatCount(Math.round(amount))
    : String(Math.round(10 * amount) / 10);
}

/** `1 packet`, `3,000 packets` */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** Decimal units, three significant digits: `999 B`, `1.2 kB`, `87.1 MB`, `2.15 GB`. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
  let value = bytes;
  let unit = 0;
  // 999.5 of a unit would be written as 1,000.
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? formatCount(value) : formatFigures(value, 3)} ${units[unit]}`;
}

/** `12 ms`, `1.4 s`, `22 min 4 s`, `3 h 5 min`, `2 d 4 h`. */
export function formatDuration(seconds: number): string {
  if (!(seconds > 0)) return '0 s';
  if (seconds < 0.0005) return 'less than 1 ms';
  if (seconds < 0.9995) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 9.95) return `${seconds.toFixed(1).replace(/\.0$/, '')} s`;
  const total = Math.round(seconds);
  if (total < 60) return `${total} s`;
  const two = (large: number, largeUnit: string, small: number, smallUnit: string) =>
    small === 0 ? `${formatCount(large)} ${largeUnit}` : `${formatCount(large)} ${largeUnit} ${small} ${smallUnit}`;
  if (total < 3600) return two(Math.floor(total / 60), 'min', total % 60, 's');
  const minutes = Math.round(seconds / 60);
  if (minutes < 24 * 60) return two(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
  const hours = Math.round(seconds / 3600);
  return two(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

/** An isolation score or a threshold, 3 decimals: `0.612`. */
export function formatScore(score: number): string {
  return score.toFixed(3);
}

/** A share of 0 to 1 in percent: `1 %`, `0.05 %`. */
export function formatShare(share: number): string {
  return `${formatFigures(share * 100, 3)} %`;
}

/** Something per second: `1,240,000 packets/s`, `612 MB/s`. */
export function formatRate(amount: number, seconds: number, unit: string): string {
  const rate = seconds > 0 ? amount / seconds : 0;
  return unit === 'bytes' ? `${formatBytes(rate)}/s` : `${formatCount(Number(rate.toPrecision(3)))} ${unit}/s`;
}

/** A date that JavaScript can write, or null: `Date` ends 100,000,000 days from 1970. */
function isoText(seconds: number): string | null {
  const date = new Date(Math.round(seconds * 1000));
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/** UTC time of epoch seconds: `13:02:10.120`, and with the date `2024-09-05 13:02:10.120`. */
export function formatTime(seconds: number, withDate: boolean): string {
  const iso = isoText(seconds);
  if (iso === null) return String(seconds);
  const [date, time] = iso.slice(0, -1).split('T');
  return withDate ? `${date} ${time}` : time;
}

/** Whether two times stand on one UTC day, so that the date need not be repeated. */
export function onSameDay(first: number, last: number): boolean {
  return Math.floor(first / 86_400) === Math.floor(last / 86_400);
}

/** `2024-09-05 13:02:10 to 13:24:14 UTC`; both dates where they differ. */
export function formatSpan(first: number, last: number): string {
  const from = formatTime(first, true).replace(/\.\d+$/, '');
  const to = formatTime(last, !onSameDay(first, last)).replace(/\.\d+$/, '');
  return `${from} to ${to} UTC`;
}

/** How long ago an ISO time was: `just now`, `5 minutes ago`, `3 days ago`. */
export function formatAgo(iso: string, now = Date.now()): string {
  const seconds = (now - Date.parse(iso)) / 1000;
  if (Number.isNaN(seconds)) return 'at an unknown time';
  if (seconds < 60) return 'just now';
  const ago = (count: number, unit: string) => `${plural(count, unit)} ago`;
  if (seconds < 3600) return ago(Math.floor(seconds / 60), 'minute');
  if (seconds < 86_400) return ago(Math.floor(seconds / 3600), 'hour');
  return ago(Math.floor(seconds / 86_400), 'day');
}
