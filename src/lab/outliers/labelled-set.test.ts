// Reading labelled sets: the numbers, the chunks, and what is said of broken files.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { InputError } from '../../base/errors.ts';
import { listSets, readLabelledSet, setName } from './labelled-set.ts';

const folder = mkdtempSync(join(tmpdir(), 'net-anomaly-sets-'));
afterAll(() => rmSync(folder, { recursive: true }));

function readText(text: string) {
  const path = join(folder, 'some.csv.gz');
  writeFileSync(path, gzipSync(text));
  return readLabelledSet(path);
}

test('a set has its name, columns and labels, with line ends of either kind', () => {
  const set = readText('size,proto,label\r\n1.5,-2,0\r\n+3e2,.25,1\r\n');
  expect(set).toMatchObject({ name: 'some', features: ['size', 'proto'], rows: 2, anomalies: 1 });
  expect(set.chunks.map((columns) => columns.map((column) => [...column]))).toEqual([
    [
      [1.5, 300],
      [-2, 0.25],
    ],
  ]);
  expect([...set.labels]).toEqual([0, 1]);
});

test('every number is the double that its text says, rounded to float32', () => {
  const number = fc.oneof(
    fc.double({ min: -3e38, max: 3e38, noNaN: true }),
    fc.double({ min: -1, max: 1, noNaN: true }),
    fc.integer(),
    fc.integer({ min: -99_999, max: 99_999 }).map((value) => value / 1000),
  );
  fc.assert(
    fc.property(fc.array(number, { minLength: 2, maxLength: 20 }), (values) => {
      const lines = values.map((value, index) => `${value},${index % 2}`);
      const [[column]] = readText(`x,label\n${lines.join('\n')}`).chunks;
      expect([...column]).toEqual(values.map((value) => Math.fround(Number(`${value}`))));
    }),
  );
});

test('the chunks are those of the engine: 65,536 rows, then the rest', () => {
  const lines = Array.from({ length: 65_537 }, (_, row) => `${row},${row % 2}`);
  const { chunks, rows } = readText(`x,label\n${lines.join('\n')}\n`);
  expect(rows).toBe(65_537);
  expect(chunks.map(([column]) => column.length)).toEqual([65_536, 1]);
  expect(chunks[1][0][0]).toBe(65_536);
});

describe('a broken file is refused in words', () => {
  test.each([
    ['no label', 'x,y\n1,2\n', 'line 1: the last column must be called "label", not "y".'],
    ['only a label', 'label\n1\n', 'line 1: there is no column beside "label".'],
    ['a word', 'x,label\n1,0\nabc,1\n', 'line 3: column "x" holds "abc", which is no finite float32 number.'],
    ['an empty cell', 'x,y,label\n1,,0\n', 'line 2: column "y" holds "",'],
    ['not a number', 'x,label\nnan,0\n', 'line 2: column "x" holds "nan",'],
    ['too large', 'x,label\n1e39,0\n', 'line 2: column "x" holds "1e39",'],
    ['hexadecimal', 'x,label\n0x10,0\n', 'line 2: column "x" holds "0x10",'],
    ['a third label', 'x,label\n1,2\n', 'line 2: the label is "2", neither 0 nor 1.'],
    ['too few cells', 'x,y,label\n1,2\n', 'line 2: there are 2 of 3 cells.'],
    ['too many cells', 'x,label\n1,0,1\n', 'line 2: there are more than 2 cells.'],
    ['one label only', 'x,label\n1,0\n2,0\n', 'has 0 anomalies in 2 rows'],
    ['nothing', '', 'line 1: the last column must be called "label"'],
  ])('%s', (_, text, message) => {
    expect(() => readText(text)).toThrow(InputError);
    expect(() => readText(text)).toThrow(message);
    expect(() => readText(text)).toThrow('some.csv.gz');
  });

  test('no gzip', () => {
    const path = join(folder, 'plain.csv.gz');
    writeFileSync(path, 'x,label\n1,0\n');
    expect(() => readLabelledSet(path)).toThrow(/plain\.csv\.gz could not be unpacked: /);
    rmSync(path);
  });
});

test('a folder lists its sets by name, and one without any is refused', () => {
  const path = mkdtempSync(join(folder, 'sets-'));
  expect(() => listSets(path)).toThrow('holds no file NAME.csv.gz');
  expect(() => listSets(join(path, 'missing'))).toThrow('There is no folder');
  for (const name of ['b.csv.gz', 'A.csv.gz', 'notes.md']) writeFileSync(join(path, name), '');
  expect(listSets(path).map(setName)).toEqual(['A', 'b']);
});
