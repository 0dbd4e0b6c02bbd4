// The model file: what is written is read again, and whatever else is refused, with the place and what to do.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { InputError, messageOf } from '../base/errors.ts';
import { readModel, readPieces, renameModel, writeModel, writePieces } from './file.ts';
import { findForestFault, searchForest } from './forest.ts';
import { contextModel, type DrawnTree, drawForest, smallInfo, smallModel, walkForest } from './testing/forests.ts';
import { importedModel } from './testing/imported.ts';

const small = (): Uint8Array<ArrayBuffer> => writeModel(smallModel());
const fixture = (name: string): Buffer => readFileSync(join(import.meta.dirname, 'testing', name));

/** The file with a right checksum again. */
function mend(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const end = bytes.length - 32;
  bytes.set(createHash('sha256').update(bytes.subarray(0, end)).digest(), end);
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
  expect(readModel(bytes)).toEqual(smallModel());
  expect(readModel(shifted.subarray(3))).toEqual(smallModel());
});

test('a model without profiles, and an imported one without calibration, is read as it was written', () => {
  for (const model of [{ ...smallModel(), profiles: null }, importedModel()]) {
    expect(readModel(writeModel(model))).toEqual(model);
  }
});

test('a model that sees packets in their context is read as it was written', () => {
  const model = contextModel();
  expect(readModel(writeModel(model))).toEqual(model);
  expect(writeModel(model)).toEqual(writeModel(contextModel()));
  const nothingKnown = { ...model, context: { ...model.context!, state: new Uint8Array() } };
  expect(readModel(writeModel(nothingKnown))).toEqual(nothingKnown);
});

test('a file of format 3 is read as a model that cannot be taught, and was not', () => {
  const { info, ...model } = contextModel();
  const older = { ...info, firstFormat: 3, taught: [], parent: null };
  expect(readModel(fixture('format-3.netanomaly-model'))).toEqual({ ...model, info: older, kept: null, ladder: null });
});

test('a file of format 2 is read as a model on basic features, and the same model gives the same bytes', () => {
  const older = { ...smallInfo(), firstFormat: 2 };
  expect(readModel(fixture('format-2.netanomaly-model'))).toEqual({ ...smallModel(), info: older, kept: null });
  expect(small()).toEqual(small());
});

test('a file of format 1 is read, scores the same, and is written again in format 4', () => {
  const file = fixture('format-1.netanomaly-model');
  const model = readModel(file);
  expect(model.info).toMatchObject({
    name: 'Of format 1',
    rows: 300,
    firstFormat: 1,
    featuresAssumed: false,
    parameters: { n_estimators: 6, max_samples: 16, bootstrap: false, contamination: 0.05 },
  });
  expect(model.profiles).toBeNull();
  // What the version that wrote the file scored these rows: float32.
  const { rows, scores } = JSON.parse(fixture('format-1.scores.json').toString()) as Record<string, number[][]> & {
    scores: number[];
  };
  rows.forEach((row, i) => expect(Math.abs(walkForest(model.forest, row) - scores[i])).toBeLessThan(1e-6));
  // The oddest row of all is among them.
  expect(model.calibration!.scores[0]).toBe(Math.max(...scores));
  expect([model.calibration!.upTo.at(-1), model.calibration!.whole]).toEqual([300, false]);
  const again = writeModel(model);
  expect(new DataView(again.buffer).getUint32(8, true)).toBe(4);
  expect(readModel(again)).toEqual(model);
  expect(readModel(renameModel(file, 'Other')).info).toMatchObject({ name: 'Other', firstFormat: 1 });
});

test('a file of format 1 is held to what format 1 was', () => {
  const original = fixture('format-1.netanomaly-model');
  const refusal = (section: number, index: number, value: number): (() => unknown) => {
    const bytes = Uint8Array.from(original);
    const view = new DataView(bytes.buffer);
    const at = offsetOf(view, section) + 4 * index;
    if (section === 6) view.setFloat32(at, value, true);
    else view.setUint32(at, value, true);
    return () => readModel(mend(bytes));
  };
  expect(refusal(5, 1, 1)).toThrow('rank 1 stands where ranks must rise');
  expect(refusal(6, 1, 0.99)).toThrow('scores must fall');
  expect(refusal(3, 0, 0)).toThrow('its children are nodes 0 and 1');
  const nothing = Uint8Array.from(original);
  const view = new DataView(nothing.buffer);
  const at = offsetOf(view, 0);
  nothing.fill(0x20, at, at + view.getUint32(24 + 8, true));
  nothing.set(new TextEncoder().encode('null'), at);
  expect(() => readModel(mend(nothing))).toThrow('its description cannot be used');
});

