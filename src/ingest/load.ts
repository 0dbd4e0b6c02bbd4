// Reads sources, one after another, into one PacketTable and the report on it.
import { BatchError, describeProblem } from '../base/errors.ts';
import type { Problem } from '../base/errors.ts';
import type { Pacer } from '../base/pacer.ts';
import type { LoadReport, Progress, Source, SourceReport } from '../engine/types.ts';
import type { PacketTable } from '../packets/table.ts';
import { BatchReader } from './batch/reader.ts';
import { SourceError, openBytes } from './bytes.ts';
import type { SourceBytes } from './bytes.ts';
import { CaptureReader } from './capture/reader.ts';
import { sniffFormat, type Format } from './formats.ts';
import { LoadTarget } from './load-target.ts';
import { summarizeTable } from './report.ts';

/** Bytes parsed between two looks at the clock: about two milliseconds. */
const PIECE = 1 << 20;
/** More rows would not fit a tab: 100 million take about 3 GB. */
export const PACKET_LIMIT = 100_000_000;
const MEMORY_USED_UP = 'the memory of this tab is used up; open less at once';
/** Bytes that tell the format. */
const HEAD = 8;

export interface Loaded {
  table: PacketTable;
  report: Omit<LoadReport, 'traffic'>;
}

interface Clock {
  start: number;
  reading: number;
  parsing: number;
}

/**
 * Reads all sources. What is wrong inside of one is told in the report and the others are read on.
 * Rejects with BatchError when no usable packet was found in any, with CancelledError on abort.
 */
export async function loadTraffic(
  module: WebAssembly.Module,
  sources: readonly Source[],
  pacer: Pacer<Progress>,
): Promise<Loaded> {
  const readers = new Readers(module);
  const clock: Clock = { start: performance.now(), reading: 0, parsing: 0 };
  const total = sources.reduce((bytes, source) => bytes + source.data.size, 0);
  const reports: SourceReport[] = [];
  let problemCount = 0;
  let before = 0;
  for (const [index, source] of sources.entries()) {
    const { report, problems } = await readSource(readers, source, index, pacer, clock, before, total);
    reports.push(report);
    problemCount += problems;
    before += source.data.size;
  }
  const { target, batch } = readers;
  const unknown = batch.unknownFields();
  if (target.builder.length === 0) throw emptyBatch(reports, batch.problems, problemCount);
  const table = target.table();
  const summary = await summarizeTable(table, pacer);
  return {
    table,
    report: {
      sources: reports,
      packets: table.length,
      rejected: reports.reduce((sum, report) => sum + report.rejected, 0),
      problems: batch.problems,
      problemCount,
      unknownFields: unknown.names,
      unknownFieldCount: unknown.total,
      ...summary,
      seconds: { total: (performance.now() - clock.start) / 1000, reading: clock.reading, parsing: clock.parsing },
    },
  };
}

/** The readers of one load; the one for captures is made when the first capture comes. */
class Readers {
  readonly target: LoadTarget;
  readonly batch: BatchReader;
  #capture: CaptureReader | null = null;
  /** The memory ran out: what was read before stands, and nothing more may be read. */
  exhausted = false;

  constructor(module: WebAssembly.Module) {
    this.target = new LoadTarget(module);
    this.batch = new BatchReader(this.target);
  }

