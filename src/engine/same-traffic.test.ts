// Analysing the very packets that a model was trained on: the training's own scores, whenever and from whatever file.
import { beforeAll, describe, expect, test } from 'vitest';
import { compileCore } from '../base/whole-core.ts';
import { sampleCaptures } from '../samples/captures.ts';
import { createEngine, type Engine } from './engine.ts';

let module: WebAssembly.Module;
beforeAll(async () => {
  module = await compileCore();
});

async function open(engine: Engine, name = 'a.pcapng') {
  return (await engine.load(1, [{ name, data: new Blob([sampleCaptures.office_scan()]) }])).traffic;
}

const everything = { threshold: -1, hosts: [] };

describe.each(['traffic', 'basic'] as const)('a model on %s features', (featureSet) => {
  test.each([0, 7])(
    'trained with random_state %d gives its training packets the same scores in another engine',
    async (random_state) => {
      const first = createEngine(module);
      const traffic = await open(first);
      const { file, analysis } = await first.train(2, { traffic, name: 'A', featureSet, parameters: { random_state } });
      const trained = await first.marked(3, traffic, everything);

      const second = createEngine(module);
      const again = await open(second, 'b.pcapng');
      const { seconds: _, ...said } = await second.analyze(2, again, file.slice());
      const scored = await second.marked(3, again, everything);
      expect(scored.taken).toBeGreaterThan(1000);
      expect(scored).toEqual(trained);
      // What was usual is the training's to tell.
      const { seconds: __, levels: ___, features, ...told } = analysis;
      expect(said).toMatchObject(told);
      expect(said.features.features).toEqual(features.features);
    },
  );
});
