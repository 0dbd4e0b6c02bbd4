// Opens a model whatever it comes as: a model file of any format, or scikit-learn's forest as JSON, plain or gzip.
import { CancelledError, InputError, messageOf } from '../base/errors.ts';
import { doPaced } from '../base/pacer.ts';
import type { Pace } from '../detect/order.ts';
import { FEATURE_IDS } from '../features/ids.ts';
import { type Model, readPieces } from '../model/file.ts';
import { MAX_JSON, readScikitPieces } from '../model/scikit-learn.ts';

/**
 * Reads and proves a model. Throws InputError saying what is wrong, where, and what to do.
 * @param name for a forest that has none of its own
 */
export async function openModel(bytes: Uint8Array, pace: Pace, name = 'scikit-learn forest'): Promise<Model> {
  const gzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  if (!gzip && !beginsObject(bytes)) return doPaced(readPieces(bytes), pace);
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
