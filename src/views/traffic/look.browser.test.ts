// Looking into a packet: before an analysis, fields and bytes linked both ways, by pointer and by keys, and what goes wrong.
import { mount, tick, unmount } from 'svelte';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { CallOptions } from '../../engine/types.ts';
import type { Field, Inspection } from '../../inspect/types.ts';
import type { Frame } from '../../packets/capture.ts';
import { AppState } from '../../state/app.svelte.ts';
import { fakeCapture } from '../testing/fake-capture.ts';
import { FakeEngine, FakeStore } from '../testing/fake-engine.ts';
import { loadViews } from '../testing/load-views.ts';
import { button, text } from '../testing/sight.ts';
import '../theme.css';
import TrafficPage from './TrafficPage.svelte';

const frame = { marks: 1, capturedLength: 40, offset: 24, interface: 0, ethertype: 0x88cc, vlan: null, srcMac: '00:1b:44:11:3a:b7', dstMac: null } as Frame; // prettier-ignore

function field(name: string, value: string, start: number, end: number, fields: Field[] = []): Field {
  return { name, label: `The ${name}`, value, start, end, fields, problem: null };
}

/** An outer header of 14 bytes, an inner one of 20 with flags in it. */
vi.mock('../../inspect/packet.ts', () => ({
  describePacket: ({ bytes }: Inspection): Field[] => {
    const flags = field('ip.flags', '0x2', 20, 21, [field('ip.flags.df', 'Set', 20, 21)]);
    return [
      field('frame', '', 0, bytes.length, [field('frame.len', '1500', 0, 0)]),
      field('eth', '', 0, 14, [field('eth.dst', '00:01', 0, 6)]),
      field('ip', '', 14, 34, [field('ip.version', '4', 14, 15), flags, field('ip.ttl', '64', 22, 23)]),
    ];
  },
}));

/** Of `length` bytes in all. */
function fakeInspection(row: number, length = 40): Inspection {
  return {
    row,
    bytes: Uint8Array.from({ length }, (_, index) => index % 256),
    layers: [],
    marks: 0,
    facts: {
      linkType: 1,
      capturedLength: length,
      originalLength: 1500,
      fcs: 0,
      time: null,
      interface: 'eth0',
      comments: [],
    },
    place: { source: 'lab.pcap', offset: 24, interface: 'eth0', linkType: 1 },
  };
}

let engine: FakeEngine;
let app: AppState;
let component: ReturnType<typeof mount>;

async function open(captured = true): Promise<void> {
  engine = new FakeEngine(3000);
  engine.onInspect = (row) => fakeInspection(row);
  if (captured) {
    engine.frame = frame;
    engine.onLoad = async ([source]) => ({
      sources: [{ name: source.name, bytes: 1, decompressedBytes: 1, format: 'pcap', gzip: false, capture: fakeCapture, packets: 3000, rejected: 0, stopped: null, capped: false, remark: null }], // prettier-ignore
    });
  }
  app = new AppState(engine, new FakeStore());
  const { session, models } = app;
  const nothing = () => undefined;
  component = mount(TrafficPage, { target: document.body, props: { session, models, onfiles: nothing, ontext: nothing } }); // prettier-ignore
  await session.openText('x');
  await vi.waitFor(() => expect(cell(0, 0)?.textContent).toMatch(/\d/));
}

beforeAll(loadViews);

beforeEach(() => open());

afterEach(async () => {
  await unmount(component);
  document.body.replaceChildren();
});

const cell = (row: number, column: number) => document.querySelector<HTMLElement>(`[data-cell="${row}:${column}"]`)!;
const panel = () => document.querySelector<HTMLElement>('section.look');
const item = (name: string) =>
  [...document.querySelectorAll<HTMLElement>('[role=treeitem]')].find((one) => one.querySelector('.name')?.textContent === name); // prettier-ignore
const shown = () => [...document.querySelectorAll('[role=treeitem] .name')].map((one) => one.textContent);
const byte = (at: number) => document.querySelector<HTMLElement>(`.hex [data-at="${at}"]`)!;
const litBytes = () => [...document.querySelectorAll<HTMLElement>('.hex .lit')].map((one) => Number(one.dataset.at));
const selected = () => document.querySelector('[role=treeitem][aria-selected=true] .name')?.textContent;

async function look(row: number): Promise<void> {
  cell(row, 1).click();
  await vi.waitFor(() => expect(panel()?.textContent).toContain(`Packet ${row + 1}`));
  await vi.waitFor(() => expect(item('ip')).toBeTruthy());
}

function press(key: string, target: Element = document.activeElement!): void {
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
}

function point(target: Element): void {
  target.dispatchEvent(new PointerEvent('pointerover', { bubbles: true }));
}

test('a captured packet is looked into before there are scores', async () => {
  expect(text()).toContain('Choose a packet to look into it.');
  await look(3);
  expect(panel()!.textContent!.replace(/\s+/g, ' ')).toContain('lab.pcap, byte 24 · 40 of 1,500 bytes captured');
  expect(document.querySelector('section.why')).toBeNull();
  // The frame is closed, headers are open, what is inside of them is not.
  expect(shown()).toEqual(['frame', 'eth', 'eth.dst', 'ip', 'ip.version', 'ip.flags', 'ip.ttl']);
});

test('a packet of a batch among captured ones says that it has no bytes', async () => {
  engine.frame = null;
  app.session.view.look.ask({ row: 1, size: 1, proto: 6, score: null, frame: null });
  await vi.waitFor(() => expect(panel()?.textContent).toContain('there are no bytes to look into'));
  expect(engine.calls.some(({ name }) => name === 'inspect')).toBe(false);
});

