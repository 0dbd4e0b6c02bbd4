// The sentences of an explanation are right at their edges: bounds are never rounded outwards, and nothing is 0.0 cuts.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Contribution, Explanation, PacketRow } from '../../engine/types.ts';
import {
  amountWords,
  changeWords,
  contextWords,
  contributionWords,
  effectWords,
  featureSentence,
  pathWords,
  seesContext,
} from './why-words.ts';

const size = { feature: 'size', label: 'Packet size', unit: 'bytes' };
const proto = { feature: 'proto', label: 'Protocol', unit: '' };
const rate = { feature: 'rate', label: 'Rate', unit: 'packets/s' };
const say = (named: typeof size, low: number | null, high: number | null): string =>
  changeWords(named, { feature: named.feature, low, high, crossed: 1 });

test.each([
  [say(size, null, 583), 'Would not stand out if Packet size were at most 583 bytes.'],
  [say(size, 1500, null), 'Would not stand out if Packet size were at least 1,500 bytes.'],
  [say(size, 60, 1514), 'Would not stand out if Packet size were from 60 to 1,514 bytes.'],
  [say(size, 66, 66), 'Would not stand out if Packet size were 66 bytes.'],
  [say(proto, 6, 6), 'Would not stand out if Protocol were TCP 6.'],
  [say(proto, 3, 35), 'Would not stand out if Protocol were a number from 3 to 35, such as TCP 6 or UDP 17.'],
  [say(proto, null, 16), 'Would not stand out if Protocol were number 16 or lower, such as TCP 6 or ICMP 1.'],
  [say(proto, 200, null), 'Would not stand out if Protocol were number 200 or higher.'],
  [say(rate, null, 0.30000001192092896), 'Would not stand out if Rate were at most 0.3 packets/s.'],
  [say(rate, 0.30000001192092896, null), 'Would not stand out if Rate were at least 0.300001 packets/s.'],
])('%s', (words, expected) => expect(words).toBe(expected));

test('bounds that are not whole are rounded inwards, and by little', () => {
  const value = fc.float({ noNaN: true, noDefaultInfinity: true, min: Math.fround(-1e9), max: Math.fround(1e9) });
  fc.assert(
    fc.property(value, (x) => {
      const shown = (words: string): number => Number(/-?[\d,.]+/.exec(words)![0].replaceAll(',', ''));
      fc.pre(Math.abs(x) > 1e-3);
      const [above, below] = [shown(say(rate, x, null)), shown(say(rate, null, x))];
      const slack = Math.abs(x) * 1e-5;
      expect(above >= x - 1e-9 * Math.abs(x) && above <= x + slack).toBe(true);
      expect(below <= x + 1e-9 * Math.abs(x) && below >= x - slack).toBe(true);
    }),
  );
});

describe('other words', () => {
  test('what a feature did is said in cuts', () => {
    expect(contributionWords(-3.46)).toBe('3.5 cuts fewer: odder');
    expect(contributionWords(0.52)).toBe('0.5 cuts more: more usual');
    expect(contributionWords(-0.04)).toBe('makes no difference');
  });

  test('the path is a whole sentence', () => {
    const explanation = { pathLength: 4.51, expectedPathLength: 8 } as Parameters<typeof pathWords>[0];
    expect(pathWords(explanation)).toBe('4.5 cuts set it apart on average; a training packet takes 8.0.');
  });
});

describe('of packets in their context', () => {
  const half = { feature: 'half_open10', label: 'Unanswered', unit: 'connections', step: 1, value: Math.log2(213), contribution: -4.2, usual: 3, typical: null } as Contribution; // prettier-ignore
  const bytes = { ...half, feature: 'size', label: 'Packet size', unit: 'bytes', step: 0, usual: null, value: 64 } as Contribution; // prettier-ignore
  const packet = { row: 0, src: '10.0.0.2', dst: '10.0.0.5', size: 63, proto: 6 } as PacketRow;

  test('a feature is told as what was counted, with what is usual', () => {
    expect(amountWords(half, packet)).toBe('212 connections');
    expect(featureSentence(half)).toBe(
      'One of its hosts had 212 connections of the last 10 s that nobody answered; usually at most 7.',
    );
    expect(effectWords(half)).toBe('4.2 cuts fewer: odder');
  });

  test('where the model does not say what is usual, nothing is said of it; nor of what did not happen', () => {
    expect(featureSentence({ ...half, usual: null })).toMatch(/that nobody answered\.$/);
    expect(featureSentence({ ...half, value: 0 })).toBeNull();
    expect(featureSentence(bytes)).toBeNull();
    expect(amountWords(bytes, packet)).toBe('63 bytes');
    expect(effectWords({ ...bytes, typical: { low: 60, high: 1514, common: null } })).toBe(
      '4.2 cuts fewer: odder; typically from 60 to 1,514 bytes',
    );
  });

  test('a model of such features sees packets in their context', () => {
    expect(seesContext({ contributions: [half] } as unknown as Explanation)).toBe(true);
    expect(seesContext({ contributions: [bytes] } as unknown as Explanation)).toBe(false);
  });

  test.each([
    [0.7, 0.7004, null],
    [0.7, 0.695, null],
    [0.601, 0.5995, /and not stand out\.$/],
    [
      0.7,
      0.512,
      /^Most of this comes from other packets of 10\.0\.0\.2 within the last seconds, and between 10\.0\.0\.2 and /,
    ],
    [0.7, 0.512, /Without the packets before it, it would have 0\.512 and not stand out\.$/],
    [0.7, 0.65, /^Without the packets before it, it would have 0\.650; other packets .* make it odder\.$/],
    [0.5, 0.65, /^Without the packets before it, it would have 0\.650 and stand out; other packets .* draw it down\.$/],
    [0.65, 0.7, /^Without the packets before it, it would have 0\.700; other packets .* draw it down\.$/],
  ])('a score of %d, %d without the packets before it, above a line at 0.6 or not', (score, first, words) => {
    const said = contextWords({ score, first } as Explanation, 0.6, packet);
    if (words === null) expect(said).toBeNull();
    else expect(said).toMatch(words);
  });

  test('a packet without addresses has a source and two ends all the same', () => {
    const said = contextWords({ score: 0.7, first: 0.5 } as Explanation, 0.6, { ...packet, src: undefined });
    expect(said).toContain('packets of its source within the last seconds, and between its two ends within');
  });
});
