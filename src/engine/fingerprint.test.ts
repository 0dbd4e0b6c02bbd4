// Fingerprints of traffic and models, as they come with marked packets.
import { beforeAll, describe, expect, test } from 'vitest';
import { compileCore } from '../base/whole-core.ts';
import { readModel, writeModel } from '../model/file.ts';
import { createEngine } from './engine.ts';

let module: WebAssembly.Module;
beforeAll(async () => {
  module = await compileCore();
});

const textSource = (items: unknown, name: string) => ({ name, data: new Blob([JSON.stringify({ items })]) });

describe('fingerprints', () => {
  const items = Array.from({ length: 70_000 }, (_, index) => ({
    src: `10.0.${index % 7}.2`,
    dst: '10.0.0.1',
    size: 500 + (index % 40),
    proto: 6,
    ts: index,
    src_port: 50_000 + (index % 9),
    dst_port: 443,
  }));

  async function printOf(parts: unknown[][], change?: (file: Uint8Array<ArrayBuffer>) => Uint8Array) {
    const engine = createEngine(module);
    const sources = parts.map((part, index) => textSource(part, `${index}.json`));
    const { traffic } = await engine.load(1, sources);
    const request = { traffic, name: 'A', featureSet: 'basic', parameters: { n_estimators: 5 } } as const;
    const { file } = await engine.train(2, request);
    if (change) await engine.analyze(3, traffic, change(file));
    const marked = await engine.marked(4, traffic, { threshold: 1, hosts: [] });
    expect(marked.taken).toBe(0);
    return { traffic: marked.traffic, model: marked.model };
  }

  test('are the same for the same packets in other files, and others for any other packet', async () => {
    const whole = await printOf([items]);
    expect(whole.traffic).toMatch(/^[0-9a-f]{32}$/);
    const even = items.filter((_, index) => index % 2 === 0);
    const odd = items.filter((_, index) => index % 2 === 1);
    // Merged by time: the addresses of the odd ones become known later.
    expect((await printOf([even, odd])).traffic).toBe(whole.traffic);
    for (const change of [
      { src: '10.0.0.3' },
      { dst: '10.0.0.0' },
      { size: 501 },
      { proto: 7 },
      { ts: 12.0001 },
      { src_port: 1 },
      { dst_port: 442 },
    ]) {
      // prettier-ignore
      const other = await printOf([items.toSpliced(12, 1, { ...items[12], ...change })]);
      expect(other.traffic, JSON.stringify(change)).not.toBe(whole.traffic);
    }
    expect((await printOf([items.slice(1)])).traffic).not.toBe(whole.traffic);
  });

  test('of a model depend on its forest, not on its name or time', async () => {
    const { model } = await printOf([items]);
    expect(model).toMatch(/^[0-9a-f]{32}$/);
    expect((await printOf([items])).model).toBe(model);
    const renamed = (file: Uint8Array) => {
      const read = readModel(file);
      return writeModel({ ...read, info: { ...read.info, name: 'B', created: '2020-01-01T00:00:00.000Z' } });
    };
    expect((await printOf([items], renamed)).model).toBe(model);
    const nudged = (file: Uint8Array) => {
      const read = readModel(file);
      new Uint32Array(read.forest.thresholds.buffer)[0] ^= 1;
      return writeModel(read);
    };
    expect((await printOf([items], nudged)).model).not.toBe(model);
  });
});
