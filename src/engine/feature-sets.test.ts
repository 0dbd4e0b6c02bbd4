// Feature sets through the engine: which is used, what models keep of them, and how scores in context are explained.
import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { InputError } from '../base/errors.ts';
import { compileCore } from '../base/whole-core.ts';
import { findRarity } from '../detect/rarity.ts';
import { findFeatures } from '../features/sets.ts';
import { readModel, writeModel } from '../model/file.ts';
import { walkForest } from '../model/testing/forests.ts';
import type { Packet } from '../packets/table.ts';
import { createEngine, type Engine } from './engine.ts';
import type { FeatureSetId, TrainRequest } from './types.ts';

const source = (items: readonly object[]) => ({ name: 'a.json', data: new Blob([JSON.stringify({ items })]) });

/** Five hosts ask a web server in turn, every time from another port, and it answers; then one asks for fifty ports. */
const packets: Packet[] = [];
const [SYN, ACK] = [2, 16];
for (let ask = 0; ask < 250; ask++) {
  const [src, dst, ts] = [`10.0.0.${ask % 5}`, '10.0.0.9', 1000 + 4 * ask];
  const [client, server] = [40_000 + ask, 80];
  packets.push({ src, dst, size: 60, proto: 6, ts, src_port: client, dst_port: server, tcp_flags: SYN });
  const answer = { size: 60, proto: 6, src_port: server, dst_port: client, tcp_flags: SYN | ACK };
  packets.push({ src: dst, dst: src, ts: ts + 0.1, ...answer });
}
const CALM = packets.length - 1;
for (let port = 1; port <= 50; port++) {
  const probe = { size: 60, proto: 6, src_port: 50_000, dst_port: port, tcp_flags: SYN };
  packets.push({ src: '10.6.6.6', dst: '10.0.0.9', ts: 2000 + port / 50, ...probe });
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
  expect(analysis.features.omitted.map(({ feature }) => feature)).toContain('dns_names60');
  expect(info.features).not.toContain('dns_names60');
  // Six sources and their target.
  expect(analysis.extraction?.tables).toContainEqual(expect.objectContaining({ name: 'hosts', used: 7, evicted: 0 }));

  const basic = await train(await load(packets), { featureSet: 'basic' });
  const own = { featureSet: { id: 'basic', version: 1 }, features: ['size', 'proto'], anchors: 0 };
  expect(basic.info).toMatchObject(own);
  expect(basic.analysis).toMatchObject({ levels: null, extraction: null });
  const bare = await load(packets.map(({ size, proto }) => ({ size, proto })));
  const trained = await train(bare);
  expect(trained.info).toMatchObject(own);
  expect(trained.analysis.features).toEqual({
    set: { id: 'basic', version: 1 },
    features: ['size', 'proto'],
    omitted: [],
    reason: 'most packets have no ts, src, dst',
  });
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

describe('a model on traffic features', () => {
  test('says what is usual of each, and is kept whole by its file', async () => {
    const { info, file, analysis } = await train(await load(packets));
    const model = readModel(file);
    expect(writeModel(model)).toEqual(file);
    const width = info.features.length;
    expect(info).toMatchObject({ samplesPerTree: 256, anchors: 6 * width, rows: packets.length });
    expect(model.forest.samplesPerTree).toBe(256 + 6 * width);
    expect(model.calibration!.upTo.at(-1)).toBe(packets.length);
    expect(model.context!.state.length).toBeGreaterThan(0);
    const floors = findFeatures(info.features).map(({ bound }) => bound!.floor);
    expect(analysis.levels!.map(({ usual }) => usual)).toEqual([...model.context!.usual]);
    analysis.levels!.forEach(({ usual }, feature) => expect(usual).toBeGreaterThanOrEqual(floors[feature]));
    // Up to 8 connections without an answer are usual anyhow, so that the scan's first probes are.
    const halfOpen = analysis.levels![info.features.indexOf('half_open10')];
    expect(halfOpen.usual).toBe(3);
    expect(halfOpen.above).toBeGreaterThan(35);
    expect(halfOpen.above).toBeLessThanOrEqual(50);
  });

  test('the same packets and parameters make the same file', async () => {
    const [a, b] = [await train(await load(packets)), await train(await load(packets))].map(({ file }) =>
      readModel(file),
    );
    expect({ ...a, info: { ...a.info, created: '' } }).toEqual({ ...b, info: { ...b.info, created: '' } });
  });

  test('finds the scan among what it was trained on', async () => {
    const traffic = await load(packets);
    await train(traffic);
    await engine.setView(++calls, traffic, { sort: 'score', descending: true, filter: '', above: null });
    for (const { src } of engine.page(traffic, 0, 30).rows) expect(src).toBe('10.6.6.6');
  });

  test('analyses other traffic from what it knows already', async () => {
    const calm = await load(packets.slice(0, CALM + 1));
    const { file, info } = await train(calm);
    const other = await load(packets.slice(CALM + 1));
    const analysis = await engine.analyze(++calls, other, file);
    expect(analysis).toMatchObject({
      packets: 50,
      adjustment: { trained: info.threshold },
      levels: null,
      features: { set: { id: 'traffic', version: 1 }, features: info.features, omitted: [], reason: '' },
    });
    // Most of the scan is above training's line, though the training never saw a connection without an answer. Of 50 packets
    // that are all of a scan, only those stand out that would in any traffic.
    expect(analysis.adjustment!.aboveTrained).toBeGreaterThan(30);
    expect(analysis.anomalies).toBe(analysis.adjustment!.beyond);
    expect(analysis.anomalies).toBeGreaterThan(10);
    const again = await load(packets.slice(0, CALM + 1));
    expect((await engine.analyze(++calls, again, file)).anomalies).toBeLessThan(10);
  });

  test('refuses traffic that lacks what its features are made of, and names both', async () => {
    const { file } = await train(await load(packets));
    const other = await load(packets.map((packet) => ({ ...packet, tcp_flags: undefined })));
    await expect(engine.analyze(++calls, other, file)).rejects.toThrow(
      'This model (traffic@1) looks at bad_flags, and most packets here have no tcp_flags.',
    );
    const bare = await load(packets.map(({ size, proto }) => ({ size, proto })));
    await expect(engine.analyze(++calls, bare, file)).rejects.toThrow(InputError);
  });

  test('refuses to score when its set is unknown, or what it knows is none of this', async () => {
    const { file } = await train(await load(packets));
    const model = readModel(file);
    const other = await load(packets.slice(0, 20));
    const refused = (changed: Partial<typeof model>) =>
      engine.analyze(++calls, other, writeModel({ ...model, ...changed }));
    const newer = { ...model.info, featureSet: { id: 'traffic', version: 2 } };
    await expect(refused({ info: newer })).rejects.toThrow(
      'features traffic@2, and this page knows basic@1, traffic@1',
    );
    await expect(refused({ context: null })).rejects.toThrow('not whole');
    const noState = { ...model.context!, state: Uint8Array.of(1, 2, 3) };
    await expect(refused({ context: noState })).rejects.toThrow(InputError);
    const rename = (ids: readonly string[]) => ids.map((id) => (id === 'failed100' ? 'x2' : id));
    const info = { ...model.info, features: rename(model.info.features) };
    const forest = { ...model.forest, features: info.features };
    await expect(refused({ info, forest })).rejects.toThrow('Unknown feature "x2"');
    // Of basic features, although it sees packets in their context.
    const basic = { ...model.info, featureSet: { id: 'basic', version: 1 } };
    await expect(refused({ info: basic })).rejects.toThrow(InputError);
  });

  test('explains the own score of a packet by its features, and tells what the packets around it made of it', async () => {
    const traffic = await load(packets);
    const { file, info, analysis } = await train(traffic);
    const model = readModel(file);
    const { usual, base } = model.context!;
    const bounds = findFeatures(info.features).map(({ bound }) => bound!);
    const [odd, calm] = await engine.explain(++calls, traffic, [ODD, CALM], 0);
    for (const { contributions, expectedPathLength, pathLength, alone, counterfactuals, score, rarity } of [
      odd,
      calm,
    ]) {
      expect(contributions.map(({ feature }) => feature)).toEqual(info.features);
      const sum = contributions.reduce((total, { contribution }) => total + contribution, expectedPathLength);
      expect(sum).toBeCloseTo(pathLength, 9);
      // What the forest sees of the values, by the definition.
      const seen = contributions.map(({ value }, feature) =>
        Math.fround((Math.min(bounds[feature].cap, Math.max(0, value - usual[feature])) / bounds[feature].cap) ** 1.5),
      );
      expect(Math.abs(walkForest(model.forest, seen) - alone)).toBeLessThan(1e-6);
      expect(rarity).toEqual(findRarity(analysis.calibration, score));
      // No single value decides.
      expect(counterfactuals).toEqual([]);
    }
    expect(calm.alone).toBeCloseTo(base, 6);
    expect(odd.score).toBeGreaterThan(calm.score);
    // Fifty connections without an answer within a second, halved every ten, and one that is being asked for meanwhile.
    const opened = odd.contributions.find(({ feature }) => feature === 'half_open10')!;
    expect(2 ** opened.value - 1).toBeGreaterThan(45);
    expect(2 ** opened.value - 1).toBeLessThan(53);
    expect(opened).toMatchObject({ step: 1, label: 'Unanswered connections, 10 s', unit: 'connections' });
    expect(opened.contribution).toBeLessThan(-1);
  });
});
