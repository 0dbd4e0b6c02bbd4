// Which rows a filter keeps. Addresses are tested once an entry of the dictionary, never once a row.
import { InputError } from '../base/errors.ts';
import { doPaced } from '../base/pacer.ts';
import {
  MARK_ARP,
  MARK_CAPTURED,
  MARK_DNS,
  MARK_ICMP,
  MARK_IPV4,
  MARK_IPV6,
  MARK_TRANSPORT,
  MARK_VLAN,
} from '../packets/capture.ts';
import { isInCidr, parseAddress, type Address } from '../packets/address-kinds.ts';
import {
  CHUNK_ROWS,
  HAS_DST_PORT,
  HAS_SRC_PORT,
  HAS_TCP_FLAGS,
  HAS_TS,
  type PacketChunk,
  type PacketTable,
} from '../packets/table.ts';
import type { Clock } from './clock.ts';
import {
  parseFilter,
  type AddressMatch,
  type CaptureField,
  type Condition,
  type NumberField,
  type Range,
  type Word,
} from './filter-grammar.ts';
import { findLevels, lineOf } from '../survey/marker.ts';
import { prepareSelector, type Selector } from '../survey/select.ts';
import { narrows } from '../survey/types.ts';
import type { ViewQuery } from './types.ts';

/** Sets `mask[i]` to 1 for the rows i of a chunk that match; leaves the others. The chunk's place in its table comes last. */
type Test = (chunk: PacketChunk, scores: Float32Array | null, mask: Uint8Array, index: number) => void;

/** Which addresses match: bit `id & 7` of byte `id >> 3`. Bit 0, "no address", never does. */
interface AddressSet {
  match: AddressMatch;
  bits: Uint8Array;
}

function matchesAddress(match: AddressMatch, text: string, address: Address, exact: Address | null): boolean {
  if (match.kind === 'block') return isInCidr(address, match.block);
  if (match.kind === 'contains') return text.includes(match.text);
  if (text === match.text) return true;
  // The same address may be written in several ways (RFC 5952 section 2). With a zone it is the same only as text.
  if (exact === null || exact.kind !== address.kind || text.includes('%')) return false;
  return address.words.every((word, index) => word === exact.words[index]);
}

async function fillAddressSets({ addresses }: PacketTable, sets: readonly AddressSet[], clock: Clock): Promise<void> {
  if (sets.length === 0) return;
  const exact = sets.map(({ match }) => {
    const address = match.kind === 'is' && !match.text.includes('%') ? parseAddress(match.text) : null;
    return address?.kind === 'text' ? null : address;
  });
  const needsKind = sets.some(({ match }) => match.kind !== 'contains');
  const none: Address = { kind: 'text', words: [0, 0, 0, 0] };
  for (let id = 1; id <= addresses.size; id++) {
    const text = addresses.text(id).toLowerCase();
    const address = needsKind ? parseAddress(text) : none;
    for (let index = 0; index < sets.length; index++) {
      const { match, bits } = sets[index];
      if (matchesAddress(match, text, address, exact[index])) bits[id >> 3] |= 1 << (id & 7);
    }
    if ((id & 0x3ff) === 0) await clock.tick(0);
  }
}

/** @param others stand in where a row has no id, as in the packet table: the MAC address of a frame without IP */
function markAddresses(ids: Uint32Array | null, others: Uint32Array | null, bits: Uint8Array, mask: Uint8Array): void {
  const { length } = ids ?? others ?? [];
  for (let row = 0; row < length; row++) {
    const id = ids?.[row] || others?.[row] || 0;
    mask[row] |= (bits[id >> 3] >> (id & 7)) & 1;
  }
}

type Column = Uint8Array | Uint16Array | Uint32Array | Float32Array | Float64Array;

function markRange(
  column: Column | null,
  { min, max, openMin, openMax }: Range,
  chunk: PacketChunk,
  has: number,
  mask: Uint8Array,
): void {
  if (column === null) return;
  const { present, length } = chunk;
  for (let row = 0; row < length; row++) {
    if (has !== 0 && (present[row] & has) === 0) continue;
    const value = column[row];
    if ((openMin ? value > min : value >= min) && (openMax ? value < max : value <= max)) mask[row] = 1;
  }
}

