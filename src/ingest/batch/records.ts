// Problems and unknown fields, out of the records that assembly/batch/problems.ts and unknown.ts keep.
import type { Problem } from '../../base/errors.ts';
import { FIELD_NAMES, PROBLEM_ITEMS } from './codes.ts';
import type { BatchExports } from './exports.ts';
import { describeItemProblem } from './messages.ts';

const PROBLEM_BYTES = 96;
/** Bytes of the document that a problem quotes at most. */
const FOUND_BYTES = 64;
const UNKNOWN_BYTES = 80;
/** Bytes of a name that are kept. */
const NAME_BYTES = 64;

/** Fields that are not of the payload: all of them counted, at most 50 names listed. */
export interface UnknownFields {
  total: number;
  names: { name: string; count: number }[];
}

/** Problems of the current document's items, as many as were asked for. */
export function readProblems(core: BatchExports, source: string): Problem[] {
  const view = new DataView(core.memory.buffer, core.batchProblemRecords() >>> 0);
  return Array.from({ length: core.batchProblemsListed() }, (_, index) => {
    const record = index * PROBLEM_BYTES;
    const field = FIELD_NAMES[view.getUint8(record + 1)] ?? null;
    const problem = view.getUint8(record);
    const ofItems = problem === PROBLEM_ITEMS;
    const foundLength = view.getUint8(record + 3);
    const found = new Uint8Array(view.buffer, view.byteOffset + record + 32, Math.min(foundLength, FOUND_BYTES));
    return {
      source,
      line: view.getFloat64(record + 8, true),
      column: view.getFloat64(record + 16, true),
      offset: view.getFloat64(record + 24, true),
      item: ofItems ? null : view.getUint32(record + 4, true),
      field: ofItems ? 'items' : field,
      message: describeItemProblem(problem, field, view.getUint8(record + 2), found, foundLength),
    };
  });
}

/** Unknown fields of all documents, most frequent first. */
export function readUnknownFields(core: BatchExports): UnknownFields {
  const view = new DataView(core.memory.buffer, core.batchUnknownRecords() >>> 0);
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const names = Array.from({ length: core.batchUnknownNames() }, (_, index) => {
    const record = index * UNKNOWN_BYTES;
    const length = view.getUint32(record + 8, true);
    const bytes = new Uint8Array(view.buffer, view.byteOffset + record + 16, Math.min(length, NAME_BYTES));
    const text = decoder.decode(bytes);
    // A cut may fall inside of a character.
    const name = length > NAME_BYTES ? `${text.replace(/\uFFFD+$/u, '')}…` : text;
    return { name, count: view.getFloat64(record, true) };
  });
  const seen = names.filter(({ count }) => count > 0).toSorted((a, b) => b.count - a.count);
  return { total: core.batchUnknownTotal(), names: seen };
}
