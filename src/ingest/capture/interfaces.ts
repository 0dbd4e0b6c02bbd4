// The interfaces of captures, out of the records that assembly/capture/interfaces.ts keeps.
import type { CaptureInterface } from '../../packets/capture.ts';
import type { CaptureExports } from './exports.ts';

const NAME = 80;
const BIG_ENDIAN = 1;
const PCAPNG = 2;

/** An interface, and the packets of it so far. */
export interface CountedInterface {
  described: CaptureInterface;
  packets: number;
}

/** Interfaces from `first` on, all of one source. */
export function readInterfaces(core: CaptureExports, first: number, source: number): CountedInterface[] {
  const { buffer } = core.memory;
  return Array.from({ length: core.captureInterfaces() - first }, (_, place) => {
    const at = core.captureInterface(first + place) >>> 0;
    const view = new DataView(buffer, at);
    const flags = view.getUint32(44, true);
    const ticks = view.getBigUint64(8, true);
    const fcs = view.getInt32(32, true);
    const name = new Uint8Array(buffer, at + NAME, view.getUint32(72, true));
    const described: CaptureInterface = {
      source,
      section: view.getUint32(36, true),
      id: view.getUint32(40, true),
      container: flags & PCAPNG ? 'pcapng' : 'pcap',
      bigEndian: (flags & BIG_ENDIAN) !== 0,
      linkType: view.getUint32(0, true),
      snapLength: view.getUint32(4, true),
      ticks: ticks === 0n ? 1 / view.getFloat64(16, true) : Number(ticks),
      timeOffset: view.getFloat64(24, true),
      fcsLength: fcs < 0 ? null : fcs,
      offset: view.getFloat64(48, true),
      sectionOffset: view.getFloat64(56, true),
      name: new TextDecoder().decode(name),
      recordHeader: view.getUint32(76, true),
    };
    return { described, packets: view.getFloat64(64, true) };
  });
}
