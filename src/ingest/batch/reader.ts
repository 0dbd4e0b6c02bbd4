// JSON batches: feeds bytes to the WebAssembly reader, takes rows, problems and counts out of it.
import type { Problem } from '../../base/errors.ts';
import { BATCH_PIECE, type LoadTarget } from '../load-target.ts';
import type { TableBuilder } from '../table-builder.ts';
import {
  FIELD_NAMES,
  FORMS,
  KIND_ARRAY,
  KIND_NAMES,
  KIND_NONE,
  KIND_OBJECT,
  STATUS_ERROR,
  STATUS_NUMBER,
  STATUS_ROWS_FULL,
  STATUS_VOID,
} from './codes.ts';
import type { Form } from './codes.ts';
import { detectForeignEncoding } from './encoding.ts';
import type { BatchExports } from './exports.ts';
import { describeGrammarError } from './messages.ts';
import { readProblems, readUnknownFields } from './records.ts';
import type { UnknownFields } from './records.ts';

/** Problems listed by a whole load. */
export const PROBLEM_LIMIT = 100;
const HEAD = 4;

export interface DocumentResult {
  form: Form;
  packets: number;
  rejected: number;
  /** Problems of rejected items, in all. */
  problemCount: number;
  /** Why reading ended before the document did, or why the document is no batch. */
  stopped: Problem | null;
  /** `grammar`: not JSON; `content`: JSON, but no batch; `encoding`: no UTF-8 text; null: read to its end. */
  stoppedBy: 'grammar' | 'content' | 'encoding' | 'source' | null;
}

/** Reads one document after another into one table. Throws RangeError or WebAssembly.RuntimeError when memory runs out. */
export class BatchReader {
  readonly #core: BatchExports;
  readonly #input: number;
  readonly #builder: TableBuilder;
  readonly problems: Problem[] = [];
  #source = '';
  #head: number[] | null = [];
  #firstRow = 0;
  #firstProblem = 0;
  #stopped: Problem | null = null;
  #stoppedBy: DocumentResult['stoppedBy'] = null;
  #exhausted = false;

  constructor(target: LoadTarget) {
    this.#core = target.core;
    this.#builder = target.builder;
    this.#input = target.batchInput;
  }

  /** The memory ran out: what was read before stands, and nothing more may be fed. */
  get exhausted(): boolean {
    return this.#exhausted;
  }

  /** Begins a document. */
  begin(source: string): void {
    this.#source = source;
    this.#head = [];
    this.#firstRow = this.#builder.length;
    this.#firstProblem = this.problems.length;
    this.#stopped = null;
    this.#stoppedBy = null;
  }

