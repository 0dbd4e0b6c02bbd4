// What is there so far of a traffic that is read or scored: shown with the work under way, at a place that it keeps.
import { mount, tick, unmount } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import type { CallOptions, Preview, Progress } from '../../engine/types.ts';
import { Task } from '../../state/task.svelte.ts';
import { arrivingCode } from '../late-code.ts';
import { findViolations } from '../testing/axe.ts';
import { text } from '../testing/sight.ts';
import '../theme.css';
import TaskPanel from '../TaskPanel.svelte';

let task: Task;
let tell: (progress: Partial<Progress>) => void;
let finish: () => void;
let component: ReturnType<typeof mount>;

const START = 1725541330;
const reading = (buckets: number): Preview => ({
  of: 'packets',
  packets: 1000 * buckets,
  bytes: 600_000 * buckets,
  untimed: 0,
  span: { first: START, last: START + 8 * buckets - 1 },
  over: {
    axis: { start: START, width: 8, count: buckets },
    packets: new Uint32Array(buckets).fill(1000),
    bytes: new Float64Array(buckets).fill(600_000),
  },
  protocols: [{ proto: 6, packets: 900 * buckets }],
  withoutIp: 100 * buckets,
});

beforeEach(async () => {
  await arrivingCode.load();
  await page.viewport(1280, 800);
  task = new Task();
  component = mount(TaskPanel, { target: document.body, props: { task, delay: 0, previews: true } });
  const work = ({ onProgress }: CallOptions) => {
    tell = (progress) => onProgress!({ phase: 'reading', done: 1, total: 10, unit: 'bytes', seconds: 1, ...progress });
    return new Promise<void>((resolve) => (finish = resolve));
  };
  void task.run('Reading a.pcap', work);
  await vi.waitFor(() => expect(text()).toContain('Reading a.pcap'));
});

afterEach(async () => {
  finish();
  await unmount(component);
  document.body.replaceChildren();
});

test('what has been read grows to the right, and neither its height nor Cancel moves', async () => {
  const cancel = () => document.querySelector('button')!.getBoundingClientRect().top;
  const first = cancel();
  tell({ preview: reading(100) });
  await tick();
  expect(text()).toContain('100,000 packets so far');
  expect(text()).toContain('60 MB on the wire');
  expect(text()).toContain('2024-09-05 13:02:10 to 13:15:29 UTC (13 min 19 s)');
  expect(text()).toContain('TCP 90 %, no IP 10 %');
  const path = () => document.querySelector('path')!.getAttribute('d')!;
  const height = document.querySelector('section')!.getBoundingClientRect().height;
  const before = path();
  // Progress without a preview leaves what was shown.
  tell({ done: 2 });
  tell({ done: 3, preview: reading(150) });
  await tick();
  expect(path().startsWith(before.replace(/V100Z$/, ''))).toBe(true);
  expect(document.querySelector('section')!.getBoundingClientRect().height).toBe(height);
  expect(cancel()).toBe(first);
  expect(await findViolations()).toEqual([]);
});

test('scores so far are a histogram, with what is above the model’s line where that is known', async () => {
  const histogram = new Uint32Array(100);
  histogram.set([500, 400, 20], 40);
  histogram[70] = 3;
  tell({ phase: 'scoring', preview: { of: 'scores', packets: 923, histogram, above: { threshold: 0.6, packets: 3 } } });
  await tick();
  expect(text()).toContain('923 packets scored so far');
  expect(text()).toContain('3 packets above the model’s line, 0.600');
  // The odd part is empty up to the line, and has its one bar in it.
  const odd = document.querySelector('path.odd')!.getAttribute('d')!;
  expect(odd.match(/V100h1/g)).toHaveLength(99);
  tell({ phase: 'scoring', preview: { of: 'scores', packets: 923, histogram, above: null } });
  await tick();
  expect(text()).toContain('each by itself; next, each is seen among those around it');
  expect(await findViolations()).toEqual([]);
});

test('on a narrow screen it fits, and without times it says so', async () => {
  await page.viewport(360, 700);
  tell({ preview: { ...reading(10), span: null, over: null, untimed: 10_000 } as Preview });
  await tick();
  expect(text()).toContain('no times so far');
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(360);
  expect(await findViolations()).toEqual([]);
});
