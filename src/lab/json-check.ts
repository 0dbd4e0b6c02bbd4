// Reads documents with the batch reader, and compares with the oracle.
import { BatchReader } from '../ingest/batch/reader.ts';
import { LoadTarget } from '../ingest/load-target.ts';
import type { DocumentResult } from '../ingest/batch/reader.ts';
import type { Problem } from '../base/errors.ts';
import type { Packet } from '../packets/table.ts';
import { judge } from './json-oracle.ts';

export interface Reading {
  result: DocumentResult;
  problems: Problem[];
  packets: Packet[];
}

function feedDocument(reader: BatchReader, bytes: Uint8Array, chunkBytes: number): DocumentResult {
  reader.begin('document');
  for (let at = 0; at < bytes.length; at += chunkBytes) if (!reader.feed(bytes.subarray(at, at + chunkBytes))) break;
  return reader.finish();
}

/** Reads a document in chunks of `chunkBytes`. */
export function readDocument(module: WebAssembly.Module, bytes: Uint8Array, chunkBytes: number): Reading {
  const target = new LoadTarget(module);
  const reader = new BatchReader(target);
  const result = feedDocument(reader, bytes, chunkBytes);
  const table = target.table();
  return {
    result,
    problems: reader.problems,
    packets: Array.from({ length: table.length }, (_, row) => table.packet(row)),
  };
}

/** The first disagreement of reader and oracle on any of `texts`, or null. All are read by one reader, one after another. */
export function findDisagreement(
  module: WebAssembly.Module,
  texts: readonly string[],
  chunkBytes: number,
): string | null {
  const target = new LoadTarget(module);
  const reader = new BatchReader(target);
  const encoder = new TextEncoder();
  const results = texts.map((text) => feedDocument(reader, encoder.encode(text), chunkBytes));
  const table = target.table();
  let row = 0;
  for (const [index, text] of texts.entries()) {
    const packets = Array.from({ length: results[index].packets }, (_, at) => table.packet(row + at));
    row += packets.length;
    const complaint = compare(text, results[index], packets);
    if (complaint !== null) return `${JSON.stringify(text)}: ${complaint}`;
  }
  return null;
}

function compare(text: string, result: DocumentResult, packets: Packet[]): string | null {
  const verdict = judge(text);
  const accepted = result.stopped === null || result.stoppedBy === 'content';
  if (accepted !== verdict.accepted)
    return `${accepted ? 'accepted' : `refused (${result.stopped?.message})`}, must be ${verdict.accepted ? 'accepted' : 'refused'}`;
  if (!verdict.accepted)
    return result.stopped!.line! >= 1 && result.stopped!.column! >= 1 ? null : 'refused without a place';
  // JSON.stringify writes -0 as 0, and both mean the same time.
  if (JSON.stringify(packets) !== JSON.stringify(verdict.packets))
    return `read ${JSON.stringify(packets)}, must be ${JSON.stringify(verdict.packets)}`;
  if (result.stoppedBy !== 'content' && result.rejected !== verdict.rejected)
    return `rejected ${result.rejected}, must be ${verdict.rejected}`;
  return null;
}
