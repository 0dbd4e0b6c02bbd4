// The report on captures: what was read, what was not, in plain words and with its place; and the question of a gzip bomb.
import { mount, unmount } from 'svelte';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { SourceReport } from '../../engine/types.ts';
import type { CaptureReport } from '../../packets/capture-report.ts';
import { AppState } from '../../state/app.svelte.ts';
import { FakeEngine, FakeStore } from '../testing/fake-engine.ts';
import { loadViews } from '../testing/load-views.ts';
import { button, text } from '../testing/sight.ts';
import '../theme.css';
import TrafficPage from './TrafficPage.svelte';

let engine: FakeEngine;
let app: AppState;
let component: ReturnType<typeof mount>;

beforeAll(loadViews);

beforeEach(() => {
  engine = new FakeEngine(3000);
  app = new AppState(engine, new FakeStore());
  const { session, models } = app;
  const nothing = () => undefined;
  component = mount(TrafficPage, {
    target: document.body,
    props: { session, models, onfiles: nothing, ontext: nothing },
  });
});

afterEach(async () => {
  await unmount(component);
  document.body.replaceChildren();
});

const capture: CaptureReport = {
  bigEndian: true,
  version: '1.0',
  sections: 2,
  interfaces: [
    { index: 0, section: 0, id: 0, name: 'eth0', linkType: 1, linkTypeName: 'Ethernet', packets: 2900 },
    { index: 1, section: 1, id: 0, name: '', linkType: 101, linkTypeName: 'Raw IP', packets: 1 },
  ],
  interfaceCount: 2,
  undecoded: 3,
  truncated: 1,
  malformed: 2,
  sliced: 40,
  timeless: 5,
  backwards: { packets: 7, offset: 1234 },
  notes: [{ offset: 4096, message: 'a block of 12 bytes tells 16 at its end', lost: true }],
  noteCount: 250,
  lostBytes: 1500,
};

const source: SourceReport = {
  name: 'lab.pcapng',
  bytes: 9000,
  decompressedBytes: 9000,
  format: 'pcapng',
  gzip: false,
  capture,
  packets: 2901,
  rejected: 0,
  stopped: null,
  capped: false,
  remark: null,
};

test('a capture is told with its container, interfaces, findings and places', async () => {
  engine.onLoad = async () => ({
    packets: 2901,
    sources: [source],
    ethertypes: [
      { ethertype: 0x0806, packets: 12 },
      { ethertype: 0x1234, packets: 2 },
      { ethertype: 38, packets: 1 },
      { ethertype: 0, packets: 4 },
    ],
  });
  await app.session.openText('', 'lab.pcapng');
  await vi.waitFor(() => expect(text()).toContain('pcapng 1.0, big-endian, 2 sections'));
  for (const words of [
    'eth0, section 1: Ethernet, 2,900 packets',
    'interface 0, section 2: Raw IP, 1 packet',
    '3 packets have a layer that is not decoded here',
    '40 packets were captured in part',
    '1 packet ends inside of a header',
    '2 packets have a header that contradicts itself',
    '5 packets have no time stamp.',
    '7 packets are earlier than the one before them; the first at byte 1,234 (0x4d2).',
    '1.5 kB of the file gave no packet, because of damage.',
    'byte 4,096 (0x1000): a block of 12 bytes tells 16 at its end',
    'These are the first 1 of 250 remarks.',
    'ARP 0x0806: 12',
    '0x1234: 2',
    'length 38: 1',
    'no ethertype: 4',
  ]) {
    expect(text()).toContain(words);
  }
});

test('several captures say in which order they stand, and each names itself', async () => {
  const fine = { ...capture, undecoded: 0, truncated: 0, malformed: 0, sliced: 0, timeless: 0, backwards: null };
  const whole = { ...fine, sections: 1, bigEndian: false, notes: [], noteCount: 0, lostBytes: 0 };
  engine.onLoad = async () => ({
    sources: [
      {
        ...source,
        name: 'a',
        capture: whole,
        remark: 'byte 77 (0x4d) and what follows is not gzip, and was passed over',
      },
      { ...source, name: 'b', capture: whole },
    ],
    order: 'merged',
  });
  await app.session.openText('', 'a');
  await vi.waitFor(() => expect(text()).toContain('merged by time'));
  expect(text()).toContain('pcapng 1.0, little-endian');
  expect(text()).toContain('is not gzip, and was passed over');
  expect(text()).not.toContain('packets have');
  expect([...document.querySelectorAll('#report h3')].map((heading) => heading.textContent)).toEqual(['a', 'b']);
});

test('gzip that became suspiciously much asks, and reads on without the limit for that file alone', async () => {
  const stopped = {
    source: 'bomb.gz',
    line: null,
    column: null,
    offset: 1 << 30,
    item: null,
    field: null,
    message: 'much',
  };
  engine.onLoad = async (sources) =>
    sources[1].unlimited
      ? {}
      : { packets: 17, sources: [source, { ...source, name: 'bomb.gz', capped: true, stopped }] };
  await app.session.open([
    { name: 'a', data: new Blob() },
    { name: 'bomb.gz', data: new Blob() },
  ]);
  await vi.waitFor(() => expect(text()).toContain('byte 1,073,741,824 (0x40000000): much'));
  button(/^Read on/).click();
  await vi.waitFor(() => expect(app.session.loaded).not.toBeNull());
  const [sources] = engine.calls.findLast(({ name }) => name === 'load')!.args as [{ unlimited?: boolean }[]];
  expect(sources.map(({ unlimited }) => unlimited ?? false)).toEqual([false, true]);
  expect(app.session.pending).toBeNull();
});
