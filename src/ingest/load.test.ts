// Loading: several sources, gzip, progress, cancel, the report, and what is said when nothing can be used.
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import base64 from 'virtual:core-wasm';
import { compileCore } from '../base/whole-core.ts';
import { BatchError, CancelledError } from '../base/errors.ts';
import { Pacer } from '../base/pacer.ts';
import type { Progress } from '../engine/types.ts';
import { loadTraffic } from './load.ts';

const core = await compileCore();
const source = (name: string, ...parts: BlobPart[]) => ({ name, data: new Blob(parts) });
const load = (...sources: ReturnType<typeof source>[]) => loadTraffic(core, sources, new Pacer<Progress>());
const batch =
  '{"items":[{"src":"10.0.0.2","dst":"10.0.0.1","size":520,"proto":6,"ts":1725530000.5},{"size":60,"proto":17,"ttl":64}]}';

async function refusal(...sources: ReturnType<typeof source>[]): Promise<BatchError> {
  const error: unknown = await load(...sources).then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(BatchError);
  return error as BatchError;
}

test('a batch is reported with packets, hosts, span, protocols and unknown fields', async () => {
  const { table, report } = await load(source('a.json', batch));
  expect(table.packet(0)).toEqual({ src: '10.0.0.2', dst: '10.0.0.1', size: 520, proto: 6, ts: 1725530000.5 });
  expect(report).toMatchObject({
    packets: 2,
    rejected: 0,
    fields: ['src', 'dst', 'ts'],
    hosts: 2,
    span: { first: 1725530000.5, last: 1725530000.5 },
    protocols: [
      { proto: 6, packets: 1 },
      { proto: 17, packets: 1 },
    ],
    wireBytes: 580,
    unknownFields: [{ name: 'ttl', count: 1 }],
    unknownFieldCount: 1,
    sources: [{ name: 'a.json', format: 'batch', gzip: false, packets: 2, stopped: null }],
  });
});

test('several files become one traffic, and a broken one does not cost the others', async () => {
  const { table, report } = await load(
    source('a', batch),
    source('b', '[{"size":1,"proto":1},'),
    source('c', '{"size":2,"proto":1}\n'),
  );
  expect(table.length).toBe(4);
  expect(report.sources.map(({ packets }) => packets)).toEqual([2, 1, 1]);
  expect(report.sources[1].stopped).toMatchObject({ source: 'b', line: 1, column: 23 });
  expect(report.sources[2]).toMatchObject({ format: 'ndjson', stopped: null });
});

/** A pcap file of nanoseconds, with empty packets at these times. */
function pcapOf(...times: number[]): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(24 + 16 * times.length));
  view.setUint32(0, 0xa1b23c4d);
  view.setUint32(4, 0x00020004);
  view.setUint32(20, 1);
  times.forEach((time, index) => view.setUint32(24 + 16 * index, time));
  return new Uint8Array(view.buffer);
}

test('captures and batches with times are read as one traffic in time order', async () => {
  const line = (ts: number) => `{"size":${ts},"proto":6,"ts":${ts}}\n`;
  const { table, report } = await load(
    source('a', pcapOf(5, 3, 9)),
    source('b', line(4), line(6)),
    source('c', new Uint8Array(gzipSync(pcapOf(1)))),
  );
  expect(report.order).toBe('merged');
  expect(Array.from({ length: 6 }, (_, row) => table.packet(row).ts)).toEqual([1, 4, 5, 3, 6, 9]);
  expect(Array.from({ length: 6 }, (_, row) => table.frame(row)?.interface ?? null)).toEqual([1, null, 0, 0, null, 0]);
  expect(table.interfaces.map((one) => one.source)).toEqual([0, 2]);
  expect(report.sources[0].capture!.backwards).toMatchObject({ packets: 1 });
});

