// The packet table with five million rows: ends, scrolling, wheel, keys, focus and sorting.
import { flushSync, mount, tick, unmount } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PacketView } from '../../state/packet-view.svelte.ts';
import { FakeEngine } from '../testing/fake-engine.ts';
import '../theme.css';
import PacketGrid from './PacketGrid.svelte';

const ROWS = 5_000_000;
const LINE = { threshold: 0.612, hosts: [] };

let engine: FakeEngine;
let view: PacketView;
let grid: HTMLElement;
let component: ReturnType<typeof mount>;

async function show(rows: number): Promise<void> {
  engine = new FakeEngine(rows);
  view = new PacketView(engine, () => LINE);
  const target = document.createElement('div');
  target.style.cssText = 'display: flex; flex-direction: column; width: 1100px; height: 431px';
  document.body.append(target);
  component = mount(PacketGrid, {
    target,
    props: { view, analysed: true, line: LINE, withDate: false, label: 'Packets', room: 1100 },
  });
  grid = target.querySelector<HTMLElement>('[role=grid]')!;
  await view.open({ traffic: 1, fields: ['src', 'dst', 'ts', 'src_port', 'dst_port'] }, true);
  await settled();
}

/** Until the rows in sight have come. */
async function settled(): Promise<void> {
  await tick();
  await vi.waitFor(() => {
    expect(rowNumbers().length).toBeGreaterThan(0);
    expect(grid.querySelector('.stroke')).toBeNull();
  });
}

/** Row numbers in sight, from 1. */
function rowNumbers(): number[] {
  const { top, bottom } = grid.querySelector('.body')!.getBoundingClientRect();
  return [...grid.querySelectorAll('.body [role=row]')]
    .filter((row) => {
      const box = row.getBoundingClientRect();
      return box.top >= top - 1 && box.bottom <= bottom + 1;
    })
    .map((row) => Number(row.querySelector('[role=gridcell]')!.textContent!.replaceAll(',', '')));
}

async function press(key: string, modifiers: KeyboardEventInit = {}): Promise<void> {
  document.activeElement!.dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...modifiers }),
  );
  await settled();
  flushSync();
}

const focusedRow = () => Number(document.activeElement!.closest('[role=row]')?.getAttribute('aria-rowindex'));

beforeEach(() => show(ROWS));

afterEach(() => {
  void unmount(component);
  document.body.replaceChildren();
});

test('begins at the first row and keeps only the rows in sight in the page', () => {
  expect(rowNumbers()[0]).toBe(1);
  expect(grid.getAttribute('aria-rowcount')).toBe(String(ROWS + 1));
  expect(grid.querySelectorAll('[role=row]').length).toBeLessThan(40);
});

test('End shows the last row and Home the first, with the focus on them', async () => {
  grid.querySelector<HTMLElement>('[data-cell="0:0"]')!.focus();
  await press('End');
  expect(rowNumbers().at(-1)).toBe(ROWS);
  expect(focusedRow()).toBe(ROWS + 1);
  await press('ArrowUp');
  expect(focusedRow()).toBe(ROWS);
  await press('Home');
  expect(rowNumbers()[0]).toBe(1);
  expect(focusedRow()).toBe(2);
});

test('keys move by exact rows and cells', async () => {
  grid.querySelector<HTMLElement>('[data-cell="0:0"]')!.focus();
  await press('PageDown');
  const page = focusedRow() - 2;
  expect(page).toBeGreaterThan(8);
  await press('ArrowDown');
  await press('ArrowRight');
  expect(document.activeElement!.getAttribute('data-cell')).toBe(`${page + 1}:1`);
  await press('Home', { ctrlKey: true });
  expect(document.activeElement!.getAttribute('data-cell')).toBe('0:0');
});

test('the scroll bar reaches the middle and the end', async () => {
  const way = grid.scrollHeight - grid.clientHeight;
  grid.scrollTop = way / 2;
  await vi.waitFor(() => expect(Math.abs(rowNumbers()[0] - ROWS / 2)).toBeLessThan(20));
  grid.scrollTop = way;
  await vi.waitFor(() => expect(rowNumbers().at(-1)).toBe(ROWS));
});

test('the wheel moves by exact rows', async () => {
  grid.dispatchEvent(new WheelEvent('wheel', { deltaY: 28 * 5, bubbles: true, cancelable: true }));
  await settled();
  expect(rowNumbers()[0]).toBe(6);
  grid.dispatchEvent(new WheelEvent('wheel', { deltaY: -28 * 2, bubbles: true, cancelable: true }));
  await settled();
  expect(rowNumbers()[0]).toBe(4);
});

test('the focus stays on its packet while the table is scrolled away from it', async () => {
  grid.querySelector<HTMLElement>('[data-cell="0:2"]')!.focus();
  grid.scrollTop = 4_000_000;
  await vi.waitFor(() => expect(rowNumbers()[0]).toBeGreaterThan(1_000_000));
  expect(document.activeElement!.getAttribute('data-cell')).toBe('0:2');
});

test('Tab always leads to one cell in sight', async () => {
  grid.scrollTop = 4_000_000;
  await vi.waitFor(() => expect(rowNumbers()[0]).toBeGreaterThan(1_000_000));
  const stops = [...grid.querySelectorAll<HTMLElement>('[data-cell]')].filter((cell) => cell.tabIndex === 0);
  expect(stops).toHaveLength(1);
  stops[0].focus();
  expect(focusedRow()).toBeGreaterThan(1_000_000);
});

test('rows are asked for in blocks, and only the last wish of a fast drag is answered', async () => {
  engine.calls.length = 0;
  for (let step = 1; step <= 50; step += 1) grid.scrollTop = step * 100_000;
  await settled();
  const pages = engine.calls.filter((call) => call.name === 'page');
  expect(pages.length).toBeLessThan(8);
  expect(pages.every((call) => Number(call.args[1]) <= 200)).toBe(true);
});

test('a header sorts, and sorts the other way round', async () => {
  const header = [...grid.querySelectorAll<HTMLElement>('[role=columnheader]')].find((one) =>
    /Bytes/.test(one.textContent!),
  )!;
  header.querySelector('button')!.click();
  await vi.waitFor(() => expect(header.getAttribute('aria-sort')).toBe('descending'));
  header.querySelector('button')!.click();
  await vi.waitFor(() => expect(header.getAttribute('aria-sort')).toBe('ascending'));
  expect(engine.calls.findLast((call) => call.name === 'setView')!.args[0]).toMatchObject({
    sort: 'size',
    descending: false,
  });
});

test('columns that no packet has are not shown; odd rows are marked in words', async () => {
  const heads = [...grid.querySelectorAll('[role=columnheader]')].map((head) => head.textContent);
  expect(heads.some((head) => /Flags/.test(head!))).toBe(false);
  grid.querySelector<HTMLElement>('[data-cell="0:0"]')!.focus();
  await press('End');
  expect(grid.querySelectorAll('.mark').length).toBeGreaterThan(0);
  expect(rowNumbers().at(-1)).toBe(ROWS);
  expect([...grid.querySelectorAll('.mark')].at(-1)!.textContent!.trim()).toBe('odd');
});
