// The sentences of an explanation are right at their edges: bounds are never rounded outwards, and nothing is 0.0 cuts.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changeWords, contributionWords, pathWords } from './why-words.ts';

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
