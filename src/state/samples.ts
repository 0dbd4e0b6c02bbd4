// The samples, as text inside the site's own scripts: fetched while the page is idle, so that a click asks for nothing.

const texts = import.meta.glob<string>('../../samples/*_batch.json', { query: '?raw', import: 'default' });

export interface Sample {
  file: string;
  title: string;
  about: string;
}

export const SAMPLES: readonly Sample[] = [
  { file: 'sample_batch.json', title: 'A small batch', about: 'some 40 packets, to see the payload and the answer' },
  { file: 'office_batch.json', title: 'An office at work', about: 'some 3,000 packets with a few oddities planted in it' },
];

/** The text of a sample, as it stands in samples/. */
export async function readSample(file: string): Promise<string> {
  const read = texts[`../../samples/${file}`];
  if (!read) throw new Error(`This build of the page has no sample ${file}.`);
  return read();
}

export async function prefetchSamples(): Promise<void> {
  await Promise.all(Object.values(texts).map((read) => read()));
}
