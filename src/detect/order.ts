// Exact order statistics of many scores without sorting them: two passes of counting over the bits of the floats.

/**
 * Called after each piece of at most a few milliseconds; a long call waits for what it returns, so that others may work
 * in between, such as `() => (pacer.due() ? pacer.breathe(progress) : undefined)`.
 */
export type Pace = () => Promise<void> | undefined;

export const atOnce: Pace = () => undefined;

/** Positive floats sort as their bits do (IEEE 754); no float up to 1 has more than 30 bits. */
const LOW_BITS = 12;
const HIGH_COUNT = (0x3f800000 >>> LOW_BITS) + 1;

/** Number of scores. */
export function countScores(scores: readonly Float32Array[]): number {
  return scores.reduce((count, chunk) => count + chunk.length, 0);
}

/** Scores at ranks, and where each stands among all scores. */
export interface RankedScores {
  scores: Float32Array<ArrayBuffer>;
  /** Scores above each. */
  higher: Uint32Array<ArrayBuffer>;
  /** Scores that are equal to each, or above it. */
  upTo: Uint32Array<ArrayBuffer>;
}

/**
 * The scores at the given ranks from the top: rank 1 is the highest, equal scores take ranks one after another.
 * @param scores chunks of scores in 0 to 1
 * @param ranks  never falling, each from 1 to the number of scores
 * Throws RangeError for ranks outside, or in another order.
 */
export async function rankScores(
  scores: readonly Float32Array[],
  ranks: ArrayLike<number>,
  pace: Pace = atOnce,
): Promise<RankedScores> {
  const count = countScores(scores);
  for (let i = 0; i < ranks.length; i++) {
    if (!(ranks[i] >= (i === 0 ? 1 : ranks[i - 1]) && ranks[i] <= count)) {
      throw new RangeError(`rank ${ranks[i]} of ${count} scores`);
    }
  }
  // First pass: how many scores share their upper bits.
  const high = new Uint32Array(HIGH_COUNT);
  for (const chunk of scores) {
    const bits = new Uint32Array(chunk.buffer, chunk.byteOffset, chunk.length);
    for (let i = 0; i < bits.length; i++) high[bits[i] >>> LOW_BITS]++;
    await pace();
  }
  // The ranks fall into few of these groups: only they are counted by their lower bits.
  const groupOf = new Int32Array(HIGH_COUNT).fill(-1);
  const groups: { upper: number; above: number }[] = [];
  let above = 0;
  let next = 0;
  for (let upper = HIGH_COUNT - 1; upper >= 0 && next < ranks.length; upper--) {
    if (high[upper] === 0) continue;
    if (ranks[next] <= above + high[upper]) {
      groupOf[upper] = groups.length;
      groups.push({ upper, above });
      while (next < ranks.length && ranks[next] <= above + high[upper]) next++;
    }
    above += high[upper];
  }
  const low = groups.map(() => new Uint32Array(1 << LOW_BITS));
  for (const chunk of scores) {
    const bits = new Uint32Array(chunk.buffer, chunk.byteOffset, chunk.length);
    for (let i = 0; i < bits.length; i++) {
      const group = groupOf[bits[i] >>> LOW_BITS];
      if (group >= 0) low[group][bits[i] & ((1 << LOW_BITS) - 1)]++;
    }
    await pace();
  }
  const answer = new Float32Array(ranks.length);
  const answerBits = new Uint32Array(answer.buffer);
  const [higher, upTo] = [new Uint32Array(ranks.length), new Uint32Array(ranks.length)];
  let found = 0;
  groups.forEach((group, index) => {
    let seen = group.above;
    for (let lower = (1 << LOW_BITS) - 1; lower >= 0; lower--) {
      const before = seen;
      seen += low[index][lower];
      for (; found < ranks.length && ranks[found] <= seen; found++) {
        answerBits[found] = ((group.upper << LOW_BITS) | lower) >>> 0;
        higher[found] = before;
        upTo[found] = seen;
      }
    }
  });
  return { scores: answer, higher, upTo };
}
