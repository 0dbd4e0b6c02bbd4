// Which rows are in a selection: the one answer that everything counted and listed of it goes by.
import type { Pieces } from '../base/pacer.ts';
import { endAt } from '../packets/ends.ts';
import { HAS_TS, type PacketChunk, type PacketTable } from '../packets/table.ts';
import { findFacts, type TableFacts } from './table-facts.ts';
import type { Selection, TimeSpan } from './types.ts';

/** Addresses that are compared between two pauses. */
const PIECE = 1 << 18;
/** Of a text that no packet has. */
const NOBODY = -1;

/** Of `count` rows of a chunk keeps those that match at the beginning of `into`, in their order; answers how many. */
export type Keep = (chunk: number, rows: Uint32Array, count: number, into: Uint32Array) => number;

export interface Selector {
  facts: TableFacts;
  /** By everything but the span; null where that is every row. */
  keepWide: Keep | null;
  /** By the span; null without one. */
  keepSpan: Keep | null;
  /** Whether the span can have packets of a chunk: most chunks are outside of a short one. */
  mayHold(chunk: number): boolean;
}

function compare(bytes: Uint8Array, start: number, text: Uint8Array): boolean {
  let left = text.length;
  // From the end, where addresses differ most.
  while (left > 0 && bytes[start + left - 1] === text[left - 1]) left--;
  return left === 0;
}

/** Id of a text; 0 of '', which stands for no address. */
function* findAddress({ addresses: { bytes, ends, size } }: PacketTable, host: string): Pieces<number> {
  if (host === '') return 0;
  const text = new TextEncoder().encode(host);
  for (let from = 1; from <= size; from += PIECE) {
    const to = Math.min(size + 1, from + PIECE);
    for (let id = from; id < to; id++) {
      if (ends[id] - ends[id - 1] === text.length && compare(bytes, ends[id - 1], text)) return id;
    }
    yield;
  }
  return NOBODY;
}

// Each condition goes over the rows that those before it have left: `into` may be the list itself.

type Test = (chunk: PacketChunk, codes: Uint32Array, rows: Uint32Array, count: number, into: Uint32Array) => number;

const testEnds =
  (id: number, from: boolean, to: boolean): Test =>
  ({ src, dst, arpSender, arpTarget, srcMac, dstMac }, _, rows, count, into) => {
    let kept = 0;
    for (let at = 0; at < count; at++) {
      const row = rows[at];
      into[kept] = row;
      const matches =
        (from && endAt(src, arpSender, srcMac, row) === id) || (to && endAt(dst, arpTarget, dstMac, row) === id);
      kept += Number(matches);
    }
    return kept;
  };

const testCodes =
  (wanted: Uint8Array): Test =>
  (_, codes, rows, count, into) => {
    let kept = 0;
    for (let at = 0; at < count; at++) {
      const row = rows[at];
      into[kept] = row;
      kept += wanted[codes[row]];
    }
    return kept;
  };

function testSpan(
  { ts, present }: PacketChunk,
  { from, to }: TimeSpan,
  rows: Uint32Array,
  count: number,
  into: Uint32Array,
) {
  if (ts === null) return 0;
  let kept = 0;
  for (let at = 0; at < count; at++) {
    const row = rows[at];
    into[kept] = row;
    kept += Number((present[row] & HAS_TS) !== 0 && ts[row] >= from && ts[row] < to);
  }
  return kept;
}

/** The rows as they are. */
function copy(rows: Uint32Array, count: number, into: Uint32Array): number {
  if (into !== rows) into.set(rows.subarray(0, count));
  return count;
}

/** Looks a selection's hosts and keys up in a table; what the table does not have matches nothing. */
export function* prepareSelector(table: PacketTable, selection: Selection): Pieces<Selector> {
  const facts = yield* findFacts(table);
  const { span, service, protocol } = selection;
  const tests: Test[] = [];
  for (const [host, from, to] of [
    [selection.host, true, true],
    [selection.source, true, false],
    [selection.destination, false, true],
  ] as const) {
    if (host !== null) tests.push(testEnds(yield* findAddress(table, host), from, to));
  }
  if (service !== null) tests.push(testCodes(Uint8Array.from(facts.services, (key) => Number(key === service))));
  if (protocol !== null) {
    const wanted = facts.protocols.indexOf(protocol);
    tests.push(testCodes(Uint8Array.from(facts.protocolOf, (place) => Number(place === wanted))));
  }
  const keepWide: Keep = (index, rows, count, into) => {
    let [left, kept] = [rows, count];
    for (const test of tests) {
      kept = test(table.chunks[index], facts.codes[index], left, kept, into);
      left = into;
    }
    return kept;
  };
  const { from, to } = span ?? { from: -Infinity, to: Infinity };
  const mayHold = (index: number): boolean =>
    span === null || (facts.times[index].first < to && facts.times[index].last >= from);
  const keepSpan: Keep = (index, rows, count, into) => {
    if (!mayHold(index)) return 0;
    const { first, last, whole } = facts.times[index];
    if (whole && first >= from && last < to) return copy(rows, count, into);
    return testSpan(table.chunks[index], { from, to }, rows, count, into);
  };
  return { facts, keepWide: tests.length > 0 ? keepWide : null, keepSpan: span === null ? null : keepSpan, mayHold };
}
