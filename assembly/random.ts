// The seeded generator: xoshiro256**, its state filled by SplitMix64 as its authors advise.
// Blackman and Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47(4), 2021; https://prng.di.unimi.it
// The state is 32 bytes of the caller's memory, so that streams are independent of one another.

/** Bytes of one generator's state. */
export const RANDOM_BYTES: usize = 32;

/** Starts the generator of one stream, such as a tree, so that streams can be taken in any order. */
export function seedStream(state: usize, seed: u32, stream: u32): void {
  let counter = ((seed as u64) << 32) | (stream as u64);
  for (let offset: usize = 0; offset < RANDOM_BYTES; offset += 8) {
    // SplitMix64 (Steele, Lea and Flood, OOPSLA 2014) with the constants of splitmix64.c.
    counter += 0x9e3779b97f4a7c15;
    let bits = counter;
    bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9;
    bits = (bits ^ (bits >> 27)) * 0x94d049bb133111eb;
    store<u64>(state + offset, bits ^ (bits >> 31));
  }
}

/** 64 random bits. */
export function nextBits(state: usize): u64 {
  const s1 = load<u64>(state, 8);
  const result = rotl<u64>(s1 * 5, 7) * 9;
  const s0 = load<u64>(state);
  const s2 = load<u64>(state, 16) ^ s0;
  const s3 = load<u64>(state, 24) ^ s1;
  store<u64>(state, s0 ^ s3);
  store<u64>(state, s1 ^ s2, 8);
  store<u64>(state, s2 ^ (s1 << 17), 16);
  store<u64>(state, rotl<u64>(s3, 45), 24);
  return result;
}

/** Uniform in 0 (included) to 1 (excluded), in steps of 2^-53. */
export function nextUnit(state: usize): f64 {
  return ((nextBits(state) >> 11) as f64) * 1.1102230246251565e-16;
}

/** Uniform integer in 0 to `count` - 1, without bias (Lemire, ACM TOMACS 29(1), 2019). `count` is at least 1. */
export function nextBelow(state: usize, count: u32): u32 {
  let product = (nextBits(state) >> 32) * (count as u64);
  if ((product as u32) < count) {
    const floor: u32 = ((0 as u32) - count) % count;
    while ((product as u32) < floor) product = (nextBits(state) >> 32) * (count as u64);
  }
  return (product >> 32) as u32;
}
