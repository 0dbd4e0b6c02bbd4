// Looks into one captured packet: its bytes are read again from the source, and described field by field.
import { InputError } from '../base/errors.ts';
import type { Pacer } from '../base/pacer.ts';
import { ByteWindow } from '../ingest/byte-window.ts';
import { epochText, readPacketRecord } from '../ingest/packet-bytes.ts';
import type { InspectorExports } from '../inspect/layers.ts';
import { inspectPacket } from '../inspect/packet.ts';
import type { Inspection } from '../inspect/types.ts';
import type { PacketTable } from '../packets/table.ts';
import type { Progress, Source } from './types.ts';

/** Of a packet, shown at most. */
const MOST_BYTES = 262_144;

/** A traffic whose packets are looked into; the reader is kept for the next one. */
interface Inspected {
  table: PacketTable;
  sources: readonly Source[];
  reader: ByteWindow | null;
}

/**
 * @param core a fresh instance
 * @param row  0-based
 */
export async function inspectRow(
  core: unknown,
  traffic: Inspected,
  row: number,
  pacer: Pacer<Progress>,
): Promise<Inspection> {
  const { table, sources } = traffic;
  if (!(row >= 0 && row < table.length)) throw new InputError(`There is no row ${row + 1}.`);
  const frame = table.frame(row);
  const at = frame === null ? undefined : table.interfaces[frame.interface];
  if (frame === null || at === undefined) {
    throw new InputError('This packet comes from a JSON batch: there are no bytes to look into.');
  }
  const source = sources[at.source];
  if (traffic.reader?.source !== source) {
    await traffic.reader?.close();
    traffic.reader = new ByteWindow(source, pacer);
  }
  const { reader } = traffic;
  reader.pacer = pacer;
  const { offset, capturedLength } = frame;
  const originalLength = table.packet(row).size;
  const record = await readPacketRecord(reader, at, { offset, capturedLength, originalLength });
  const bytes = record.bytes.slice(0, MOST_BYTES);
  const name = at.name === '' ? String(at.id) : at.name;
  const time = record.ticks === null ? null : epochText(record.ticks, at);
  const facts = {
    linkType: at.linkType,
    capturedLength,
    originalLength,
    fcs: at.fcsLength ?? 0,
    time,
    interface: name,
  };
  return {
    row,
    bytes,
    capturedLength,
    originalLength,
    place: { source: source.name, offset, interface: name, linkType: at.linkType },
    comments: record.comments,
    fields: inspectPacket(core as InspectorExports, bytes, { ...facts, comments: record.comments }),
  };
}
