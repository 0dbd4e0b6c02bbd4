// Packet sizes over time: the drag, the click, the table, and traffic without times.
import { tick } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { findViolations } from '../testing/axe.ts';
import { MADE } from '../testing/fake-survey.ts';
import { ShapePage } from '../testing/shape-page.ts';
import { button } from '../testing/sight.ts';
import '../theme.css';
import { xOf, yOf } from './sizes-plot.ts';

let shape: ShapePage;

beforeEach(() => {
  shape = new ShapePage();
});

afterEach(() => shape.close());

test('a drag over the sizes selects whole buckets of time, and Escape gives it up', async () => {
  await shape.show(true);
  const { axis } = shape.dashboard.survey!.sizes!;
  const { left, width } = shape.plot();
  const send = (kind: string, share: number) => shape.point(kind, left + share * width, 100);
  send('pointerdown', 0.25);
  send('pointermove', 0.75);
  await vi.waitFor(() => expect(shape.dashboard.selection.span).not.toBeNull());
  window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
  expect(shape.dashboard.selection.span).toBeNull();
  send('pointerup', 0.75);
  expect(shape.dashboard.selection.span).toBeNull();
  await shape.settled();
  send('pointerdown', 0.25);
  send('pointermove', 0.75);
  send('pointerup', 0.75);
  const { from, to } = shape.dashboard.selection.span!;
  const whole = axis.width * axis.count;
  expect(from).toBeCloseTo(axis.start + Math.floor(0.25 * axis.count + 1e-6) * axis.width, 5);
  expect((to - from) / whole).toBeCloseTo(0.5, 1);
  await shape.settled();
  expect(shape.dashboard.survey!.totals.packets).toBe(MADE.filter(({ ts }) => ts >= from && ts < to).length);
});

test('a click on a packet asks for it, and the pointer is told what it is at in one place', async () => {
  await shape.show(true);
  const { axis, edges, points } = shape.dashboard.survey!.sizes!;
  const index = points!.marked.indexOf(1);
  const at = [xOf(shape.plot(), axis, points!.ts[index]), yOf(shape.plot(), edges, points!.sizes[index])] as const;
  shape.point('pointermove', ...at);
  await tick();
  expect(shape.words('Packet sizes over time')).toMatch(
    /packet 302 · 2024-09-05 09:53:50\.100000 · 1,397 bytes · score 0\.800, odd/,
  );
  shape.point('pointerdown', ...at);
  shape.point('pointerup', ...at);
  expect(shape.asked).toEqual([301]);
});

test('the table of the sizes has each packet, a page at a time, and leads to it', async () => {
  await shape.show(true);
  button(/^Table$/).click();
  await tick();
  const rows = () => [...shape.section('Packet sizes over time').querySelectorAll('tbody tr')];
  expect(rows().length).toBe(50);
  expect(shape.words('Packet sizes over time')).toContain('1 to 50 of 600 packets');
  button(/^Next$/).click();
  await tick();
  expect(rows()[0].children[0].textContent).toBe('51');
  rows()[0].querySelector('button')!.click();
  expect(shape.asked).toEqual([50]);
  expect(await findViolations()).toEqual([]);
});

test('where there are too many packets for dots the table has the cells, and they sum up to all', async () => {
  shape.change = ({ sizes }) => ({ sizes: sizes && { ...sizes, points: null } });
  await shape.show(true);
  expect(shape.words('Packet sizes over time')).toContain('Framed: odd ones among them.');
  button(/^Table$/).click();
  await tick();
  let packets = 0;
  let odd = 0;
  for (;;) {
    for (const row of shape.section('Packet sizes over time').querySelectorAll('tbody tr')) {
      packets += Number(row.children[2].textContent);
      odd += Number(row.children[3].textContent);
    }
    const next = button(/^Next$/);
    if (next.disabled) break;
    next.click();
    await tick();
  }
  expect(packets).toBe(600);
  expect(odd).toBe(MADE.filter(({ score }) => score > 0.612).length);
});

test('without times the sizes say so, and where all stand at one time they are bars', async () => {
  shape.change = () => ({ sizes: null, overview: null });
  await shape.show(true);
  expect(shape.words('Packet sizes over time')).toContain('These packets have no times');
  expect(await findViolations()).toEqual([]);
  shape.change = ({ sizes }) => {
    const bins = sizes!.edges.length - 1;
    const packets = new Uint32Array(bins);
    packets[2] = 7;
    return {
      sizes: { ...sizes!, axis: { start: 1725530000, width: 1, count: 1 }, packets, marked: new Uint32Array(bins) },
    };
  };
  shape.dashboard.select({ host: '10.0.0.1' });
  await shape.settled();
  expect(shape.words('Packet sizes over time')).toMatch(/160 to 239 bytes 7 packets/);
  expect(await findViolations()).toEqual([]);
});