test('there is a pause after each tree, after 65,536 nodes of one, and after each megabyte', () => {
  const model = smallModel();
  const long = { ...model, info: { ...model.info, trainedOn: ['x'.repeat(2.5 * 2 ** 20)] } };
  const trees = model.forest.starts.length - 1;
  // Proved tree by tree; copied in three pieces with a pause in between; hashed in three.
  expect([...writePieces(long)]).toHaveLength(trees + 2 + 3);
  expect([...readPieces(writeModel(long))]).toHaveLength(3 + 2 + trees);
  // A tree of 2^19 rows, each alone in its leaf.
  const even = (rows: number): DrawnTree =>
    rows === 1 ? 1 : { feature: 0, threshold: rows, left: even(rows / 2), right: even(rows / 2) };
  const tree = drawForest(['size'], 2 ** 19, [even(2 ** 19)]);
  expect([...searchForest(tree)]).toHaveLength(16);
});

test('renaming changes the name and nothing else', () => {
  const renamed = readModel(renameModel(small(), '  Büro 2 🖧 '));
  expect(renamed).toEqual({ ...readModel(small()), info: { ...smallInfo(), name: 'Büro 2 🖧' } });
  expect(() => renameModel(small(), '   ')).toThrow('1 to 200 characters');
});

test('parts that do not belong together are not written', () => {
  const model = smallModel();
  const changedInfo = (change: object) => () => writeModel({ ...model, info: { ...model.info, ...change } });
  expect(changedInfo({ features: ['proto', 'size'] })).toThrow(InputError);
  expect(changedInfo({ rows: 41 })).toThrow(/has 40 packets, not 41/);
  expect(changedInfo({ threshold: 1.5 })).toThrow('threshold must be');
  expect(changedInfo({ firstFormat: 1 })).toThrow('cannot be as precise');
  expect(() => writeModel({ ...model, calibration: null })).toThrow('their number is not known');
  expect(() => writeModel({ ...importedModel(), calibration: model.calibration })).toThrow('their number is not known');
  expect(() => writeModel({ ...importedModel(), profiles: model.profiles })).toThrow(InputError);
  expect(() => writeModel({ ...model, profiles: model.profiles!.slice(1) })).toThrow('do not fit 2 features');
});

