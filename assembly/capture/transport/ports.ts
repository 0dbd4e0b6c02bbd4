// Source and destination port, with which all of TCP, UDP, SCTP, DCCP and UDP-Lite begin.
import { load16 } from '../bounds';
import { DST_PORT, HAS_DST_PORT, HAS_SRC_PORT, PACKET, SRC_PORT, present } from '../packet';

/** Keeps the ports that stand whole in the first `bytes` of a header. */
export function ports(at: usize, bytes: u32): void {
  if (bytes >= 2) {
    store<u16>(PACKET, <u16>load16(at), SRC_PORT);
    present(HAS_SRC_PORT);
  }
  if (bytes >= 4) {
    store<u16>(PACKET, <u16>load16(at + 2), DST_PORT);
    present(HAS_DST_PORT);
  }
}
