// The clock: seconds that never go backwards, whatever the packets' times do.

/** A packet earlier than the clock by up to this many seconds came late: it has the clock's time. */
const LATE: f64 = 60;
/** Times of more seconds than this, either side of 1970, are none. */
const FARTHEST: f64 = 1e12;

let now: f64 = 0;
/** The clock was at `base` when a packet had the time `origin`. */
let base: f64 = 0;
let origin: f64 = 0;
let isSet: bool = false;

/** The first packet that has a time will be at `seconds`. */
export function startClock(seconds: f64): void {
  now = seconds;
  base = seconds;
  isSet = false;
}

export function clockTime(): f64 {
  return now;
}

/**
 * The clock's time of a packet: base + (ts - origin), if that is not before the packet's before it. Without a time of its own
 * it has that of the packet before. Times that fall behind by more than a minute are a clock that was set back: the
 * clock goes on from where it is.
 */
export function tick(ts: f64, hasTime: bool): f64 {
  if (!hasTime || !(abs(ts) <= FARTHEST)) return now;
  if (isSet) {
    const time = base + (ts - origin);
    if (time >= now) {
      now = time;
      return now;
    }
    if (now - time <= LATE) return now;
  }
  base = now;
  origin = ts;
  isSet = true;
  return now;
}
