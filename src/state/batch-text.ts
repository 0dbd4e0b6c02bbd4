// Turns what a script hands over as a batch into bytes to read, in slices, so that the page never stands still.
import { messageOf, type Problem } from '../base/errors.ts';
import { Pacer } from '../base/pacer.ts';
import type { Source } from '../engine/types.ts';

/** UTF-16 code units encoded at a time. */
const TEXT_PIECE = 1 << 18;
/** Characters gathered before they become part of a Blob. */
const BLOB_PIECE = 1 << 16;

/** What a script may pass as a batch: `{items: […]}`, the bare list, a text of either or of NDJSON, or a file. */
export type Batch = { items: readonly unknown[] } | readonly unknown[] | string | Blob;

/** Name of a batch that is no file, in reports and in what a model was trained on. */
const NAME = 'script';

/** A batch that cannot even be written as JSON: told by the caller in the same way as what the reader refuses. */
export class BatchTextError extends Error {
  override readonly name = 'BatchTextError';
  constructor(readonly problem: Problem) {
    super(problem.message);
  }
}

function refuse(message: string, item: number | null = null): never {
  // Items are written one a line, the first in line 2.
  const line = item === null ? 1 : item + 2;
  throw new BatchTextError({ source: NAME, line, column: 1, offset: 0, item, field: null, message });
}

async function encodeText(text: string): Promise<Blob> {
  const pacer = new Pacer<null>();
  const parts: Blob[] = [];
  for (let start = 0; start < text.length;) {
    let end = Math.min(start + TEXT_PIECE, text.length);
    // A pair of surrogates stays together.
    if (end < text.length && (text.charCodeAt(end - 1) & 0xfc00) === 0xd800) end++;
    parts.push(new Blob([text.slice(start, end)]));
    start = end;
    if (pacer.due()) await pacer.breathe(null);
  }
  return new Blob(parts);
}

function writeItem(item: unknown, index: number): string {
  try {
    // What JSON has no form for, such as undefined, stands as null in a list (ECMA-262, JSON.stringify).
    return JSON.stringify(item) ?? 'null';
  } catch (error) {
    return refuse(`expected an item that can be written as JSON: ${messageOf(error)}`, index);
  }
}

async function writeItems(items: readonly unknown[]): Promise<Blob> {
  const pacer = new Pacer<null>();
  const parts: Blob[] = [];
  let text = '{"items":[\n';
  for (let index = 0; index < items.length; index++) {
    text += `${index === 0 ? '' : ',\n'}${writeItem(items[index], index)}`;
    if (text.length < BLOB_PIECE) continue;
    parts.push(new Blob([text]));
    text = '';
    if (pacer.due()) await pacer.breathe(null);
  }
  return new Blob([...parts, `${text}\n]}\n`]);
}

/** Bytes of a batch. Throws BatchTextError for what is no batch at all. */
export async function openBatch(batch: unknown): Promise<Source> {
  if (batch instanceof Blob) {
    const name = 'name' in batch && typeof batch.name === 'string' ? batch.name : NAME;
    return { name, data: batch };
  }
  if (typeof batch === 'string') return { name: NAME, data: await encodeText(batch) };
  if (Array.isArray(batch)) return { name: NAME, data: await writeItems(batch) };
  const items = typeof batch === 'object' && batch !== null && 'items' in batch ? batch.items : undefined;
  if (Array.isArray(items)) return { name: NAME, data: await writeItems(items) };
  return refuse('expected {"items": […]}, a list of items, a text of JSON, or a File');
}
