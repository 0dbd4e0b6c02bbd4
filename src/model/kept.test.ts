// What a model keeps for later, training rows and a ladder of findings: in its file and out of it.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { doAtOnce } from '../base/pacer.ts';
import { changePieces, readModel, writeModel } from './file.ts';
import { contextModel, smallModel } from './testing/forests.ts';
import { importedModel } from './testing/imported.ts';

const small = (): Uint8Array<ArrayBuffer> => writeModel(smallModel());
const fixture = (name: string): Buffer => readFileSync(join(import.meta.dirname, 'testing', name));

/** The file with a right checksum again. */
function mend(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const end = bytes.length - 32;
  bytes.set(createHash('sha256').update(bytes.subarray(0, end)).digest(), end);
  return bytes;
}

/** Where a section begins, by its place in the table. */
const offsetOf = (view: DataView, index: number): number => view.getUint32(24 + 12 * index + 4, true);

test('a file of format 4 is read as it was written, and is what is written today', () => {
  expect(readModel(fixture('format-4.netanomaly-model'))).toEqual(contextModel());
  expect(Buffer.from(writeModel(contextModel()))).toEqual(fixture('format-4.netanomaly-model'));
});

test('a ladder is put in and nothing else changes', () => {
  const { ladder } = contextModel();
  expect(readModel(doAtOnce(changePieces(small(), () => ({ ladder }))))).toEqual({ ...smallModel(), ladder });
});

test('rows and counts of findings that cannot be are refused, with their place', () => {
  const model = contextModel();
  const refused = (change: object) => () => writeModel({ ...model, ...change });
  const ladder = (change: object) => refused({ ladder: { ...model.ladder, ...change } });
  expect(refused({ kept: new Float32Array(3) })).toThrow('1.5 rows are kept of at most 4096');
  expect(refused({ kept: new Float32Array(2 * 4097) })).toThrow('4097 rows are kept of at most 4096');
  expect(refused({ kept: Float32Array.of(1, Infinity) })).toThrow(/damaged at byte [\d,]+: the value is Infinity/);
  expect(() => writeModel({ ...importedModel(), kept: model.kept })).toThrow('3 rows are kept of at most 0');
  for (const hours of [0, -1, Infinity, Number.NaN]) expect(ladder({ hours })).toThrow(`the hours are ${hours}`);
  expect(ladder({ findings: Uint32Array.of(1, 4) })).toThrow('lines and findings differ in length');
  expect(ladder({ findings: Uint32Array.of(1, 4, 3) })).toThrow('3 stands where findings must rise');
  expect(ladder({ thresholds: Float32Array.of(0.5, 0.75, 0.25) })).toThrow('0.75 stands where lines must fall');
  expect(ladder({ thresholds: Float32Array.of(1.5, 0.75, 0.25) })).toThrow('1.5 stands where lines must fall');
  // As a file has it: the very byte is named.
  const file = writeModel(model);
  const view = new DataView(file.buffer);
  const at = offsetOf(view, 17) + 4;
  view.setFloat32(at, Number.NaN, true);
  expect(() => readModel(mend(file))).toThrow(`damaged at byte ${at.toLocaleString('en-US')}: NaN stands`);
  // Half of the hours: the table of sections says 4 bytes, and what follows is moved.
  const none = writeModel({ ...model, ladder: null });
  const short = new Uint8Array(none.length + 4);
  short.set(none.subarray(0, none.length - 32));
  const table = new DataView(short.buffer);
  table.setUint32(12, short.length, true);
  table.setUint32(24 + 12 * 16 + 8, 4, true);
  const end = Math.ceil((offsetOf(table, 16) + 4) / 8) * 8;
  const moved = new Uint8Array(end + 32);
  moved.set(short.subarray(0, offsetOf(table, 16)));
  const last = new DataView(moved.buffer);
  last.setUint32(12, moved.length, true);
  for (const index of [17, 18]) last.setUint32(24 + 12 * index + 4, end, true);
  expect(() => readModel(mend(moved))).toThrow('the hours are not one number');
});
