// Captures written as pcapng and read back: by the blocks' own rules, and by the engine itself.
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { compileCore } from '../../base/whole-core.ts';
import { CancelledError, InputError } from '../../base/errors.ts';
import { VERSION } from '../../base/version.ts';
import { DEFAULT_PARAMETERS } from '../../model/types.ts';
import {
  type InterfaceDescription,
  PcapngWriter,
  textOption,
  type WrittenPacket,
} from '../../packets/pcapng-writer.ts';
import { sampleCaptures } from '../../samples/captures.ts';
import { createEngine } from '../engine.ts';
import type { ExportRows } from '../types.ts';

let module: WebAssembly.Module;
beforeAll(async () => {
  module = await compileCore();
});

const LINE = { threshold: 0.5, hosts: [] };

interface Block {
  type: number;
  body: Buffer;
  options: { code: number; value: string }[];
}

/** Little-endian blocks, draft-ietf-opsawg-pcapng section 3; option values as hex. */
function readBlocks(bytes: Buffer): Block[] {
  const blocks: Block[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = bytes.readUInt32LE(at + 4);
    const [type, body] = [bytes.readUInt32LE(at), bytes.subarray(at + 8, at + length - 4)];
    const fixed = type === 6 ? 20 + Math.ceil(body.readUInt32LE(12) / 4) * 4 : type === 1 ? 8 : 16;
    const options: Block['options'] = [];
    for (let place = fixed; place < body.length && body.readUInt16LE(place) !== 0;) {
      const size = body.readUInt16LE(place + 2);
      options.push({ code: body.readUInt16LE(place), value: body.toString('hex', place + 4, place + 4 + size) });
      place += 4 + Math.ceil(size / 4) * 4;
    }
    blocks.push({ type, body, options });
    at += length;
  }
  return blocks;
}

function packetsOf(blocks: readonly Block[]) {
  return blocks
    .filter(({ type }) => type === 6)
    .map(({ body, options }) => ({
      interface: body.readUInt32LE(0),
      ticks: (BigInt(body.readUInt32LE(4)) << 32n) | BigInt(body.readUInt32LE(8)),
      originalLength: body.readUInt32LE(16),
      bytes: body.toString('hex', 20, 20 + body.readUInt32LE(12)),
      options,
    }));
}

const commentsOf = ({ options }: Pick<Block, 'options'>) =>
  options.filter(({ code }) => code === 1).map(({ value }) => Buffer.from(value, 'hex').toString());

/** Loads files, and exports once an analysis was made where one is asked for. */
async function exportFiles(
  files: (Buffer | Uint8Array<ArrayBuffer> | string)[],
  { rows = 'all' as ExportRows, train = false, share = 0.01 } = {},
) {
  const engine = createEngine(module);
  const sources = files.map((file, index) => ({ name: `file ${index}`, data: new Blob([file as BlobPart]) }));
  const { traffic } = await engine.load(1, sources);
  const parameters = { ...DEFAULT_PARAMETERS, contamination: share };
  const threshold = train
    ? (await engine.train(2, { traffic, name: 'Test', featureSet: 'basic', parameters })).info.threshold
    : 0.5;
  const { file, ...told } = await engine.export(3, traffic, 'pcapng', { threshold, hosts: [] }, rows);
  const bytes = Buffer.from(await file.arrayBuffer());
  return { bytes, told, blocks: readBlocks(bytes) };
}

const ethernet: InterfaceDescription = {
  linkType: 1,
  snapLength: 128,
  ticks: 1e9,
  timeOffset: -7200,
  fcsLength: 4,
  name: 'eth “0”',
};
const packet: WrittenPacket = {
  interface: 0,
  ticks: 1_725_530_000_123_456_789n,
  bytes: new Uint8Array(61).fill(0xab),
  originalLength: 9000,
  options: [],
};

function makeCapture(packets: readonly WrittenPacket[], interfaces: readonly InterfaceDescription[] = [ethernet]) {
  const writer = new PcapngWriter();
  writer.section('Test');
  for (const each of interfaces) writer.interface(each);
  for (const each of packets) writer.packet(each);
  return writer.take();
}

test('one section names the program and nothing else', async () => {
  const { blocks } = await exportFiles([makeCapture([packet])]);
  expect(blocks.filter(({ type }) => type === 0x0a0d0d0a)).toHaveLength(1);
  const text = Buffer.from(`Net Anomaly ${VERSION}`).toString('hex');
  expect(blocks[0]).toMatchObject({ type: 0x0a0d0d0a, options: [{ code: 4, value: text }] });
});

