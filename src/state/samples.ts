// The samples that a click opens: made anew from their seeds, so that a click asks for nothing.
import { sampleBatches } from '../samples/batches.ts';
import { sampleCaptures } from '../samples/captures.ts';

export interface Sample {
  /** Its name in samples/. */
  file: `${keyof typeof sampleBatches}.json` | `${keyof typeof sampleCaptures}.pcapng`;
  title: string;
  about: string;
}

export const SAMPLES: readonly Sample[] = [
  { file: 'sample_batch.json', title: 'A small batch', about: 'some 40 packets, to see the payload and the answer' },
  {
    file: 'office_scan.pcapng',
    title: 'A capture with a scan in it',
    about: 'some 3,000 packets, as Wireshark saves them',
  },
  {
    file: 'office_batch.json',
    title: 'An office at work',
    about: 'some 3,000 packets with a few oddities planted in it',
  },
];

/** Those of JSON, which scripts take. */
export const BATCHES = SAMPLES.filter(({ file }) => file.endsWith('.json'));

/** A sample, as it stands in samples/. */
export async function readSample(file: string): Promise<Blob> {
  const name = file.replace(/\.\w+$/, '');
  if (Object.hasOwn(sampleBatches, name)) return new Blob([sampleBatches[name as keyof typeof sampleBatches]().text]);
  if (Object.hasOwn(sampleCaptures, name)) return new Blob([sampleCaptures[name as keyof typeof sampleCaptures]()]);
  throw new Error(`This build of the page has no sample ${file}.`);
}
