// The samples that a click opens: made anew from their seeds, so that a click asks for nothing.
import { sampleBatches } from '../samples/batches.ts';

export interface Sample {
  /** Its name in samples/. */
  file: `${keyof typeof sampleBatches}.json`;
  title: string;
  about: string;
}

export const SAMPLES: readonly Sample[] = [
  { file: 'sample_batch.json', title: 'A small batch', about: 'some 40 packets, to see the payload and the answer' },
  {
    file: 'office_batch.json',
    title: 'An office at work',
    about: 'some 3,000 packets with a few oddities planted in it',
  },
];

/** The text of a sample, as it stands in samples/. */
export async function readSample(file: string): Promise<string> {
  const name = file.replace(/\.json$/, '') as keyof typeof sampleBatches;
  if (!Object.hasOwn(sampleBatches, name)) throw new Error(`This build of the page has no sample ${file}.`);
  return sampleBatches[name]().text;
}
