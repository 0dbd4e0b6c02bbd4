// Codes for the path lengths of a tree, such that neighbours in the tree differ in few bits.

/** Rounds of exchanges: the second finds little, and many codes take their time. */
const roundsFor = (size: number): number => (size > 32 ? 1 : 2);

function countOnes(bits: number): number {
  return bits === 0 ? 0 : 1 + countOnes(bits & (bits - 1));
}

/**
 * @param count      things to tell apart, at most 2^bits
 * @param neighbours pairs of things; one pair more often than another weighs more
 * @returns a code of `bits` bits for each thing, all different
 */
export function chooseCodes(
  count: number,
  bits: number,
  neighbours: readonly (readonly [number, number])[],
): Uint8Array {
  const size = 2 ** bits;
  // Things beyond `count` are codes that nobody has: they may be exchanged like the others.
  const weights = new Uint16Array(size * size);
  for (const [a, b] of neighbours) {
    weights[a * size + b]++;
    weights[b * size + a]++;
  }
  const ones = Uint8Array.from({ length: size }, (_, code) => countOnes(code));
  // The commonest get the codes of fewest bits; then pairs are exchanged as long as that saves flips.
  const codes = Uint8Array.from({ length: size }, (_, code) => code).sort((a, b) => ones[a] - ones[b] || a - b);
  for (let round = 0, saved = 1; round < roundsFor(size) && saved > 0; round++) {
    saved = 0;
    for (let a = 0; a < count; a++) {
      for (let b = a + 1; b < size; b++) {
        const [codeOfA, codeOfB] = [codes[a], codes[b]];
        let gain = 0;
        for (let c = 0; c < count; c++) {
          if (c === a || c === b) continue;
          const code = codes[c];
          gain += (weights[a * size + c] - weights[b * size + c]) * (ones[codeOfA ^ code] - ones[codeOfB ^ code]);
        }
        if (gain <= 0) continue;
        codes[a] = codeOfB;
        codes[b] = codeOfA;
        saved += gain;
      }
    }
  }
  return codes;
}