/** The column of a captured field, and the marks of which a row must have one to have it. */
const CAPTURED = new Map<CaptureField, { of: (chunk: PacketChunk) => Column | null; marks: number }>([
  ['caplen', { of: capturedLengths, marks: MARK_CAPTURED }],
  ['ethertype', { of: (chunk) => chunk.ethertype, marks: MARK_CAPTURED }],
  ['vlan', { of: (chunk) => chunk.vlan, marks: MARK_VLAN }],
  ['ttl', { of: (chunk) => chunk.ttl, marks: MARK_IPV4 | MARK_IPV6 }],
  ['payload', { of: (chunk) => chunk.payloadLength, marks: MARK_TRANSPORT }],
  ['window', { of: (chunk) => chunk.tcpWindow, marks: MARK_CAPTURED }],
  ['icmp', { of: (chunk) => chunk.icmpType, marks: MARK_ICMP }],
  ['arp', { of: (chunk) => chunk.arpOperation, marks: MARK_ARP }],
  ['dns', { of: (chunk) => chunk.dnsLength, marks: MARK_DNS }],
]);

function capturedLengths({ size, missing }: PacketChunk): Uint32Array {
  return missing === null ? size : size.map((bytes, row) => bytes - missing[row]);
}

function testCaptured(field: CaptureField, range: Range): Test {
  const { of, marks: wanted } = CAPTURED.get(field)!;
  return (chunk, _, mask) => {
    const { marks, length } = chunk;
    if (marks === null) return;
    // A column that is not there is 0 throughout.
    const column = of(chunk) ?? new Uint8Array(length);
    const found = new Uint8Array(length);
    markRange(column, range, chunk, field === 'window' ? HAS_TCP_FLAGS : 0, found);
    for (let row = 0; row < length; row++) if (found[row] && marks[row] & wanted) mask[row] = 1;
  };
}

function testMarks(wanted: number): Test {
  return ({ marks }, _, mask) => {
    if (marks === null) return;
    for (let row = 0; row < marks.length; row++) if (marks[row] & wanted) mask[row] = 1;
  };
}

function testInterface({ interfaces }: PacketTable, id: number | null, name: string): Test {
  const wanted = interfaces.map((one) => (id === null ? one.name.toLowerCase().includes(name) : one.id === id));
  return (chunk, _, mask) => {
    if (chunk.marks === null) return;
    for (let row = 0; row < chunk.length; row++) {
      if (chunk.marks[row] & MARK_CAPTURED && wanted[chunk.interface?.[row] ?? 0]) mask[row] = 1;
    }
  };
}

function testRange(field: NumberField, range: Range): Test {
  switch (field) {
    case 'size':
      return (chunk, _, mask) => markRange(chunk.size, range, chunk, 0, mask);
    case 'proto':
      return (chunk, _, mask) => markRange(chunk.proto, range, chunk, 0, mask);
    case 'ts':
      return (chunk, _, mask) => markRange(chunk.ts, range, chunk, HAS_TS, mask);
    case 'src_port':
      return (chunk, _, mask) => markRange(chunk.srcPort, range, chunk, HAS_SRC_PORT, mask);
    case 'dst_port':
      return (chunk, _, mask) => markRange(chunk.dstPort, range, chunk, HAS_DST_PORT, mask);
    case 'port':
      return (chunk, _, mask) => {
        markRange(chunk.srcPort, range, chunk, HAS_SRC_PORT, mask);
        markRange(chunk.dstPort, range, chunk, HAS_DST_PORT, mask);
      };
    case 'flags':
      return (chunk, _, mask) => markRange(chunk.tcpFlags, range, chunk, HAS_TCP_FLAGS, mask);
    case 'score':
      return (chunk, scores, mask) => markRange(scores, range, chunk, 0, mask);
    default:
      return testCaptured(field, range);
  }
}

function testBits(bits: number): Test {
  return ({ tcpFlags, present }, _, mask) => {
    if (tcpFlags === null) return;
    for (let row = 0; row < tcpFlags.length; row++) {
      if ((present[row] & HAS_TCP_FLAGS) !== 0 && (tcpFlags[row] & bits) === bits) mask[row] = 1;
    }
  };
}

