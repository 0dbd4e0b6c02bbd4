// Many alerts read by their ids from tables in memory, whichever share of them is wanted.
import { expect, test } from 'vitest';
import { transactInMemory } from '../store/memory.ts';
import { sampleAlert } from './testing/sample-alert.ts';
import { visitAlerts } from './visit-alerts.ts';

const idOf = (place: number): string => place.toString(16).padStart(32, '0');

test.each([0, 1, 3, 600, 1200])('of 1,200 alerts, %i and one that is not there are each told once', async (count) => {
  const transact = transactInMemory();
  // From the end, so that those wanted are in no batch alone.
  const ids = [...Array.from({ length: count }, (_, i) => idOf(1199 - i)), 'missing'];
  const seen: [string, string | undefined][] = [];
  await transact(['alerts'], 'readwrite', async (table) => {
    const alerts = table('alerts');
    for (let i = 0; i < 1200; i++) alerts.put(idOf(i), sampleAlert({ id: idOf(i) }));
    await visitAlerts(alerts, 1200, [...ids, ...ids], (id, alert) => seen.push([id, alert?.id]));
  });
  const expected = ids.map((id) => [id, id === 'missing' ? undefined : id]);
  expect(seen.toSorted()).toEqual(expected.toSorted());
});

test('what is wanted of an empty table is told as missing', async () => {
  const seen: unknown[] = [];
  await transactInMemory()(['alerts'], 'readonly', async (table) => {
    await visitAlerts(table('alerts'), 0, ['a', 'b'], (...told) => seen.push(told));
  });
  expect(seen).toEqual([['a', undefined], ['b', undefined]]); // prettier-ignore
});
