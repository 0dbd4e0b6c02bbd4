// Feature sets through the engine: which is used, what models keep of them, and how several forests are explained.
import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { compileCore } from '../base/whole-core.ts';
import { InputError } from '../base/errors.ts';
import { readFusion } from '../detect/fuse.ts';
import { findRarity } from '../detect/rarity.ts';
import { findFeatures } from '../features/sets.ts';
import { readModel, writeModel } from '../model/file.ts';
import { walkForest } from '../model/testing/forests.ts';
import { DEFAULT_PARAMETERS } from '../model/types.ts';
import type { Packet } from '../packets/table.ts';
import { createEngine, type Engine } from './engine.ts';
import type { FeatureSetId, TrainRequest } from './types.ts';

const source = (items: readonly object[]) => ({ name: 'a.json', data: new Blob([JSON.stringify({ items })]) });

/** Five hosts ask a web server in turn, every time from another port, and it answers; then one asks for fifty ports. */
const packets: Packet[] = [];
for (let ask = 0; ask < 250; ask++) {
  const [src, dst, ts] = [`10.0.0.${ask % 5}`, '10.0.0.9', 1000 + 4 * ask];
  const [client, server] = [40_000 + ask, 80];
  packets.push({ src, dst, size: 60, proto: 6, ts, src_port: client, dst_port: server });
  packets.push({ src: dst, dst: src, size: 60, proto: 6, ts: ts + 0.1, src_port: server, dst_port: client });
}
const CALM = packets.length - 1;
for (let port = 1; port <= 50; port++) {
  packets.push({
    src: '10.6.6.6',
    dst: '10.0.0.9',
    size: 60,
    proto: 6,
    ts: 2000 + port / 50,
    src_port: 50_000,
    dst_port: port,
  });
}
const ODD = packets.length - 1;

let module: WebAssembly.Module;
let engine: Engine;
beforeAll(async () => {
  module = await compileCore();
  engine = createEngine(module);
});

let calls = 0;
const load = async (items: readonly object[]) => (await engine.load(++calls, [source(items)])).traffic;
const train = (traffic: number, request: Partial<TrainRequest> = {}) =>
  engine.train(++calls, { traffic, name: 'Model', parameters: {}, ...request });

test('traffic with times and addresses gets the traffic features; without them, and where asked, the basic ones', async () => {
  const { info, analysis } = await train(await load(packets));
  expect(info.featureSet).toEqual({ id: 'traffic', version: 1 });
  expect(analysis.features).toMatchObject({ set: info.featureSet, features: info.features, reason: '' });
  expect(analysis.features.omitted.map(({ feature }) => feature)).toContain('dns_new10');
  expect(info.features).not.toContain('dns_new10');
  // Six sources and their target.
  expect(analysis.extraction?.tables).toContainEqual(expect.objectContaining({ name: 'hosts', used: 7, evicted: 0 }));

  const basic = await train(await load(packets), { featureSet: 'basic' });
  expect(basic.info).toMatchObject({
    featureSet: { id: 'basic', version: 1 },
    features: ['size', 'proto'],
    leftOut: 0,
  });
  const bare = await load(packets.map(({ size, proto }) => ({ size, proto })));
  const told = await train(bare);
  expect(told.analysis.features).toEqual({
    set: { id: 'basic', version: 1 },
    features: ['size', 'proto'],
    omitted: [],
    reason: 'most packets have no ts, src, dst',
  });
  expect(told.analysis.extraction).toBeNull();
  await expect(train(bare, { featureSet: 'traffic' })).rejects.toThrow(/most packets here have no ts, src, dst/);
  await expect(train(bare, { featureSet: 'other' as FeatureSetId })).rejects.toThrow(InputError);
});

test('the basic features score to the bit as when there were no others', async () => {
  const items = Array.from({ length: 500 }, (_, index) => ({
    size: 40 + ((index * 7919) % 1460),
    proto: index % 7 === 0 ? 17 : 6,
  }));
  const traffic = await load(items);
  const { info } = await train(traffic);
  const scores = Float32Array.from(engine.page(traffic, 0, 500).rows, ({ score }) => score!);
  // What the version before feature sets gave these packets.
  expect(createHash('sha256').update(new Uint8Array(scores.buffer)).digest('hex')).toBe(
    '7c94ae84f7e9138274c1ffb0e7af7918af327cd2c5af45b982408e997b7891ea',
  );
  expect(info.threshold).toBe(0.6735686314105988);
});

