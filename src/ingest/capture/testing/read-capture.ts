// For tests: bytes through the app's own way of reading, at any cuts.
import { compileCore } from '../../../base/whole-core.ts';
import { Pacer } from '../../../base/pacer.ts';
import type { Progress } from '../../../engine/types.ts';
import type { CaptureReport } from '../../../packets/capture-report.ts';
import type { Frame } from '../../../packets/capture.ts';
import type { Packet, PacketTable } from '../../../packets/table.ts';
import { type Loaded, loadTraffic } from '../../load.ts';

const core = await compileCore();

export interface Reading {
  table: PacketTable;
  report: Loaded['report'];
  /** What the report tells of the only file. */
  capture: CaptureReport;
  packets: (Packet & Frame)[];
}

/** Reads one file. Rejects with BatchError where it has no packet. */
export async function readCapture(bytes: Uint8Array<ArrayBuffer>, name = 'test.pcap'): Promise<Reading> {
  const { table, report } = await loadTraffic(core, [{ name, data: new Blob([bytes]) }], new Pacer<Progress>());
  const { capture } = report.sources[0];
  if (capture === null) throw new Error('read as something else than a capture');
  const packets = Array.from({ length: table.length }, (_, row) => ({ ...table.packet(row), ...table.frame(row)! }));
  return { table, report, capture, packets };
}
