// The address dictionary: every distinct src or dst text once, as UTF-8 bytes, by id.

/** Ids run from 1; 0 means "no address". Texts are any UTF-8. */
export class AddressDictionary {
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });

  /**
   * @param bytes all texts, one after another, UTF-8
   * @param ends  `ends[id]` is where text `id` ends in `bytes`; it begins at `ends[id - 1]`; `ends[0]` is 0
   */
  constructor(
    readonly bytes: Uint8Array,
    readonly ends: Uint32Array,
  ) {}

  /** Number of distinct texts. */
  get size(): number {
    return this.ends.length - 1;
  }

  /** Text of an id from 1 to `size`. Throws RangeError for any other. */
  text(id: number): string {
    if (!(id >= 1 && id <= this.size)) throw new RangeError(`address ${id} of ${this.size}`);
    return this.#decoder.decode(this.bytes.subarray(this.ends[id - 1], this.ends[id]));
  }
}
