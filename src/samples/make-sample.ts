// Makes any sample by the name of its file; the page fetches this as a script of its own.
import { sampleBatches } from './batches.ts';
import { sampleCaptures } from './captures.ts';

export type SampleFile = `${keyof typeof sampleBatches}.json` | `${keyof typeof sampleCaptures}.pcapng`;

/** A sample as it stands in samples/. Throws Error for a name that no sample has. */
export function makeSample(file: string): Blob {
  const name = file.replace(/\.\w+$/, '');
  if (Object.hasOwn(sampleBatches, name)) return new Blob([sampleBatches[name as keyof typeof sampleBatches]().text]);
  if (Object.hasOwn(sampleCaptures, name)) return new Blob([sampleCaptures[name as keyof typeof sampleCaptures]()]);
  throw new Error(`This build of the page has no sample ${file}.`);
}
