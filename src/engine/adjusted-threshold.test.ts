// Thresholds that adjust to the traffic they are drawn in, through the engine.
import { beforeAll, expect, test } from 'vitest';
import { compileCore } from '../base/whole-core.ts';
import type { Packet } from '../packets/table.ts';
import { createEngine, type Engine } from './engine.ts';

const START = 1_700_000_000;

/** Five hosts ask a web server in turn and it answers. */
function browse(from: number, asks: number, every: number): Packet[] {
  return Array.from({ length: asks }, (_, ask): Packet[] => {
    const [src, dst, ts] = [`10.0.0.${ask % 5}`, '10.0.0.9', START + from + every * ask];
    const [client, server] = [20_000 + (ask % 40_000), 80];
    return [
      { src, dst, size: 60, proto: 6, ts, src_port: client, dst_port: server },
      { src: dst, dst: src, size: 60, proto: 6, ts: ts + every / 10, src_port: server, dst_port: client },
    ];
  }).flat();
}

const SCAN = 150;
/** One host asks for many ports, a hundred a second, and hears nothing. */
const scan = Array.from({ length: SCAN }, (_, port): Packet => {
  return { src: '10.6.6.6', dst: '10.0.0.9', size: 60, proto: 6, ts: START + 3500 + port / 100, src_port: 50_000, dst_port: port + 1 }; // prettier-ignore
});

let engine: Engine;
beforeAll(async () => {
  engine = createEngine(await compileCore());
});

let calls = 0;
async function load(items: readonly Packet[]): Promise<number> {
  const data = new Blob([JSON.stringify({ items })]);
  return (await engine.load(++calls, [{ name: 'a.json', data }])).traffic;
}

const markedOf = (traffic: number, src: string, above: number): Promise<number> =>
  engine.setView(++calls, traffic, { sort: 'row', descending: false, filter: `src:${src}`, above });

test('a scan is marked whether the model was trained on it or before it, and the line stays among the others', async () => {
  const attacked = await load([...browse(2000, 800, 2.5), ...scan].toSorted((a, b) => a.ts! - b.ts!));
  const calm = await load(browse(0, 500, 4));
  const { file } = await engine.train(++calls, { traffic: calm, name: 'Before', parameters: {} });
  const asked = { traffic: attacked, name: 'Within', parameters: {} };
  const analyses = [
    () => engine.analyze(++calls, attacked, file),
    async () => (await engine.train(++calls, asked)).analysis,
  ];
  for (const analyse of analyses) {
    const { packets, threshold, anomalies, adjustment } = await analyse();
    const { trained, aboveTrained, ceiling, beyond } = adjustment!;
    expect(threshold).toBeLessThanOrEqual(ceiling);
    const counts = [threshold, trained, ceiling].map((score) =>
      engine.countMarked(attacked, { threshold: score, hosts: [] }),
    );
    expect([anomalies, aboveTrained, beyond]).toEqual(await Promise.all(counts));
    expect(await markedOf(attacked, '10.6.6.6', threshold)).toBeGreaterThan(SCAN / 2);
    expect(anomalies - beyond).toBeLessThanOrEqual(Math.round(0.01 * (packets - beyond)));
  }
});

test('basic features, and a threshold of "auto", are not adjusted', async () => {
  const traffic = await load(browse(0, 50, 4));
  const basic = await engine.train(++calls, { traffic, name: 'Basic', parameters: {}, featureSet: 'basic' });
  expect(basic.analysis).toMatchObject({ threshold: basic.info.threshold, adjustment: null });
  const auto = await engine.train(++calls, { traffic, name: 'Auto', parameters: { contamination: 'auto' } });
  expect(auto.analysis).toMatchObject({ threshold: 0.5, adjustment: null });
});
