// Keys of 64 bits: seeded hashes of what a table is about. Whoever does not know the seed cannot prepare traffic that collides.

let low: u64 = 0;
let high: u64 = 0;
let oddA: u64 = 1;
let oddB: u64 = 1;
let oddC: u64 = 1;

/** `seed`: 64 bits that nobody can guess. */
export function seedHashes(seed: u64): void {
  low = finish(seed + 1);
  high = finish(low + seed);
  oddA = finish(high + seed) | 1;
  oddB = finish(oddA + seed) | 1;
  oddC = finish(oddB + seed) | 1;
}

/** The finaliser of MurmurHash3, fmix64 (https://github.com/aappleby/smhasher). */
function finish(x: u64): u64 {
  x = (x ^ (x >> 33)) * 0xff51afd7ed558ccd;
  x = (x ^ (x >> 33)) * 0xc4ceb9fe1a85ec53;
  return x ^ (x >> 33);
}

/**
 * Key of three parts, of which `c` may be anybody's choice and `a` and `b` are keys or 0: a random linear sum, whose uppermost
 * bits are spread well (see batch/dictionary.ts), stirred once. Never 0.
 */
export function combine(a: u64, b: u64, c: u64): u64 {
  const sum = a * oddA + b * oddB + c * oddC;
  return ((sum ^ (sum >> 32)) * 0x9e3779b97f4a7c15) | 1;
}

/** The same for (a, b) and (b, a). */
export function combineEither(a: u64, b: u64, c: u64): u64 {
  return a < b ? combine(a, b, c) : combine(b, a, c);
}

/** A key and a number beside it, as one part. */
export function beside(key: u64, number: u64): u64 {
  return key + number * oddC;
}

let v0: u64 = 0;
let v1: u64 = 0;
let v2: u64 = 0;
let v3: u64 = 0;

function round(): void {
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
}

/** SipHash-1-3 of the bytes (Aumasson and Bernstein 2012, https://www.aumasson.jp/siphash/siphash.pdf). */
export function hashBytes(at: usize, length: u32): u64 {
  v0 = low ^ 0x736f6d6570736575;
  v1 = high ^ 0x646f72616e646f6d;
  v2 = low ^ 0x6c7967656e657261;
  v3 = high ^ 0x7465646279746573;
  const end = at + length;
  for (; at + 8 <= end; at += 8) absorb(load<u64>(at));
  let last = (<u64>length) << 56;
  for (let shift: u64 = 0; at < end; at++, shift += 8) last |= (<u64>load<u8>(at)) << shift;
  absorb(last);
  v2 ^= 0xff;
  round();
  round();
  round();
  return v0 ^ v1 ^ v2 ^ v3;
}

function absorb(word: u64): void {
  v3 ^= word;
  round();
  v0 ^= word;
}
