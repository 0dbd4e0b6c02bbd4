// The core's features are the reference's, on our own sample capture and, where it is there, on one of the shared folder.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compileCore } from '../../base/whole-core.ts';
import { Pacer } from '../../base/pacer.ts';
import { loadTraffic } from '../../ingest/load.ts';
import { compareColumn, compareFeatures } from './compare-features.ts';

const project = join(import.meta.dirname, '../../..');
const shared = join(project, '../shared/data/network/mixed/d15_ftpbrute_insider.pcap');

async function compare(path: string) {
  const module = await compileCore();
  const { table } = await loadTraffic(module, [{ name: path, data: new Blob([readFileSync(path)]) }], new Pacer());
  const { differences, resumed, ...others } = await compareFeatures(module, table, [1, 13, 1000]);
  return {
    ...others,
    length: table.length,
    different: [...differences, ...resumed].filter(({ packets }) => packets > 0),
  };
}

const agreeing = { different: [], unmatched: [], evicted: 0, otherBits: [] };

test('of every packet of the sample capture, however it is cut', async () => {
  const comparison = await compare(join(project, 'samples/office_scan.pcapng'));
  expect(comparison).toMatchObject(agreeing);
  expect(comparison.length).toBeGreaterThan(100);
});

test.skipIf(!existsSync(shared))('of every packet of a shared capture (skipped where it is not there)', async () => {
  expect(await compare(shared)).toMatchObject({ ...agreeing, length: 12_060 });
});

test('a value that is off by more than float32 roundings is found, with its packet', () => {
  const expected = Float64Array.of(0, 3, 1000, 1e-9);
  expect(compareColumn('x', Float32Array.from(expected), expected)).toMatchObject({ packets: 0, first: null });
  expect(compareColumn('x', [0, 3.00001, 1000.01, 0], expected)).toMatchObject({ packets: 2, first: 1 });
  expect(compareColumn('x', [NaN, 3, 1000, 0], expected)).toMatchObject({ packets: 1, first: 0, greatest: NaN });
});
