// The figures of the bar, of captures whose outcome is plain.
import { expect, test } from 'vitest';
import { type AlarmCase, falseAlarms } from './false-alarms.ts';

/** Scores falling evenly from `top`, a packet a second, each of a pair of its own. */
function packets(count: number, top: number, alike = false) {
  const scores = Float32Array.from({ length: count }, (_, i) => (alike ? 0.28 : top - i * 1e-6));
  return { scores, times: Array.from(scores.keys()), pairs: Array.from(scores.keys()) };
}

const drifted: AlarmCase = {
  name: 'drifted',
  background: 'a',
  isControl: true,
  training: packets(1000, 0.3).scores,
  clean: packets(10_000, 0.39),
  attacked: null,
  ceiling: 0.4,
};

test('traffic that scores higher throughout than training is marked as promised all the same', async () => {
  const { outcomes, within, withinFixed, withinOfPossible } = await falseAlarms([drifted]);
  expect(outcomes.map(({ marked }) => marked)).toEqual([100, 10, 1]);
  expect(outcomes.map(({ markedFixed }) => markedFixed)).toEqual([10_000, 10_000, 10_000]);
  expect([within, withinFixed, withinOfPossible]).toEqual([1, 0, 1]);
});

test('a promise of less than half a packet, and packets that are all alike, are told as impossible', async () => {
  const few: AlarmCase = { ...drifted, name: 'few', clean: packets(1000, 0.35) };
  const alike: AlarmCase = {
    ...drifted,
    name: 'alike',
    background: 'b',
    isControl: false,
    clean: packets(10_000, 0.3, true),
  };
  const { outcomes, within, withinWhole, withinOfPossible } = await falseAlarms([few, alike]);
  expect(outcomes.map(({ isPossible }) => isPossible)).toEqual([true, true, false, false, false, false]);
  // In whole packets none is right for 0.1 of a packet, and for 1 of 10,000.
  expect(outcomes.map(({ isWithinWhole }) => isWithinWhole)).toEqual([true, true, true, false, false, true]);
  expect([within, withinWhole, withinOfPossible]).toEqual([2 / 6, 4 / 6, 1]);
});

test('an attack beyond the ceiling is marked, and lifts nothing', async () => {
  const calm = packets(1000, 0.35);
  const scores = Float32Array.from([...calm.scores, ...Array.from({ length: 300 }, () => 0.6)]);
  const attacked = {
    scores,
    times: [...scores.keys()],
    pairs: [...scores.keys()],
    isAttack: [...scores].map((s) => s > 0.5),
  };
  const { outcomes, recall } = await falseAlarms([{ ...drifted, clean: calm, attacked }]);
  expect(recall).toEqual([1, 1, 1]);
  expect(outcomes.map(({ othersMarked }) => othersMarked)).toEqual([0.01, 0.001, 0]);
});

test('findings of a control keep the budget, unless they are beyond the ceiling', async () => {
  // 10,000 seconds: 2.8 hours, and so 27 findings at most.
  expect(await falseAlarms([drifted])).toMatchObject({ controlsKeepBudget: true, budget: [{ findings: 27 }] });
  const beyond = { ...drifted, ceiling: 0.38995 };
  expect(await falseAlarms([beyond])).toMatchObject({ controlsKeepBudget: false });
});