/** Makes the test of a condition; the address sets that it needs are appended to `sets`, to be filled before use. */
function compile(condition: Condition, table: PacketTable, sets: AddressSet[]): Test {
  switch (condition.kind) {
    case 'number':
      return testRange(condition.field, condition.range);
    case 'bits':
      return testBits(condition.bits);
    case 'marks':
      return testMarks(condition.marks);
    case 'interface':
      return testInterface(table, condition.id, condition.name);
    case 'either': {
      const tests = condition.conditions.map((part) => compile(part, table, sets));
      return (chunk, scores, mask, index) => tests.forEach((test) => test(chunk, scores, mask, index));
    }
    case 'address': {
      const bits = new Uint8Array((table.addresses.size >> 3) + 1);
      const { field, match } = condition;
      sets.push({ match, bits });
      return (chunk, _, mask) => {
        if (field === 'mac') {
          markAddresses(chunk.srcMac, null, bits, mask);
          markAddresses(chunk.dstMac, null, bits, mask);
          return;
        }
        if (field !== 'dst') markAddresses(chunk.src, chunk.srcMac, bits, mask);
        if (field !== 'src') markAddresses(chunk.dst, chunk.dstMac, bits, mask);
      };
    }
  }
}

function needsScores({ condition }: Word): boolean {
  return condition.kind === 'number' && condition.field === 'score';
}

/** Rows that lie above a line: for rows with scores. */
function testLine(threshold: number, levels: Float64Array | null): Test {
  return (chunk, scores, mask) => {
    const line = lineOf(chunk, threshold, levels);
    for (let row = 0; row < chunk.length; row++) mask[row] = scores![row] > line(row) ? 1 : 0;
  };
}

const EVERY_ROW = Uint32Array.from({ length: CHUNK_ROWS }, (_, row) => row);

/** Rows of a selection, as a survey counts them. */
function testSelection({ keepWide, keepSpan }: Selector): Test {
  const kept = new Uint32Array(CHUNK_ROWS);
  return (chunk, _, mask, index) => {
    let [rows, count]: [Uint32Array, number] = [EVERY_ROW, chunk.length];
    for (const keep of [keepWide, keepSpan]) {
      if (keep === null) continue;
      count = keep(index, rows, count, kept);
      rows = kept;
    }
    for (let at = 0; at < count; at++) mask[rows[at]] = 1;
  };
}

/**
 * The rows that match the whole query: 1 for each of them, 0 for the others; null for every row. Takes one byte a row.
 * Throws InputError for a filter that cannot be read or one by score before an analysis; CancelledError through the clock.
 */
export async function selectRows(
  table: PacketTable,
  scores: readonly Float32Array[] | null,
  {
    filter,
    above,
    hosts,
    rows = null,
    selection,
  }: Pick<ViewQuery, 'filter' | 'above' | 'hosts' | 'rows' | 'selection'>,
  clock: Clock,
): Promise<Uint8Array | null> {
  const words = parseFilter(filter);
  if (scores === null && (above !== null || words.some(needsScores))) {
    throw new InputError('Packets have no score yet: analyse the traffic first, then filter by score.');
  }
  const sets: AddressSet[] = [];
  const tests = words.map(({ negated, condition }) => ({ negated, test: compile(condition, table, sets) }));
  const pace = () => clock.tick(0);
  if (above !== null) {
    tests.push({ negated: false, test: testLine(above, await doPaced(findLevels(table, hosts), pace)) });
  }
  if (selection !== undefined && narrows(selection)) {
    const selector = await doPaced(prepareSelector(table, selection), pace);
    tests.push({ negated: false, test: testSelection(selector) });
  }
  if (tests.length === 0 && rows === null) return null;
  await fillAddressSets(table, sets, clock);
  const selected = new Uint8Array(table.length).fill(rows === null ? 1 : 0);
  for (const row of rows ?? []) selected[row] = 1;
  const mask = new Uint8Array(CHUNK_ROWS);
  for (const [index, chunk] of table.chunks.entries()) {
    const part = selected.subarray(index * CHUNK_ROWS, index * CHUNK_ROWS + chunk.length);
    for (const { negated, test } of tests) {
      mask.fill(0);
      test(chunk, scores === null ? null : scores[index], mask, index);
      const turn = negated ? 1 : 0;
      for (let row = 0; row < part.length; row++) part[row] &= mask[row] ^ turn;
    }
    await clock.tick(index * CHUNK_ROWS);
  }
  return selected;
}
