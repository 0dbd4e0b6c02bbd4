// Where sources, destinations and their links stand.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Pair } from '../../survey/types.ts';
import { layTalkers } from './talker-links.ts';

const pair = (source: string, destination: string, packets: number, marked = 0): Pair => ({
  source,
  destination,
  packets,
  bytes: packets * 100,
  marked,
  markedBytes: marked * 100,
  worst: 0,
});

test('a host that only sends and one that only receives stand in one column each, one that does both in both', () => {
  const { sources, destinations } = layTalkers([pair('a', 'b', 5), pair('b', 'a', 4), pair('a', 'c', 1)], 12);
  expect(sources).toEqual(['a', 'b']);
  expect([...destinations].sort()).toEqual(['a', 'b', 'c']);
});

test('names are spread evenly, and the only one stands in the middle', () => {
  const { links } = layTalkers([pair('a', 'x', 5), pair('b', 'x', 4)], 12);
  expect(links.map(({ from, to }) => [from, to])).toEqual([
    [3, 6],
    [9, 6],
  ]);
});

test('destinations stand near to who talks to them: links of separate pairs do not cross', () => {
  const { links } = layTalkers([pair('a', 'z', 9), pair('b', 'y', 8), pair('c', 'x', 7), pair('a', 'w', 6)], 12);
  const [first, second, third] = links;
  expect(first.to).toBeLessThan(second.to);
  expect(second.to).toBeLessThan(third.to);
});

test('weights are logarithms in units of the least: ten and a hundred times as much are even steps, nothing odd is 0', () => {
  const { links } = layTalkers([pair('a', 'b', 990, 990), pair('a', 'c', 90), pair('a', 'd', 10, 0)], 12);
  // By hand: 1 + 990 / 10 = 100, 1 + 90 / 10 = 10, 1 + 10 / 10 = 2.
  expect(links.map(({ weight }) => weight)).toEqual([
    1,
    expect.closeTo(0.5, 10),
    expect.closeTo(Math.log10(2) / 2, 10),
  ]);
  expect(links.map(({ oddWeight }) => oddWeight)).toEqual([1, 0, 0]);
  expect(layTalkers([pair('a', 'b', 7), pair('b', 'a', 7)], 12).links.map(({ weight }) => weight)).toEqual([1, 1]);
});

test('whatever the pairs, every end has a place of its own within the rows', () => {
  const name = fc.constantFrom('a', 'b', 'c', '__proto__', '');
  const pairs = fc.uniqueArray(fc.tuple(name, name, fc.nat()), { selector: ([from, to]) => `${from} ${to}` });
  fc.assert(
    fc.property(pairs, (made) => {
      const { sources, destinations, links } = layTalkers(
        made.map((parts) => pair(...parts)),
        12,
      );
      expect(new Set(sources).size).toBe(sources.length);
      expect(new Set(destinations).size).toBe(destinations.length);
      for (const { from, to, weight } of links) {
        for (const place of [from, to]) expect(place > 0 && place < 12).toBe(true);
        expect(weight >= 0 && weight <= 1).toBe(true);
      }
    }),
  );
});
