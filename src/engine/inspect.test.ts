// Looking into packets of whole files: pcap and pcapng, plain and gzip, after the file has changed, and of a batch.
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { compileCore } from '../base/whole-core.ts';
import { InputError } from '../base/errors.ts';
import { describePacket } from '../inspect/packet.ts';
import type { Field } from '../inspect/types.ts';
import { createEngine } from './engine.ts';

const module = await compileCore();

/** An ARP request (RFC 826) in an Ethernet frame, of sender 192.0.2.10 and `target` 192.0.2.n. */
function arp(target: number): Buffer {
  const ends = `02000000000a c000020a 000000000000 c00002${target.toString(16).padStart(2, '0')}`;
  return Buffer.from(`ffffffffffff 02000000000a 0806 0001 0800 06 04 0001 ${ends}`.replaceAll(' ', ''), 'hex');
}

function words(...values: number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, index) => bytes.writeUInt32LE(value, 4 * index));
  return bytes;
}

/** A pcap file of microseconds: draft-ietf-opsawg-pcap. */
function pcapOf(count: number): Buffer {
  const records = Array.from({ length: count }, (_, index) => {
    const packet = arp(index % 256);
    return Buffer.concat([words(1725530000 + index, 5, packet.length, packet.length), packet]);
  });
  return Buffer.concat([words(0xa1b2c3d4, 0x00040002, 0, 0, 262144, 1), ...records]);
}

/** A pcapng file of one enhanced packet block with a comment, in nanoseconds: draft-ietf-opsawg-pcapng. */
function pcapngOf(packet: Buffer): Buffer {
  const section = words(0x0a0d0d0a, 28, 0x1a2b3c4d, 1, 0xffffffff, 0xffffffff, 28);
  const resolution = Buffer.from([9, 0, 1, 0, 9, 0, 0, 0, 2, 0, 4, 0, ...Buffer.from('eth0'), 0, 0, 0, 0]);
  const interfaceBlock = Buffer.concat([words(1, 40, 1, 0), resolution, words(40)]);
  const padded = Buffer.concat([packet, Buffer.alloc((4 - (packet.length % 4)) % 4)]);
  const options = Buffer.from([1, 0, 4, 0, ...Buffer.from('mine'), 0, 0, 0, 0]);
  const total = 32 + padded.length + options.length;
  const time = 1725530000123456789n;
  const head = words(6, total, 0, Number(time >> 32n), Number(time & 0xffffffffn), packet.length, 60);
  return Buffer.concat([section, interfaceBlock, head, padded, options, words(total)]);
}

const flatten = (fields: readonly Field[]): Field[] => fields.flatMap((field) => [field, ...flatten(field.fields)]);
const valueOf = (fields: readonly Field[], name: string) => flatten(fields).find((field) => field.name === name)?.value;
const source = (name: string, bytes: Uint8Array) => ({ name, data: new Blob([new Uint8Array(bytes)]) });

test.each(['plain', 'gzip'])('packets of a pcap file are read in any order, %s', async (form) => {
  const engine = createEngine(module);
  const bytes = pcapOf(3000);
  const { traffic } = await engine.load(1, [source('lab.pcap', form === 'gzip' ? gzipSync(bytes) : bytes)]);
  for (const row of [2999, 0, 1500]) {
    const found = await engine.inspect(2, traffic, row);
    expect(Buffer.from(found.bytes).equals(arp(row % 256))).toBe(true);
    expect(found.place).toEqual({ source: 'lab.pcap', offset: 24 + row * 58, interface: '0', linkType: 1 });
    expect(valueOf(describePacket(found), 'arp.dst.proto_ipv4')).toBe(`192.0.2.${row % 256}`);
    expect(valueOf(describePacket(found), 'frame.time_epoch')).toBe(`${1725530000 + row}.000005000`);
  }
});

test('a pcapng packet has its nanoseconds, its interface and its comments', async () => {
  const engine = createEngine(module);
  const { traffic } = await engine.load(1, [source('a.pcap', pcapOf(2)), source('lab.pcapng', pcapngOf(arp(7)))]);
  const rows = engine.page(traffic, 0, 3).rows;
  const row = rows.find(({ size }) => size === 60)!.row;
  const found = await engine.inspect(2, traffic, row);
  expect(found.facts).toMatchObject({ capturedLength: 42, originalLength: 60, comments: ['mine'] });
  expect(found.place).toMatchObject({ source: 'lab.pcapng', interface: 'eth0' });
  expect(valueOf(describePacket(found), 'frame.time_epoch')).toBe('1725530000.123456789');
  expect(valueOf(describePacket(found), 'frame.comment')).toBe('mine');
});

test('a file that has changed since it was opened is said to have', async () => {
  const engine = createEngine(module);
  const bytes = pcapOf(10);
  const data = new Blob([new Uint8Array(bytes)]);
  const { traffic } = await engine.load(1, [{ name: 'lab.pcap', data }]);
  const other = new Blob([new Uint8Array(bytes.length)]);
  data.slice = (...range) => other.slice(...range);
  await expect(engine.inspect(2, traffic, 4)).rejects.toThrow(InputError);
  await expect(engine.inspect(3, traffic, 4)).rejects.toThrow(/lab\.pcap: at byte 256 .*has changed.*open it again/);
});

test('a packet of a batch has no bytes, and a row that is not there no packet', async () => {
  const engine = createEngine(module);
  const { traffic } = await engine.load(1, [{ name: 'a.json', data: new Blob(['{"items":[{"size":1,"proto":6}]}']) }]);
  await expect(engine.inspect(2, traffic, 0)).rejects.toThrow(/JSON batch/);
  await expect(engine.inspect(3, traffic, 1)).rejects.toThrow(InputError);
  expect(() => engine.release(traffic)).not.toThrow();
});
