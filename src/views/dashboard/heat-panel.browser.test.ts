// The heat map: what it says and selects by pointer and by keys, its pages, its table, and what it says where there is none.
import { tick } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { EVERYTHING, type SurveyQuery } from '../../survey/types.ts';
import { findViolations } from '../testing/axe.ts';
import { press } from '../testing/findings-page.ts';
import { HeatPage, START } from '../testing/show-heat.ts';
import { button } from '../testing/sight.ts';
import '../theme.css';

let page: HeatPage;

beforeEach(() => (page = new HeatPage()));

afterEach(() => page.close());

const heatQueries = () =>
  page.engine.calls.filter(({ name }) => name === 'survey').map(({ args }) => args[0] as SurveyQuery);
const keys = async (...pressed: string[]) => {
  for (const key of pressed) {
    press(key);
    await tick();
    await tick();
  }
};

test('before an analysis it says what to do, and asks for no scores', async () => {
  await page.open(1000);
  expect(page.words()).toContain('Analyze this traffic to see who was odd, and when.');
  await page.settle();
  expect(heatQueries().every(({ heat }) => heat === null)).toBe(true);
  expect(await findViolations()).toEqual([]);
});

test('who was odd stands first, and a cell tells its time, worst score and counts', async () => {
  await page.show(1000);
  expect(page.names()).toEqual(['Overall', '10.0.0.2', '10.0.0.1', '192.168.4.31']);
  // Cells of one second: 10 packets, of which those of the second host are odd from the 30th to the 34th.
  await page.point('pointermove', 1, 31);
  expect(page.told()).toBe('10.0.0.2, 09:53:51 to 09:53:52: worst 0.800, 4 odd of 4 packets');
  await page.point('pointermove', 1, 2);
  expect(page.told()).toMatch(/^10\.0\.0\.2, 09:53:22 to 09:53:23: worst 0\.\d{3}, 0 odd of 3 packets$/);
  expect(page.words()).toContain('up to the line, 0.612');
  expect(page.words()).toContain('above it, to 0.800');
  expect(await findViolations()).toEqual([]);
});

test('cells have the colour of how odd they are; above the line a mark; outside of the selected time they are paler', async () => {
  await page.show(1000);
  const at = (row: number, column: number, down = 0.3) => page.color(row, column, down);
  const theme = (name: string) => page.theme(name);
  await vi.waitFor(() => expect(at(1, 31)).toEqual(theme('--heat-5')));
  expect(at(0, 31)).toEqual(theme('--heat-5'));
  expect(at(2, 31)).toEqual(theme('--heat-1'));
  expect(at(1, 31, 0.77)).toEqual(theme('--card'));
  expect(at(2, 31, 0.77)).toEqual(theme('--heat-1'));
  page.dashboard.select({ span: { from: START + 33, to: START + 40 } });
  await vi.waitFor(() => expect(at(1, 31)).not.toEqual(theme('--heat-5')));
  expect(at(1, 34)).toEqual(theme('--heat-5'));
});

test('a click on a cell selects its row and time, another takes that back, and rows stay where they are', async () => {
  await page.show(1000);
  await page.click(2, 31);
  expect(page.dashboard.selection).toEqual({
    ...EVERYTHING,
    span: { from: START + 31, to: START + 32 },
    source: '10.0.0.1',
  });
  expect(page.names()).toEqual(['Overall', '10.0.0.2', '10.0.0.1', '192.168.4.31']);
  expect(page.name(2).getAttribute('aria-selected')).toBe('true');
  expect(await findViolations()).toEqual([]);
  await page.click(2, 31);
  expect(page.dashboard.selection).toEqual(EVERYTHING);
});

test('a drag selects a longer time of a row, either way round; one that the browser takes over selects nothing', async () => {
  await page.show(1000);
  await page.point('pointerdown', 1, 34);
  await page.point('pointermove', 3, 30);
  expect(page.told()).toMatch(/^10\.0\.0\.2, 09:53:50 to 09:53:55 \(5 s\): worst 0\.800, /);
  await page.point('pointercancel', 1, 30);
  await page.point('pointerup', 1, 30);
  expect(page.dashboard.selects).toBe(false);
  await page.point('pointerdown', 1, 34);
  await page.point('pointermove', 3, 30);
  await page.point('pointerup', 3, 30);
  expect(page.dashboard.selection).toMatchObject({
    source: '10.0.0.2',
    span: { from: START + 30, to: START + 35 },
  });
});

test('the overall row selects a time of all rows, which are sorted by it; a label selects a row and leaves the time', async () => {
  await page.show(1000);
  await page.click(0, 5);
  expect(page.dashboard.selection).toEqual({ ...EVERYTHING, span: { from: START + 5, to: START + 6 } });
  // The sixth second's packets have scores of 0.4 to 0.418, the highest that of row 59, which is the third host's.
  await vi.waitFor(() => expect(page.names()).toEqual(['Overall', '192.168.4.31', '10.0.0.2', '10.0.0.1']));
  page.name(2).click();
  await page.settle();
  expect(page.dashboard.selection).toMatchObject({ source: '10.0.0.2', span: { from: START + 5, to: START + 6 } });
  expect(page.names()).toEqual(['Overall', '192.168.4.31', '10.0.0.2', '10.0.0.1']);
  page.name(2).click();
  await page.settle();
  expect(page.dashboard.selection).toEqual({ ...EVERYTHING, span: { from: START + 5, to: START + 6 } });
});

