// Packets as text: JSON (RFC 8259) that reads back as a batch, or CSV (RFC 4180).
import type { Pacer } from '../../base/pacer.ts';
import type { AddressDictionary } from '../../packets/addresses.ts';
import {
  HAS_DST,
  HAS_DST_PORT,
  HAS_SRC,
  HAS_SRC_PORT,
  HAS_TCP_FLAGS,
  HAS_TS,
  type PacketChunk,
} from '../../packets/table.ts';
import { startClock } from '../clock.ts';
import type { Progress } from '../types.ts';
import { captureCells, captureHeads } from './capture-cells.ts';
import { lineOf } from '../../survey/marker.ts';
import type { LevelledRequest } from './export.ts';
import type { Selection } from './selection.ts';

/** Rows written between two looks at the clock: a few milliseconds of work. */
const PIECE = 4096;
/** UTF-16 code units that are gathered before they become part of a Blob: an address may have thousands. */
const MOST_TEXT = 1 << 22;
/** Written addresses that are kept at once, and the UTF-16 code units that all of them may have. */
const KEPT_TEXTS = 1 << 16;
const KEPT_LENGTH = 1 << 23;

/** A row of the table, with its score and mark, and how its addresses are written. */
interface Row {
  chunk: PacketChunk;
  index: number;
  address: (id: number) => string;
  score: number;
  anomaly: boolean;
  /** What only a capture tells, as cells of a CSV; null where the table has no captured packets. */
  cells: string | null;
}

interface Format {
  type: string;
  /** A text as it stands in the file. */
  quote(text: string): string;
  /** @param captured whether some packets of the table came from captures */
  open(scored: boolean, captured: boolean): string;
  row(row: Row, scored: boolean): string;
  between: string;
  close: string;
}

/** The shortest decimal that reads back as the same double (ECMA-262, Number::toString), which drops the sign of -0. */
function writeNumber(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

/** Writes addresses, and keeps those written last: traffic names few hosts, often. */
function addressWriter(addresses: AddressDictionary, quote: (text: string) => string): (id: number) => string {
  const written = new Map<number, string>();
  let length = 0;
  return (id) => {
    let text = written.get(id);
    if (text === undefined) {
      text = quote(addresses.text(id));
      if (written.size >= KEPT_TEXTS || length + text.length > KEPT_LENGTH) {
        written.clear();
        length = 0;
      }
      written.set(id, text);
      length += text.length;
    }
    return text;
  };
}

const json: Format = {
  type: 'application/json',
  quote: JSON.stringify,
  open: () => '{"items":[\n',
  row({ chunk, index, address, score, anomaly }, scored) {
    const present = chunk.present[index];
    let line = '{';
    if (present & HAS_SRC) line += `"src":${address(chunk.src![index])},`;
    if (present & HAS_DST) line += `"dst":${address(chunk.dst![index])},`;
    line += `"size":${chunk.size[index]},"proto":${chunk.proto[index]}`;
    if (present & HAS_TS) line += `,"ts":${writeNumber(chunk.ts![index])}`;
    if (present & HAS_SRC_PORT) line += `,"src_port":${chunk.srcPort![index]}`;
    if (present & HAS_DST_PORT) line += `,"dst_port":${chunk.dstPort![index]}`;
    if (present & HAS_TCP_FLAGS) line += `,"tcp_flags":${chunk.tcpFlags![index]}`;
    return scored ? `${line},"score":${score},"anomaly":${anomaly}}` : `${line}}`;
  },
  between: ',\n',
  close: '\n]}\n',
};

/** A cell of a CSV, RFC 4180 section 2. */
function quoteCell(text: string): string {
  // A text that a spreadsheet would run as a formula gets an apostrophe: OWASP, "CSV Injection".
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const csv: Format = {
  type: 'text/csv;charset=utf-8',
  quote: quoteCell,
  open(scored, captured) {
    const scores = scored ? ',score,anomaly' : '';
    return `src,dst,size,proto,ts,src_port,dst_port,tcp_flags${scores}${captured ? `,${captureHeads}` : ''}\r\n`;
  },
  row({ chunk, index, address, score, anomaly, cells }, scored) {
    const present = chunk.present[index];
    const src = present & HAS_SRC ? address(chunk.src![index]) : '';
    const dst = present & HAS_DST ? address(chunk.dst![index]) : '';
    const ts = present & HAS_TS ? writeNumber(chunk.ts![index]) : '';
    const srcPort = present & HAS_SRC_PORT ? chunk.srcPort![index] : '';
    const dstPort = present & HAS_DST_PORT ? chunk.dstPort![index] : '';
    const flags = present & HAS_TCP_FLAGS ? chunk.tcpFlags![index] : '';
    const line = `${src},${dst},${chunk.size[index]},${chunk.proto[index]},${ts},${srcPort},${dstPort},${flags}`;
    return `${line}${scored ? `,${score},${anomaly}` : ''}${cells === null ? '' : `,${cells}`}\r\n`;
  },
  between: '',
  close: '',
};

/**
 * Writes the selected rows in the table's order; absent fields are left out (JSON) or empty (CSV). JSON is the payload to
 * the letter: a frame that carries no IP has `proto` 255 and neither `src` nor `dst`. CSV begins with the payload's
 * columns, then `score` and `anomaly`, then those of `captureHeads` where the table has packets of captures.
 * The text goes piece by piece into Blobs, which the browser may keep on disk.
 * `score` and `anomaly` are left out before an analysis. Scores are written in full, so that whoever reads them and
 * compares comes to the same answer.
 */
export async function writeText(
  { table, sources, scores, line, levels }: Pick<LevelledRequest, 'table' | 'sources' | 'scores' | 'line' | 'levels'>,
  format: 'json' | 'csv',
  selection: Selection,
  pacer: Pacer<Progress>,
): Promise<{ file: Blob; marked: number }> {
  const { type, quote, open, row: writeRow, between, close } = format === 'json' ? json : csv;
  const clock = startClock(pacer, 'writing', table.length);
  const scored = scores !== null;
  const address = addressWriter(table.addresses, quote);
  const capturing = format === 'csv' && table.interfaces.length > 0;
  const names = sources.map(({ name }) => name);
  const parts: Blob[] = [];
  let text = open(scored, capturing);
  let [seen, written, marked] = [0, 0, 0];
  for (const [part, chunk] of table.chunks.entries()) {
    const threshold = lineOf(chunk, line.threshold, levels);
    for (let index = 0; index < chunk.length; index++) {
      const row = seen++;
      if (seen % PIECE === 0) await clock.tick(seen);
      if (!selection.has(row)) continue;
      const score = scored ? scores[part][index] : 0;
      const anomaly = scored && score > threshold(index);
      if (anomaly) marked++;
      if (written++ > 0) text += between;
      const cells = capturing ? captureCells(table, row, names, quote) : null;
      text += writeRow({ chunk, index, address, score, anomaly, cells }, scored);
      if (written % PIECE === 0 || text.length > MOST_TEXT) {
        parts.push(new Blob([text]));
        text = '';
        await clock.tick(seen);
      }
    }
  }
  return { file: new Blob([...parts, text + close], { type }), marked };
}
