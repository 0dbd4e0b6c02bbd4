// What calls of the engine share: models compared byte by byte, slices of long work, and memory that is used up.
import { EngineError, messageOf } from '../base/errors.ts';
import { Pacer } from '../base/pacer.ts';
import type { Pace } from '../detect/order.ts';

export function isSame(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  // A loop: a callback for each byte of a large model would be felt.
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false;
  return true;
}

/** Lets other calls be answered meanwhile: a model may have hundreds of megabytes. */
export function slicePace(): Pace {
  const pacer = new Pacer<null>();
  return () => (pacer.due() ? pacer.breathe(null) : undefined);
}

/** What a browser throws when an array or a wasm memory cannot be had, in plain words; any other error as it is. */
export function explainMemory(error: unknown): unknown {
  const short = error instanceof RangeError && /allocation|array length|memory/i.test(error.message);
  return short
    ? new EngineError(`There is not enough memory for this (${messageOf(error)}).`, { cause: error })
    : error;
}
