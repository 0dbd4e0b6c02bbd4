// The capture of the lab "dashboard": exactly as many packets as asked for, in the order of time, with the attacks in it.
import { readFileSync, rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ensureAttackCapture } from './attack-capture.ts';

interface Record {
  time: number;
  bytes: Buffer;
}

/** https://datatracker.ietf.org/doc/html/draft-ietf-opsawg-pcap */
function readRecords(file: Buffer): Record[] {
  const records: Record[] = [];
  for (let at = 24; at < file.length;) {
    const [seconds, micros, length] = [file.readUInt32LE(at), file.readUInt32LE(at + 4), file.readUInt32LE(at + 8)];
    records.push({ time: seconds + micros / 1e6, bytes: file.subarray(at + 16, at + 16 + length) });
    at += 16 + length;
  }
  return records;
}

const dotted = (bytes: Buffer, at: number) => [...bytes.subarray(at, at + 4)].join('.');

function endsOf(bytes: Buffer): string[] {
  const arp = bytes.readUInt16BE(12) === 0x0806;
  return arp ? [dotted(bytes, 28), dotted(bytes, 38)] : [dotted(bytes, 26), dotted(bytes, 30)];
}

/** RFC 1071 over the pseudo header and the segment: 0 where the checksum in it is right. */
function sumOfSegment(bytes: Buffer): number {
  const segment = bytes.subarray(34, 14 + bytes.readUInt16BE(16));
  let sum = bytes[23] + segment.length;
  for (let at = 26; at < 34; at += 2) sum += bytes.readUInt16BE(at);
  for (let at = 0; at < segment.length; at += 2) sum += segment[at] * 256 + (segment[at + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}

const capture = ensureAttackCapture(60_000, 7);
const records = readRecords(readFileSync(capture.path));
rmSync(capture.path);

test('it has as many packets as asked for, in the order of time, over half an hour', () => {
  expect(records).toHaveLength(60_000);
  expect(records.every(({ time }, index) => index === 0 || time >= records[index - 1].time)).toBe(true);
  const [first, last] = [records[0].time - capture.begin, records[records.length - 1].time - capture.begin];
  expect(first).toBeLessThan(60);
  expect(last).toBeGreaterThan(1700);
  expect(last).toBeLessThan(1800);
});

test('five attacks stand where they are said to be', () => {
  expect(capture.planted).toHaveLength(5);
  for (const { host, first, last, packets } of capture.planted) {
    const within = records.filter(({ time }) => time >= capture.begin + first && time <= capture.begin + last);
    expect(within.filter(({ bytes }) => endsOf(bytes).includes(host)).length).toBeGreaterThanOrEqual(packets);
  }
});

test('a conversation that is held again has other ports, and checksums that are right with them', () => {
  const whole = records.filter(
    ({ bytes }) => [6, 17].includes(bytes[23]) && bytes.readUInt16BE(16) + 14 <= bytes.length,
  );
  expect(whole.length).toBeGreaterThan(10_000);
  expect(whole.filter(({ bytes }) => sumOfSegment(bytes) !== 0)).toEqual([]);
});

test('the attacks alone may not be the traffic', () => {
  expect(() => ensureAttackCapture(30_000)).toThrow(/ask for twice as many/);
});
