// Scores after a restart of the engine are those of before.
import { expect, test } from 'vitest';
import { FakeEngine, fakeInfo } from '../views/testing/fake-engine.ts';
import { judgeAgain } from './judge-again.ts';
import type { Judge } from './loaded.ts';

const basic = fakeInfo('M');
const traffic = { ...basic, featureSet: { id: 'traffic', version: 1 } };
const file = Uint8Array.of(1, 2, 3);

test.each<[string, Pick<Judge, 'info' | 'trained'>, string]>([
  ['a model on basic features scores again', { info: basic, trained: 'first' }, 'analyze'],
  ['a model that was trained elsewhere scores again', { info: traffic, trained: null }, 'analyze'],
  [
    'a model that was trained on the features of this traffic is trained again',
    { info: traffic, trained: 'here' },
    'train',
  ],
])('%s', async (_, judge, call) => {
  const engine = new FakeEngine(3000);
  await judgeAgain(engine, 7, { ...judge, file, stored: false }, {});
  expect(engine.calls.map(({ name }) => name)).toEqual([call]);
  const { parameters } = judge.info;
  const request = { traffic: 7, name: 'M', featureSet: 'traffic', parameters };
  expect(engine.calls[0].args).toEqual(call === 'train' ? [request] : [7, file]);
});