  /** Reads bytes of the document; false once reading has ended and the rest need not come. */
  feed(bytes: Uint8Array): boolean {
    let from = 0;
    if (this.#head !== null) {
      while (this.#head.length < HEAD && from < bytes.length) this.#head.push(bytes[from++]);
      if (this.#head.length < HEAD) return true;
      this.#openHead();
    }
    try {
      for (; from < bytes.length && this.#stopped === null; from += BATCH_PIECE)
        this.#feedPiece(bytes.subarray(from, from + BATCH_PIECE));
    } catch (error) {
      this.#exhausted = true;
      throw error;
    }
    return this.#stopped === null;
  }

  /** The document ends, or its source does: then `because` says why. */
  finish(because?: string): DocumentResult {
    if (this.#head !== null) this.#openHead();
    const core = this.#core;
    if (this.#stopped === null && because !== undefined) {
      this.#stop('source', this.#problemHere(because));
      this.#takeLastRows();
    } else if (this.#stopped === null) {
      if (core.batchFinish() === STATUS_ERROR) this.#stop('grammar', this.#grammarProblem());
      this.#takeRows();
    }
    this.#takeProblems();
    const form = FORMS[core.batchForm()];
    const packets = this.#builder.length - this.#firstRow;
    if (this.#stopped === null) this.#checkContent(form, packets);
    const result = { form, packets, stopped: this.#stopped, stoppedBy: this.#stoppedBy };
    if (this.#stoppedBy !== 'content')
      return { ...result, rejected: core.batchRejected(), problemCount: core.batchProblemsTotal() };
    // Not a batch at all: one plain answer instead of a complaint for each object.
    this.problems.length = this.#firstProblem;
    return { ...result, rejected: 0, problemCount: 0 };
  }

  /** The fields that are not of the payload, of all documents, most frequent first. */
  unknownFields(): UnknownFields {
    return readUnknownFields(this.#core);
  }

  /** The first bytes decide on the encoding (RFC 8259 section 8.1 asks for UTF-8; a byte order mark is let pass). */
  #openHead(): void {
    const head = Uint8Array.from(this.#head ?? []);
    this.#head = null;
    const skipped = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
    this.#core.batchBegin(PROBLEM_LIMIT - this.problems.length, skipped);
    const encoding = detectForeignEncoding(head);
    if (encoding !== null) {
      this.#stop(
        'encoding',
        this.#problemHere(
          `expected UTF-8, found ${encoding}; convert it (iconv -f ${encoding} -t UTF-8) and open it again`,
        ),
      );
      return;
    }
    this.#feedPiece(head.subarray(skipped));
  }

  #feedPiece(piece: Uint8Array): void {
    const core = this.#core;
    new Uint8Array(core.memory.buffer, this.#input, piece.length).set(piece);
    let status = core.batchFeed(piece.length);
    while (status !== 0) {
      this.#takeRows();
      if (status === STATUS_ERROR) {
        this.#stop('grammar', this.#grammarProblem());
        return;
      }
      if (status === STATUS_VOID) this.#builder.truncate(core.batchMark());
      else if (status === STATUS_NUMBER) core.batchProvideNumber(this.#convertNumber());
      else if (status !== STATUS_ROWS_FULL) throw new Error(`The batch reader answered ${status}.`);
      status = core.batchResume();
    }
    this.#takeRows();
  }

  #convertNumber(): number {
    const text = new Uint8Array(this.#core.memory.buffer, this.#core.batchText() >>> 0, this.#core.batchTextLength());
    return Number(new TextDecoder().decode(text));
  }

  #takeRows(): void {
    const core = this.#core;
    const length = core.batchRows();
    if (length === 0) return;
    const buffer = core.memory.buffer;
    const at = (index: number): number => core.batchColumn(index) >>> 0;
    this.#builder.append({
      length,
      anyPresent: core.batchRowsPresent(),
      ts: new Float64Array(buffer, at(0), length),
      size: new Uint32Array(buffer, at(1), length),
      src: new Uint32Array(buffer, at(2), length),
      dst: new Uint32Array(buffer, at(3), length),
      srcPort: new Uint16Array(buffer, at(4), length),
      dstPort: new Uint16Array(buffer, at(5), length),
      proto: new Uint8Array(buffer, at(6), length),
      present: new Uint8Array(buffer, at(7), length),
      tcpFlags: new Uint8Array(buffer, at(8), length),
    });
    core.batchTakeRows();
  }

  /** The rows before the place at which the memory ran out; only where not even they find room, they are given up. */
  #takeLastRows(): void {
    try {
      this.#takeRows();
    } catch (error) {
      if (!this.#exhausted) throw error;
      this.#core.batchTakeRows();
    }
  }

  #takeProblems(): void {
    this.problems.push(...readProblems(this.#core, this.#source));
  }

  #stop(by: Exclude<DocumentResult['stoppedBy'], null>, problem: Problem): void {
    this.#stoppedBy = by;
    this.#stopped = problem;
  }

  #grammarProblem(): Problem {
    const core = this.#core;
    const item = core.batchErrorItem();
    return {
      source: this.#source,
      line: core.batchErrorLine(),
      column: core.batchErrorColumn(),
      offset: core.batchErrorOffset(),
      item: item < 0 ? null : item,
      field: item < 0 ? null : (FIELD_NAMES[core.batchErrorField()] ?? null),
      message: describeGrammarError(core.batchErrorCode(), core.batchErrorByte()),
    };
  }

  #problemHere(message: string): Problem {
    const core = this.#core;
    return {
      source: this.#source,
      line: core.batchLine(),
      column: core.batchColumnHere(),
      offset: core.batchOffset(),
      item: null,
      field: null,
      message,
    };
  }

  /** JSON to its end, but is it a batch? */
  #checkContent(form: Form, packets: number): void {
    const core = this.#core;
    const items = core.batchItemsKind();
    const nothingElse = packets === 0 && core.batchRejected() <= 1;
    if (form === 'batch' && items !== KIND_ARRAY && items !== KIND_NONE && nothingElse) {
      this.#stop('content', {
        source: this.#source,
        line: core.batchItemsLine(),
        column: core.batchItemsColumn(),
        offset: core.batchItemsOffset(),
        item: null,
        field: 'items',
        message: `expected an array, found ${KIND_NAMES[items]}`,
      });
      return;
    }
    const isOther = form === 'ndjson' && packets === 0 && core.batchSawPayloadField() === 0;
    if (form !== 'unknown' && !(isOther && core.batchTopKind() === KIND_OBJECT)) return;
    const found = isOther ? 'an object without items' : KIND_NAMES[core.batchTopKind()];
    const message = `expected {"items": […]}, an array of items, or one item a line, found ${found}`;
    this.#stop('content', { source: this.#source, line: 1, column: 1, offset: 0, item: null, field: null, message });
  }
}
