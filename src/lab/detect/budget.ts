// A threshold for so many findings: a finding is a run of marked packets of one pair of hosts with gaps below a minute.

/** Seconds between two marked packets of a pair from which on they are two findings. */
export const FINDING_GAP = 60;

/** Half of it: marked packets in windows next to each other are always of one finding. */
const WINDOW = FINDING_GAP / 2;

interface Recent {
  window: number;
  peak: number;
  /** Peak of the window just before, or 0. */
  before: number;
}

/**
 * Counts, for every threshold at once, the findings that it would make: the highest score of each pair in each half minute
 * is kept, and windows next to each other are joined where both are above the threshold. Never fewer than there are; more
 * only where a finding pauses for 30 to 60 seconds. O(1) a packet; what it keeps grows with the packets above `least`.
 */
export class FindingPeaks {
  readonly #recent = new Map<number, Recent>();
  readonly #peaks: number[] = [];
  /** Thresholds below which two windows are one finding. */
  readonly #joints: number[] = [];

  /**
   * @param least   packets that do not score higher are passed over: the lowest threshold
   * @param ceiling so are those that score higher than this: they are findings whatever the budget is
   */
  constructor(
    readonly least: number,
    readonly ceiling: number,
  ) {}

  /**
   * Takes a packet in. Times that go back count as now.
   * @param pair a number for the pair of hosts
   * @param time seconds
   */
  add(pair: number, time: number, score: number): void {
    if (!(score > this.least && score <= this.ceiling)) return;
    const window = Math.floor(time / WINDOW);
    const recent = this.#recent.get(pair);
    if (recent === undefined) {
      this.#recent.set(pair, { window, peak: score, before: 0 });
    } else if (window <= recent.window) {
      recent.peak = Math.max(recent.peak, score);
    } else {
      this.#close(recent);
      recent.before = window === recent.window + 1 ? recent.peak : 0;
      recent.peak = score;
      recent.window = window;
    }
  }

  #close({ peak, before }: Recent): void {
    this.#peaks.push(peak);
    if (before > 0) this.#joints.push(Math.min(peak, before));
  }

  /** The lowest threshold, `least` or more, above which no threshold makes more findings than this; no packet is added later. */
  thresholdFor(findings: number): number {
    for (const recent of this.#recent.values()) this.#close(recent);
    this.#recent.clear();
    const peaks = Float64Array.from(this.#peaks).sort().reverse();
    const joints = Float64Array.from(this.#joints).sort().reverse();
    let [open, joined] = [0, 0];
    while (open < peaks.length) {
      const score = peaks[open];
      while (open < peaks.length && peaks[open] >= score) open++;
      while (joined < joints.length && joints[joined] >= score) joined++;
      // Just below `score`: what stands at it is marked.
      if (open - joined > findings) return score;
    }
    return this.least;
  }
}
