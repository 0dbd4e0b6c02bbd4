// Codes for the path lengths of a tree, such that neighbours in the tree differ in few bits.

const ONES = new Uint8Array(256);
for (let code = 1; code < 256; code++) ONES[code] = ONES[code >> 1] + (code & 1);
const byOnes = Uint8Array.from(ONES.keys()).sort((a, b) => ONES[a] - ONES[b] || a - b);

/**
 * @param count      things to tell apart, at most 2^bits, the commonest first
 * @param bits       at most 8
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
  // The commonest get the codes of fewest bits; then each pair is exchanged where that saves flips. A second round of this
  // finds little more.
  const codes = byOnes.filter((code) => code < size);
  for (let a = 0; a < count; a++) {
    for (let b = a + 1; b < size; b++) {
      const [codeOfA, codeOfB] = [codes[a], codes[b]];
      let gain = 0;
      for (let c = 0; c < count; c++) {
        if (c === a || c === b) continue;
        const code = codes[c];
        gain += (weights[a * size + c] - weights[b * size + c]) * (ONES[codeOfA ^ code] - ONES[codeOfB ^ code]);
      }
      if (gain <= 0) continue;
      codes[a] = codeOfB;
      codes[b] = codeOfA;
    }
  }
  return codes;
}