test('rows beside a selected one stay in sight, with the counts that they have without it', async () => {
  await page.show(1000);
  page.dashboard.select({ source: '192.168.4.31' });
  await page.settle();
  await vi.waitFor(() => expect(heatQueries().at(-1)!.selection.source).toBeNull());
  await tick();
  expect(page.names()).toHaveLength(4);
  await page.point('pointermove', 1, 31);
  expect(page.told()).toContain('4 odd of 4 packets');
  // What is not of the rows' kind narrows them as it does all.
  page.dashboard.select({ source: null, destination: '10.0.0.1' });
  await vi.waitFor(() => expect(page.names()).toEqual(['Overall', '192.168.4.31']));
});

test('all that a pointer does keys do: one tab stop, moving, selecting, widening, the next odd cell', async () => {
  await page.show(1000);
  const stops = page.grid()!.querySelectorAll('[tabindex="0"]');
  expect(stops).toHaveLength(1);
  (stops[0] as HTMLElement).focus();
  expect(page.active()).toBe('Overall: worst 0.800, 17 odd of 600 packets');
  await keys('ArrowDown');
  expect(page.active()).toContain('10.0.0.2: worst 0.800');
  press('ArrowRight');
  await tick();
  document.activeElement!.dispatchEvent(
    new KeyboardEvent('keydown', { key: 'ArrowRight', ctrlKey: true, bubbles: true }),
  );
  await tick();
  await tick();
  expect(page.active()).toBe('10.0.0.2, 09:53:50 to 09:53:51: worst 0.800, 3 odd of 3 packets');
  expect(page.told()).toBe(page.active());
  for (let step = 0; step < 2; step += 1) {
    document.activeElement!.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'ArrowRight', shiftKey: true, bubbles: true }),
    );
    await tick();
    await tick();
  }
  expect(page.active()).toContain('10.0.0.2, 09:53:50 to 09:53:53 (3 s): worst 0.800, 10 odd of 10 packets');
  await keys('Enter');
  expect(page.dashboard.selection).toMatchObject({ source: '10.0.0.2', span: { from: START + 30, to: START + 33 } });
  await page.settle();
  expect(page.grid()!.contains(document.activeElement)).toBe(true);
  expect(await findViolations()).toEqual([]);
});

test('many rows come in pages, by buttons and by keys; a cell of the second page is selected there', async () => {
  // A window of this height has room for six.
  await page.show(1000, 9);
  expect(page.words()).toContain('1 to 6 of 12 sources');
  button(/^Next$/).click();
  await vi.waitFor(() => expect(page.words()).toContain('7 to 12 of 12 sources'));
  expect(page.names()).toHaveLength(7);
  await page.click(2, 10);
  await page.settle();
  expect(page.words()).toContain('7 to 12 of 12 sources');
  expect(page.dashboard.selection.source).toBe('2001:db8:85a3:1234:5678:8a2e:370:7004');
  await keys('PageUp');
  await vi.waitFor(() => expect(page.words()).toContain('1 to 6 of 12 sources'));
  expect(button(/^Previous$/).disabled).toBe(true);
});

test('rows are destinations, services or protocols too', async () => {
  await page.show(1000);
  const select = page.target.querySelector('select')!;
  select.value = 'service';
  select.dispatchEvent(new Event('change', { bubbles: true }));
  await vi.waitFor(() => expect(page.names()).toContain('443/tcp HTTPS'));
  expect(page.words()).toContain('Worst score by service and time');
});

test('the table has the same numbers', async () => {
  await page.show(1000);
  button(/^Table$/).click();
  await tick();
  const rows = [...page.target.querySelectorAll('tbody tr')];
  const words = (row: number, cell: number) => rows[row].children[cell + 1].textContent!.replace(/\s+/g, ' ').trim();
  expect(rows).toHaveLength(4);
  expect(words(1, 31)).toBe('0.8004 of 4');
  const marked = [...rows[0].querySelectorAll('.counts')].map((one) => parseInt(one.textContent!, 10));
  expect(marked.reduce((sum, count) => sum + count)).toBe(17);
  expect(await findViolations()).toEqual([]);
});

test('without times the worst hosts are a list', async () => {
  page.engine.timeless = true;
  await page.open(1000, { span: null });
  await page.app.session.analyze();
  await vi.waitFor(() => expect(page.words()).toContain('These packets have no times'));
  await vi.waitFor(() => expect(page.target.querySelectorAll('tbody tr')).toHaveLength(3));
  expect(page.grid()).toBeNull();
  button(/^10\.0\.0\.2$/).click();
  await page.settle();
  expect(page.dashboard.selection.host).toBe('10.0.0.2');
  expect(await findViolations()).toEqual([]);
});

test('where nothing is above the line it says so', async () => {
  await page.show(1000);
  page.app.session.threshold.moveTo(0.9);
  await vi.waitFor(() => expect(page.told()).toBe('Nothing here is above the line, 0.900.'));
});

test('on a narrow screen rows are fewer, and nothing is wider than it', async () => {
  await page.show(328, 9);
  await vi.waitFor(() => expect(page.words()).toContain('1 to 4 of 12 sources'));
  expect(page.target.scrollWidth).toBeLessThanOrEqual(328);
  expect(page.canvas().getBoundingClientRect().right).toBeLessThanOrEqual(page.target.getBoundingClientRect().right);
  expect(await findViolations()).toEqual([]);
});

test('what could not be counted is said, and tried again', async () => {
  await page.show(1000);
  page.engine.failure = 'The memory ran out.';
  page.dashboard.select({ source: '10.0.0.2' });
  await vi.waitFor(() => expect(page.words()).toContain('The worst scores are not known. The memory ran out.'));
  page.engine.failure = '';
  button(/^Try again$/).click();
  await vi.waitFor(() => expect(page.words()).not.toContain('not known'));
  expect(page.names()).toHaveLength(4);
});
