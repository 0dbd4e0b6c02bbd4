// What is typical of each feature: exact quantiles of columns of any size without sorting, and all values of few.
import { type FeatureProfile, MAX_VALUES, QUANTILES } from '../model/profile.ts';
import { atOnce, type Pace } from './order.ts';

type Column = ArrayLike<number>;

/** One profile a column; columns come in chunks and are seen as float32, all of them finite. One row or more. */
export async function profileColumns(
  chunks: readonly (readonly Column[])[],
  pace: Pace = atOnce,
): Promise<FeatureProfile[]> {
  const scratch = scratchOf(chunks);
  const profiles: FeatureProfile[] = [];
  for (let index = 0; index < chunks[0].length; index++) {
    const scan = scanOf(chunks, index, scratch, pace);
    const rows = chunks.reduce((sum, chunk) => sum + chunk[index].length, 0);
    const ranks = QUANTILES.map((share) => Math.max(1, Math.ceil(share * rows)));
    const listed = await listValues(scan);
    const quantiles = listed === null ? await selectRanks(scan, ranks, pace) : walkRanks(listed, ranks);
    profiles.push({ quantiles, listed });
  }
  return profiles;
}

const scratchOf = (chunks: readonly (readonly Column[])[]): Float32Array<ArrayBuffer> =>
  new Float32Array(chunks.reduce((most, [column]) => Math.max(most, column.length), 0));

/** The value of each column at a rank from the lowest, 1, which is not above the number of rows. As `profileColumns`. */
export async function valuesAtRank(
  chunks: readonly (readonly Column[])[],
  rank: number,
  pace: Pace = atOnce,
): Promise<number[]> {
  const scratch = scratchOf(chunks);
  const values: number[] = [];
  for (let index = 0; index < chunks[0].length; index++) {
    values.push((await selectRanks(scanOf(chunks, index, scratch, pace), [rank], pace))[0]);
  }
  return values;
}

/** Calls `look` with the bits of each chunk of a column until it answers false. */
function scanOf(
  chunks: readonly (readonly Column[])[],
  index: number,
  scratch: Float32Array<ArrayBuffer>,
  pace: Pace,
): Scan {
  return async (look) => {
    for (const chunk of chunks) {
      scratch.set(chunk[index]);
      if (!look(new Int32Array(scratch.buffer, 0, chunk[index].length))) return false;
      await pace();
    }
    return true;
  };
}

type Scan = (look: (bits: Int32Array) => boolean) => Promise<boolean>;
type Listed = NonNullable<FeatureProfile['listed']>;

/** Slots of the table of values, four times as many as it may hold. */
const SLOTS = 256;

/** All different values with their counts, or null when there are more than MAX_VALUES. */
async function listValues(scan: Scan): Promise<Listed | null> {
  const keys = new Int32Array(SLOTS);
  const counts = new Uint32Array(SLOTS);
  let different = 0;
  let zeros = 0;
  const few = await scan((bits) => {
    for (let i = 0; i < bits.length; i++) {
      // Zero and minus zero are one value, and often most of all.
      const key = bits[i];
      if (key << 1 === 0) {
        zeros++;
        continue;
      }
      let slot = Math.imul(key, 0x9e3779b1) >>> 24;
      while (counts[slot] !== 0 && keys[slot] !== key) slot = (slot + 1) % SLOTS;
      if (counts[slot]++ > 0) continue;
      keys[slot] = key;
      if (++different > MAX_VALUES) return false;
    }
    return true;
  });
  if (!few || different + Math.min(zeros, 1) > MAX_VALUES) return null;
  const values = new Float32Array(keys.buffer);
  const found = [...counts.keys()].filter((slot) => counts[slot] > 0).map((slot) => [values[slot], counts[slot]]);
  if (zeros > 0) found.push([0, zeros]);
  found.sort(([a], [b]) => a - b);
  return {
    values: Float32Array.from(found, ([value]) => value),
    counts: Uint32Array.from(found, ([, count]) => count),
  };
}

function walkRanks({ values, counts }: Listed, ranks: readonly number[]): Float32Array<ArrayBuffer> {
  let [place, seen] = [0, counts[0]];
  return Float32Array.from(ranks, (rank) => {
    while (seen < rank) seen += counts[++place];
    return values[place];
  });
}

const HALF = 1 << 16;

/** Sorts as the floats do: of negative ones (IEEE 754) all bits are turned over, of others the sign. */
const keyOf = (bits: number): number => (bits ^ ((bits >> 31) | 0x80000000)) >>> 0;

/** The values at rising ranks from the lowest, 1: counts the upper halves of all keys, then the lower halves of few. */
async function selectRanks(scan: Scan, ranks: readonly number[], pace: Pace): Promise<Float32Array<ArrayBuffer>> {
  const upper = new Uint32Array(HALF);
  // Of most features most packets have none: counting all of those in one place of memory would wait for itself.
  let zeros = 0;
  await scan((bits) => {
    for (let i = 0; i < bits.length; i++) {
      if (bits[i] === 0) zeros++;
      else upper[keyOf(bits[i]) >>> 16]++;
    }
    return true;
  });
  upper[keyOf(0) >>> 16] += zeros;
  /** Upper half -> its table of lower halves, or -1. */
  const tableOf = new Int16Array(HALF).fill(-1);
  const groups: { half: number; before: number; lower: Uint32Array }[] = [];
  let [half, seen] = [-1, 0];
  for (const rank of ranks) {
    while (seen < rank) seen += upper[++half];
    if (tableOf[half] !== -1) continue;
    tableOf[half] = groups.length;
    groups.push({ half, before: seen - upper[half], lower: new Uint32Array(HALF) });
  }
  await scan((bits) => {
    for (let i = 0; i < bits.length; i++) {
      if (bits[i] === 0) continue;
      const key = keyOf(bits[i]);
      const table = tableOf[key >>> 16];
      if (table >= 0) groups[table].lower[key & (HALF - 1)]++;
    }
    return true;
  });
  const withZero = tableOf[keyOf(0) >>> 16];
  if (withZero >= 0) groups[withZero].lower[keyOf(0) & (HALF - 1)] += zeros;
  await pace();
  const answer = new Float32Array(ranks.length);
  const answerBits = new Int32Array(answer.buffer);
  let found = 0;
  for (const group of groups) {
    let rank = group.before;
    for (let low = 0; low < HALF; low++) {
      rank += group.lower[low];
      for (; found < ranks.length && ranks[found] <= rank; found++) {
        const key = (group.half << 16) | low;
        answerBits[found] = key ^ (~(key >> 31) | 0x80000000);
      }
    }
  }
  // Minus zero becomes zero.
  return answer.map((value) => value + 0);
}