test('a packet without a time is written at 1970, whatever its interface adds to times', async () => {
  // A simple packet block, section 4.4: original length and packet.
  const simple = Buffer.from('03000000 14000000 04000000 61626364 14000000'.replaceAll(' ', ''), 'hex');
  const { blocks } = await exportFiles([Buffer.concat([makeCapture([]), simple])]);
  const [{ ticks, bytes }] = packetsOf(blocks);
  expect({ bytes, seconds: ticks / BigInt(ethernet.ticks) + BigInt(ethernet.timeOffset) }).toEqual({
    bytes: '61626364',
    seconds: 0n,
  });
});

test('an interface keeps what it says of its packets, and one without packets is not copied', async () => {
  const other = { ...ethernet, linkType: 101, name: 'unused' };
  const tap = { linkType: 113, snapLength: 0, ticks: 2 ** 20, timeOffset: 0, fcsLength: null, name: '' };
  const { blocks } = await exportFiles([
    makeCapture([packet, { ...packet, interface: 2, ticks: 5n }], [ethernet, other, tap]),
  ]);
  const described = blocks.filter(({ type }) => type === 1);
  expect(described.map(({ body }) => [body.readUInt16LE(0), body.readUInt32LE(4)])).toEqual([[1, 128], [113, 0]]); // prettier-ignore
  expect(described[0].options).toEqual([
    { code: 2, value: Buffer.from('eth “0”').toString('hex') },
    { code: 9, value: '09' },
    { code: 13, value: '04' },
    { code: 14, value: 'e0e3ffffffffffff' },
  ]);
  expect(described[1].options).toEqual([{ code: 9, value: '94' }]);
  expect(packetsOf(blocks).map(({ interface: place, ticks }) => [place, ticks])).toEqual([[0, packet.ticks], [1, 5n]]); // prettier-ignore
});

test('a packet keeps bytes, 64 bits of time, length on the wire, flags and comments in any characters', async () => {
  const texts = ['', 'Grüße 👩‍👩‍👧 \u0000 "quoted"\r\n<b>', 'x'.repeat(65_535), 'é'.repeat(32_767)];
  const options = [...texts.map((text) => textOption(1, text)), { code: 2, value: Uint8Array.of(1, 0, 2, 0) }];
  const { blocks } = await exportFiles([makeCapture([{ ...packet, options }])]);
  const [written] = packetsOf(blocks);
  expect(written).toMatchObject({ ticks: packet.ticks, originalLength: 9000, bytes: 'ab'.repeat(61) });
  expect(commentsOf(written)).toEqual(texts);
  expect(written.options.at(-1)).toEqual({ code: 2, value: '01000200' });
});

test('options of wrong lengths and unknown ones are left out, as Wireshark would refuse the file', async () => {
  const option = (code: number, ...value: number[]) => ({ code, value: Uint8Array.from(value) });
  const bad = [option(2, 1, 2, 3), option(4, 1), option(7, 1, 2), option(7), option(3), option(2988, 1, 2, 3, 4, 5)];
  const { blocks } = await exportFiles([makeCapture([{ ...packet, options: [...bad, option(6, 1, 2, 3, 4)] }])]);
  expect(packetsOf(blocks)[0].options).toEqual([{ code: 6, value: '01020304' }]);
});

test('of a big-endian section, the numbers of options are turned round', async () => {
  const word = (value: number) => Buffer.from([value >> 24, value >> 16, value >> 8, value].map((byte) => byte & 255));
  const block = (type: number, ...parts: Buffer[]) => {
    const body = Buffer.concat(parts);
    return Buffer.concat([word(type), word(body.length + 12), body, word(body.length + 12)]);
  };
  const option = (code: number, hex: string) => {
    const value = Buffer.from(hex, 'hex');
    return Buffer.concat([Buffer.from([0, code, 0, value.length]), value, Buffer.alloc((4 - (value.length % 4)) % 4)]);
  };
  const options = [
    option(2, '00020001'),
    option(4, '0000000000000007'),
    option(7, '010000000000000002'),
    option(0, ''),
  ];
  const bytes = Buffer.concat([
    block(0x0a0d0d0a, word(0x1a2b3c4d), word(0x00010000), word(-1), word(-1)),
    block(1, word(0x00010000), word(0)),
    block(
      6,
      word(0),
      word(0x00062161),
      word(0x1a2b3c4d),
      word(4),
      word(60),
      Buffer.from('01020304', 'hex'),
      ...options,
    ),
  ]);
  const [written] = packetsOf((await exportFiles([bytes])).blocks);
  expect(written).toEqual({
    interface: 0,
    ticks: 0x000621611a2b3c4dn,
    originalLength: 60,
    bytes: '01020304',
    options: [
      { code: 2, value: '01000200' },
      { code: 4, value: '0700000000000000' },
      { code: 7, value: '010200000000000000' },
    ],
  });
});

