// For tests: values of features of packets that are written out.
import { expect } from 'vitest';
import { instantiateCore } from '../../base/core.ts';
import { compileCore } from '../../base/whole-core.ts';
import type { PacketTable } from '../../packets/table.ts';
import { EXTRACTED_FEATURES, type ExtractOptions, type Extraction, extractFeatures } from '../extract.ts';
import { type Drawn, drawTable } from './draw.ts';

const module = await compileCore();

export async function extract(
  table: PacketTable,
  options: Partial<ExtractOptions> = {},
  features: readonly string[] = EXTRACTED_FEATURES,
): Promise<Extraction> {
  const core = await instantiateCore(module);
  return extractFeatures(core, table, features, { seed: [1, 2], state: null, ...options }, () => undefined);
}

/** The values of one feature. */
export async function valuesOf(feature: string, packets: readonly Drawn[]): Promise<number[]> {
  const { columns } = await extract(drawTable(packets), {}, [feature]);
  return columns.flatMap(([column]) => [...column]);
}

export const L = (x: number): number => Math.log2(1 + x);

export const tcp = (ts: number, src: string, dst: string, srcPort: number, dstPort: number): Drawn => ({
  ts,
  src,
  dst,
  proto: 6,
  srcPort,
  dstPort,
});

export function expectClose(values: readonly number[], expected: readonly number[]): void {
  expect(values.length).toBe(expected.length);
  // Half a unit in the last place of float32, and as much again.
  values.forEach((value, row) => {
    expect(Math.abs(value - expected[row]), `row ${row}`).toBeLessThan(1.2e-7 * (1 + expected[row]));
  });
}
