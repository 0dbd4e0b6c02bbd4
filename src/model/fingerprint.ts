// A model's fingerprint: 128 bits of what it judges packets by, whatever it is called and when it was trained.
import { sha256 } from '@noble/hashes/sha2.js';
import type { Pieces } from '../base/pacer.ts';
import type { Model } from './file.ts';

const BYTES = 16;
/** Bytes hashed between two pauses. */
const PIECE = 1 << 20;

/** The first half of SHA-256 over features, forest and what is usual, as 32 hexadecimal digits. */
export function* fingerprintModel({ info, forest, context }: Model): Pieces<string> {
  const hash = sha256.create();
  const { starts, thresholds, splits, samples } = forest;
  const base = context && Float64Array.of(context.base);
  hash.update(new TextEncoder().encode(JSON.stringify([info.featureSet, info.features, forest.samplesPerTree])));
  for (const array of [starts, thresholds, splits, samples, context?.usual, base]) {
    if (!array) continue;
    for (let from = 0; from < array.byteLength; from += PIECE) {
      const count = Math.min(PIECE, array.byteLength - from);
      hash.update(new Uint8Array(array.buffer, array.byteOffset + from, count));
      yield;
    }
  }
  return [...hash.digest().subarray(0, BYTES)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
