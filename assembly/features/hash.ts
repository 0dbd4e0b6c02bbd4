// Keys of 64 bits: seeded hashes of what a table is about. Whoever does not know the seed cannot prepare traffic that collides.

let low: u64 = 0;
let high: u64 = 0;
let oddA: u64 = 1;
let oddB: u64 = 1;
let oddC: u64 = 1;

/** `seed`: 64 bits that nobody can guess. */
export function seedHashes(seed: u64): void {
  low = seed;
  high = stir(seed + 1);
  oddA = stir(high + seed) | 1;
  oddB = stir(oddA + seed) | 1;
  oddC = stir(oddB + seed) | 1;
}

function stir(x: u64): u64 {
  return (x ^ (x >> 32)) * 0x9e3779b97f4a7c15;
}

/**
 * Key of three parts, of which `c` may be anybody's choice and `a` and `b` are keys or 0: a random linear sum, whose uppermost
 * bits are spread well (see batch/dictionary.ts), stirred once. Never 0.
 */
export function combine(a: u64, b: u64, c: u64): u64 {
  return stir(a * oddA + b * oddB + c * oddC) | 1;
}

/** The same for (a, b) and (b, a). */
export function combineEither(a: u64, b: u64, c: u64): u64 {
  return a < b ? combine(a, b, c) : combine(b, a, c);
}

/** A key and a number beside it, as one part. */
export function beside(key: u64, number: u64): u64 {
  return key + number * oddC;
}

/** SipHash-1-3 of the bytes (Aumasson and Bernstein 2012, https://www.aumasson.jp/siphash/siphash.pdf). */
export function hashBytes(at: usize, length: u32): u64 {
  let v0 = low ^ 0x736f6d6570736575;
  let v1 = high ^ 0x646f72616e646f6d;
  let v2 = low ^ 0x6c7967656e657261;
  let v3 = high ^ 0x7465646279746573;
  const end = at + length;
  // Whole words, then what is left with the length, then nothing three times.
  let left: u32 = 4;
  while (left > 0) {
    let word: u64 = 0;
    if (at + 8 <= end) word = load<u64>(at);
    else if (left-- == 4) {
      word = (<u64>length) << 56;
      for (let byte = end; byte > at; byte--) word |= (<u64>load<u8>(byte - 1)) << ((<u64>(byte - 1 - at)) << 3);
    } else if (left == 2) v2 ^= 0xff;
    at += 8;
    v3 ^= word;
    v0 += v1;
    v1 = rotl<u64>(v1, 13) ^ v0;
    v0 = rotl<u64>(v0, 32);
    v2 += v3;
    v3 = rotl<u64>(v3, 16) ^ v2;
    v0 += v3;
    v3 = rotl<u64>(v3, 21) ^ v0;
    v2 += v1;
    v1 = rotl<u64>(v1, 17) ^ v2;
    v2 = rotl<u64>(v2, 32);
    v0 ^= word;
  }
  return v0 ^ v1 ^ v2 ^ v3;
}
