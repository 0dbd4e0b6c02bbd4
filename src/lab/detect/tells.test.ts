// Each kind of attack is told with its own packets, and the features that stand out in them.
import { expect, test } from 'vitest';
import { tellKinds } from './tells.ts';

test('a kind has the share of its packets above the threshold of 1 %, and its features by their excess', () => {
  const kinds = ['', 'scan', 'flood', 'scan', '', 'flood'];
  const scores = Float32Array.of(0.4, 0.9, 0.4, 0.3, 0.2, 0.8);
  const excess = [Float32Array.of(0, 0, 1, 0, 0, 1), Float32Array.of(1, 1, 0, 0.5, 0, 0.5), new Float32Array(6)];
  expect(tellKinds(kinds, scores, ['a', 'b', 'c'], excess)).toEqual([
    { kind: 'scan', packets: 2, marked: 0.5, features: [['b', 0.75]] },
    { kind: 'flood', packets: 2, marked: 0.5, features: [['a', 1], ['b', 0.25]] }, // prettier-ignore
  ]);
});
