// A worker of the lab's page: reads a file without looking at it, or decodes what is in memory already.
import { expose } from 'comlink';
import { openBytes } from '../../ingest/bytes.ts';
import { CaptureReader } from '../../ingest/capture/reader.ts';
import { PIECE, STATUS_ROWS_FULL } from '../../ingest/capture/exports.ts';
import { LoadTarget } from '../../ingest/load-target.ts';
import type { DecodeTimes } from './page.ts';

/** Bytes of a source's chunks, to the first `most`. */
async function readChunks(file: File, most: number): Promise<Uint8Array[]> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of (await openBytes(file)).chunks()) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= most) break;
  }
  return chunks;
}

function decodeToColumns(module: WebAssembly.Module, chunks: readonly Uint8Array[]): number {
  const target = new LoadTarget(module);
  const reader = new CaptureReader(target);
  reader.begin(0);
  for (const chunk of chunks) {
    reader.feed(chunk);
    target.builder.prepare();
  }
  reader.end();
  return reader.finish().packets;
}

function decodeInCore(module: WebAssembly.Module, chunks: readonly Uint8Array[]): void {
  const { core } = new LoadTarget(module);
  core.captureStart(1, 2);
  core.captureBegin(0);
  for (const chunk of chunks) {
    for (let from = 0; from < chunk.length; from += PIECE) {
      const piece = chunk.subarray(from, from + PIECE);
      const at = core.capturePiece() >>> 0;
      new Uint8Array(core.memory.buffer, at, piece.length).set(piece);
      for (let status = core.captureFeed(piece.length); ; status = core.captureResume()) {
        core.captureTakeRows();
        if (status !== STATUS_ROWS_FULL) break;
      }
    }
  }
}

const bench = {
  /** Milliseconds of reading a file in the slices in which the app reads it. */
  async readAlone(file: File): Promise<number> {
    const start = performance.now();
    let bytes = 0;
    for await (const chunk of (await openBytes(file)).chunks()) bytes += chunk.length;
    if (bytes !== file.size) throw new Error(`${bytes} of ${file.size} bytes were read`);
    return performance.now() - start;
  },

  /** Decodes the first bytes of a file again and again. */
  async decodeAlone(module: WebAssembly.Module, file: File, bytes: number, rounds: number): Promise<DecodeTimes> {
    const chunks = await readChunks(file, bytes);
    const times: DecodeTimes = {
      bytes: chunks.reduce((sum, { length }) => sum + length, 0),
      packets: decodeToColumns(module, chunks),
      toColumns: [],
      core: [],
    };
    decodeInCore(module, chunks);
    for (let round = 0; round < rounds; round++) {
      let start = performance.now();
      decodeToColumns(module, chunks);
      times.toColumns.push(performance.now() - start);
      start = performance.now();
      decodeInCore(module, chunks);
      times.core.push(performance.now() - start);
    }
    return times;
  },
};

export type Bench = typeof bench;

expose(bench);
