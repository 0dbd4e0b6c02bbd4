// What is said of features that a traffic does not allow, and of tables that overflowed.
import { expect, test } from 'vitest';
import type { ExtractionReport } from '../../engine/types.ts';
import { forgottenWords, omittedWords } from './set-words.ts';

const lack = (feature: string, label: string, lacks: string) => ({ feature, label, lacks });

test('features that lack the same are named in one sentence', () => {
  const mac = 'MAC addresses (captures only)';
  const omitted = [
    lack('mac_changed', 'Changed', mac),
    lack('odd_gateway', 'Gateway', mac),
    lack('arp10', 'ARP', 'ARP (captures only)'),
    lack('x', 'X', mac),
  ];
  expect(omittedWords(omitted)).toEqual([
    '“Changed”, “Gateway” and “X”: most packets here have no MAC addresses (captures only).',
    '“ARP”: most packets here have no ARP (captures only).',
  ]);
  expect(omittedWords([])).toEqual([]);
});

const table = (name: string, evicted: number) => ({ name, capacity: 65_536, used: 65_536, evicted });
const report = (cut: number, ...tables: ReturnType<typeof table>[]) => ({ tables, cut }) as ExtractionReport;

test('nothing is said while there was room', () => {
  expect(forgottenWords(report(0, table('hosts', 0)))).toEqual([]);
});

test('what was forgotten is counted, the most first, with what it means', () => {
  expect(forgottenWords(report(0, table('names', 1), table('hosts', 1204), table('services', 0)))).toEqual([
    '1,204 entries of hosts were forgotten to stay within 65,536, the oldest first.',
    '1 entry of DNS names was forgotten to stay within 65,536, the oldest first.',
    'What comes back after that is taken for new.',
  ]);
});

test('a model that could not keep all says so', () => {
  expect(forgottenWords(report(3))).toEqual([
    'The model keeps 3 entries fewer than there are: it has no room for more.',
  ]);
});

test('a table that has no words yet keeps its name', () => {
  expect(forgottenWords(report(0, table('rings', 2)))[0]).toContain('2 entries of rings were');
});