test('after an analysis the same packet also says why', async () => {
  await look(3);
  await app.session.analyze();
  await vi.waitFor(() => expect(document.querySelector('section.why')?.textContent).toContain('Why row 4?'));
  expect(panel()).not.toBeNull();
});

test('a field that is pointed at or selected lights up its bytes', async () => {
  await look(3);
  point(item('eth.dst')!);
  await tick();
  expect(litBytes()).toEqual([0, 1, 2, 3, 4, 5]);
  item('ip.ttl')!.click();
  document.querySelector('[role=tree]')!.dispatchEvent(new PointerEvent('pointerleave'));
  await tick();
  expect(litBytes()).toEqual([22]);
});

test('a byte selects the innermost field, and opens what it is in', async () => {
  await look(3);
  byte(20).click();
  await vi.waitFor(() => expect(selected()).toBe('ip.flags.df'));
  expect(item('ip.flags')!.getAttribute('aria-expanded')).toBe('true');
  point(byte(3));
  await tick();
  expect(litBytes()).toEqual([0, 1, 2, 3, 4, 5]);
  // Nothing but the frame stands there.
  byte(38).click();
  await vi.waitFor(() => expect(selected()).toBe('frame'));
});

test('the tree is walked, opened and closed by keys', async () => {
  await look(3);
  item('frame')!.focus();
  await tick();
  press('ArrowRight');
  await vi.waitFor(() => expect(shown()).toContain('frame.len'));
  press('ArrowRight');
  await vi.waitFor(() => expect(document.activeElement).toBe(item('frame.len')));
  press('ArrowLeft');
  await vi.waitFor(() => expect(document.activeElement).toBe(item('frame')));
  press('ArrowLeft');
  await vi.waitFor(() => expect(shown()).not.toContain('frame.len'));
  press('End');
  await vi.waitFor(() => expect(document.activeElement).toBe(item('ip.ttl')));
  press('ArrowUp');
  await vi.waitFor(() => expect(document.activeElement).toBe(item('ip.flags')));
  press('Enter');
  await vi.waitFor(() => expect(shown()).toContain('ip.flags.df'));
  press('Home');
  await vi.waitFor(() => expect(document.activeElement).toBe(item('frame')));
  expect(item('ip.flags')!.getAttribute('aria-level')).toBe('2');
  expect(item('ip.flags')!.getAttribute('aria-posinset')).toBe('2');
  expect(item('ip.flags')!.getAttribute('aria-setsize')).toBe('3');
});

test('keys move among the bytes, and what stands there is told', async () => {
  await look(3);
  const box = document.querySelector<HTMLElement>('.box')!;
  box.focus();
  press('ArrowRight');
  await vi.waitFor(() => expect(selected()).toBe('eth.dst'));
  press('End');
  await vi.waitFor(() => expect(panel()!.textContent).toContain('Byte 39: 27. The frame'));
});

test('the same field stays selected for the next packet', async () => {
  await look(3);
  item('ip.ttl')!.click();
  await tick();
  await look(5);
  await vi.waitFor(() => expect(panel()!.textContent).toContain('Packet 6'));
  expect(selected()).toBe('ip.ttl');
  expect(engine.calls.filter(({ name }) => name === 'inspect').map(({ args }) => args)).toEqual([[3], [5]]);
});

test('Escape closes, and the focus is back in its cell', async () => {
  cell(3, 1).focus();
  await look(3);
  item('ip')!.focus();
  press('Escape');
  await vi.waitFor(() => expect(panel()).toBeNull());
  await vi.waitFor(() => expect(document.activeElement).toBe(cell(3, 1)));
});

test('reading that takes long tells how far it is, and can be cancelled', async () => {
  let options: CallOptions = {};
  engine.onInspect = (_row, given) => {
    options = given;
    return new Promise(() => undefined);
  };
  cell(1, 1).click();
  await vi.waitFor(() => expect(panel()!.textContent).toContain('Reading the packet…'));
  options.onProgress!({ phase: 'reading', done: 1e6, total: 4e6, unit: 'bytes', seconds: 1 });
  await vi.waitFor(() => expect(panel()!.textContent).toContain('1 MB'));
  button(/^Cancel$/).click();
  await vi.waitFor(() => expect(panel()!.textContent).toContain('Not read: cancelled.'));
  expect(options.signal!.aborted).toBe(true);
});

test('what goes wrong is said', async () => {
  engine.onInspect = () => Promise.reject(new Error('lab.pcap: the file has changed.'));
  cell(1, 1).click();
  await vi.waitFor(() => expect(panel()!.textContent).toContain('lab.pcap: the file has changed.'));
  expect(panel()!.getAttribute('aria-busy')).toBe('false');
});

test('of a packet of 256 kB only what is in sight is in the page', async () => {
  engine.onInspect = (row) => fakeInspection(row, 262_144);
  await look(2);
  expect(document.querySelectorAll('[data-at]').length).toBeLessThan(2000);
  const box = document.querySelector<HTMLElement>('.box')!;
  box.focus();
  press('End');
  await vi.waitFor(() => expect(byte(262_143)).toBeTruthy());
  expect(document.querySelectorAll('[data-at]').length).toBeLessThan(2000);
});

test('the table names frames without IP by ethertype and MAC address', async () => {
  const row = { size: 60, proto: 255, row: 0, score: null, frame };
  const { columnsOf } = await import('./columns.ts');
  const shownAs = (id: string) =>
    columnsOf(new Set(['src', 'dst']), false, false, false).find((one) => one.id === id)!.text(row, { withDate: false, threshold: 0 }); // prettier-ignore
  expect([shownAs('src'), shownAs('dst'), shownAs('proto')]).toEqual(['00:1b:44:11:3a:b7', '', 'LLDP']);
});
