// Packets in words: names of protocols and of TCP flags.
import { protocolName } from '../packets/protocols.ts';

/** `TCP`, or `protocol 99` for a number without a common name. */
export function protocolShort(proto: number): string {
  return protocolName(proto) ?? `protocol ${proto}`;
}

/** TCP flag bits from bit 0 on (RFC 9293 section 3.1). */
const FLAGS = ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG', 'ECE', 'CWR'];

/** `SYN ACK`; `none` when no bit is set. */
export function flagWords(flags: number): string {
  const set = FLAGS.filter((_, bit) => (flags >> bit) & 1);
  return set.length === 0 ? 'none' : set.join(' ');
}
