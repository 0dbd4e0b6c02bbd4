// The samples that a click opens: made anew from their seeds, so that a click asks for nothing.
import type { SampleFile } from '../samples/make-sample.ts';

export interface Sample {
  /** Its name in samples/. */
  file: SampleFile;
  title: string;
  about: string;
}

export const SAMPLES: readonly Sample[] = [
  { file: 'sample_batch.json', title: 'A small batch', about: 'some 40 packets, to see the payload and the answer' },
  {
    file: 'office_scan.pcapng',
    title: 'A capture with a scan in it',
    about: 'some 4,000 packets, as Wireshark saves them',
  },
  {
    file: 'office_batch.json',
    title: 'An office at work',
    about: 'some 3,000 packets with a scan and a few oddities planted in it',
  },
];

/** Those of JSON, which scripts take. */
export const BATCHES = SAMPLES.filter(({ file }) => file.endsWith('.json'));

/** A sample, as it stands in samples/. The generator is a script of its own: src/scripts/late-scripts.mjs lists it. */
export async function readSample(file: string): Promise<Blob> {
  const { makeSample } = await import('../samples/make-sample.ts');
  return makeSample(file);
}
