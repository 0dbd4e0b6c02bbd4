// What is typical of columns, against sorting and counting by definition.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findProfileFault, flattenProfiles, MAX_VALUES, QUANTILES, unflattenProfiles } from '../model/profile.ts';
import { profileColumns, valuesAtRank } from './profile.ts';

const chunked = (columns: number[][], size: number): Float32Array[][] =>
  Array.from({ length: Math.ceil(columns[0].length / size) }, (_, i) =>
    columns.map((column) => Float32Array.from(column.slice(i * size, (i + 1) * size))),
  );

/** The smallest value that at least a share of all values does not exceed. */
const quantile = (sorted: Float32Array, share: number): number =>
  sorted.find((_, index) => (index + 1) / sorted.length >= share)! + 0;

const anyFloat = fc.oneof(
  fc.float({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, -0, 1, -1, 1e-45, -1e-45, 3.4028234663852886e38, -3.4028234663852886e38),
  fc.integer({ min: 0, max: 70 }),
);

test('quantiles and counts are those of a sorted list, for any floats and any chunking', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc
        .integer({ min: 1, max: 400 })
        .chain((rows) =>
          fc.array(fc.array(anyFloat, { minLength: rows, maxLength: rows }), { minLength: 1, maxLength: 3 }),
        ),
      fc.integer({ min: 1, max: 150 }),
      async (columns, size) => {
        const profiles = await profileColumns(chunked(columns, size));
        profiles.forEach(({ quantiles, listed }, index) => {
          const sorted = Float32Array.from(columns[index]).sort();
          expect([...quantiles]).toEqual(QUANTILES.map((share) => quantile(sorted, share)));
          const different = [...new Set([...sorted].map((value) => value + 0))];
          expect(listed && [...listed.values]).toEqual(different.length <= MAX_VALUES ? different : null);
          const counts = different.map((value) => sorted.filter((other) => other === value).length);
          if (listed !== null) expect([...listed.counts]).toEqual(counts);
        });
        const flat = flattenProfiles(profiles);
        expect(findProfileFault(flat, columns.length, columns[0].length)).toBeNull();
        expect(unflattenProfiles(flat)).toEqual(profiles);
      },
    ),
  );
});

test('columns of integers and doubles are seen as float32', async () => {
  const [size, ts] = await profileColumns([[Uint32Array.of(16777217, 4294967295), Float64Array.of(0.1, 0.1)]]);
  expect([...size.listed!.values]).toEqual([16777216, 4294967296]);
  expect([...ts.listed!.values]).toEqual([Math.fround(0.1)]);
});

test('many rows of many values are counted, and the pace is asked on the way', async () => {
  const rows = 150_000;
  const column = Float32Array.from({ length: rows }, (_, i) => ((i * 7919) % rows) - 1000);
  let asked = 0;
  const [{ quantiles, listed }] = await profileColumns(
    [[column.subarray(0, 65_536)], [column.subarray(65_536, 131_072)], [column.subarray(131_072)]],
    () => void asked++,
  );
  expect(listed).toBeNull();
  // The values are -1,000 to 148,999, each once.
  expect([...quantiles]).toEqual(QUANTILES.map((share) => Math.max(1, share * rows) - 1001));
  expect(asked).toBeGreaterThan(5);
});

test('the value at a rank is that of the sorted column', async () => {
  const columns = [[3, -1, 2, 2, 9, 0, 7], [1, 1, 1, 1, 1, 1, 5]]; // prettier-ignore
  const sorted = columns.map((column) => column.toSorted((a, b) => a - b));
  for (let rank = 1; rank <= 7; rank++) {
    expect(await valuesAtRank(chunked(columns, 3), rank)).toEqual(sorted.map((column) => column[rank - 1]));
  }
});
