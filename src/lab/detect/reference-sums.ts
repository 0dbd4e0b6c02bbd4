// Sums that fade, places last seen, and the clock, as the reference's formulas take them: plain Maps without bounds.

/** L(x) = log2(1 + x). */
export const logOf = (value: number): number => Math.log2(1 + value);

/** log2((t + 30) / (t - first + 30)): how new it is at `t` what was first seen at `first`. */
export const noveltyAt = (t: number, first: number): number => Math.log2((t + 30) / (t - first + 30));

/** Sums by key, each halved every `half` seconds. */
export class FadingSums {
  readonly #sums = new Map<string, { value: number; at: number }>();

  constructor(readonly half: number) {}

  at(key: string, t: number): number {
    const sum = this.#sums.get(key);
    return sum === undefined ? 0 : sum.value * 2 ** (-Math.max(0, t - sum.at) / this.half);
  }

  /** What stands there then; never below 0. */
  add(key: string, t: number, value: number): number {
    const next = Math.max(0, this.at(key, t) + value);
    this.#sums.set(key, { value: next, at: Math.max(t, this.#sums.get(key)?.at ?? t) });
    return next;
  }

  clear(key: string, t: number): void {
    if (this.#sums.has(key)) this.#sums.set(key, { value: 0, at: t });
  }
}

/** Things that are new where they were not seen for so many seconds. */
export class LastSeen {
  readonly #times = new Map<string, number>();

  constructor(readonly silence: number) {}

  /** Whether it is new at `t`; it is seen now. */
  see(key: string, t: number): boolean {
    const last = this.#times.get(key);
    this.#times.set(key, t);
    return last === undefined || t - last > this.silence;
  }
}

/** When things were first seen. */
export class FirstSeen {
  readonly #times = new Map<string, number>();

  novelty(key: string, t: number): number {
    let first = this.#times.get(key);
    if (first === undefined) this.#times.set(key, (first = t));
    return noveltyAt(t, first);
  }
}

export class Counts {
  readonly #counts = new Map<string, number>();

  /** Counts one more; answers how many there are now. */
  count(key: string): number {
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    return count;
  }

  of(key: string): number {
    return this.#counts.get(key) ?? 0;
  }
}

/** A packet earlier than the clock by up to this many seconds came late: it has the clock's time. */
const LATE = 60;

/**
 * Seconds since the first packet, never backwards. A packet without a time has that of the one before it; after a step back
 * of more than a minute the clock goes on from where it was.
 */
export class ReferenceClock {
  #now = 0;
  /** What is taken from a packet's time, or null before the first. */
  #origin: number | null = null;

  /** The next packet's time is the moment after the last one's. */
  resume(): void {
    this.#origin = null;
  }

  tick(ts: number | null): number {
    if (ts === null) return this.#now;
    this.#origin ??= ts - this.#now;
    const time = ts - this.#origin;
    if (time >= this.#now) this.#now = time;
    else if (this.#now - time > LATE) this.#origin = ts - this.#now;
    return this.#now;
  }
}
