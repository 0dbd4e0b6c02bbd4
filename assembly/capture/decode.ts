// One packet's bytes to the record in packet.ts, by its link type.
import { UNDECODED, mark } from './packet';

/**
 * Decodes a packet of a link type (LINKTYPE_… number) whose first `captured` bytes stand at `at`. The record has been
 * emptied, and its size is known; 64 bytes behind the captured ones may be read, and are of no meaning.
 * @param original bytes on the wire, whatever was captured
 * @param fcs      bytes of frame check sequence at the end of the packet on the wire, 0 where that is not said
 */
export function decodePacket(linkType: u32, at: usize, captured: u32, original: u32, fcs: u32): void {
  mark(UNDECODED);
}
