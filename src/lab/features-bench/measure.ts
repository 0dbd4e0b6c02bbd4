// Milliseconds of extracting features, table by table: in Chromium by the lab's page, in Node by the lab itself.
import { instantiateCore } from '../../base/core.ts';
import { compileCore } from '../../base/whole-core.ts';
import { EXTRACTED_FEATURES, extractFeatures } from '../../features/extract.ts';
import { KINDS, type Kind, makeTraffic } from './traffic.ts';

export interface Timing {
  kind: Kind;
  packets: number;
  hosts: number;
  /** Distinct ones in the traffic, MACs included. */
  addresses: number;
  milliseconds: number[];
  tables: { name: string; capacity: number; used: number; evicted: number }[];
  /** What a model would keep of it. */
  stateBytes: number;
  /** The core's whole memory after the extraction: tables, keys of addresses, pieces of rows. */
  memoryBytes: number;
}

const PACKETS = 1_000_000;
const HOSTS = 100_000;

export async function measureFeatures(rounds: number): Promise<Timing[]> {
  const module = await compileCore();
  const timings: Timing[] = [];
  for (const kind of KINDS) {
    const table = makeTraffic(kind, PACKETS, HOSTS);
    const timing: Timing = {
      kind,
      packets: PACKETS,
      hosts: HOSTS,
      addresses: table.addresses.size,
      milliseconds: [],
      tables: [],
      stateBytes: 0,
      memoryBytes: 0,
    };
    for (let round = 0; round < rounds; round++) {
      const core = await instantiateCore(module);
      const start = performance.now();
      const { report, state } = await extractFeatures(core, table, EXTRACTED_FEATURES, { seed: [1, 2], state: null }, () => undefined); // prettier-ignore
      timing.milliseconds.push(Math.round(performance.now() - start));
      timing.tables = report.tables;
      timing.stateBytes = state.length;
      timing.memoryBytes = core.memory.buffer.byteLength;
    }
    timings.push(timing);
  }
  return timings;
}
