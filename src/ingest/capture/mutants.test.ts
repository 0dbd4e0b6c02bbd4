// Captures that were changed by chance, and cut at every byte: read or refused, each packet before the cut kept.
import { expect, test } from 'vitest';
import { compileCore } from '../../base/whole-core.ts';
import { drawFrom } from '../../base/testing/draw.ts';
import { sampleCaptures } from './testing/sample-captures.ts';
import { judgeCaptures } from './testing/judge.ts';
import { dissect, mutateCapture } from './testing/mutants.ts';

const MUTANTS = 3000;
/** Files of one load: most of its cost is not theirs. */
const GROUP = 30;

const core = await compileCore();
const anatomies = sampleCaptures.map(({ bytes }) => dissect(bytes));

test('the samples are sound, and taken apart to their ends', async () => {
  const { loaded, fault } = await judgeCaptures(
    core,
    sampleCaptures.map(({ bytes }) => bytes),
  );
  expect(fault).toBeNull();
  for (const [index, { name, bytes }] of sampleCaptures.entries()) {
    expect({ name, ...loaded!.report.sources[index].capture }).toMatchObject({ name, noteCount: 0 });
    expect(anatomies[index].cuts.at(-1)).toBe(bytes.length);
  }
});

test(`${MUTANTS} mutants are read or refused, and their packets can be looked into`, async () => {
  const draw = drawFrom(4);
  let [readable, inspections] = [0, 0];
  for (let count = 0; count < MUTANTS; count += GROUP) {
    const mutants = Array.from({ length: GROUP }, () =>
      mutateCapture(draw, anatomies[draw(anatomies.length)], anatomies),
    );
    const { fault, packets, inspected } = await judgeCaptures(core, mutants);
    expect({ count, fault }).toEqual({ count, fault: null });
    inspections += inspected;
    readable += packets.filter((each) => each > 0).length;
  }
  // Both happen, or the mutants are not what they are meant to be.
  expect(readable).toBeGreaterThan(MUTANTS / 2);
  expect(readable).toBeLessThan(MUTANTS);
  expect(inspections).toBeGreaterThan(MUTANTS / GROUP);
});

test('a capture that is cut off gives the packets before the cut', async () => {
  for (const { bytes, cuts } of anatomies) {
    const { table } = (await judgeCaptures(core, [bytes])).loaded!;
    const offsets = Array.from({ length: table.length }, (_, row) => table.frame(row)!.offset);
    const ends = offsets.map((offset) => cuts.find((cut) => cut > offset)!);
    for (let from = 0; from < bytes.length; from += GROUP) {
      const lengths = Array.from({ length: Math.min(GROUP, bytes.length - from) }, (_, index) => from + index);
      const pieces = lengths.map((length) => bytes.slice(0, length));
      const { fault, packets } = await judgeCaptures(core, pieces);
      const expected = lengths.map((length) => ends.filter((end) => end <= length).length);
      expect({ from, fault, packets }).toEqual({ from, fault: null, packets: expected });
    }
  }
});
