// Memory of the WebAssembly core, reserved block by block and given back all together.
import type { CoreInstance } from '../base/core.ts';
import { InputError } from '../base/errors.ts';

/** Blocks of the core's memory that are given back together. Views are made anew at each use: memory may grow. */
export class Blocks {
  readonly #core: CoreInstance;
  readonly #pointers: number[] = [];

  constructor(core: CoreInstance) {
    this.#core = core;
  }

  /** Throws InputError when there is no room. */
  reserve(bytes: number): number {
    try {
      // One block is at most 1 GiB with its header.
      if (bytes >= 2 ** 30 - 64) throw new RangeError('larger than one block may be');
      const pointer = this.#core.allocate(bytes) >>> 0;
      this.#pointers.push(pointer);
      return pointer;
    } catch (cause) {
      throw new InputError(
        `There is not enough memory for this forest (${Math.ceil(bytes / 2 ** 20).toLocaleString('en-US')} MB more were ` +
          'needed). Choose fewer trees or a smaller max_samples.',
        { cause },
      );
    }
  }

  release(): void {
    for (const pointer of this.#pointers.splice(0)) this.#core.release(pointer);
  }

  bytes(pointer: number, length: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#core.memory.buffer as ArrayBuffer, pointer, length);
  }

  integers(pointer: number, length: number): Uint32Array<ArrayBuffer> {
    return new Uint32Array(this.#core.memory.buffer as ArrayBuffer, pointer, length);
  }

  floats(pointer: number, length: number): Float32Array<ArrayBuffer> {
    return new Float32Array(this.#core.memory.buffer as ArrayBuffer, pointer, length);
  }

  doubles(pointer: number, length: number): Float64Array<ArrayBuffer> {
    return new Float64Array(this.#core.memory.buffer as ArrayBuffer, pointer, length);
  }
}
