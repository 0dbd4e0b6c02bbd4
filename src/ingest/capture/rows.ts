// The core's row buffer as a block for the table: which column stands where, and which are not 0 throughout.
import { CAPTURE_COLUMNS, type CaptureColumns } from '../../packets/capture.ts';
import type { PacketChunk } from '../../packets/table.ts';
import type { RowBlock } from '../table-builder.ts';
import type { CaptureExports } from './exports.ts';

/** The columns in the order of `captureColumn`, each with its place in the record of assembly/capture/packet.ts. */
const PLACES: readonly (readonly [column: Exclude<keyof PacketChunk, 'length'>, place: number])[] = [
  ['ts', 0],
  ['offset', 8],
  ['size', 16],
  ['src', 20],
  ['dst', 24],
  ['missing', 28],
  ['srcMac', 32],
  ['dstMac', 36],
  ['payloadLength', 40],
  ['srcPort', 44],
  ['dstPort', 46],
  ['interface', 48],
  ['ethertype', 50],
  ['vlan', 52],
  ['tcpWindow', 54],
  ['arpOperation', 56],
  ['marks', 58],
  ['proto', 60],
  ['present', 61],
  ['tcpFlags', 62],
  ['ttl', 63],
  ['icmpType', 64],
  ['icmpCode', 65],
  ['dnsLength', 66],
  ['dnsEntropy', 67],
  ['arpSender', 68],
  ['arpTarget', 72],
  ['dnsName', 76],
  ['dnsDomain', 80],
];
const PRESENT = 61;
/** Of the record. */
const RECORD = 96;

const index = Object.fromEntries(PLACES.map(([column], place) => [column, place])) as Record<string, number>;
const placeOf = Object.fromEntries(PLACES) as Record<string, number>;

/** The rows that wait in the core, as views on its memory. */
export function readRows(core: CaptureExports): RowBlock {
  const { buffer } = core.memory;
  const length = core.captureRows();
  const any = new Uint8Array(buffer, core.captureAnyRow() >>> 0, RECORD);
  const at = (column: string): number => core.captureColumn(index[column]) >>> 0;
  const captured: Partial<Record<keyof CaptureColumns, unknown>> = {};
  for (const { column, type } of CAPTURE_COLUMNS) {
    const place = placeOf[column];
    // Offsets are doubles, which are or-ed with nothing: they are always there.
    const wanted =
      column === 'offset' || any.subarray(place, place + type.BYTES_PER_ELEMENT).some((byte) => byte !== 0);
    if (wanted) captured[column] = new type(buffer, at(column), length);
  }
  return {
    length,
    anyPresent: any[PRESENT],
    ts: new Float64Array(buffer, at('ts'), length),
    size: new Uint32Array(buffer, at('size'), length),
    src: new Uint32Array(buffer, at('src'), length),
    dst: new Uint32Array(buffer, at('dst'), length),
    srcPort: new Uint16Array(buffer, at('srcPort'), length),
    dstPort: new Uint16Array(buffer, at('dstPort'), length),
    proto: new Uint8Array(buffer, at('proto'), length),
    present: new Uint8Array(buffer, at('present'), length),
    tcpFlags: new Uint8Array(buffer, at('tcpFlags'), length),
    captured: captured as RowBlock['captured'],
  };
}
