// The paste box: text that is waiting to be read, and that stays for mending when it was not right.
import type { Problem } from '../base/errors.ts';

/** More than this is not put into a box: a page with such a text in it does not move any more. */
export const MOST_PASTED = 1_000_000;

export const PASTED_NAME = 'pasted text';

/** 0-based offset in `text` of a 1-based line and column; past the end of a line, the line's end. */
export function offsetOf(text: string, line: number, column: number): number {
  let start = 0;
  for (let current = 1; current < line; current += 1) {
    const end = text.indexOf('\n', start);
    if (end === -1) return text.length;
    start = end + 1;
  }
  const end = text.indexOf('\n', start);
  return Math.min(start + column - 1, end === -1 ? text.length : end);
}

export class Paste {
  open = $state(false);
  text = $state('');
  /** Grows with every other text: problems of an earlier one do not lead into this one. */
  edition = $state(0);
  /** Where the caret is wanted; a new object for every wish. */
  caret = $state.raw<{ line: number; column: number } | null>(null);

  show(text?: string): void {
    if (text !== undefined) {
      this.text = text;
      this.edition += 1;
    }
    this.caret = null;
    this.open = true;
  }

  close(): void {
    this.open = false;
    this.caret = null;
  }

  /** Whether a problem's place, in the text of an edition, stands in this box. */
  holds(problem: Problem, edition: number | null): boolean {
    return problem.source === PASTED_NAME && problem.line !== null && edition === this.edition && this.text !== '';
  }

  point(problem: Problem): void {
    this.open = true;
    if (problem.line !== null && problem.column !== null) this.caret = { line: problem.line, column: problem.column };
  }
}
