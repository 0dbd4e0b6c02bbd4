// Packets read again from files made here, by the formats' own pages: any byte order, gzip, cut and changed files.
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { CancelledError, InputError } from '../base/errors.ts';
import { Pacer } from '../base/pacer.ts';
import type { Progress } from '../engine/types.ts';
import type { CaptureInterface } from '../packets/capture.ts';
import { ByteWindow } from './byte-window.ts';
import { epochText, readPacketRecord } from './packet-bytes.ts';

const pcap: CaptureInterface = {
  source: 0,
  section: 0,
  id: 0,
  container: 'pcap',
  bigEndian: false,
  linkType: 1,
  snapLength: 0,
  ticks: 1e6,
  timeOffset: 0,
  fcsLength: null,
  offset: 0,
  sectionOffset: 0,
  name: '',
  recordHeader: 16,
};
const pcapng: CaptureInterface = { ...pcap, container: 'pcapng', ticks: 1e9, recordHeader: 0 };

/** Bytes of numbers: `[width, value]`, in either order, texts and bytes as they are. */
function pack(bigEndian: boolean, ...parts: (readonly [2 | 4, number] | Uint8Array)[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(
    Buffer.concat(
      parts.map((part) => {
        if (part instanceof Uint8Array) return part;
        const [width, value] = part;
        const bytes = Buffer.alloc(width);
        if (bigEndian) bytes.writeUIntBE(value, 0, width);
        else bytes.writeUIntLE(value, 0, width);
        return bytes;
      }),
    ),
  );
}
const at = (offset: number, capturedLength: number, originalLength = capturedLength) => ({
  offset,
  capturedLength,
  originalLength,
});
const text = (words: string) => new TextEncoder().encode(words);
const open = (data: Blob, pacer = new Pacer<Progress>()) => new ByteWindow({ name: 'lab.pcap', data }, pacer);

function enhanced(bigEndian: boolean, data: Uint8Array, original: number, ...options: Uint8Array[]) {
  const padded = Buffer.concat([data, Buffer.alloc((4 - (data.length % 4)) % 4)]);
  const rest = Buffer.concat(options);
  const total = 32 + padded.length + rest.length;
  return pack(bigEndian, [4, 6], [4, total], [4, 0], [4, 0x17f2_8bff], [4, 0xd0a3_1415], [4, data.length], [4, original], padded, rest, [4, total]); // prettier-ignore
}

test.each([false, true])('a pcap record is read with its exact time, big-endian: %s', async (bigEndian) => {
  const record = pack(bigEndian, [4, 1725530000], [4, 123456], [4, 5], [4, 1500], text('hello'));
  const read = await readPacketRecord(
    open(new Blob([new Uint8Array(24), record])),
    { ...pcap, bigEndian },
    at(24, 5, 1500),
  );
  expect(read.comments).toEqual([]);
  expect(new TextDecoder().decode(read.bytes)).toBe('hello');
  expect(epochText(read.ticks!, pcap)).toBe('1725530000.123456000');
});

test('a record of the modified variant has a header of 24 bytes', async () => {
  const record = pack(false, [4, 1], [4, 2], [4, 2], [4, 2], new Uint8Array(8), text('ok'));
  const read = await readPacketRecord(open(new Blob([record])), { ...pcap, recordHeader: 24 }, at(0, 2));
  expect(new TextDecoder().decode(read.bytes)).toBe('ok');
});

test.each([false, true])('an enhanced packet block has options and comments, big-endian: %s', async (bigEndian) => {
  const options = [
    pack(bigEndian, [2, 1], [2, 5], text('first'), new Uint8Array(3)),
    pack(bigEndian, [2, 2], [2, 4], [4, 1]),
    pack(bigEndian, [2, 1], [2, 6], text('second'), new Uint8Array(2)),
    pack(bigEndian, [2, 0], [2, 0]),
  ];
  const block = enhanced(bigEndian, text('hello'), 60, ...options);
  const read = await readPacketRecord(open(new Blob([block])), { ...pcapng, bigEndian }, at(0, 5, 60));
  expect(new TextDecoder().decode(read.bytes)).toBe('hello');
  expect(read.comments).toEqual(['first', 'second']);
  expect(read.options.map(({ code }) => code)).toEqual([1, 2, 1]);
  expect(read.ticks).toBe(0x17f28bffd0a31415n);
  expect(epochText(read.ticks!, pcapng)).toBe('1725595538.069591061');
});

test('a simple packet block has no time, and no length of its own', async () => {
  const block = pack(false, [4, 3], [4, 20], [4, 100], text('abcd'), [4, 20]);
  const read = await readPacketRecord(open(new Blob([block])), pcapng, at(0, 3, 100));
  expect(read).toMatchObject({ ticks: null, options: [] });
  expect(new TextDecoder().decode(read.bytes)).toBe('abc');
});

test('an obsolete packet block has its interface in 16 bits, beside the drops', async () => {
  const block = pack(false, [4, 2], [4, 36], [2, 7], [2, 99], [4, 0], [4, 5], [4, 2], [4, 2], text('hi'), new Uint8Array(2), [4, 36]); // prettier-ignore
  const read = await readPacketRecord(open(new Blob([block])), { ...pcapng, id: 7 }, at(0, 2));
  expect(read.ticks).toBe(5n);
});

test('a block whose length is told without its padding ends at a multiple of four all the same', async () => {
  const block = enhanced(false, text('five!'), 9, pack(false, [2, 1], [2, 3], text('why'), new Uint8Array(1)));
  // As the reader of captures takes it: the draft asks for multiples of four, some writers do not count the padding.
  for (const place of [4, block.length - 4]) new DataView(block.buffer).setUint32(place, block.length - 1, true);
  const read = await readPacketRecord(open(new Blob([block])), pcapng, at(0, 5, 9));
  expect(read.comments).toEqual(['why']);
  const bare = enhanced(false, text('four'), 9);
  for (const place of [4, bare.length - 4]) new DataView(bare.buffer).setUint32(place, bare.length - 3, true);
  expect((await readPacketRecord(open(new Blob([bare])), pcapng, at(0, 4, 9))).bytes).toHaveLength(4);
});

test('times before 1970, of binary clocks, with an offset, and finer than a nanosecond', () => {
  expect(epochText(3n, { ...pcapng, ticks: 2 })).toBe('1.500000000');
  expect(epochText(3n, { ...pcapng, ticks: 1, timeOffset: -10 })).toBe('-7.000000000');
  expect(epochText(1_000_000_000_001n, { ...pcapng, ticks: 1e12 })).toBe('1.000000000001');
  expect(epochText(1n, { ...pcapng, ticks: 2 ** 127 })).toBe('0.000000000000000000');
});

const stream = (count: number) =>
  Array.from({ length: count }, (_, index) => pack(false, [4, index], [4, 0], [4, 1000], [4, 1000], new Uint8Array(1000).fill(index))); // prettier-ignore

test.each(['plain', 'gzip'])('many packets are read in any order, %s', async (form) => {
  const bytes = Buffer.concat(stream(20_000));
  const data = new Blob([form === 'gzip' ? gzipSync(bytes) : bytes]);
  let slices = 0;
  const slice = data.slice.bind(data);
  data.slice = (...range) => {
    slices += 1;
    return slice(...range);
  };
  const window = open(data);
  for (const index of [0, 1, 2, 5000, 4999, 19_999, 3, ...Array.from({ length: 20_000 }, (_, row) => row)]) {
    const { bytes: read, ticks } = await readPacketRecord(window, pcap, at(index * 1016, 1000));
    expect(ticks).toBe(BigInt(index) * 1_000_000n);
    expect(read.length).toBe(1000);
    if (read[0] !== index % 256 || read[999] !== index % 256) expect.fail(`packet ${index}`);
  }
  expect(slices).toBeLessThan(30);
  await window.close();
});

test('in old files the lengths stand the other way round', async () => {
  const record = pack(false, [4, 1], [4, 2], [4, 60], [4, 3], text('old'));
  const read = await readPacketRecord(open(new Blob([record])), pcap, at(0, 3, 60));
  expect(new TextDecoder().decode(read.bytes)).toBe('old');
});

test.each([
  ['shorter', new Uint8Array(10), pcap],
  ['of other blocks', pack(false, [4, 5], [4, 32], new Uint8Array(20), [4, 32]), pcapng],
  ['of another interface', enhanced(false, text('x'), 1), { ...pcapng, id: 3 }],
  ['of a block that is too short', pack(false, [4, 6], [4, 12], new Uint8Array(24)), pcapng],
  ['of another length', pack(false, [4, 1], [4, 2], [4, 7], [4, 7], text('another')), pcap],
  ['cut in the block', enhanced(false, text('h'), 1).slice(0, 28), pcapng],
])('a file that has become %s is said to have changed', async (_, bytes, source) => {
  const failed = readPacketRecord(open(new Blob([bytes as Uint8Array<ArrayBuffer>])), source, at(0, 1));
  await expect(failed).rejects.toThrow(InputError);
  await expect(failed).rejects.toThrow(/lab\.pcap: at byte 0 .*changed since it was opened: open it again/);
});

test('a file that cannot be read any more is named, with what to do', async () => {
  const data = new Blob(['x'.repeat(100)]);
  data.slice = () => {
    throw new Error('A requested file could not be found');
  };
  await expect(readPacketRecord(open(data), pcap, at(0, 1))).rejects.toThrow(
    /lab\.pcap: .*moved or changed: open it again/,
  );
});

test('decompressing far can be cancelled', async () => {
  const controller = new AbortController();
  const data = new Blob([gzipSync(Buffer.concat(stream(20_000)))]);
  const window = open(data, new Pacer<Progress>(controller.signal));
  const failed = readPacketRecord(window, pcap, at(19_999 * 1016, 1000));
  controller.abort();
  await expect(failed).rejects.toThrow(CancelledError);
});
