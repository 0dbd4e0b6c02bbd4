// Captures that were changed by chance, and cut at every byte: read or refused, each packet before the cut kept.
import { expect, test } from 'vitest';
import { compileCore } from '../../base/core.ts';
import { sampleCaptures } from './testing/sample-captures.ts';
import { judgeCapture } from './testing/judge.ts';
import { dissect, drawFrom, mutateCapture } from './testing/mutants.ts';

const core = await compileCore();
const anatomies = sampleCaptures.map(({ bytes }) => dissect(bytes));

test('the samples are sound, and taken apart to their ends', async () => {
  for (const [index, { name, bytes }] of sampleCaptures.entries()) {
    const { loaded, fault } = await judgeCapture(core, bytes);
    expect({ name, fault }).toEqual({ name, fault: null });
    expect(loaded?.report.sources[0].capture).toMatchObject({ noteCount: 0 });
    expect(anatomies[index].cuts.at(-1)).toBe(bytes.length);
  }
});

test('2,000 mutants are read or refused', async () => {
  const draw = drawFrom(4);
  const counts = { read: 0, refused: 0 };
  for (let count = 0; count < 2000; count++) {
    const mutant = mutateCapture(draw, anatomies[draw(anatomies.length)], anatomies);
    const { fault, loaded } = await judgeCapture(core, mutant);
    expect({ count, fault }).toEqual({ count, fault: null });
    if (loaded === null) counts.refused++;
    else counts.read++;
  }
  // Both happen, or the mutants are not what they are meant to be.
  expect(counts.read).toBeGreaterThan(1000);
  expect(counts.refused).toBeGreaterThan(10);
});

test('a capture that is cut off gives the packets before the cut', async () => {
  for (const { bytes, cuts } of anatomies) {
    const whole = (await judgeCapture(core, bytes)).loaded!.table;
    const offsets = Array.from({ length: whole.length }, (_, row) => whole.frame(row)!.offset);
    const ends = offsets.map((offset) => cuts.find((cut) => cut > offset)!);
    for (let length = 0; length < bytes.length; length++) {
      const { loaded, fault } = await judgeCapture(core, bytes.slice(0, length));
      const expected = ends.filter((end) => end <= length).length;
      expect({ length, fault, packets: loaded?.table.length ?? 0 }).toEqual({ length, fault: null, packets: expected });
    }
  }
});
