// A moving slider asks often; the engine is asked as often as it can answer.
import { expect, test } from 'vitest';
import { latest } from './latest.ts';

test('only the newest wish waits', async () => {
  const asked: number[] = [];
  const answered: number[] = [];
  const answers: (() => void)[] = [];
  const ask = latest<number, number>(
    (wish) => {
      asked.push(wish);
      return new Promise((resolve) => answers.push(() => resolve(wish)));
    },
    (result) => answered.push(result),
    () => undefined,
  );
  const settle = async () => {
    answers.shift()!();
    await new Promise((resolve) => setTimeout(resolve));
  };
  [1, 2, 3, 4].forEach(ask);
  expect(asked).toEqual([1]);
  await settle();
  expect(asked).toEqual([1, 4]);
  await settle();
  expect(answered).toEqual([1, 4]);
});

test('a failure does not end the asking', async () => {
  const failures: unknown[] = [];
  const ask = latest<number, void>(
    () => Promise.reject(new Error('no')),
    () => undefined,
    (error) => failures.push(error),
  );
  ask(1);
  await new Promise((resolve) => setTimeout(resolve));
  ask(2);
  await new Promise((resolve) => setTimeout(resolve));
  expect(failures).toHaveLength(2);
});

test('after an answer it rests as long as that took, and no longer than it may', async () => {
  const asked: number[] = [];
  const done: number[] = [];
  const ask = latest<number, void>(
    async (wish) => {
      asked.push(wish);
      await new Promise((resolve) => setTimeout(resolve, 60));
    },
    (_, wish) => done.push(wish),
    () => undefined,
    10_000,
  );
  ask(1);
  ask(2);
  while (done.length === 0) await new Promise((resolve) => setTimeout(resolve));
  // The answer is there, and the rest has begun.
  ask(3);
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(asked).toEqual([1]);
  while (done.length < 2) await new Promise((resolve) => setTimeout(resolve));
  expect(done).toEqual([1, 3]);
});
