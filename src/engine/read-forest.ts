// Reads a forest of scikit-learn's as JSON, plain or gzip: on the page and late, since few people ever bring one.
import { CancelledError, InputError, messageOf } from '../base/errors.ts';
import { doPaced } from '../base/pacer.ts';
import type { Pace } from '../detect/order.ts';
import { FEATURE_IDS } from '../features/ids.ts';
import type { Model } from '../model/file.ts';
import { MAX_JSON, readScikitPieces } from '../model/scikit-learn.ts';
import { slicePace } from './calls.ts';

/**
 * The model, to be proved when it is written; null for what begins like neither. Throws InputError saying what is wrong, where,
 * and what to do.
 * @param name for a forest that has none of its own
 */
export async function readForest(bytes: Uint8Array, name: string): Promise<Model | null> {
  const gzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  if (!gzip && !beginsObject(bytes)) return null;
  const pace = slicePace();
  const text = await readText(new Blob([bytes as Uint8Array<ArrayBuffer>]).stream(), gzip, pace);
  const defaults = { known: FEATURE_IDS.basic, name, created: new Date().toISOString() };
  return doPaced(readScikitPieces(text, defaults), pace);
}

/** Whether the first byte after a byte order mark and white space is that of an object. */
function beginsObject(bytes: Uint8Array): boolean {
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  while (at < bytes.length && ' \t\r\n'.includes(String.fromCharCode(bytes[at]))) at++;
  return bytes[at] === 0x7b;
}

/** Never holds more than MAX_JSON bytes, however far a small file unpacks. */
async function readText(stored: ReadableStream<Uint8Array<ArrayBuffer>>, gzip: boolean, pace: Pace): Promise<string> {
  const reader = (gzip ? stored.pipeThrough(new DecompressionStream('gzip')) : stored).getReader();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let [text, length] = ['', 0];
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return text + decoder.decode();
      length += value.length;
      if (length > MAX_JSON) break;
      text += decoder.decode(value, { stream: true });
      await pace();
    }
  } catch (error) {
    if (error instanceof CancelledError) throw error;
    const kind = gzip ? 'a gzip file of JSON text' : 'JSON text';
    throw new InputError(
      `This is not a Net Anomaly model: it begins like ${kind}, but cannot be read (${messageOf(error)}).`,
      { cause: error },
    );
  }
  await reader.cancel();
  throw new InputError(
    `This forest has more than ${MAX_JSON / 2 ** 20} MB of JSON text. Export one with fewer trees or a smaller max_samples.`,
  );
}
