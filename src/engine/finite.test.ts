// Values that no forest can stand are found, wherever they are, and named.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { instantiateCore } from '../base/core.ts';
import { compileCore } from '../base/whole-core.ts';
import { InputError } from '../base/errors.ts';
import { doAtOnce, Pacer } from '../base/pacer.ts';
import { DEFAULT_PARAMETERS } from '../model/types.ts';
import { CHUNK_ROWS } from '../packets/table.ts';
import { checkFinite } from './finite.ts';
import { growForest } from './train.ts';

const NAMES = ['size', 'rate', 'proto'];
const makeChunks = () => [
  [new Uint16Array(CHUNK_ROWS).fill(9), new Float32Array(CHUNK_ROWS), new Float64Array(CHUNK_ROWS)],
  [new Uint16Array(7), new Float32Array(7).fill(-1.5), new Float64Array(7)],
];

test('a NaN or an infinity is refused with its row and feature, in any row of any chunk', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: CHUNK_ROWS + 6 }),
      fc.integer({ min: 1, max: 2 }),
      fc.constantFrom(NaN, Infinity, -Infinity),
      (row, column, value) => {
        const chunks = makeChunks();
        chunks[row < CHUNK_ROWS ? 0 : 1][column][row % CHUNK_ROWS] = value;
        expect(() => doAtOnce(checkFinite(chunks, NAMES))).toThrow(
          new InputError(
            `Row ${row.toLocaleString('en-US')} (counted from 0) has ${value} as its "${NAMES[column]}": a forest needs ` +
              'finite numbers, below 3.4e38 in size. Correct the value or leave the row out.',
          ),
        );
      },
    ),
    { numRuns: 40 },
  );
});

test('a double is refused exactly when float32 makes it infinite', () => {
  const greatest = 3.4028234663852886e38;
  const check = (value: number) => () => doAtOnce(checkFinite([[Float64Array.of(1, value)]], ['rate']));
  // Half a step above the greatest float32 is rounded to infinity, what lies below it to the greatest float32.
  for (const value of [greatest, 3.4028235677973362e38, 1e-320, -0]) expect(check(value)).not.toThrow();
  for (const value of [3.4028235677973366e38, 1e39, -1e300]) {
    expect(Math.abs(Math.fround(value))).toBe(Infinity);
    expect(check(value)).toThrow('Row 1 (counted from 0)');
  }
});

test('training looks at all rows, not only at those that it draws', async () => {
  const core = await instantiateCore(await compileCore());
  const column = Float32Array.from({ length: 50_000 }, (_, row) => row);
  column[49_999] = NaN;
  const parameters = { ...DEFAULT_PARAMETERS, max_samples: 2, n_estimators: 1 };
  const work = growForest(core, [[column]], ['rate'], parameters, new Pacer());
  await expect(work).rejects.toThrow('Row 49,999 (counted from 0) has NaN as its "rate"');
});
