// Counters that decay, and such that only count, in the entries of tables.
import { remainder } from './arithmetic';

/** Half-lives a second. */
export const SHORT: f64 = 1 / 10;
export const MINUTE: f64 = 1 / 60;
export const LONG: f64 = 1 / 100;
/** Seconds after which what was seen is new again. */
export const FORGOTTEN: f64 = 600;

/** Adds to a counter that was last used `seconds` ago; answers it. */
export function damp(counter: usize, seconds: f64, perSecond: f64, change: f64): f64 {
  const value = load<f64>(counter) * remainder(seconds, perSecond) + change;
  store<f64>(counter, value);
  return value;
}

/** Counts one more, and answers how many there are. */
export function count(counter: usize): f64 {
  const value = load<u32>(counter) + 1;
  // It stops where it would begin anew.
  if (value != 0) store<u32>(counter, value);
  return <f64>value + (value == 0 ? 4294967295 : 0);
}