describe('the sample with a scan in it', () => {
  const original = Buffer.from(sampleCaptures.office_scan());
  const sent = packetsOf(readBlocks(original));

  test('comes back whole, also out of gzip', async () => {
    for (const file of [original, gzipSync(original)]) {
      const { blocks, told } = await exportFiles([file]);
      expect(packetsOf(blocks)).toEqual(sent);
      expect(told).toEqual({ packets: sent.length, withoutBytes: 0, marked: 0, explained: 0 });
    }
  });

  test('its marked packets come with score, rarity and reasons', async () => {
    const { blocks, told } = await exportFiles([original], { rows: 'odd', train: true });
    const written = packetsOf(blocks);
    expect(written.length).toBeGreaterThan(5);
    expect(told).toEqual({
      packets: written.length,
      withoutBytes: 0,
      marked: written.length,
      explained: written.length,
    });
    for (const each of written) {
      expect(sent).toContainEqual({ ...each, options: [] });
      const [comment, ...more] = commentsOf(each);
      expect(more).toEqual([]);
      expect(comment).toMatch(
        /^Net Anomaly: score 0\.\d{3}, marked above 0\.\d{3}\. .* of the training packets score this high or higher\. Odd in: (Packet size|Protocol) .* \(usual: .*\)\.$/,
      );
    }
  });

  test('of two files each packet is read from its own, and a batch among them is told', async () => {
    const batch = '{"items":[{"size":1,"proto":6},{"size":2,"proto":6}]}';
    const { blocks, told } = await exportFiles([makeCapture([packet]), batch, original]);
    expect(told).toMatchObject({ packets: 1 + sent.length, withoutBytes: 2 });
    const written = packetsOf(blocks);
    expect(written.map(({ ticks, bytes }) => `${ticks} ${bytes}`).toSorted()).toEqual(
      [...sent, { ticks: packet.ticks, bytes: 'ab'.repeat(61) }]
        .map(({ ticks, bytes }) => `${ticks} ${bytes}`)
        .toSorted(),
    );
  });
});

test('a packet whose place in the file holds another by now is refused in words', async () => {
  const bytes = makeCapture([packet, packet]);
  const changed = makeCapture([packet, { ...packet, originalLength: 9001 }]);
  let now = bytes;
  // A Blob cannot change; a File on a disk can.
  const data = new Proxy(new Blob([bytes]), {
    get(blob, key: keyof Blob) {
      const value = Reflect.get(now === bytes ? blob : new Blob([now]), key) as unknown;
      return typeof value === 'function' ? value.bind(now === bytes ? blob : new Blob([now])) : value;
    },
  });
  const engine = createEngine(module);
  const { traffic } = await engine.load(1, [{ name: 'lab.pcapng', data }]);
  expect((await engine.export(2, traffic, 'pcapng', LINE)).packets).toBe(2);
  now = changed;
  await expect(engine.export(3, traffic, 'pcapng', LINE)).rejects.toThrow(
    /^lab\.pcapng: .*changed since it was opened/,
  );
  now = bytes.slice(0, 60);
  await expect(engine.export(4, traffic, 'pcapng', LINE)).rejects.toThrow(InputError);
});

test('it can be cancelled, and what was loaded stays', async () => {
  const engine = createEngine(module, {
    onProgress: (call) => {
      if (call === 2) engine.cancel(2);
    },
  });
  const many = makeCapture(Array.from({ length: 150_000 }, () => ({ ...packet, bytes: packet.bytes.subarray(0, 14) })));
  const { traffic } = await engine.load(1, [{ name: 'many', data: new Blob([many]) }]);
  await expect(engine.export(2, traffic, 'pcapng', LINE)).rejects.toThrow(CancelledError);
  const { packets, file } = await engine.export(3, traffic, 'pcapng', LINE);
  expect(packets).toBe(150_000);
  expect(packetsOf(readBlocks(Buffer.from(await file.arrayBuffer())))).toHaveLength(150_000);
});
