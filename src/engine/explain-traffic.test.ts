// Explaining packets through the engine: sums, sentences' ends against scoring anew, and what is refused.
import { beforeAll, expect, test } from 'vitest';
import { compileCore } from '../base/whole-core.ts';
import { CancelledError, EngineError, InputError } from '../base/errors.ts';
import { normalLength } from '../model/testing/forests.ts';
import { DEFAULT_PARAMETERS } from '../model/types.ts';
import { createEngine, type Engine } from './engine.ts';
import { everyday } from './testing/everyday.ts';
import type { Training } from './types.ts';

/** Everyday packets, an odd size at row 7, and an odd protocol at row 70,000, which lies in another chunk. */
const packets = everyday(70_010).map(([size, proto], row) => {
  if (row === 7) return { size: 65_000, proto: 6 };
  return row === 70_000 ? { size: 500, proto: 200 } : { size, proto };
});
const ODD = [70_000, 7];

let engine: Engine;
let traffic: number;
let training: Training;
/** A line that both odd packets are well above. */
let line: number;
const load = async (items: readonly object[]): Promise<number> =>
  (await engine.load(1, [{ name: 'a.json', data: new Blob([JSON.stringify({ items })]) }])).traffic;

beforeAll(async () => {
  engine = createEngine(await compileCore());
  traffic = await load(packets);
  training = await engine.train(2, { traffic, name: 'M', parameters: { ...DEFAULT_PARAMETERS } });
  line = Math.min(...ODD.map((row) => engine.page(traffic, row, 1).rows[0].score!)) - 0.05;
});

test('contributions and the expected path add up to the path, which gives the score', async () => {
  const rows = [7, 0, 70_000, 65_536, 7];
  const explained = await engine.explain(3, traffic, rows, line);
  expect(explained.map(({ row }) => row)).toEqual(rows);
  for (const { row, score, pathLength, expectedPathLength, contributions } of explained) {
    expect(score).toBe(engine.page(traffic, row, 1).rows[0].score);
    const sum = contributions.reduce((total, { contribution }) => total + contribution, expectedPathLength);
    expect(sum).toBeCloseTo(pathLength, 9);
    expect(2 ** (-pathLength / normalLength(256))).toBeCloseTo(score, 6);
    expect(contributions.map(({ feature, value }) => [feature, value])).toEqual([
      ['size', packets[row].size],
      ['proto', packets[row].proto],
    ]);
  }
});

test('what is odd about a packet is what made it odder, and what could be otherwise', async () => {
  const [proto, size] = await engine.explain(4, traffic, ODD, line);
  expect(proto.contributions[1].contribution).toBeLessThan(Math.min(-1, proto.contributions[0].contribution));
  expect(size.contributions[0].contribution).toBeLessThan(Math.min(-1, size.contributions[1].contribution));
  expect(proto.counterfactuals[0]).toMatchObject({ feature: 'proto' });
  expect(size.counterfactuals[0]).toMatchObject({ feature: 'size' });
});

test('packets with the values that would do are not marked, and those just beyond them are', async () => {
  for (const { row, counterfactuals } of await engine.explain(5, traffic, ODD, line)) {
    expect(counterfactuals.length).toBeGreaterThan(0);
    for (const { feature, low, high } of counterfactuals) {
      const actual = packets[row][feature as 'size' | 'proto'];
      const near = actual > (high ?? actual) ? high! : low!;
      const ends = [low ?? 0, high ?? 255].map((value) => ({ ...packets[row], [feature]: value }));
      const beyond = { ...packets[row], [feature]: near + Math.sign(actual - near) };
      const others = await load([...ends, beyond]);
      await engine.analyze(6, others, training.file);
      const marked = engine.page(others, 0, 3).rows.map(({ score }) => score! > line);
      expect(marked).toEqual([false, false, true]);
    }
  }
});

test('a packet that is not above the threshold has nothing to be otherwise', async () => {
  const [explained] = await engine.explain(7, traffic, [7], 1);
  expect(explained.counterfactuals).toEqual([]);
  // And where all are above it, nothing would do.
  expect((await engine.explain(8, traffic, [7], 0))[0].counterfactuals).toEqual([]);
});

test('what cannot be explained is refused in words', async () => {
  const refused = (rows: unknown, threshold = 0.5): Promise<unknown> =>
    engine.explain(9, traffic, rows as number[], threshold).catch((error: unknown) => error);
  for (const rows of [[packets.length], [-1], [0.5], [NaN], 7, Array.from({ length: 5001 }, () => 0)]) {
    expect(await refused(rows)).toBeInstanceOf(InputError);
  }
  expect(await refused([0], 1.5)).toBeInstanceOf(InputError);
  expect(await refused([0], NaN)).toBeInstanceOf(InputError);
  expect(await refused([])).toEqual([]);
  const other = await load(packets.slice(0, 10));
  await expect(engine.explain(10, other, [0], 0.5)).rejects.toThrow(/not been analysed/);
  await expect(engine.explain(11, 999, [0], 0.5)).rejects.toThrow(EngineError);
});

test('it can be cancelled, and says how far it is', async () => {
  const heard: string[] = [];
  const other: Engine = createEngine(await compileCore(), {
    onProgress(call, progress) {
      if (progress.phase !== 'explaining') return;
      heard.push(`${progress.phase} of ${progress.total} ${progress.unit}`);
      other.cancel(call);
    },
  });
  const [source] = [{ name: 'a.json', data: new Blob([JSON.stringify({ items: packets })]) }];
  const id = (await other.load(1, [source])).traffic;
  await other.train(2, { traffic: id, name: 'M', parameters: { ...DEFAULT_PARAMETERS, n_estimators: 300 } });
  const rows = Array.from({ length: 5000 }, (_, row) => row);
  await expect(other.explain(3, id, rows, 0.5)).rejects.toThrow(CancelledError);
  expect(heard).toEqual(['explaining of 5000 packets']);
});