  get capture(): CaptureReader {
    return (this.#capture ??= new CaptureReader(this.target));
  }
}

async function readSource(
  readers: Readers,
  source: Source,
  index: number,
  pacer: Pacer<Progress>,
  clock: Clock,
  before: number,
  total: number,
): Promise<{ report: SourceReport; problems: number }> {
  const { batch, target } = readers;
  let bytes: SourceBytes | null = null;
  let decompressedBytes = 0;
  let because = readers.exhausted ? MEMORY_USED_UP : undefined;
  let format: Format | null = null;
  let head = new Uint8Array(0);
  try {
    bytes = await openBytes(source.data);
    for await (let chunk of because === undefined ? bytes.chunks() : []) {
      decompressedBytes += chunk.length;
      if (format === null) {
        chunk = head.length === 0 ? chunk : concatenate(head, chunk);
        head = chunk.slice(0, HEAD);
        if (chunk.length < HEAD) continue;
        begin();
        if (because !== undefined) break;
      }
      if (!(await feedPaced(chunk, bytes))) break;
    }
    if (format === null && because === undefined) {
      begin();
      if (because === undefined) await feedPaced(head, bytes);
    }
  } catch (error) {
    if (error instanceof SourceError) because = error.message;
    else if (isOutOfMemory(error)) {
      readers.exhausted = true;
      because = MEMORY_USED_UP;
    } else throw error;
  }
  clock.reading += bytes?.waited() ?? 0;
  if (format === null) begin();
  const isCapture = (format as Format | null)?.reader === 'capture';
  const common = { name: source.name, bytes: source.data.size, decompressedBytes, gzip: bytes?.gzip ?? false };
  if (!isCapture) {
    const { form, packets, rejected, stopped, problemCount } = batch.finish(because);
    return { report: { ...common, format: form, capture: null, packets, rejected, stopped }, problems: problemCount };
  }
  const { container, packets, report } = readers.capture.finish();
  const stopped =
    because === undefined
      ? null
      : {
          source: source.name,
          line: 1,
          column: 1,
          offset: decompressedBytes,
          item: null,
          field: null,
          message: because,
        };
  return { report: { ...common, format: container, capture: report, packets, rejected: 0, stopped }, problems: 0 };

  /** The first bytes tell which reader takes the source, or why none does. */
  function begin(): void {
    format = sniffFormat(head);
    if (format.reader === 'capture') readers.capture.begin(index);
    else batch.begin(source.name);
    if (format.reader === null) because = `expected a capture or a JSON batch, found ${format.name}: ${format.advice}`;
  }

  /** Feeds a chunk in pieces; false once the rest need not come. */
  async function feedPaced(chunk: Uint8Array, from: SourceBytes): Promise<boolean> {
    for (let at = 0; at < chunk.length; at += PIECE) {
      const start = performance.now();
      const piece = chunk.subarray(at, at + PIECE);
      const goesOn = format?.reader === 'capture' ? (readers.capture.feed(piece), true) : batch.feed(piece);
      clock.parsing += (performance.now() - start) / 1000;
      if (!goesOn) return false;
      const packets = target.builder.length;
      if (packets > PACKET_LIMIT) {
        because = `more than ${PACKET_LIMIT.toLocaleString('en-US')} packets do not fit into a tab; what was read until here is kept`;
        return false;
      }
      if (pacer.due()) {
        const seconds = (performance.now() - clock.start) / 1000;
        await pacer.breathe({ phase: 'reading', done: before + from.taken(), total, unit: 'bytes', packets, seconds });
      }
    }
    if (from.taken() < source.data.size && chunk.length > PIECE) target.builder.prepare();
    return true;
  }
}

function concatenate(a: Uint8Array, b: Uint8Array): Uint8Array {
  const joined = new Uint8Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}

/** The reader's memory traps when it cannot grow, and a typed array throws. */
function isOutOfMemory(error: unknown): boolean {
  return error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
}

/** The plain answer to a load without any packet. */
function emptyBatch(reports: readonly SourceReport[], problems: readonly Problem[], problemCount: number): BatchError {
  const stops = reports.flatMap((report) => (report.stopped === null ? [] : [report.stopped]));
  const rejected = reports.reduce((sum, report) => sum + report.rejected, 0);
  const all = [...stops, ...problems];
  if (rejected > 0) {
    const items =
      rejected === 1
        ? 'The only item cannot be used'
        : `None of the ${rejected.toLocaleString('en-US')} items can be used`;
    const more = problemCount > 1 ? ` (the first of ${problemCount.toLocaleString('en-US')} problems)` : '';
    return new BatchError(`${items}: ${describeProblem(problems[0])}${more}.`, all);
  }
  if (reports.length > 0 && reports.every(({ bytes }) => bytes === 0)) {
    const what = reports.length === 1 ? 'The file is' : `All ${reports.length} files are`;
    return new BatchError(`${what} empty: there is not a single byte to read.`, []);
  }
  if (stops.length > 0) return new BatchError(`No packet could be read: ${describeProblem(stops[0])}.`, all);
  return new BatchError('The batch is empty: it has no items, so there is nothing to train on or to analyze.', all);
}