test('trees of rows drawn with replacement may have fewer rows, never more', () => {
  const forest = drawForest(['size'], 4, [{ feature: 0, threshold: 1, left: 1, right: 2 }]);
  expect(findForestFault(forest)?.message).toBe('a root has 3 rows, not 4');
  expect(findForestFault(forest, true)).toBeNull();
  expect(findForestFault({ ...forest, samplesPerTree: 2 }, true)?.message).toBe('a root has 3 rows, not up to 2');
  const info = { ...smallInfo(), features: ['size'] };
  info.parameters = { ...info.parameters, n_estimators: 1, bootstrap: true };
  const model = { ...smallModel(), info, forest, profiles: smallModel().profiles!.slice(1) };
  expect(readModel(writeModel(model))).toEqual(model);
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
    expect(refusal(newer)).toMatch(/newer Net Anomaly: its format is 7 \(byte 8\).*up to 4.*Reload the page/);
    expect(refusal(changed((_, view) => view.setUint32(8, 0, true)))).toContain('there is no format 0');
  });

  test('when any byte was changed', () => {
    const bytes = small();
    bytes[200] ^= 1;
    expect(refusal(bytes)).toContain(`damaged at byte ${(bytes.length - 32).toLocaleString('en-US')}: the checksum`);
  });

  const node = (section: number, index: number, value: number, float = false) =>
    changed((_, view) => {
      const at = offsetOf(view, section) + 4 * index;
      if (float) view.setFloat32(at, value, true);
      else view.setUint32(at, value, true);
    });
  // Sections: 0 INFO, 1 TREE, 2 THRE, 3 SPLI, 4 SAMP, 5 SCOR, 6 OVER, 7 UPTO, 8 TYPE, 9 FROM, 10 VALU, 11 HAVE, 15 ROWS. Nodes 0 to 2 are the first tree, 3 to 7 the second.
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
    ['a score above its better', () => node(5, 1, 0.95, true), 'scores must fall'],
    ['a highest score with others above it', () => node(6, 0, 1), 'counts must rise from 0'],
    ['counts that overlap', () => node(6, 2, 2), 'counts must rise from 0'],
    ['a score that nobody has', () => node(7, 3, 30), '30 stands where more than 30 must'],
    ['counts of other packets', () => node(7, 3, 41), 'the last count must be 40; it is 41'],
    ['a quantile below a lower one', () => node(8, 3, 0, true), '0 stands where quantiles must rise'],
    ['a quantile that is no number', () => node(8, 13, Number.NaN, true), 'NaN stands where quantiles must rise'],
    ['usual values of no feature', () => node(9, 1, 3), 'feature 0 has usual values 0 to 3'],
    ['values in disorder', () => node(10, 1, 5, true), '5 stands where values must rise'],
    ['a value beyond the quantiles', () => node(10, 1, 18, true), 'do not end where the quantiles end'],
    ['a value of no packet', () => node(11, 1, 0), 'no packet has this value'],
    ['a kept value that is no number', () => node(15, 2, Number.NaN, true), 'the value is NaN'],
    ['values of other packets', () => node(11, 1, 8), 'feature 1 has 41 packets, not 40'],
  ])('when it has %s', (_, make, words) => {
    expect(refusal(make())).toContain(words);
  });

  test('when what it knows of the context cannot be', () => {
    const { context, ...model } = contextModel();
    const refused = (change: object) => () => writeModel({ ...model, context: { ...context!, ...change } });
    expect(refused({ usual: Float32Array.of(1) })).toThrow('there are 1 usual values, but 2 features');
    expect(refused({ usual: Float32Array.of(1, Infinity) })).toThrow('the usual value is Infinity');
    expect(refused({ base: 0 })).toThrow('the median score is 0');
    expect(refused({ base: 1.5 })).toThrow('the median score is 1.5');
    expect(() => writeModel({ ...importedModel(), context })).toThrow(InputError);
    expect(() => writeModel({ ...model, context, info: { ...model.info, anchors: 2 } })).toThrow('trees have 4 rows');
    // As a file has it: a median without usual values.
    const file = writeModel({ ...model, context });
    const view = new DataView(file.buffer);
    view.setFloat32(offsetOf(view, 12) + 4, Number.NaN, true);
    expect(refusal(mend(file))).toContain(
      `damaged at byte ${(offsetOf(view, 12) + 4).toLocaleString('en-US')}: the usual`,
    );
  });

  test('when nothing leads to a node', () => {
    const { forest } = smallModel();
    [forest.splits[0], forest.thresholds[0]] = [0xff000000, 0];
    const words = /damaged at byte \d+: no node before it leads to this one/;
    expect(() => writeModel({ ...smallModel(), forest })).toThrow(words);
  });

  test('when a tree is deeper than its rows allow, although all adds up', () => {
    const leaf = 1;
    const chain = (rows: number): DrawnTree =>
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
    ['featuresAssumed', 'no'],
    ['firstFormat', 5],
    ['taught', null],
    ['taught', [{ packets: 0, at: '2026-11-23T10:00:00.000Z' }]],
    ['taught', [null]],
    ['parent', 'me'],
    ['parent', '0123456789abcdef0123456789abcdef'],
    ['featureSet', { id: '', version: 1 }],
    ['featureSet', null],
    ['anchors', -1],
    ['anchors', undefined],
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
    for (let index = 1; index < 19; index++) table.setUint32(24 + 12 * index + 4, offsetOf(view, index) + shift, true);
    expect(refusal(mend(longer))).toMatch(
      new RegExp(`description cannot be used: .*${field === 'parameters' ? '' : field}`),
    );
  });
});
