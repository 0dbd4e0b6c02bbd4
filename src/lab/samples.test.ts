// The samples in samples/ are what the generator makes, and hide oddities that an isolation forest must find.
import { gzipSync } from 'node:zlib';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compileCore } from '../base/whole-core.ts';
import { createEngine } from '../engine/engine.ts';
import { DEFAULT_PARAMETERS } from '../model/types.ts';
import { makeSamples, type Expected } from './samples.ts';

const folder = join(import.meta.dirname, '../../samples');
const readExpected = (name: string) =>
  JSON.parse(readFileSync(join(folder, `${name}.expected.json`), 'utf8')) as Expected;

test('every batch in samples/ comes from the generator', () => {
  const batches = readdirSync(folder).filter((file) => file.endsWith('.json') && !file.endsWith('.expected.json'));
  const made = makeSamples().map(({ name }) => `${name}.json`);
  expect(batches.toSorted()).toEqual(made.toSorted());
});

describe.each(makeSamples())('$name', ({ name, text, expected }) => {
  test('is in samples/ byte for byte', () => {
    expect(readFileSync(join(folder, `${name}.json`), 'utf8') === text).toBe(true);
  });

  test('has beside it what it holds', () => {
    const { scikit_learn: _, ...stored } = readExpected(name);
    expect(stored).toEqual(expected);
  });

  test('is in the order of time and has whole, plausible fields', () => {
    const { items } = JSON.parse(text) as { items: { size: number; proto: number; ts?: number }[] };
    expect(items).toHaveLength(expected.packets);
    let before = 0;
    for (const { size, proto, ts } of items) {
      expect(Number.isInteger(size) && size >= 0 && size <= 65535).toBe(true);
      expect(Number.isInteger(proto) && proto >= 0 && proto <= 255).toBe(true);
      if (ts === undefined) continue;
      expect(ts).toBeGreaterThanOrEqual(before);
      before = ts;
    }
  });

  test('stays small on the way to the page', () => {
    expect(gzipSync(text, { level: 9 }).length).toBeLessThan(30_000);
  });

  test('has its planted rows at the very top in scikit-learn, for every seed', () => {
    const view = readExpected(name).scikit_learn;
    expect(view?.planted.map(({ row }) => row)).toEqual(expected.planted.map(({ row }) => row));
    for (const { worst_rank } of view?.planted ?? []) expect(worst_rank).toBeLessThanOrEqual(expected.planted.length);
  });

  test('reads as the counts beside it say', async () => {
    const engine = createEngine(await compileCore());
    const report = await engine.load(1, [{ name: `${name}.json`, data: new Blob([text]) }]);
    const { planted: _, scan: __, protocols, ...counts } = expected;
    expect(report).toMatchObject(counts);
    expect(report.protocols).toHaveLength(protocols.length);
    expect(report.protocols).toEqual(expect.arrayContaining(protocols));
    expect(report).toMatchObject({ rejected: 0, problemCount: 0, unknownFieldCount: 0 });
  });

  test('has its planted rows at the very top, for every seed', async () => {
    const engine = createEngine(await compileCore());
    const { traffic } = await engine.load(1, [{ name: `${name}.json`, data: new Blob([text]) }]);
    const planted = expected.planted.map(({ row }) => row);
    for (let seed = 0; seed < 10; seed++) {
      const parameters = { ...DEFAULT_PARAMETERS, random_state: seed };
      const { analysis } = await engine.train(2, { traffic, name: 'Sample', featureSet: 'basic', parameters });
      await engine.setView(3, traffic, { sort: 'score', descending: true, filter: '', above: null });
      const { rows } = engine.page(traffic, 0, planted.length);
      expect(rows.map(({ row }) => row).toSorted((a, b) => a - b)).toEqual(planted);
      // 1 % of the small sample is less than one packet.
      if (expected.packets < 1000) continue;
      for (const { score } of rows) expect(score).toBeGreaterThan(analysis.threshold);
    }
  });
});
