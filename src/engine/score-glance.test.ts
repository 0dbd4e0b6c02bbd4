// The scores so far: each counted once when its shard is finished, and equal to the summary at the end.
import { expect, test } from 'vitest';
import { countAbove, summarizeScores } from '../detect/summary.ts';
import { ScoreGlance } from './score-glance.ts';
import { ShardPlan } from './shard-plan.ts';

const scores = [
  Float32Array.from({ length: 5000 }, (_, row) => ((row * 7919) % 4999) / 4999 || 1),
  Float32Array.from({ length: 300 }, (_, row) => 0.5 + row / 1000),
];

test('finished shards are counted, in any order, and at the end they are all the scores', async () => {
  const plan = new ShardPlan(scores.map(({ length }) => length));
  const glance = new ScoreGlance(plan, scores, 0.6005);
  const shards = [];
  for (let shard = plan.take(700); shard !== null; shard = plan.take(700)) shards.push(shard);
  plan.finish(shards.pop()!);
  expect(glance.look()).toMatchObject({ packets: 300, above: { threshold: 0.6005, packets: 199 } });
  for (const shard of shards.reverse()) {
    plan.finish(shard);
    glance.look();
  }
  const { histogram } = await summarizeScores(scores, 100);
  const all = glance.look();
  expect(all).toEqual({
    of: 'scores',
    packets: 5300,
    histogram,
    above: { threshold: 0.6005, packets: await countAbove(scores, 0.6005) },
  });
});

test('without a line nothing is said of what is above it', () => {
  const plan = new ShardPlan([5000, 300]);
  expect(new ScoreGlance(plan, scores, null).look()).toMatchObject({ packets: 0, above: null });
});
