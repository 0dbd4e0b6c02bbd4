// Labels are read line by line or refused with the line; halves of a capture are captures whose packets are all there.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { Pacer } from '../../base/pacer.ts';
import { compileCore } from '../../base/whole-core.ts';
import { loadTraffic } from '../../ingest/load.ts';
import { listCaptures, readCapture, readLabels, sliceCapture, timesOf } from './labelled-captures.ts';

const folder = mkdtempSync(join(tmpdir(), 'net-anomaly-labelled-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A pcap file (https://datatracker.ietf.org/doc/html/draft-ietf-opsawg-pcap) of empty Ethernet frames at these seconds. */
function pcapOf(times: readonly number[]): Buffer {
  const head = Buffer.alloc(24);
  head.writeUInt32LE(0xa1b2c3d4, 0);
  head.writeUInt16LE(2, 4);
  head.writeUInt16LE(4, 6);
  head.writeUInt32LE(65_535, 16);
  head.writeUInt32LE(1, 20);
  const records = times.map((time, index) => {
    const record = Buffer.alloc(16 + 14 + index);
    record.writeUInt32LE(time, 0);
    record.writeUInt32LE(14 + index, 8);
    record.writeUInt32LE(14 + index, 12);
    return record;
  });
  return Buffer.concat([head, ...records]);
}

const labelsOf = (labels: readonly number[]) =>
  ['frame,label,attack', ...labels.map((label, row) => `${row + 1},${label},${label ? 'scan' : ''}`), ''].join('\n');

describe('labels', () => {
  test('are one a frame, with the kind of attack', () => {
    expect(readLabels('x', labelsOf([0, 1]), 2)).toEqual({ labels: Uint8Array.of(0, 1), kinds: ['', 'scan'] });
  });

  test.each([
    ['another header', 'frame,label\n1,0', 1, 'line 1'],
    ['too few lines', labelsOf([0]), 2, 'line 2: it tells of 1 frames, and there are 2'],
    ['a frame left out', 'frame,label,attack\n1,0,\n3,0,', 2, 'line 3'],
    ['a label that is none', 'frame,label,attack\n1,2,', 1, 'line 2'],
  ])('%s is refused', (_, text, packets, message) => {
    expect(() => readLabels('x', text, packets)).toThrow(message);
  });
});

test('a capture is cut at half its time, whatever the order of its packets', async () => {
  const times = [100, 104, 109, 103, 120, 111, 110];
  writeFileSync(join(folder, 'a.pcap'), pcapOf(times));
  writeFileSync(join(folder, 'a.labels.csv'), labelsOf(times.map(() => 0)));
  writeFileSync(join(folder, 'unlabelled.pcap'), pcapOf(times));
  expect(listCaptures(folder)).toEqual(['a']);
  const module = await compileCore();
  const capture = await readCapture(module, folder, 'a');
  expect([capture.early, capture.late]).toEqual([
    [0, 1, 2, 3],
    [4, 5, 6],
  ]);
  const data = sliceCapture(capture, capture.late);
  const { table } = await loadTraffic(module, [{ name: 'late', data }], new Pacer());
  expect([...timesOf(table)]).toEqual([120, 111, 110]);
  expect([...table.chunks[0].size]).toEqual([18, 19, 20]);
});

test('a folder without labelled captures is refused', () => {
  expect(() => listCaptures(join(folder, 'nowhere'))).toThrow('There is no folder');
});
