// For tests: what must become of any packet of a table that is looked into: a tree of fields within its bytes.
import { Pacer } from '../../../base/pacer.ts';
import { inspectRow } from '../../../engine/inspect.ts';
import type { Progress, Source } from '../../../engine/types.ts';
import { describePacket } from '../../../inspect/packet.ts';
import type { Field } from '../../../inspect/types.ts';
import type { PacketTable } from '../../../packets/table.ts';

/** Looks into some rows, spread over the table. Answers how many there were, and what must not be, or null. */
export async function judgeInspections(
  core: WebAssembly.Module,
  table: PacketTable,
  sources: readonly Source[],
  rows: number,
): Promise<{ inspected: number; fault: string | null }> {
  const { exports } = new WebAssembly.Instance(core, {});
  const traffic = { table, sources, reader: null };
  const pacer = new Pacer<Progress>();
  let inspected = 0;
  for (let turn = 0; turn < Math.min(rows, table.length); turn++) {
    const row = Math.floor((turn * table.length) / rows);
    if (table.frame(row) === null) continue;
    try {
      const found = await inspectRow(exports, traffic, row, pacer);
      const { bytes } = found;
      const { capturedLength } = found.facts;
      inspected++;
      const fault =
        bytes.length === Math.min(capturedLength, MOST_BYTES)
          ? describePacket(found)
              .map((field) => findFieldFault(field, bytes.length))
              .find((each) => each !== null)
          : `${bytes.length} of ${capturedLength} bytes`;
      if (fault !== undefined) return { inspected, fault: `row ${row}: ${fault}` };
    } catch (error) {
      return { inspected, fault: `row ${row}: ${error instanceof Error ? error.stack : String(error)}` };
    }
  }
  return { inspected, fault: null };
}

/** Of a packet, looked into at most. */
const MOST_BYTES = 262_144;

function findFieldFault({ name, label, start, end, fields }: Field, bytes: number): string | null {
  if (name === '' || label === '') return `a field without a name at ${start}`;
  if (!(start >= 0 && start <= end && end <= bytes)) return `${name} stands from ${start} to ${end} of ${bytes}`;
  return fields.map((field) => findFieldFault(field, bytes)).find((each) => each !== null) ?? null;
}
