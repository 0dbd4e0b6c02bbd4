// What is said of an exported file: what is in it, and what was left out.
import { expect, test } from 'vitest';
import type { Exported } from '../engine/types.ts';
import { exportWords } from './save-exported.ts';

const exported: Exported = { file: new Blob(), packets: 412, withoutBytes: 0, marked: 0, explained: 0 };
const say = (change: Partial<Exported>, format: 'pcapng' | 'csv' = 'pcapng') =>
  exportWords('lab-marked.pcapng', format, { ...exported, ...change }).replace(
    'Wrote 412 packets to lab-marked.pcapng.',
    '✓',
  );

test.each([
  [say({}), '✓'],
  [say({ marked: 412, explained: 412 }), '✓ Each marked packet has a comment with score, rarity and reasons.'],
  [
    say({ marked: 9000, explained: 5000 }),
    '✓ Each marked packet has a comment with score and rarity, the oddest 5,000 of 9,000 also with reasons.',
  ],
  [say({ marked: 412 }), '✓ Each marked packet has a comment with score and rarity.'],
  [say({ marked: 412 }, 'csv'), '✓'],
  [say({ withoutBytes: 1 }), '✓ Left out: 1 packet of JSON batches, which hold no bytes.'],
])('%s', (words, expected) => expect(words).toBe(expected));