describe('a model of several groups', () => {
  test('shares the trees out, draws few packets unless all are clean, and is kept whole by its file', async () => {
    const { info, file, analysis } = await train(await load(packets));
    const model = readModel(file);
    expect(writeModel(model)).toEqual(file);
    expect(info.groups.reduce((sum, { trees }) => sum + trees, 0)).toBeGreaterThan(90);
    expect(info.groups.flatMap(({ features }) => features)).toEqual(info.features);
    expect(model.forests.map(({ features }) => features)).toEqual(info.groups.map(({ features }) => features));
    expect(info.leftOut).toBe(0);
    expect(info.groups.map(({ samplesPerTree, sentinels }) => samplesPerTree - sentinels)).toEqual([64]);
    expect(model.groupCalibrations.map(({ upTo }) => upTo.at(-1))).toEqual(info.groups.map(() => packets.length));
    expect(analysis.calibration!.upTo.at(-1)).toBe(packets.length);
    expect(model.state.length).toBeGreaterThan(0);
    const { max_samples: _, ...parameters } = DEFAULT_PARAMETERS;
    const clean = await train(await load(packets), { clean: true, parameters });
    expect(clean.info).toMatchObject({
      clean: true,
      samplesPerTree: packets.length,
      parameters: { max_samples: 1024 },
    });
  });

  test('the same packets and parameters make the same file', async () => {
    const [a, b] = [await train(await load(packets)), await train(await load(packets))].map(({ file }) =>
      readModel(file),
    );
    expect({ ...a, info: { ...a.info, created: '' } }).toEqual({ ...b, info: { ...b.info, created: '' } });
  });

  test('analyses other traffic from what it knows already, with the same scores wherever the features are the same', async () => {
    const { file } = await train(await load(packets));
    const other = await load(packets.slice(0, 20));
    const analysis = await engine.analyze(++calls, other, file);
    expect(analysis).toMatchObject({ packets: 20, features: { set: { id: 'traffic', version: 1 }, omitted: [] } });
    // Its service is known by now: where nothing is, it is a surprise.
    const valueOf = async (traffic: number, row: number, id: string) => {
      const [{ contributions }] = await engine.explain(++calls, traffic, [row], analysis.threshold);
      return contributions.find(({ feature }) => feature === id)!.value;
    };
    const fresh = await load(packets.slice(0, 20));
    await train(fresh);
    expect(await valueOf(other, 0, 'svcsurp')).toBeCloseTo(Math.log2(552 / 501), 2);
    expect(await valueOf(fresh, 0, 'svcsurp')).not.toBeCloseTo(Math.log2(552 / 501), 2);
  });

  test('refuses traffic that lacks what its features are made of, and names both', async () => {
    const { file } = await train(await load(packets));
    const portless = await load(packets.map((packet) => ({ ...packet, src_port: undefined, dst_port: undefined })));
    await expect(engine.analyze(++calls, portless, file)).rejects.toThrow(
      /This model \(traffic@1\) looks at portmax10, .*most packets here have no src_port and dst_port/,
    );
    const bare = await load(packets.map(({ size, proto }) => ({ size, proto })));
    await expect(engine.analyze(++calls, bare, file)).rejects.toThrow(InputError);
  });

  test('refuses to score when its set is unknown, or a part of it is missing', async () => {
    const { file } = await train(await load(packets));
    const model = readModel(file);
    const other = await load(packets.slice(0, 20));
    const refused = (changed: Partial<typeof model>) =>
      engine.analyze(++calls, other, writeModel({ ...model, ...changed }));
    const newer = { ...model.info, featureSet: { id: 'traffic', version: 2 } };
    await expect(refused({ info: newer })).rejects.toThrow(
      'features traffic@2, and this page knows basic@1, traffic@1',
    );
    await expect(refused({ state: new Uint8Array() })).rejects.toThrow('not whole');
    await expect(refused({ groupCalibrations: [] })).rejects.toThrow('not whole');
    await expect(refused({ fusion: Float64Array.of(1, 2) })).rejects.toThrow(InputError);
    const unknown = readModel(file);
    const rename = (ids: readonly string[]) => ids.map((id) => (id === 'un2' ? 'x2' : id));
    const info = {
      ...unknown.info,
      features: rename(unknown.info.features),
      groups: unknown.info.groups.map((group) => ({ ...group, features: rename(group.features) })),
    };
    const forests = unknown.forests.map((forest) => ({ ...forest, features: rename(forest.features) }));
    await expect(refused({ info, forests })).rejects.toThrow('Unknown feature "x2"');
  });

  test('explains by the forest of each group, where the packet is rarest first', async () => {
    const traffic = await load(packets);
    const { file, info, analysis } = await train(traffic);
    const model = readModel(file);
    const { floors } = readFusion(model.fusion, info.groups.length, info.features.length);
    const [odd, calm] = await engine.explain(++calls, traffic, [ODD, CALM], 0);
    for (const { groups, contributions, pathLength, counterfactuals, alone } of [odd, calm]) {
      expect(groups.map(({ id }) => id).toSorted()).toEqual(info.groups.map(({ id }) => id).toSorted());
      const shares = groups.map(({ rarity }) => rarity!.atMost);
      expect(shares).toEqual(shares.toSorted((a, b) => a - b));
      expect(pathLength).toBe(groups[0].pathLength);
      expect(contributions.map(({ feature }) => feature).toSorted()).toEqual([...info.features].toSorted());
      for (const group of groups) {
        const own = contributions.filter((one) => one.group === group.id);
        const sum = own.reduce((total, { contribution }) => total + contribution, group.expectedPathLength);
        expect(sum).toBeCloseTo(group.pathLength, 9);
        const place = info.groups.findIndex(({ id }) => id === group.id);
        const row = info.groups[place].features.map((id) => {
          const floor = floors[info.features.indexOf(id)];
          const { cap } = findFeatures([id])[0].bound!;
          return Math.min(cap, Math.max(0, own.find(({ feature }) => feature === id)!.value - floor));
        });
        expect(Math.abs(walkForest(model.forests[place], row) - group.score)).toBeLessThan(1e-6);
        expect(group.rarity).toEqual(findRarity(model.groupCalibrations[place], group.score));
      }
      // What it would take can only be said of a single forest.
      expect(counterfactuals).toEqual([]);
      expect(alone).toBeGreaterThan(0);
    }
    expect(odd.score).toBeGreaterThan(calm.score);
    expect(odd.rarity).toEqual(findRarity(analysis.calibration, odd.score));
    // Fifty services within a second, halved every ten.
    const asked = odd.contributions.find(({ feature }) => feature === 'portmax10')!;
    expect(2 ** asked.value - 1).toBeGreaterThan(45);
    expect(2 ** asked.value - 1).toBeLessThan(50);
    expect(asked).toMatchObject({ scale: 'log', label: 'New services asked for', unit: 'services' });
    expect(odd.groups[0].rarity!.atMost).toBeLessThanOrEqual(20);
  });
});
