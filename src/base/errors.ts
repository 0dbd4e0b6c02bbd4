// The errors that a person may meet. Each message says what, where, and what to do.

/** The caller asked to stop; what was loaded before stands. */
export class CancelledError extends Error {
  override readonly name = 'CancelledError';
  constructor(what = 'The work') {
    super(`${what} was cancelled.`);
  }
}

/** The engine died or stopped answering and was started anew. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
}

/** A model, a setting or a file that cannot be used, said in plain words. */
export class InputError extends Error {
  override readonly name: string = 'InputError';
}

/** The browser's storage is full: nothing was changed. */
export class QuotaError extends InputError {
  override readonly name = 'QuotaError';
}

/** A place in a document that is not as it must be. Plain data: it crosses to the page and into scripts. */
export interface Problem {
  /** Name of the file or "pasted text". */
  source: string;
  /** 1-based; null, as the column, in a binary file, where the byte is the place. */
  line: number | null;
  /** 1-based, in UTF-16 code units, as editors count. */
  column: number | null;
  /** Byte offset in the (decompressed) document, 0-based. */
  offset: number;
  /** 0-based index of the item in its document, or null outside of any item. */
  item: number | null;
  /** Payload field name, or null where it concerns no single field. */
  field: string | null;
  /** What was expected and what was found, without the place. */
  message: string;
}

/** A batch that holds no usable traffic, or (in scripting) any problem at all. */
export class BatchError extends Error {
  override readonly name = 'BatchError';
  constructor(
    message: string,
    readonly problems: Problem[],
  ) {
    super(message);
  }
}

/** `byte 1,234 (0x4d2)` */
export function describeByte(offset: number): string {
  return `byte ${offset.toLocaleString('en-US')} (0x${offset.toString(16)})`;
}

/** `line 17, column 22, items[15].size: expected …`, or `byte 1,234 (0x4d2): expected …` in a binary file. */
export function describeProblem(problem: Problem): string {
  const { line, column, offset } = problem;
  const place =
    line === null || column === null
      ? describeByte(offset)
      : `line ${line.toLocaleString('en-US')}, column ${column.toLocaleString('en-US')}`;
  const path =
    problem.item === null
      ? (problem.field ?? '')
      : `items[${problem.item}]${problem.field === null ? '' : `.${problem.field}`}`;
  return path === '' ? `${place}: ${problem.message}` : `${place}, ${path}: ${problem.message}`;
}

/** The words of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error && error.message !== '' ? error.message : String(error);
}
