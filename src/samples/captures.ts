// The captures of samples/, made from their seeds, as pcapng.
import { PcapngWriter } from '../packets/pcapng-writer.ts';
import { START } from './batches.ts';
import { officeScan } from './office-scan.ts';
import { Seeded } from './seeded.ts';

/** Makes a capture by its name, the same bytes on every machine. It takes some milliseconds. */
export const sampleCaptures = {
  office_scan(): Uint8Array<ArrayBuffer> {
    const writer = new PcapngWriter();
    writer.section('Net Anomaly samples');
    writer.interface({ linkType: 1, snapLength: 262_144, ticks: 1e6, timeOffset: 0, fcsLength: null, name: 'office' });
    for (const { at, bytes } of officeScan(new Seeded(77))) {
      const ticks = BigInt(START) * 1_000_000n + BigInt(at);
      writer.packet({ interface: 0, ticks, bytes, originalLength: bytes.length, options: [] });
    }
    return writer.take();
  },
};
