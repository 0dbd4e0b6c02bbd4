// A source's bytes as chunks: read ahead by one slice, decompressed where they are gzip.
import { messageOf } from '../base/errors.ts';

/** Bytes asked of a Blob at once. Larger slices were no faster; smaller ones cost a round trip each. */
const SLICE = 4 << 20;

/** Counts of what has been taken from the source, for progress. */
export interface SourceBytes {
  readonly gzip: boolean;
  /** Bytes taken from the source so far, compressed where they are. */
  taken(): number;
  /** Seconds spent waiting for bytes. */
  waited(): number;
  chunks(): AsyncGenerator<Uint8Array, void, undefined>;
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
  const counts = { taken: 0, waited: 0 };
  return {
    gzip,
    taken: () => counts.taken,
    waited: () => counts.waited,
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

async function* readPlain(
  data: Blob,
  counts: { taken: number; waited: number },
): AsyncGenerator<Uint8Array, void, undefined> {
  let next = readSlice(data, 0, SLICE);
  for (let from = 0; from < data.size; from += SLICE) {
    const start = performance.now();
    const bytes = new Uint8Array(await next);
    counts.waited += (performance.now() - start) / 1000;
    counts.taken += bytes.length;
    // The next slice comes while this one is parsed.
    if (from + SLICE < data.size) {
      next = readSlice(data, from + SLICE, from + 2 * SLICE);
      next.catch(() => undefined); // Awaited above, in the next round; a reader that stops early must not leave it unhandled.
    }
    yield bytes;
  }
}

async function* readGzip(
  data: Blob,
  counts: { taken: number; waited: number },
): AsyncGenerator<Uint8Array, void, undefined> {
  const counted = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      counts.taken += chunk.length;
      controller.enqueue(chunk);
    },
  });
  const reader = data.stream().pipeThrough(counted).pipeThrough(new DecompressionStream('gzip')).getReader();
  try {
    while (true) {
      const start = performance.now();
      const { done, value } = await reader.read();
      counts.waited += (performance.now() - start) / 1000;
      if (done) return;
      yield value;
    }
  } catch (error) {
    throw new SourceError(
      `the gzip data is damaged, ends early or has something behind it (${messageOf(error)}); decompress it by hand (gunzip -c) and open the result`,
    );
  } finally {
    await reader.cancel().catch(() => undefined); // Already told above, or no longer wanted.
  }
}
