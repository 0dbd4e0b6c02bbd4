// Any place of a (decompressed) document, read again from its source: large slices ahead, little kept in memory.
import { InputError } from '../base/errors.ts';
import type { Pacer } from '../base/pacer.ts';
import type { Progress, Source } from '../engine/types.ts';
import { SourceError, openBytes, readSlice, type SourceBytes } from './bytes.ts';

/** Bytes of the first slice; each later one is twice as large, so that one packet costs little and many cost few reads. */
const FIRST_SLICE = 1 << 16;
const LARGEST_SLICE = 4 << 20;
/** Decompressed bytes that are kept behind the place last asked for: going back so far needs no new beginning. */
const KEPT = 4 << 20;

interface Piece {
  start: number;
  bytes: Uint8Array;
}

/**
 * A source that is read at any place. Ascending places are quick: those of a gzip document go on where the one before
 * stopped, while a place before what is kept makes it begin anew. Calls must wait for one another.
 */
export class ByteWindow {
  #opened: SourceBytes | null = null;
  #chunks: AsyncGenerator<Uint8Array, void, undefined> | null = null;
  /** What is kept, without gaps. */
  #pieces: Piece[] = [];
  #end = 0;
  #slice = FIRST_SLICE;

  constructor(
    readonly source: Source,
    /** Of the call that reads now. */
    public pacer: Pacer<Progress>,
  ) {}

  /** Whether it was found to be gzip, so that reading it anew is dear. */
  get gzip(): boolean {
    return this.#opened?.gzip ?? false;
  }

  /**
   * `length` bytes from `from`, fewer where the document ends; a view that stays as it is. Rejects with InputError when
   * the source cannot be read any more, and with CancelledError on abort.
   */
  async take(from: number, length: number): Promise<Uint8Array> {
    try {
      this.#opened ??= await openBytes(this.source.data);
      await (this.#opened.gzip ? this.#unpackTo(this.#opened, from, length) : this.#readTo(from, length));
    } catch (error) {
      await this.close();
      if (error instanceof SourceError) throw new InputError(`${this.source.name}: ${error.message}.`);
      throw error;
    }
    return this.#cut(from, Math.min(from + length, this.#end));
  }

  /** Gives back what is kept; a later `take` begins anew. */
  async close(): Promise<void> {
    const chunks = this.#chunks;
    this.#forget();
    await chunks?.return();
  }

  #forget(): void {
    this.#opened = null;
    this.#chunks = null;
    this.#pieces = [];
    this.#end = 0;
    this.#slice = FIRST_SLICE;
  }

  async #readTo(from: number, length: number): Promise<void> {
    const start = this.#pieces[0]?.start ?? 0;
    if (from >= start && from + length <= this.#end) return;
    const { data } = this.source;
    this.pacer.check();
    const end = Math.max(from, Math.min(data.size, from + Math.max(length, this.#slice)));
    this.#slice = Math.min(LARGEST_SLICE, 2 * this.#slice);
    this.#pieces = [{ start: from, bytes: new Uint8Array(await readSlice(data, from, end)) }];
    this.#end = end;
    if (this.pacer.due()) await this.#breathe(end, performance.now());
  }

  async #unpackTo(opened: SourceBytes, from: number, length: number): Promise<void> {
    const began = performance.now();
    if (this.#chunks === null || from < (this.#pieces[0]?.start ?? 0)) {
      await this.close();
      this.#opened = await openBytes(this.source.data);
      this.#chunks = this.#opened.chunks();
      return this.#unpackTo(this.#opened, from, length);
    }
    while (this.#end < from + length) {
      const { done, value } = await this.#chunks.next();
      if (done) return;
      this.#pieces.push({ start: this.#end, bytes: value });
      this.#end += value.length;
      const needed = Math.min(from, this.#end - KEPT);
      while (this.#pieces.length > 1 && this.#pieces[1].start <= needed) this.#pieces.shift();
      this.pacer.check();
      if (this.pacer.due()) await this.#breathe(opened.taken(), began);
    }
  }

  #breathe(done: number, began: number): Promise<void> {
    const seconds = (performance.now() - began) / 1000;
    return this.pacer.breathe({ phase: 'reading', done, total: this.source.data.size, unit: 'bytes', seconds });
  }

  #cut(from: number, to: number): Uint8Array {
    if (to <= from) return new Uint8Array(0);
    const found = this.#pieces.filter(({ start, bytes }) => start < to && start + bytes.length > from);
    const parts = found.map(({ start, bytes }) => bytes.subarray(Math.max(0, from - start), to - start));
    if (parts.length === 1) return parts[0];
    const joined = new Uint8Array(to - from);
    let at = 0;
    for (const part of parts) {
      joined.set(part, at);
      at += part.length;
    }
    return joined;
  }
}
