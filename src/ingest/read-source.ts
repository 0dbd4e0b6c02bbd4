// Reads one source into the tables of a load, and tells how that went.
import type { Problem } from '../base/errors.ts';
import { formatBytes } from '../base/format.ts';
import type { Pacer } from '../base/pacer.ts';
import type { Progress, Source, SourceReport } from '../engine/types.ts';
import { BatchReader } from './batch/reader.ts';
import { SourceError, openBytes } from './bytes.ts';
import type { SourceBytes } from './bytes.ts';
import { CaptureReader } from './capture/reader.ts';
import { FORMAT_HEAD, sniffFormat, type Format } from './formats.ts';
import type { Glance } from './glance.ts';
import { LoadTarget } from './load-target.ts';

/** Bytes parsed between two looks at the clock: about two milliseconds. */
const PIECE = 1 << 20;
/** More rows would not fit a tab: 100 million take about 3 GB. */
const PACKET_LIMIT = 100_000_000;
const MEMORY_USED_UP = 'the memory of this tab is used up; open less at once';
/**
 * Gzip data that became more than so many bytes, and so many times as much, is read on only when the person wishes it.
 * Captures become 2 to 20 times as much, text seldom 50 times; deflate ends at 1,032 times.
 */
const MOST_INFLATED = 1 << 30;
const MOST_RATIO = 100;

/** What the sources of one load have in common. */
export interface LoadRun {
  readers: Readers;
  pacer: Pacer<Progress>;
  clock: { start: number; reading: number; parsing: number };
  glance: Glance;
  /** Bytes of all sources, and of those before the present one. */
  total: number;
  before: number;
}

/** The readers of one load; the one for captures is made when the first capture comes. */
export class Readers {
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

/** @param index of the source; `problems`: of rejected items, in all */
export async function readSource(
  run: LoadRun,
  source: Source,
  index: number,
): Promise<{ report: SourceReport; problems: number }> {
  const { readers, pacer, clock } = run;
  const { batch, target } = readers;
  let bytes: SourceBytes | null = null;
  let decompressedBytes = 0;
  let because = readers.exhausted ? MEMORY_USED_UP : undefined;
  let format: Format | null = null;
  let head = new Uint8Array(0);
  let capped = false;
  try {
    bytes = await openBytes(source.data);
    for await (let chunk of because === undefined ? bytes.chunks() : []) {
      decompressedBytes += chunk.length;
      if (format === null) {
        chunk = head.length === 0 ? chunk : concatenate(head, chunk);
        head = chunk.slice(0, FORMAT_HEAD);
        if (chunk.length < FORMAT_HEAD) {
          await pace(bytes);
          continue;
        }
        begin();
        if (because !== undefined) break;
      }
      if (!(await feedPaced(chunk, bytes)) || isBomb(bytes)) break;
    }
    if (format === null && because === undefined) {
      begin();
      if (because === undefined) await feedPaced(head, bytes);
    }
  } catch (error) {
    if (error instanceof SourceError) because = error.message;
    else giveUp(error);
  }
  clock.reading += bytes?.waited() ?? 0;
  if (format === null) begin();
  const isCapture = (format as Format | null)?.reader === 'capture';
  const common = {
    name: source.name,
    bytes: source.data.size,
    decompressedBytes,
    gzip: bytes?.gzip ?? false,
    remark: bytes?.remark() ?? null,
    capped,
  };
  if (!isCapture) {
    const { form, packets, rejected, stopped, problemCount } = batch.finish(because);
    return { report: { ...common, format: form, capture: null, packets, rejected, stopped }, problems: problemCount };
  }
  try {
    if (!readers.exhausted) readers.capture.end();
  } catch (error) {
    giveUp(error);
  }
  try {
    readers.capture.takeRows();
  } catch (error) {
    giveUp(error);
  }
  const stopped = because === undefined ? null : problemAt(source.name, decompressedBytes, because);
  const read = readers.capture.finish();
  const parts = { format: read.container, capture: read.report, packets: read.packets, rejected: 0, stopped };
  return { report: { ...common, ...parts }, problems: 0 };

  /** Nothing more is read once the memory has run out; any other error is not ours to answer. */
  function giveUp(error: unknown): void {
    if (!isOutOfMemory(error)) throw error;
    readers.exhausted = true;
    because = MEMORY_USED_UP;
  }

  function isBomb(from: SourceBytes): boolean {
    if (!from.gzip || source.unlimited || decompressedBytes <= MOST_INFLATED) return false;
    if (decompressedBytes <= MOST_RATIO * from.taken()) return false;
    capped = true;
    const amounts = `${formatBytes(from.taken())} of gzip became ${formatBytes(decompressedBytes)} so far`;
    because = `${amounts}, more than traffic usually does; reading has stopped here until you say to read on`;
    return true;
  }

  /** The first bytes tell which reader takes the source, or why none does. */
  function begin(): void {
    format = sniffFormat(head);
    if (format.reader === 'capture') readers.capture.begin(index);
    else batch.begin(source.name);
    if (format.reader === null) because = `expected a capture or a JSON batch, found ${format.name}: ${format.advice}`;
  }

  async function pace(from: SourceBytes): Promise<void> {
    if (!pacer.due()) return;
    const seconds = (performance.now() - clock.start) / 1000;
    const done = run.before + from.taken();
    const packets = target.builder.length;
    const preview = run.glance.take();
    await pacer.breathe({ phase: 'reading', done, total: run.total, unit: 'bytes', packets, seconds, preview });
  }

  /** Feeds a chunk in pieces; false once the rest need not come. */
  async function feedPaced(chunk: Uint8Array, from: SourceBytes): Promise<boolean> {
    for (let at = 0; at < chunk.length; at += PIECE) {
      const start = performance.now();
      const piece = chunk.subarray(at, at + PIECE);
      const goesOn = format?.reader === 'capture' ? (readers.capture.feed(piece), true) : batch.feed(piece);
      clock.parsing += (performance.now() - start) / 1000;
      if (!goesOn) return false;
      if (target.builder.length > PACKET_LIMIT) {
        because = `more than ${PACKET_LIMIT.toLocaleString('en-US')} packets do not fit into a tab; what was read until here is kept`;
        return false;
      }
      await pace(from);
    }
    if (chunk.length === 0) await pace(from);
    if (from.taken() < source.data.size && chunk.length > PIECE) target.builder.prepare();
    return true;
  }
}

function problemAt(source: string, offset: number, message: string): Problem {
  return { source, line: null, column: null, offset, item: null, field: null, message };
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
