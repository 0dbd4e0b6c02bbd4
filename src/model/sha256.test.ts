// The checksum against Node's own, for every length around the blocks and any way of cutting.
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Sha256 } from './sha256.ts';

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const peer = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

test('agrees for every length up to 300 bytes, and with FIPS 180-2, B.1', () => {
  for (let length = 0; length <= 300; length++) {
    const bytes = Uint8Array.from({ length }, (_, index) => index * 167 + length);
    expect(hexOf(new Sha256().update(bytes).digest())).toBe(peer(bytes));
  }
  expect(hexOf(new Sha256().update(new TextEncoder().encode('abc')).digest())).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  );
});

test('does not depend on the pieces, nor on where they lie in memory', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 12 }), fc.nat(7), (pieces, shift) => {
      const hash = new Sha256();
      for (const piece of pieces) {
        const memory = new Uint8Array(piece.length + 7);
        memory.set(piece, shift);
        hash.update(memory.subarray(shift, shift + piece.length));
      }
      expect(hexOf(hash.digest())).toBe(peer(Buffer.concat(pieces)));
    }),
  );
});
