// A capture gives the same packets and the same notes however its bytes are cut into pieces.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileCore } from '../../base/whole-core.ts';
import { drawFrom } from '../../base/testing/draw.ts';
import { LoadTarget } from '../load-target.ts';
import { CaptureReader } from './reader.ts';
import type { Bytes } from './testing/bytes.ts';
import { smallFrame } from './testing/frames.ts';
import { dissect, mutateCapture } from './testing/mutants.ts';
import { writePcap } from './testing/pcap.ts';
import { sampleCaptures } from './testing/sample-captures.ts';

const core = await compileCore();
const anatomies = sampleCaptures.map(({ bytes }) => dissect(bytes));

/** All that comes out of `pieces`, read one after another. */
function readPieces(pieces: readonly Uint8Array[]): object {
  const target = new LoadTarget(core);
  const reader = new CaptureReader(target);
  reader.begin(0);
  for (const piece of pieces) reader.feed(piece);
  reader.end();
  const result = reader.finish();
  const table = target.table();
  const rows = Array.from({ length: table.length }, (_, row) => ({ ...table.packet(row), ...table.frame(row) }));
  return { result, rows, interfaces: table.interfaces };
}

function cut(bytes: Bytes, lengths: readonly number[]): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let at = 0;
  for (let turn = 0; at < bytes.length; turn++) {
    const length = lengths[turn % lengths.length];
    pieces.push(bytes.subarray(at, at + length));
    at += length;
  }
  return pieces;
}

const anyLengths = fc.array(fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 3000 })), {
  minLength: 1,
  maxLength: 12,
});

test.each(sampleCaptures)('byte by byte: $name', ({ bytes }) => {
  expect(readPieces(cut(bytes, [1]))).toEqual(readPieces([bytes]));
});

test('sound captures, and such as were changed by chance', () => {
  fc.assert(
    fc.property(fc.nat(sampleCaptures.length - 1), fc.option(fc.nat(100_000)), anyLengths, (index, seed, lengths) => {
      const base = anatomies[index];
      const bytes = seed === null ? base.bytes : mutateCapture(drawFrom(seed), base, anatomies);
      expect(readPieces(cut(bytes, lengths))).toEqual(readPieces([bytes]));
    }),
    { numRuns: 300 },
  );
});

test('captures of more than a piece, damaged here and there', () => {
  const records = Array.from({ length: 40_000 }, (_, index) => ({
    seconds: 1_700_000_000 + index,
    fraction: 0,
    data: smallFrame,
  }));
  const bytes = writePcap({ records });
  const draw = drawFrom(9);
  for (let times = 0; times < 40; times++) bytes[draw(bytes.length)] ^= 1 << draw(8);
  const whole = readPieces([bytes]);
  for (const lengths of [[65_536], [1 << 20], [(1 << 20) - 1, 3], [777_777]]) {
    // Not by `toEqual`, which would take minutes to say where 40,000 rows differ.
    expect(JSON.stringify(readPieces(cut(bytes, lengths))) === JSON.stringify(whole)).toBe(true);
  }
});
