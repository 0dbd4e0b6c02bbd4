// Forests of scikit-learn, read from JSON: stored as a model file, they score and mark as scikit-learn does.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { type CoreInstance, instantiateCore } from '../base/core.ts';
import { compileCore } from '../base/whole-core.ts';
import { InputError } from '../base/errors.ts';
import { Pacer } from '../base/pacer.ts';
import { readModel, writeModel } from '../model/file.ts';
import { MAX_JSON, roundDown } from '../model/scikit-learn.ts';
import { ownForests, readScikitFile, sharedForests } from '../model/testing/scikit-files.ts';
import { createEngine } from './engine.ts';
import { readForest } from './read-forest.ts';
import { scoreChunks } from './score.ts';

let module: WebAssembly.Module;
let core: CoreInstance;
beforeAll(async () => {
  module = await compileCore();
  core = await instantiateCore(module);
});

test.skipIf(sharedForests.length === 0)(
  'the forests of ../shared/data/sklearn are at hand (SKIPPED without: then only our own three are compared)',
  () => {
    expect(sharedForests.length).toBeGreaterThan(0);
  },
);

describe.each([...ownForests, ...sharedForests].map((path) => [basename(path), path]))('%s', (_, path) => {
  test('scoreSamples and decisionFunction agree within 1e-6, and predict agrees', async () => {
    const peer = readScikitFile(path);
    const { info, forest } = readModel(writeModel(peer.model));
    const columns = Array.from({ length: peer.features }, (__, k) => Float32Array.from(peer.rows, (row) => row[k]));
    const [scores] = await scoreChunks(core, forest, [columns], new Pacer());
    peer.rows.forEach((row, i) => {
      expect(Math.abs(scores[i] + peer.scoreSamples[i]), `${row}`).toBeLessThan(1e-6);
      expect(Math.abs(info.threshold - scores[i] - peer.decisionFunction[i]), `${row}`).toBeLessThan(1e-6);
      expect(scores[i] > info.threshold ? -1 : 1, `${row}: ${peer.decisionFunction[i]}`).toBe(peer.predict[i]);
    });
  });
});

test('thresholds are rounded down as the core rounds them', () => {
  fc.assert(
    fc.property(fc.oneof(fc.double({ noNaN: true }), fc.float({ noNaN: true })), (x) => {
      expect(roundDown(x)).toBe(core.roundDown(x));
    }),
    { numRuns: 5000 },
  );
  for (const x of [0, -0, 0.1, -0.1, 1e-300, -1e-300, 1e39, -1e39, 3.4028234e38, 16777217, -16777217]) {
    expect(roundDown(x)).toBe(core.roundDown(x));
  }
});

describe('the engine', () => {
  const packets = readFileSync(ownForests[0]);
  const nameless = (): Buffer => {
    const { featureNames: _, ...document } = JSON.parse(packets.toString());
    return Buffer.from(`\uFEFF\n ${JSON.stringify(document)}`);
  };
  const bytesOf = (buffer: Buffer): Uint8Array<ArrayBuffer> => new Uint8Array(buffer);

  test('imports one, plain or gzip, with or without names, and scores with the model file that comes of it', async () => {
    const engine = createEngine(module);
    const peer = readScikitFile(ownForests[0]);
    const items = peer.rows.map(([size, proto]) => ({ size, proto }));
    const data = new Blob([JSON.stringify(items)]);
    const { traffic } = await engine.load(1, [{ name: 'rows.json', data }]);
    const plain = await engine.importModel((await readForest(bytesOf(packets), 'Trained in Python'))!);
    expect(plain.info).toMatchObject({
      name: 'Trained in Python',
      rows: null,
      trainedOn: ['scikit-learn 1.2.1'],
      features: ['size', 'proto'],
      featuresAssumed: false,
      samplesPerTree: 24,
      parameters: { n_estimators: 9, max_samples: 24, bootstrap: false, contamination: 0.05 },
    });
    const analysis = await engine.analyze(2, traffic, plain.file);
    expect(analysis).toMatchObject({ calibration: null, profiles: null, threshold: plain.info.threshold });
    expect(analysis.anomalies).toBe(peer.predict.filter((mark) => mark === -1).length);
    const { info } = await engine.importModel((await readForest(bytesOf(nameless()), 'x'))!);
    expect(info).toMatchObject({ features: ['size', 'proto'], featuresAssumed: true });
    for (const bytes of [gzipSync(packets), nameless()]) {
      const { file } = await engine.importModel((await readForest(bytesOf(bytes), 'x'))!);
      expect((await engine.analyze(3, traffic, file)).histogram).toEqual(analysis.histogram);
    }
  });

  test('refuses what is no such document in plain words', async () => {
    const refused: [string, Buffer, RegExp][] = [
      ['another document', Buffer.from('{"items":[]}'), /not a model: it is JSON, but without a list "trees"/],
      ['JSON that ends too soon', packets.subarray(0, 900), /it is no JSON \(/],
      ['numbers that are none', Buffer.from('{"trees":[],"offset":NaN}'), /it is no JSON/],
      ['broken UTF-8', Buffer.concat([Buffer.from('{"name":"'), Buffer.of(0xff)]), /begins like JSON text/],
      ['broken gzip', gzipSync(packets).subarray(0, 200), /begins like a gzip file/],
      ['a zip bomb', gzipSync(Buffer.alloc(MAX_JSON + 1, ' ')), /more than 128 MB of JSON text/],
      ['forests of other features', readFileSync(ownForests[1]), /feature "first", and this page scores size, proto/],
    ];
    for (const [what, bytes, words] of refused) {
      const failed = readForest(bytesOf(bytes), 'x');
      await expect(failed, what).rejects.toThrow(words);
      await expect(failed, what).rejects.toBeInstanceOf(InputError);
    }
    expect(await readForest(Uint8Array.of(0x89, 0x4e), 'x')).toBeNull();
  });
});
