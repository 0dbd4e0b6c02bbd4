// What has been read so far, for the eye, now and then while it is read.
import type { ReadingPreview } from '../engine/types.ts';
import { ReadingCounts } from './reading-counts.ts';
import type { TableBuilder } from './table-builder.ts';

/** Milliseconds between two looks: numbers that change more often cannot be read. */
const PAUSE = 500;

/** Looks at each row once, unless rows were forgotten meanwhile: then at all that are left. */
export class Glance {
  readonly #builder: TableBuilder;
  #counts = new ReadingCounts();
  #cuts = 0;
  #taken = performance.now();

  constructor(builder: TableBuilder) {
    this.#builder = builder;
  }

  /** Nothing while the last look is not long ago, and where nothing has come. */
  take(): ReadingPreview | undefined {
    if (performance.now() - this.#taken < PAUSE || this.#builder.length === 0) return undefined;
    const preview = this.look();
    this.#taken = performance.now();
    return preview;
  }

  look(): ReadingPreview {
    if (this.#cuts !== this.#builder.cuts) {
      this.#counts = new ReadingCounts();
      this.#cuts = this.#builder.cuts;
    }
    for (const { columns, from, to } of this.#builder.rowsFrom(this.#counts.rows))
      this.#counts.count(columns, from, to);
    return this.#counts.preview();
  }
}
