// The batches of samples/, made from their seeds: the page carries the generator, a tenth of what they take as text.
import type { Packet } from '../packets/table.ts';
import { lanTraffic } from './lan-traffic.ts';
import { officeTraffic } from './office-traffic.ts';
import { lanOddities, officeOddities, plant, plantScan, type Oddity } from './planted-oddities.ts';
import { Seeded } from './seeded.ts';

/** When all samples begin, in epoch seconds: 5 September 2024, 09:53:20 UTC. */
export const START = 1_725_530_000;

export interface SampleBatch {
  /** The batch, as the file in samples/ holds it. */
  text: string;
  packets: readonly Packet[];
  planted: number[];
}

function hide(oddities: readonly Oddity[], packets: Packet[], random: Seeded, withScan: boolean): SampleBatch {
  const planted = plant(random, packets, oddities);
  if (withScan) plantScan(packets, planted);
  const text = `{"items":[\n${packets.map((packet) => JSON.stringify(packet)).join(',\n')}\n]}\n`;
  return { text, packets, planted };
}

/** Makes a batch by its name, the same bytes on every machine. It takes some milliseconds. */
export const sampleBatches = {
  sample_batch(): SampleBatch {
    const random = new Seeded(2);
    return hide(lanOddities, lanTraffic(random, 40, START), random, false);
  },
  office_batch(): SampleBatch {
    const random = new Seeded(3000);
    return hide(officeOddities, officeTraffic(random, 3000, START, 50), random, true);
  },
};
