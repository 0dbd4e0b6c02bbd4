// Who talks to whom: links, labels, table, and the list on narrow screens.
import { tick } from 'svelte';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EVERYTHING } from '../../survey/types.ts';
import { findViolations } from '../testing/axe.ts';
import { ShapePage, wordsOf } from '../testing/shape-page.ts';
import '../theme.css';

let shape: ShapePage;

beforeEach(() => {
  shape = new ShapePage();
});

afterEach(() => shape.close());

test('a link selects both ends, a label one, and both give it up again', async () => {
  await shape.show(true);
  const link = () => shape.section('Who talks to whom').querySelector('svg g')!;
  const pair = shape.dashboard.survey!.pairs!.entries[0];
  link().dispatchEvent(new MouseEvent('click', { bubbles: true }));
  await shape.settled();
  expect(shape.dashboard.selection).toEqual({ ...EVERYTHING, source: pair.source, destination: pair.destination });
  link().dispatchEvent(new MouseEvent('click', { bubbles: true }));
  await shape.settled();
  expect(shape.dashboard.selection).toEqual(EVERYTHING);
  const label = () => shape.buttons('Who talks to whom', '.destination button')[0];
  const name = label().title;
  label().click();
  await shape.settled();
  expect(shape.dashboard.selection).toEqual({ ...EVERYTHING, destination: name });
  expect(label().getAttribute('aria-pressed')).toBe('true');
});

test('the talkers say how many pairs there are, and when not all could be counted', async () => {
  shape.change = ({ pairs, totals }) => ({
    pairs: {
      entries: Array.from({ length: 16 }, (_, at) => ({
        ...pairs!.entries[0],
        ...totals,
        destination: `10.1.0.${at}`,
      })),
      total: 4102,
      whole: false,
    },
  });
  await shape.show(true);
  expect(shape.words('Who talks to whom')).toContain('12 of 4,102 pairs, those with the most packets.');
  expect(shape.words('Who talks to whom')).toContain('There are more pairs than can be counted');
  expect(shape.section('Who talks to whom').querySelectorAll('svg g').length).toBe(12);
  shape.buttons('Who talks to whom', '.title button')[0].click();
  await tick();
  expect(shape.section('Who talks to whom').querySelectorAll('tbody tr').length).toBe(16);
  expect(shape.words('Who talks to whom')).toContain('16 of 4,102 pairs');
  expect(await findViolations()).toEqual([]);
});

test('names that hold spaces are told apart', async () => {
  shape.change = ({ pairs, totals }) => {
    const pair = (source: string, destination: string) => ({ ...pairs!.entries[0], ...totals, source, destination });
    return { pairs: { entries: [pair('a b', 'c'), pair('a', 'b c')], total: 2, whole: true } };
  };
  await shape.show(true);
  expect(shape.section('Who talks to whom').querySelectorAll('svg g').length).toBe(2);
  shape.buttons('Who talks to whom', '.title button')[0].click();
  await tick();
  expect(shape.section('Who talks to whom').querySelectorAll('tbody tr').length).toBe(2);
});

test('a narrow screen lists the pairs, and nothing is wider than it', async () => {
  await shape.show(true, 360);
  expect(shape.section('Who talks to whom').querySelector('svg')).toBeNull();
  const [first] = shape.dashboard.survey!.pairs!.entries;
  const entry = shape.buttons('Who talks to whom')[0];
  expect(wordsOf(entry)).toMatch(
    new RegExp(`^${first.source} →to ${first.destination}.*: .*${first.packets} packets$`),
  );
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(360);
  expect(await findViolations()).toEqual([]);
  entry.click();
  await shape.settled();
  expect(shape.dashboard.selection).toEqual({ ...EVERYTHING, source: first.source, destination: first.destination });
});
