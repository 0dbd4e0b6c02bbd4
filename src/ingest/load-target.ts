// Where the readers of one load put what they read: one core, one table, one dictionary of addresses.
import { AddressDictionary } from '../packets/addresses.ts';
import type { CaptureInterface } from '../packets/capture.ts';
import type { PacketTable } from '../packets/table.ts';
import type { BatchExports } from './batch/exports.ts';
import type { CaptureExports } from './capture/exports.ts';
import { TableBuilder } from './table-builder.ts';

/** Bytes that one call to the batch reader takes: a few milliseconds even on its slow way. */
export const BATCH_PIECE = 1 << 18;

/** Of one load. Its core is thrown away with it, since wasm memory never shrinks. */
export class LoadTarget {
  readonly core: BatchExports & CaptureExports;
  readonly builder = new TableBuilder();
  /** Of the captures read so far. */
  readonly interfaces: CaptureInterface[] = [];
  /** Where the batch reader's chunks go in the core's memory. */
  readonly batchInput: number;

  constructor(module: WebAssembly.Module) {
    this.core = new WebAssembly.Instance(module, {}).exports as unknown as BatchExports & CaptureExports;
    const [low, high] = crypto.getRandomValues(new Uint32Array(2));
    this.batchInput = this.core.batchStart(BATCH_PIECE, low, high) >>> 0;
  }

  /** All packets. Nothing may be read afterwards. */
  table(): PacketTable {
    const { core } = this;
    const count = core.batchDictionaryCount() >>> 0;
    const ends = new Uint32Array(count + 1);
    ends.set(new Uint32Array(core.memory.buffer, core.batchDictionaryEnds() >>> 0, count), 1);
    const start = core.batchDictionaryBytes() >>> 0;
    const bytes = new Uint8Array(core.memory.buffer).slice(start, start + ends[count]);
    return this.builder.finish(new AddressDictionary(bytes, ends), this.interfaces);
  }
}
