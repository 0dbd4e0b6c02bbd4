// The columns of the packet table: which there are, how wide, and what stands in a cell.
import { formatCount, formatScore, formatTime } from '../../base/format.ts';
import { visibleText } from '../../base/visible.ts';
import type { OptionalField, PacketRow, SortColumn } from '../../engine/types.ts';
import { NO_PROTOCOL } from '../../packets/capture.ts';
import { ethertypeName } from '../../packets/ethertypes.ts';
import { protocolWords } from '../../packets/protocols.ts';
import { flagWords } from '../packet-words.ts';

export interface Column {
  id: string;
  label: string;
  /** For screen readers and tooltips, where the label is short. */
  title: string;
  sort: SortColumn;
  /** Least width in pixels; what is left is shared, and columns that grow take more of it. */
  width: number;
  grows: boolean;
  right: boolean;
  needs: OptionalField | 'score' | null;
  text(row: PacketRow, shown: Shown): string;
}

/** What the texts depend on. */
export interface Shown {
  withDate: boolean;
  threshold: number;
}

type Rest = Partial<Pick<Column, 'grows' | 'right'>>;

function column(
  id: string,
  label: string,
  title: string,
  sort: SortColumn,
  width: number,
  needs: Column['needs'],
  text: Column['text'],
  { grows = false, right = false }: Rest = {},
): Column {
  return { id, label, title, sort, width, needs, text, grows, right };
}

/** A frame without an IP packet is known by its ethertype. */
function protocolOf({ proto, frame }: PacketRow): string {
  if (proto !== NO_PROTOCOL || frame === null) return protocolWords(proto);
  const { ethertype } = frame;
  if (ethertype === 0) return 'not IP';
  return ethertypeName(ethertype) ?? `0x${ethertype.toString(16).padStart(4, '0')}`;
}

const count = (value: number | undefined) => (value === undefined ? '' : String(value));
const atRight: Rest = { right: true };
const growing: Rest = { grows: true };

/** Widths where room is short. */
const SMALL: Readonly<Record<string, number>> = { proto: 84, score: 100, mark: 48, src: 128, dst: 128, size: 76 };
/** What gives way to what stands beside the table, the least missed first. */
const GIVING_WAY = [['tcp_flags'], ['src_port', 'dst_port'], ['ts'], ['row']];

const ALL: readonly Column[] = [
  column(
    'row',
    'Row',
    'Row: place in the traffic, from 1',
    'row',
    84,
    null,
    (row) => formatCount(row.row + 1),
    atRight,
  ),
  column('ts', 'Time', 'Time, UTC', 'ts', 108, 'ts', (row, { withDate }) =>
    row.ts === undefined ? '' : formatTime(row.ts, withDate),
  ),
  column(
    'src',
    'Source',
    'Source address',
    'src',
    132,
    'src',
    (row) => visibleText(row.src ?? row.frame?.srcMac ?? ''),
    growing,
  ),
  column('src_port', 'Port', 'Source port', 'src_port', 60, 'src_port', (row) => count(row.src_port)),
  column(
    'dst',
    'Destination',
    'Destination address',
    'dst',
    132,
    'dst',
    (row) => visibleText(row.dst ?? row.frame?.dstMac ?? ''),
    growing,
  ),
  column('dst_port', 'Port', 'Destination port', 'dst_port', 60, 'dst_port', (row) => count(row.dst_port)),
  column('proto', 'Protocol', 'Protocol: name and number', 'proto', 108, null, protocolOf),
  column('size', 'Bytes', 'Size in bytes', 'size', 84, null, (row) => formatCount(row.size), atRight),
  column('tcp_flags', 'Flags', 'TCP flags', 'tcp_flags', 100, 'tcp_flags', (row) =>
    row.tcp_flags === undefined ? '' : flagWords(row.tcp_flags),
  ),
  column('score', 'Score', 'Isolation score, 0 to 1', 'score', 110, 'score', (row) =>
    row.score === null ? '' : formatScore(row.score),
  ),
  column(
    'mark',
    'Mark',
    'Mark: odd when the score is above the threshold',
    'score',
    52,
    'score',
    (row, { threshold }) => (row.score !== null && row.score > threshold ? 'odd' : ''),
  ),
];

/** Columns of what the traffic has; on narrow screens the answer stands first. */
export function columnsOf(
  fields: ReadonlySet<string>,
  analysed: boolean,
  withDate: boolean,
  narrow: boolean,
): Column[] {
  const shown = ALL.filter(({ needs }) => needs === null || (needs === 'score' ? analysed : fields.has(needs))).map(
    (one) => (one.id === 'ts' && withDate ? { ...one, width: 196 } : one),
  );
  if (!narrow) return shown;
  const order = ['score', 'mark', 'src', 'src_port', 'dst', 'dst_port', 'proto', 'size', 'ts', 'tcp_flags', 'row'];
  return narrowed(shown).toSorted((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
}

const narrowed = (columns: readonly Column[]): Column[] =>
  columns.map((one) => ({ ...one, width: SMALL[one.id] ?? one.width }));

/** So many of the columns as `room` pixels have place for; what is sorted by stays. */
function fitColumns(columns: readonly Column[], room: number, sort: SortColumn): readonly Column[] {
  if (leastWidthOf(columns) <= room) return columns;
  let shown = narrowed(columns);
  for (const ids of GIVING_WAY) {
    if (leastWidthOf(shown) <= room) break;
    shown = shown.filter((one) => one.sort === sort || !ids.includes(one.id));
  }
  return shown;
}

/** Pixels that columns need at least, with the edges of a row. */
export function leastWidthOf(columns: readonly Column[]): number {
  return columns.reduce((sum, one) => sum + one.width, 0) + 19;
}

/**
 * Where not all columns fit, the answer stands first, and the others are reached by scrolling inside the table. What
 * stands beside the table for a while does not change that: some columns give way to it.
 * @param room  pixels for the table and what stands beside it
 * @param width pixels for the table now
 */
export function chooseColumns(
  fields: ReadonlySet<string>,
  analysed: boolean,
  withDate: boolean,
  room: number,
  width: number,
  sort: SortColumn,
): readonly Column[] {
  const all = columnsOf(fields, analysed, withDate, false);
  if (leastWidthOf(all) > room) return columnsOf(fields, analysed, withDate, true);
  return fitColumns(all, width, sort);
}

/** For `grid-template-columns`. */
export function templateOf(columns: readonly Column[]): string {
  return columns.map((one) => `minmax(${one.width}px, ${one.grows ? one.width * 3 : one.width}fr)`).join(' ');
}

/** Who sent what to whom, and when: what is known of it besides its size and protocol. */
export function packetWords(row: PacketRow, shown: Shown): string {
  const texts = new Map(ALL.map((one) => [one.id, one.text(row, shown)]));
  const end = (address: string, port: string): string =>
    [texts.get(address) || '?', texts.get(port)].filter(Boolean).join(' port ');
  const known = ['src', 'src_port', 'dst', 'dst_port'].some((id) => texts.get(id));
  const ends = known ? `${end('src', 'src_port')} → ${end('dst', 'dst_port')}` : '';
  return [ends, texts.get('ts'), texts.get('tcp_flags')].filter(Boolean).join(' · ');
}