test('gzip that becomes suspiciously much is read to a limit, with what came before it, and whole when that is wished', async () => {
  // A packet, and behind it a gigabyte of white space: members of a megabyte each.
  const space = new Uint8Array(gzipSync(' '.repeat(1 << 20), { level: 9 }));
  const parts = [new Uint8Array(gzipSync('{"size":1,"proto":6}\n')), ...Array.from({ length: 1030 }, () => space)];
  const bomb = source('bomb.gz', ...parts, new Uint8Array(gzipSync('{"size":2,"proto":6}')));
  const { report } = await load(bomb);
  expect(report).toMatchObject({ packets: 1, sources: [{ capped: true, packets: 1 }] });
  expect(report.sources[0].stopped!.message).toMatch(/of gzip became 1\.07 GB so far/);
  const whole = await load({ ...bomb, unlimited: true } as typeof bomb);
  expect(whole.report).toMatchObject({ packets: 2, sources: [{ capped: false, stopped: null }] });
});

test('gzip is recognised by its content', async () => {
  const { report } = await load(source('batch.json', new Uint8Array(gzipSync(batch))));
  expect(report.sources[0]).toMatchObject({ gzip: true, packets: 2, decompressedBytes: batch.length, stopped: null });
});

test('gzip that ends early is told, and what came before is kept where the stream gave it', async () => {
  const lines = Array.from(
    { length: 200_000 },
    (_, index) => `{"size":${index % 1500},"proto":${(index * 7919) % 256}}\n`,
  ).join('');
  const whole = new Uint8Array(gzipSync(lines));
  const { report } = await load(source('cut.gz', whole.subarray(0, whole.length >> 1)));
  expect(report.packets).toBeGreaterThan(1000);
  expect(report.sources[0].stopped!.message).toMatch(/gzip data is damaged at byte [\d,]+ .*: it ends early/);
});

test.each([
  ['an empty file', '', /^The file is empty: there is not a single byte to read\.$/],
  ['white space', ' \n', /No packet could be read: line 2, column 1: expected a value, found the end/],
  ['a batch without items', '{"items":[]}', /The batch is empty/],
  [
    'items of which none can be used',
    '[{"size":-1,"proto":6},{"size":1}]',
    /None of the 2 items can be used: line 1, column 10, items\[0\]\.size/,
  ],
  ['a single bad item', '[7]', /The only item cannot be used/],
  ['JSON that is no batch', '{"a":1}', /expected \{"items": \[…\]\}/],
  [
    'a capture of which only a part of the header is there',
    new Uint8Array([0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0]),
    /^The capture has no packets: at byte 0 \(0x0\) the file ends after 8 of the 24 bytes of its header/,
  ],
  [
    'a capture without packets',
    new Uint8Array([0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 1, 0, 0, 0]),
    /^The capture has no packets: 1 interface, and nothing was captured/,
  ],
  [
    'a snoop capture',
    'snoop\0\0\0\0\0\0\x02',
    /expected a capture or a JSON batch, found a snoop capture: convert it with: editcap -F pcapng IN OUT/,
  ],
  ['a ZIP archive', new Uint8Array([0x50, 0x4b, 3, 4, 0, 0, 0, 0]), /found a ZIP archive/],
])('%s has a plain answer of its own', async (_, content, answer) => {
  expect((await refusal(source('x', content))).message).toMatch(answer);
});

test('a batch of one packet is read', async () => {
  expect((await load(source('x', '{"items":[{"size":1,"proto":6}]}'))).table.length).toBe(1);
});

test('an aborted load rejects with CancelledError and tells progress until then', async () => {
  const controller = new AbortController();
  const seen: Progress[] = [];
  const pacer = new Pacer<Progress>(controller.signal, (progress) => {
    seen.push(progress);
    controller.abort();
  });
  const line = `{"src":"10.0.0.1","dst":"10.0.0.2","size":100,"proto":6,"extra":[1,2,{"a":"b"}]}\n`.repeat(10_000);
  const big = source('big', ...Array.from({ length: 60 }, () => line));
  await expect(loadTraffic(core, [big], pacer)).rejects.toBeInstanceOf(CancelledError);
  expect(seen).toHaveLength(1);
  expect(seen[0]).toMatchObject({ phase: 'reading', unit: 'bytes', total: big.data.size });
  expect(seen[0].packets).toBeGreaterThan(0);
});

