// The model file: what is written is read again, and whatever else is refused, with the place and what to do.
import { sha256 } from '@noble/hashes/sha2.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InputError, messageOf } from '../base/errors.ts';
import { type Model, readModel, readPieces, renameModel, writeModel, writePieces } from './file.ts';
import { findForestFault } from './forest.ts';
import { drawForest, drawSmallForest, smallCalibration, smallInfo, walkForest } from './testing/forests.ts';

const small = (): Uint8Array<ArrayBuffer> => writeModel(smallInfo(), drawSmallForest(), smallCalibration());

/** The file with a right checksum again. */
function mend(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const end = bytes.length - 32;
  bytes.set(sha256(bytes.subarray(0, end)), end);
  return bytes;
}

function changed(change: (bytes: Uint8Array<ArrayBuffer>, view: DataView) => void): Uint8Array<ArrayBuffer> {
  const bytes = small();
  change(bytes, new DataView(bytes.buffer));
  return mend(bytes);
}

/** Where a section begins, by its place in the table. */
const offsetOf = (view: DataView, index: number): number => view.getUint32(24 + 12 * index + 4, true);

test('a model is read as it was written, from any place in memory', () => {
  const bytes = small();
  const shifted = new Uint8Array(bytes.length + 3);
  shifted.set(bytes, 3);
  const expected = { info: smallInfo(), forest: drawSmallForest(), calibration: smallCalibration() };
  expect(readModel(bytes)).toEqual(expected);
  expect(readModel(shifted.subarray(3))).toEqual(expected);
});

test('the same model gives the same bytes, and format 1 stays as it is', () => {
  expect(small()).toEqual(small());
  const hex = [...sha256(small())].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  // Changes only together with the format's version; then a file of the old version becomes a fixture.
  expect(hex).toBe('e254ad128bf4c7a04a077f3632d0f67b14acfb25302ba454328af090886eecf1');
});

test('there is a pause after each tree, and after each megabyte of the checksum', () => {
  const [info, forest, calibration] = [smallInfo(), drawSmallForest(), smallCalibration()];
  const long = { ...info, trainedOn: ['x'.repeat(2.5 * 2 ** 20)] };
  const trees = forest.starts.length - 1;
  expect([...writePieces(long, forest, calibration)]).toHaveLength(trees + 3);
  expect([...readPieces(writeModel(long, forest, calibration))]).toHaveLength(3 + trees);
});

test('renaming changes the name and nothing else', () => {
  const renamed = readModel(renameModel(small(), '  Büro 2 🖧 '));
  expect(renamed).toEqual({ ...readModel(small()), info: { ...smallInfo(), name: 'Büro 2 🖧' } });
  expect(() => renameModel(small(), '   ')).toThrow('1 to 200 characters');
});

test('parts that do not belong together are not written', () => {
  const [info, forest, calibration] = [smallInfo(), drawSmallForest(), smallCalibration()];
  expect(() => writeModel({ ...info, features: ['proto', 'size'] }, forest, calibration)).toThrow(InputError);
  expect(() => writeModel({ ...info, rows: 41 }, forest, calibration)).toThrow('the last rank must be 41');
  expect(() => writeModel({ ...info, threshold: 1.5 }, forest, calibration)).toThrow('threshold must be');
});

