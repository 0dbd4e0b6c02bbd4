// A source's bytes as chunks: read ahead by one slice, decompressed where they are gzip.
import { describeByte, messageOf } from '../base/errors.ts';
import { GzipError, gunzipMembers } from './gunzip.ts';

/** Bytes asked of a Blob at once. Larger slices were no faster; smaller ones cost a round trip each. */
const SLICE = 4 << 20;
/** Bytes given to the native gzip stream at once: a bomb makes at most 66 MB of them. */
const STREAM_PIECE = 1 << 16;

/** Counts of what has been taken from the source, for progress. */
export interface SourceBytes {
  readonly gzip: boolean;
  /** Bytes taken from the source so far, compressed where they are. */
  taken(): number;
  /** Seconds spent waiting for bytes. */
  waited(): number;
  /** Something that cost nothing but should be told, once all chunks were taken. */
  remark(): string | null;
  /** Some chunks may be empty: room to breathe. */
  chunks(): AsyncGenerator<Uint8Array, void, undefined>;
}

interface Counts {
  taken: number;
  waited: number;
  remark: string | null;
}

/** The source's bytes ended before they should have; what came before them stands. */
export class SourceError extends Error {
  override readonly name = 'SourceError';
}

/** Whether bytes begin as gzip does (RFC 1952 section 2.3.1; 8 = deflate, the only method). */
export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b && head[2] === 8;
}

/** Opens a Blob. Rejects with SourceError when it cannot be read, as when a file was moved or changed since it was chosen. */
export async function openBytes(data: Blob): Promise<SourceBytes> {
  const head = new Uint8Array(await readSlice(data, 0, 4));
  const gzip = isGzip(head);
  const counts: Counts = { taken: 0, waited: 0, remark: null };
  return {
    gzip,
    taken: () => counts.taken,
    waited: () => counts.waited,
    remark: () => counts.remark,
    chunks: () => (gzip ? readGzip(data, counts) : readPlain(data, counts)),
  };
}

/** Bytes of a Blob. Rejects with SourceError where it cannot be read any more. */
export async function readSlice(data: Blob, from: number, to: number): Promise<ArrayBuffer> {
  try {
    return await data.slice(from, to).arrayBuffer();
  } catch (error) {
    throw new SourceError(
      `the file can no longer be read (${messageOf(error)}); it may have been moved or changed: open it again`,
    );
  }
}

async function* readPlain(data: Blob, counts: Counts): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  let next = readSlice(data, 0, SLICE);
  for (let from = 0; from < data.size; from += SLICE) {
    const start = performance.now();
    const bytes = new Uint8Array(await next);
    counts.waited += (performance.now() - start) / 1000;
    // A second reading of the same file makes no progress until it is where the first one was.
    counts.taken = Math.max(counts.taken, from + bytes.length);
    // The next slice comes while this one is parsed.
    if (from + SLICE < data.size) {
      next = readSlice(data, from + SLICE, from + 2 * SLICE);
      next.catch(() => undefined); // Awaited above, in the next round; a reader that stops early must not leave it unhandled.
    }
    yield bytes;
  }
}

/** The native stream's input in pieces: whatever they hold is decompressed before anybody is asked, up to 1,032 times as much. */
function cutForStream(data: Blob, counts: Counts): ReadableStream<Uint8Array<ArrayBuffer>> {
  const slices = readPlain(data, counts);
  let slice = new Uint8Array(0);
  let at = 0;
  return new ReadableStream(
    {
      async pull(controller) {
        if (at >= slice.length) {
          const { done, value } = await slices.next();
          if (done) return controller.close();
          slice = value;
          at = 0;
        }
        controller.enqueue(slice.slice(at, at + STREAM_PIECE));
        at += STREAM_PIECE;
      },
      async cancel() {
        await slices.return();
      },
    },
    { highWaterMark: 0 },
  );
}

/**
 * By the browser's own stream as far as it goes, which is quickest. It refuses whatever stands behind the first member,
 * and where it fails, what it had ready is lost: then all is read once more, and what was given already passed over.
 */
async function* readGzip(data: Blob, counts: Counts): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  let given = 0;
  const reader = cutForStream(data, counts).pipeThrough(new DecompressionStream('gzip')).getReader();
  try {
    while (true) {
      const start = performance.now();
      const { done, value } = await reader.read();
      counts.waited += (performance.now() - start) / 1000;
      if (done) return;
      given += value.length;
      yield value;
    }
  } catch (error) {
    if (error instanceof SourceError) throw error;
  } finally {
    await reader.cancel().catch(() => undefined); // It has failed already, or is no longer wanted.
  }
  yield* readMembers(data, counts, given);
}

/** @param given decompressed bytes to pass over */
async function* readMembers(
  data: Blob,
  counts: Counts,
  given: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  const members = gunzipMembers(readPlain(data, counts));
  let passed = 0;
  try {
    while (true) {
      const { done, value } = await members.next();
      if (done) {
        const { garbage } = value;
        if (garbage !== null)
          counts.remark = `${describeByte(garbage)} and what follows is not gzip, and was passed over`;
        return;
      }
      const skipped = Math.min(given - passed, value.length);
      passed += skipped;
      yield value.subarray(skipped);
    }
  } catch (error) {
    if (!(error instanceof GzipError)) throw error;
    const place = describeByte(error.offset);
    throw new SourceError(`the gzip data is damaged at ${place} of the compressed file: ${error.message}`);
  } finally {
    await members.return({ garbage: null });
  }
}
