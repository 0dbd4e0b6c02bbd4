// What only a capture tells of a packet, as columns of a CSV.
import {
  MARK_DONT_FRAGMENT,
  MARK_LATER_FRAGMENT,
  MARK_MALFORMED,
  MARK_MORE_FRAGMENTS,
  MARK_TRUNCATED,
  MARK_UNDECODED,
  type CaptureInterface,
  type Frame,
} from '../../packets/capture.ts';
import type { PacketTable } from '../../packets/table.ts';

type Cell = (frame: Frame, at: CaptureInterface | undefined) => string | number | null;

/** Marks that are no column of their own, in words. */
const MARKS: readonly (readonly [bit: number, word: string])[] = [
  [MARK_DONT_FRAGMENT, 'dont_fragment'],
  [MARK_MORE_FRAGMENTS, 'more_fragments'],
  [MARK_LATER_FRAGMENT, 'later_fragment'],
  [MARK_UNDECODED, 'undecoded'],
  [MARK_TRUNCATED, 'truncated'],
  [MARK_MALFORMED, 'malformed'],
];

/** In this order, behind the file's name; units as in `Frame`. New ones go to the end. */
const COLUMNS: readonly (readonly [head: string, cell: Cell])[] = [
  ['file_offset', (frame) => frame.offset],
  ['interface', (_, at) => at?.name ?? null],
  ['link_type', (_, at) => at?.linkType ?? null],
  ['captured_length', (frame) => frame.capturedLength],
  ['src_mac', (frame) => frame.srcMac],
  ['dst_mac', (frame) => frame.dstMac],
  ['ethertype', (frame) => frame.ethertype || null],
  ['vlan', (frame) => frame.vlan],
  ['ttl', (frame) => frame.ttl],
  ['tcp_window', (frame) => frame.tcpWindow],
  ['payload_length', (frame) => frame.payloadLength],
  ['icmp_type', (frame) => frame.icmpType],
  ['icmp_code', (frame) => frame.icmpCode],
  ['arp_operation', (frame) => frame.arpOperation],
  ['dns_query_length', (frame) => frame.dnsLength],
  ['dns_query_entropy', (frame) => frame.dnsEntropy],
  ['marks', ({ marks }) => MARKS.flatMap(([bit, word]) => (marks & bit ? [word] : [])).join(' ')],
];

/** The columns' names: file, file_offset (of the record), interface, link_type (LINKTYPE_… number) and so on. */
export const captureHeads = ['file', ...COLUMNS.map(([head]) => head)].join(',');

const NOTHING = ','.repeat(COLUMNS.length);

/** One cell a column; all empty for a packet of a batch. `names` are of the sources. */
export function captureCells(
  table: PacketTable,
  row: number,
  names: readonly string[],
  quote: (text: string) => string,
): string {
  const frame = table.frame(row);
  if (frame === null) return NOTHING;
  const at = table.interfaces[frame.interface];
  const cells = COLUMNS.map(([, cell]) => cell(frame, at));
  return [names[at?.source] ?? '', ...cells]
    .map((cell) => (typeof cell === 'string' ? quote(cell) : (cell ?? '')))
    .join(',');
}
