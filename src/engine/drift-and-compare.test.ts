// Drift and comparisons through the engine: the training's own packets, other ones, and models that keep nothing.
import { beforeAll, expect, test } from 'vitest';
import { InputError } from '../base/errors.ts';
import { compileCore } from '../base/whole-core.ts';
import { readModel } from '../model/file.ts';
import { importedModel } from '../model/testing/imported.ts';
import { sampleCaptures } from '../samples/captures.ts';
import { hasMoved } from '../survey/stability.ts';
import { createEngine, type Engine } from './engine.ts';

let module: WebAssembly.Module;
beforeAll(async () => {
  module = await compileCore();
});

const batch = (count: number, sizeOf: (i: number) => number, name = 'a.json') => {
  const items = Array.from({ length: count }, (_, i) => ({ size: sizeOf(i), proto: i % 5 === 0 ? 17 : 6 }));
  return { name, data: new Blob([JSON.stringify({ items })]) };
};
const usual = (i: number): number => 60 + ((i * 7919) % 1400);
const open = async (engine: Engine, source: { name: string; data: Blob }) => (await engine.load(1, [source])).traffic;
const train = (engine: Engine, traffic: number, featureSet: 'basic' | 'traffic' = 'basic') =>
  engine.train(2, { traffic, name: 'A', featureSet, parameters: {} });

test.each(['basic', 'traffic'] as const)(
  'on %s features the training’s own packets are known, in any engine',
  async (set) => {
    const capture = () => ({ name: 'office.pcapng', data: new Blob([sampleCaptures.office_scan()]) });
    const first = createEngine(module);
    const { file } = await train(first, await open(first, capture()), set);
    const second = createEngine(module);
    const again = await open(second, capture());
    await second.analyze(3, again, file.slice());
    const drift = (await second.drift(again))!;
    expect(drift.same).toBe(true);
    expect(drift.features.filter(hasMoved)).toEqual([]);
    expect(drift.scores!.psi).toBeLessThan(0.01);
  },
);

test('what moved stands first, and what did not is not said to have moved', async () => {
  const engine = createEngine(module);
  const { file } = await train(engine, await open(engine, batch(6000, usual)));
  const other = await open(
    engine,
    batch(5000, (i) => usual(i) + (i % 3 === 0 ? 2000 : 0)),
  );
  await engine.analyze(3, other, file);
  const drift = (await engine.drift(other))!;
  expect(drift).toMatchObject({ same: false, packets: 5000 });
  expect(drift.features.map(({ feature }) => feature)).toEqual(['size', 'proto']);
  expect(drift.features.map(hasMoved)).toEqual([true, false]);
  // A third of the packets is larger than any of the training.
  expect(drift.features[0].bins.at(-1)!.after).toBeCloseTo(1 / 3, 3);
});

test('of large traffics some packets are looked at, evenly', async () => {
  const engine = createEngine(module);
  const traffic = await open(
    engine,
    batch(150_000, (i) => (i < 75_000 ? 100 : 1000)),
  );
  await train(engine, traffic);
  const drift = (await engine.drift(traffic))!;
  expect(drift.packets).toBe(65_536);
  for (const { psi } of drift.features) expect(psi).toBeLessThan(0.001);
});

test('a forest that was grown elsewhere keeps nothing to compare with, and before an analysis there is nothing', async () => {
  const engine = createEngine(module);
  const traffic = await open(engine, batch(500, usual));
  await expect(engine.drift(traffic)).rejects.toThrow(InputError);
  const { file } = await engine.importModel(importedModel());
  await engine.analyze(3, traffic, file);
  expect(await engine.drift(traffic)).toBeNull();
});

test('two traffics under one model are compared by features too; under two, or none, by their packets only', async () => {
  const engine = createEngine(module);
  const [a, b] = [
    await open(engine, batch(2000, usual)),
    await open(
      engine,
      batch(1000, (i) => usual(i) * 3),
    ),
  ];
  const line = { threshold: 0.6, hosts: [] };
  expect((await engine.compare(a, b, null, 10)).features).toEqual([]);
  const { file } = await train(engine, a);
  await engine.analyze(3, b, (await engine.renameModel(file, 'Another name')).slice());
  const { before, after, features, protocols } = await engine.compare(a, b, line, 10);
  expect([before, after]).toEqual([
    { packets: 2000, seconds: null },
    { packets: 1000, seconds: null },
  ]);
  expect(features.map(({ feature }) => feature)).toEqual(['size', 'proto']);
  expect(features.map(hasMoved)).toEqual([true, false]);
  // Marked are those that the engine counts above the line.
  const marked = protocols.moves.reduce((sum, move) => sum + move.after.marked, 0);
  expect(marked).toBe(await engine.countMarked(b, line));
  expect(marked).toBeGreaterThan(0);
  await train(engine, b);
  expect((await engine.compare(a, b, line, 10)).features).toEqual([]);
  await expect(engine.compare(a, b, line, 0)).rejects.toThrow('ask for 1 to 1000');
  expect(readModel(file).info.name).toBe('A');
});