describe('a file is refused in plain words', () => {
  const refusal = (bytes: Uint8Array): string => {
    try {
      readModel(bytes);
    } catch (error) {
      expect(error).toBeInstanceOf(InputError);
      return messageOf(error);
    }
    throw new Error('it was accepted');
  };

  test('when it is empty, of another kind, or cut off', () => {
    expect(refusal(new Uint8Array())).toContain('The file is empty');
    expect(refusal(new TextEncoder().encode('{"items":[]}'))).toContain('not a Net Anomaly model: byte 0');
    // As a transfer in text mode leaves it: CR LF became LF.
    expect(refusal(Uint8Array.from([...small()].toSpliced(4, 1)))).toContain('not a Net Anomaly model: byte 4');
    expect(refusal(small().subarray(0, 50))).toContain('damaged at byte 50: the file ends here');
    expect(refusal(small().subarray(0, 300))).toMatch(/byte 12: .* has 300; it may have been cut off\. Take the file/);
  });

  test('when a newer version wrote it, by its number', () => {
    const newer = changed((_, view) => view.setUint32(8, 7, true));
    expect(refusal(newer)).toMatch(/newer Net Anomaly: its format is 7 \(byte 8\).*up to 1.*Reload the page/);
    expect(refusal(changed((_, view) => view.setUint32(8, 0, true)))).toContain('there is no format 0');
  });

  test('when any byte was changed', () => {
    const bytes = small();
    bytes[200] ^= 1;
    expect(refusal(bytes)).toContain(`damaged at byte ${bytes.length - 32}: the checksum`);
  });

  const node = (section: number, index: number, value: number, float = false) =>
    changed((_, view) => {
      const at = offsetOf(view, section) + 4 * index;
      if (float) view.setFloat32(at, value, true);
      else view.setUint32(at, value, true);
    });
  // Sections: 0 INFO, 1 TREE, 2 THRE, 3 SPLI, 4 SAMP, 5 RANK, 6 QUAN. Nodes 0 to 2 are the first tree, 3 to 7 the second.
  test.each([
    ['trees that overlap', () => node(1, 1, 9), 'tree 0 has nodes 0 to 9'],
    ['trees that leave nodes over', () => node(1, 2, 7), 'its children are nodes 6 and 7 of 7'],
    ['a child that is its own parent', () => node(3, 0, 0x00000000), 'its children are nodes 0 and 1'],
    ['a child beyond the tree', () => node(3, 0, 0x00000002), 'its children are nodes 2 and 3'],
    ['children that stand before it', () => node(3, 4, 0x00000001), 'its children are nodes 4 and 5'],
    ['a child with two parents', () => node(3, 4, 0x00000002), 'node 5 or 6 has another parent'],
    ['a feature that there is not', () => node(3, 0, 0x02000001), 'it asks for feature 2 of 2'],
    ['a threshold of infinity', () => node(2, 0, Infinity, true), 'the threshold is Infinity'],
    ['a threshold that is no number', () => node(2, 3, Number.NaN, true), 'the threshold is NaN'],
    ['rows that do not add up', () => node(4, 1, 2), 'its 4 rows are 2 + 1'],
    ['a root with other rows', () => node(4, 3, 5), 'a root has 5 rows, not 4'],
    ['a rank that falls', () => node(5, 1, 1), 'ranks must rise'],
    ['a score above its better', () => node(6, 1, 0.95, true), 'scores must fall'],
  ])('when it has %s', (_, make, words) => {
    expect(refusal(make())).toContain(words);
  });

  test('when nothing leads to a node', () => {
    const forest = drawSmallForest();
    [forest.splits[0], forest.thresholds[0]] = [0xff000000, 0];
    const words = /damaged at byte \d+: no node before it leads to this one/;
    expect(() => writeModel(smallInfo(), forest, smallCalibration())).toThrow(words);
  });

  test('when a tree is deeper than its rows allow, although all adds up', () => {
    const leaf = 1;
    const chain = (rows: number): Parameters<typeof drawForest>[2][number] =>
      rows === 1 ? leaf : { feature: 0, threshold: rows, left: leaf, right: chain(rows - 1) };
    expect(findForestFault(drawForest(['size'], 4, [chain(4)]))?.message).toBe('it lies deeper than 2 levels');
  });

  test.each([
    ['name', ''],
    ['created', 'yesterday'],
    ['trainedOn', 'a.json'],
    ['rows', 1],
    ['features', ['size', 'size']],
    ['parameters', { ...smallInfo().parameters, n_estimators: 0 }],
    ['parameters', null],
    ['samplesPerTree', 5],
    ['threshold', null],
  ])('when %s in its description is %j', (field, value) => {
    // The description is replaced by hand, with its length mended: sections that follow move along.
    const bytes = small();
    const view = new DataView(bytes.buffer);
    const [start, length] = [offsetOf(view, 0), view.getUint32(24 + 8, true)];
    const text = JSON.stringify({ ...smallInfo(), [field]: value }).padEnd(length, ' ');
    const next = Math.ceil((start + text.length) / 8) * 8;
    const shift = next - offsetOf(view, 1);
    const longer = new Uint8Array(bytes.length + shift);
    longer.set(bytes.subarray(0, start));
    longer.set(new TextEncoder().encode(text), start);
    longer.set(bytes.subarray(offsetOf(view, 1)), next);
    const table = new DataView(longer.buffer);
    table.setUint32(12, longer.length, true);
    table.setUint32(24 + 8, text.length, true);
    for (let index = 1; index < 7; index++) table.setUint32(24 + 12 * index + 4, offsetOf(view, index) + shift, true);
    expect(refusal(mend(longer))).toMatch(
      new RegExp(`description cannot be used: .*${field === 'parameters' ? '' : field}`),
    );
  });
});

test('a mutated file is refused or proved sound, and never more than that', () => {
  const original = small();
  const view = new DataView(original.buffer);
  const mutation = fc.record({
    // Half of the changes hit the tables and trees, not the description.
    place: fc.oneof(fc.nat(original.length - 1), fc.integer({ min: offsetOf(view, 1), max: original.length - 33 })),
    value: fc.oneof(fc.nat(255), fc.constantFrom(0, 1, 2, 127, 128, 255)),
  });
  let sound = 0;
  fc.assert(
    fc.property(
      fc.array(mutation, { minLength: 1, maxLength: 4 }),
      fc.boolean(),
      fc.nat(),
      (mutations, mended, cut) => {
        const bytes = original.slice();
        for (const { place, value } of mutations) bytes[place] = value;
        const file = mended ? mend(bytes) : bytes.subarray(0, cut % 4 === 0 ? cut % bytes.length : bytes.length);
        let model: Model;
        try {
          model = readModel(file);
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
          return;
        }
        sound++;
        expect(findForestFault(model.forest)).toBeNull();
        expect(walkForest(model.forest, [60, 6])).toBeGreaterThan(0);
        expect(readModel(writeModel(model.info, model.forest, model.calibration))).toEqual(model);
      },
    ),
    { numRuns: 8000 },
  );
  expect(sound).toBeGreaterThan(0);
});
