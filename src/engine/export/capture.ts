// Packets as a pcapng: their own bytes and time stamps, read again from the files, and a comment for each marked one.
import type { CoreInstance } from '../../base/core.ts';
import { InputError } from '../../base/errors.ts';
import type { Pacer } from '../../base/pacer.ts';
import { VERSION } from '../../base/version.ts';
import { ByteWindow } from '../../ingest/byte-window.ts';
import { readPacketRecord } from '../../ingest/packet-bytes.ts';
import { MARK_CAPTURED } from '../../packets/capture.ts';
import { PcapngWriter, textOption } from '../../packets/pcapng-writer.ts';
import { OPTION_COMMENT } from '../../packets/pcapng.ts';
import type { PacketChunk } from '../../packets/table.ts';
import { startClock } from '../clock.ts';
import { lineOf } from '../../survey/marker.ts';
import type { Exported, Progress, Source } from '../types.ts';
import type { LevelledRequest } from './export.ts';
import { keepOptions } from './packet-options.ts';
import { explainOddest, type MarkedRow, reasonWords } from './reasons.ts';
import type { Selection } from './selection.ts';

/** Bytes that are gathered before they become part of a Blob, which the browser may keep on disk. */
const PIECE = 4 << 20;
/** Rows looked at between two looks at the clock. */
const ROWS = 4096;
/** Files that are kept open at once: each holds some megabytes. One of gzip stays, since it would begin anew. */
const MOST_WINDOWS = 32;

interface Walked {
  chunk: PacketChunk;
  index: number;
  row: number;
  /** Whether a capture gave it. */
  bytes: boolean;
  score: number;
  /** It is marked where its score is above. */
  threshold: number;
}

/** The selected rows in the table's order, and null now and then. */
function* walk(
  { table: { chunks }, scores, line, levels }: LevelledRequest,
  selection: Selection,
): Generator<Walked | null> {
  let row = 0;
  for (const [part, chunk] of chunks.entries()) {
    const thresholdOf = lineOf(chunk, line.threshold, levels);
    for (let index = 0; index < chunk.length; index++, row++) {
      if (row % ROWS === 0) yield null;
      if (!selection.has(row)) continue;
      const bytes = ((chunk.marks?.[index] ?? 0) & MARK_CAPTURED) !== 0;
      yield { chunk, index, row, bytes, score: scores?.[part][index] ?? -Infinity, threshold: thresholdOf(index) };
    }
  }
}

/** What is known before the first byte is written. */
interface Survey {
  /** Interface of the table -> its place in the file. */
  places: Map<number, number>;
  /** Source -> the last row that is written of it. */
  lastRows: Map<number, number>;
  withoutBytes: number;
  marked: MarkedRow[];
}

async function survey(request: LevelledRequest, selection: Selection, pacer: Pacer<Progress>) {
  const { table } = request;
  const clock = startClock(pacer, 'writing', table.length);
  const used = new Set<number>();
  const found: Survey = { places: new Map(), lastRows: new Map(), withoutBytes: 0, marked: [] };
  for (const each of walk(request, selection)) {
    if (each === null) {
      await clock.tick(0);
      continue;
    }
    const { chunk, index, row, bytes, score, threshold } = each;
    if (!bytes) {
      found.withoutBytes++;
      continue;
    }
    const place = chunk.interface?.[index] ?? 0;
    used.add(place);
    found.lastRows.set(table.interfaces[place].source, row);
    if (score > threshold) found.marked.push({ row, score });
  }
  for (const place of [...used].toSorted((a, b) => a - b)) found.places.set(place, found.places.size);
  return found;
}

/** Opens each file once, and keeps those that were read last. `close` gives back the memory of one. */
function openWindows(sources: readonly Source[], pacer: Pacer<Progress>) {
  const windows = new Map<number, ByteWindow>();
  const close = async (source: number): Promise<void> => {
    const window = windows.get(source);
    windows.delete(source);
    await window?.close();
  };
  const open = async (source: number): Promise<ByteWindow> => {
    const window = windows.get(source) ?? new ByteWindow(sources[source], pacer);
    windows.delete(source);
    windows.set(source, window);
    if (windows.size > MOST_WINDOWS) {
      const [oldest] = [...windows].find(([, each]) => !each.gzip) ?? [];
      if (oldest !== undefined && oldest !== source) await close(oldest);
    }
    return window;
  };
  return { open, close };
}

/**
 * One section, one interface for each that has packets in it, and the packets in the table's order, with their own flags
 * and comments. Name resolution blocks are not copied; nor are decryption secrets: marked packets are sent to other people,
 * who would get the keys to all of the traffic. Marked packets get a comment with score, rarity and, as far as
 * `explainOddest` goes, reasons: so `frame.comment contains "Net Anomaly"` finds them in Wireshark.
 */
export async function writeCapture(
  makeCore: () => Promise<CoreInstance>,
  request: LevelledRequest,
  selection: Selection,
  pacer: Pacer<Progress>,
): Promise<Exported> {
  const { table, sources, model, columns } = request;
  const { places, lastRows, withoutBytes, marked } = await survey(request, selection, pacer);
  if (places.size === 0 && withoutBytes > 0) {
    throw new InputError('These packets come from a JSON batch, which holds no bytes: save them as JSON or CSV.');
  }
  const reasons =
    model === null || columns === null ? new Map() : await explainOddest(makeCore, model, columns, marked, pacer);
  const clock = startClock(pacer, 'writing', table.length);
  const writer = new PcapngWriter();
  writer.section(`Net Anomaly ${VERSION}`);
  for (const place of places.keys()) writer.interface(table.interfaces[place]);
  const parts: Blob[] = [];
  const windows = openWindows(sources, pacer);
  let packets = 0;
  for (const each of walk(request, selection)) {
    if (each === null) {
      await clock.tick(0);
      continue;
    }
    const { chunk, index, row, bytes, score, threshold } = each;
    if (!bytes) continue;
    const place = chunk.interface?.[index] ?? 0;
    const at = table.interfaces[place];
    const originalLength = chunk.size[index];
    const capturedLength = (originalLength - (chunk.missing?.[index] ?? 0)) >>> 0;
    const offset = chunk.offset?.[index] ?? 0;
    const record = await readPacketRecord(await windows.open(at.source), at, {
      offset,
      capturedLength,
      originalLength,
    });
    const options = keepOptions(record.options, at.bigEndian);
    if (score > threshold) {
      options.push(textOption(OPTION_COMMENT, reasonWords(score, threshold, model, reasons.get(row))));
    }
    // A simple packet block has no time: Wireshark too shows such packets at 0.
    const ticks = record.ticks ?? BigInt(Math.max(0, -at.timeOffset)) * BigInt(at.ticks);
    writer.packet({ interface: places.get(place)!, ticks, bytes: record.bytes, originalLength, options });
    packets++;
    if (lastRows.get(at.source) === row) await windows.close(at.source);
    if (writer.length > PIECE) parts.push(new Blob([writer.take()]));
    if (packets % 64 === 0) await clock.tick(row);
  }
  const file = new Blob([...parts, writer.take()], { type: 'application/x-pcapng' });
  return { file, packets, withoutBytes, marked: marked.length, explained: reasons.size };
}
