// Decodes a single packet for the eye: the layers that it has, and where.
import { startDictionary } from '../batch/dictionary';
import { startAddresses } from './addresses';
import { decodePacket } from './decode';
import { layerCount, traceLayers } from './layers';
import { MISSING, PACKET, SIZE, SLICED, clearPacket, mark } from './packet';

/** Bytes behind a packet that decoders may read. */
const PADDING: usize = 64;

/** Starts an instance that decodes single packets only. `low`, `high`: 64 random bits. */
export function captureInspectorStart(low: u32, high: u32): void {
  startDictionary(low, high);
  startAddresses(low, high);
}

/** Room for a packet of `captured` bytes; to be given back with `release`. */
export function captureInspectorRoom(captured: u32): usize {
  return heap.alloc(<usize>captured + PADDING);
}

/**
 * Decodes the packet at `at`, see decodePacket, and notes its layers: their number is answered, they stand at
 * `captureLayers`, and what the columns would be at `capturePacket` (see packet.ts).
 */
export function captureInspect(linkType: u32, at: usize, captured: u32, original: u32, fcs: u32): u32 {
  clearPacket();
  store<u32>(PACKET, original, SIZE);
  store<u32>(PACKET, original - captured, MISSING);
  if (captured < original) mark(SLICED);
  traceLayers(at);
  decodePacket(linkType, at, captured, original, fcs);
  const found = layerCount();
  traceLayers(0);
  return found;
}

export function capturePacket(): usize {
  return PACKET;
}
