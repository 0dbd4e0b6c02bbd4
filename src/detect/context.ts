// A packet in its context: what stands out among others of the same source, or pair of hosts, that do counts more.
import type { Pieces } from '../base/pacer.ts';
import type { PacketChunk, PacketTable } from '../packets/table.ts';
import type { ScoreChunks } from './fuse.ts';

/** Seconds after which what a source, or a pair, has shown counts half. */
const SOURCE_HALF = 5;
const PAIR_HALF = 60;
const [OWN, SOURCE, PAIR] = [0.2, 0.4, 0.4];
/** Rows between two looks at the clock. */
const PIECE = 16_384;
/** Keys that are remembered at a time; of more, those go that stand in the way. */
const MOST_KEYS = 1 << 20;
/** Slots that are looked into for a key. */
const PROBES = 8;

/** Numbers of a slot, side by side: one cache line holds two slots. */
const [KEY, SUM, WEIGHT, TIME, SLOT] = [0, 1, 2, 3, 4];

/** Damped means of a number, by key; a table of fixed size, in which the key that was seen longest ago makes room. */
class DampedMeans {
  readonly #mask: number;
  readonly #slots: Float64Array;

  constructor(
    rows: number,
    readonly half: number,
  ) {
    const size = 2 ** Math.ceil(Math.log2(Math.min(MOST_KEYS, Math.max(16, 2 * rows))));
    this.#mask = size - 1;
    this.#slots = new Float64Array(SLOT * size);
  }

  /**
   * Takes a number in. Returns the sum of all of its key, each halved every `half` seconds, over 1 + the sum of their
   * weights: a few say less than many.
   * @param key above 0
   */
  add(key: number, number: number, time: number): number {
    const slots = this.#slots;
    const slot = this.#find(key);
    // Times may go back.
    const age = Math.abs(time - slots[slot + TIME]);
    const weight = age === 0 ? 1 : 2 ** (-age / this.half);
    const sum = slots[slot + SUM] * weight + number;
    const count = slots[slot + WEIGHT] * weight + 1;
    slots[slot + SUM] = sum;
    slots[slot + WEIGHT] = count;
    slots[slot + TIME] = time;
    return sum / (1 + count);
  }

  #find(key: number): number {
    // Finalizer of MurmurHash3 (Appleby) over both halves.
    let hash = Math.imul(key ^ Math.imul((key / 2 ** 32) >>> 0, 0x9e3779b1), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    hash ^= hash >>> 16;
    const slots = this.#slots;
    let oldest = SLOT * (hash & this.#mask);
    for (let probe = 0; probe < PROBES; probe++) {
      const slot = SLOT * ((hash + probe) & this.#mask);
      if (slots[slot + KEY] === key) return slot;
      if (slots[slot + KEY] === 0) {
        oldest = slot;
        break;
      }
      if (slots[slot + TIME] < slots[oldest + TIME]) oldest = slot;
    }
    slots[oldest + KEY] = key;
    slots[oldest + SUM] = slots[oldest + WEIGHT] = 0;
    return oldest;
  }
}

/** Id of the address that a packet comes from or goes to: of IP, what ARP is about, or else of the frame; 0 for none. */
const sourceOf = ({ src, arpSender, srcMac }: PacketChunk, row: number): number =>
  src?.[row] || arpSender?.[row] || srcMac?.[row] || 0;
const targetOf = ({ dst, arpTarget, dstMac }: PacketChunk, row: number): number =>
  dst?.[row] || arpTarget?.[row] || dstMac?.[row] || 0;

/** Each number, with those of the same source and of the same pair before it. `numbers` are one array a chunk. */
export function* smoothInContext({ chunks, length }: PacketTable, numbers: ScoreChunks): Pieces<ScoreChunks> {
  const [sources, pairs] = [new DampedMeans(length, SOURCE_HALF), new DampedMeans(length, PAIR_HALF)];
  const smoothed = numbers.map((own) => new Float32Array(own.length));
  let time = 0;
  for (const [index, chunk] of chunks.entries()) {
    const [own, out] = [numbers[index], smoothed[index]];
    for (let row = 0; row < chunk.length; row++) {
      const [from, to] = [sourceOf(chunk, row) + 1, targetOf(chunk, row) + 1];
      // A packet without a time came with the one before it.
      time = chunk.ts?.[row] || time;
      const [low, high] = from < to ? [from, to] : [to, from];
      const bySource = sources.add(from, own[row], time);
      const byPair = pairs.add(low * 2 ** 26 + high, own[row], time);
      out[row] = OWN * own[row] + SOURCE * bySource + PAIR * byPair;
      if (row % PIECE === PIECE - 1) yield;
    }
    yield;
  }
  return smoothed;
}
