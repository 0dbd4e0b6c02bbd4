// Gathering against the definition: value `place` of a tree's k-th record is that of its k-th row in the chosen column.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { doAtOnce } from '../base/pacer.ts';
import { CHUNK_MASK, CHUNK_ROWS, CHUNK_SHIFT } from '../packets/table.ts';
import { gatherSample } from './gather.ts';

const COUNT = 2 * CHUNK_ROWS + 1000;
const chunks = [0, 1, 2].map((index) => {
  const length = Math.min(CHUNK_ROWS, COUNT - index * CHUNK_ROWS);
  const row = (i: number) => index * CHUNK_ROWS + i;
  return [
    Float32Array.from({ length }, (_, i) => -row(i)),
    Uint8Array.from({ length }, (_, i) => row(i) % 251),
    Float64Array.from({ length }, (_, i) => row(i) / 3),
  ];
});
const valueOf = (row: number, column: number): number =>
  Math.fround(chunks[row >> CHUNK_SHIFT][column][row & CHUNK_MASK]);

test('every tree gets the values of its rows, in its own columns', () => {
  const tree = fc.record({
    rows: fc.uniqueArray(fc.nat(COUNT - 1), { minLength: 1, maxLength: 60 }),
    columns: fc.shuffledSubarray([0, 1, 2], { minLength: 2, maxLength: 2 }),
  });
  fc.assert(
    fc.property(fc.array(tree, { minLength: 1, maxLength: 5 }), (trees) => {
      const most = 60;
      const rows = new Uint32Array(most * trees.length);
      trees.forEach((drawn, index) => rows.set(drawn.rows.toSorted((a, b) => a - b), index * most)); // prettier-ignore
      const columns = Uint8Array.from(trees.flatMap((drawn) => [...drawn.columns, 77]));
      const records = new Float32Array(most * trees.length * 4).fill(NaN);
      const sizes = Uint32Array.from(trees, (drawn) => drawn.rows.length);
      const shape = { trees: trees.length, most, sizes, width: 2, stride: 4, columnsApart: 3, ahead: 0 };
      doAtOnce(gatherSample(chunks, { ...shape, views: () => ({ rows, columns, records }) }));
      const expected = new Float32Array(records.length).fill(NaN);
      trees.forEach((drawn, index) =>
        drawn.rows.forEach((_, k) =>
          drawn.columns.forEach((column, place) => {
            expected[4 * (index * most + k) + place] = valueOf(rows[index * most + k], column);
          }),
        ),
      );
      expect(records).toEqual(expected);
    }),
    { numRuns: 60 },
  );
});

test('without a list of rows every tree gets all of them', () => {
  const records = new Float32Array(COUNT * 2 * 2);
  const shape = { trees: 2, most: COUNT, sizes: Uint32Array.of(COUNT, COUNT), width: 1, stride: 2, columnsApart: 1 };
  const views = () => ({ rows: null, columns: Uint8Array.of(2, 0), records });
  doAtOnce(gatherSample(chunks, { ...shape, ahead: 0, views }));
  const expected = new Float32Array(records.length);
  for (const [tree, column] of [2, 0].entries()) {
    for (let row = 0; row < COUNT; row++) expected[2 * (tree * COUNT + row)] = valueOf(row, column);
  }
  expect(Buffer.compare(Buffer.from(records.buffer), Buffer.from(expected.buffer))).toBe(0);
});