/** The core with a memory that may grow to `pages` of 64 kB and no further. */
function limitMemory(pages: number): WebAssembly.Module {
  const bytes = [...gunzipSync(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)))];
  const leb = (value: number) => [(value & 0x7f) | 0x80, value >> 7];
  const numberAt = (at: number): { value: number; end: number } => {
    for (let value = 0, shift = 0; ; shift += 7) {
      value |= (bytes[at] & 0x7f) << shift;
      if (bytes[at++] < 0x80) return { value, end: at };
    }
  };
  // Sections follow the eight bytes of magic and version; 5 is the memory's: length, count, flags, pages at first.
  let section = 8;
  while (bytes[section] !== 5) {
    const { value, end } = numberAt(section + 1);
    section = end + value;
  }
  const { value, end } = numberAt(section + 1);
  const first = numberAt(end + 2).value;
  bytes.splice(section, end + value - section, 5, 6, 1, 1, ...leb(first), ...leb(pages));
  return new WebAssembly.Module(Uint8Array.from(bytes));
}

test('where the memory runs out, what came before is kept, each address as it was, and the next file is not begun', async () => {
  const many = Array.from({ length: 200_000 }, (_, index) => `{"src":"host-${index}","size":1,"proto":6}`);
  const sources = [source('many', many.join('\n')), source('next', batch)];
  const { table, report } = await loadTraffic(limitMemory(96), sources, new Pacer<Progress>());
  expect(table.length).toBeGreaterThan(10_000);
  expect(table.length).toBeLessThan(many.length);
  for (let row = 0; row < table.length; row++) expect(table.packet(row).src).toBe(`host-${row}`);
  expect(report.sources.map(({ packets }) => packets)).toEqual([table.length, 0]);
  for (const { stopped } of report.sources) expect(stopped!.message).toMatch(/memory of this tab is used up/);
});

test('where the memory runs out within a capture, its packets before that are kept, each once', async () => {
  const count = 100_000;
  const bytes = Buffer.alloc(24 + count * 36);
  // pcap, LINKTYPE_IPV4; each packet is an IPv4 header with a source of its own.
  [0xa1b2c3d4, 0x00040002, 0, 0, 65535, 228].forEach((word, index) => bytes.writeUInt32LE(word, 4 * index));
  for (let index = 0; index < count; index++) {
    const at = 24 + index * 36;
    [index, 0, 20, 20].forEach((word, place) => bytes.writeUInt32LE(word, at + 4 * place));
    bytes.write('4500001400000000403b0000', at + 16, 'hex');
    bytes.writeUInt32BE(0x0a000000 + index, at + 28);
    bytes.writeUInt32BE(0xc0000201, at + 32);
  }
  const sources = [source('many', new Uint8Array(bytes)), source('next', batch)];
  const { table, report } = await loadTraffic(limitMemory(160), sources, new Pacer<Progress>());
  expect(table.length).toBeGreaterThan(10_000);
  expect(table.length).toBeLessThan(count);
  const rows = Array.from({ length: table.length }, (_, row) => row);
  expect(rows.map((row) => table.packet(row).ts)).toEqual(rows);
  expect(rows.map((row) => table.packet(row).src)).toEqual(
    rows.map((row) => [10, row >> 16, (row >> 8) & 255, row & 255].join('.')),
  );
  expect(report.sources.map(({ packets }) => packets)).toEqual([table.length, 0]);
  for (const { stopped } of report.sources) expect(stopped!.message).toMatch(/memory of this tab is used up/);
});
