// Builds packets layer by layer, innermost first, with lengths and checksums as their RFCs want them.

/** Ethernet's EtherTypes (IANA, "ETHER TYPES"). */
export const ETHERTYPE_IPV4 = 0x0800;
export const ETHERTYPE_ARP = 0x0806;
export const ETHERTYPE_IPV6 = 0x86dd;
/** Least bytes of a frame without its check sequence (IEEE 802.3); shorter ones are filled up with zeros. */
const LEAST_FRAME = 60;

/** Bytes on the wire, in network order. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** IP addresses of a packet, both of 4 or both of 16 bytes. */
export interface Ends {
  src: Bytes;
  dst: Bytes;
}

/** What a TCP header holds. `flags` are bits of RFC 9293 section 3.1; options are filled up to four bytes. */
export interface TcpHeader {
  srcPort: number;
  dstPort: number;
  sequence: number;
  acknowledgment: number;
  flags: number;
  /** Default 64,240. */
  windowSize?: number;
  options?: readonly number[];
}

/** Joins parts: numbers below 256 are bytes, texts are their characters (ASCII). */
export function join(...parts: (Uint8Array | readonly number[] | string)[]): Bytes {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    if (typeof part === 'string') for (let i = 0; i < part.length; i++) joined[at + i] = part.charCodeAt(i);
    else joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** Two bytes, the high one first. */
export function word(value: number): [number, number] {
  return [(value >>> 8) & 255, value & 255];
}

/** Four bytes, the high one first. */
export function long(value: number): [number, number, number, number] {
  return [...word(value >>> 16), ...word(value)];
}

/** `02:00:5e:10:00:2a` */
export function macBytes(text: string): Bytes {
  return Uint8Array.from(text.split(':'), (part) => parseInt(part, 16));
}

/** A dotted quad, or IPv6 with at most one `::` (RFC 4291 section 2.2), both taken as sound. */
export function ipBytes(text: string): Bytes {
  if (!text.includes(':')) return Uint8Array.from(text.split('.'), Number);
  const [head, tail] = text.split('::').map((side) => (side === '' ? [] : side.split(':')));
  const filled = tail ? [...head, ...Array<string>(8 - head.length - tail.length).fill('0'), ...tail] : head;
  return Uint8Array.from(filled.flatMap((group) => word(parseInt(group, 16))));
}

/** Sums 16-bit words, an odd last byte as the high one of a word (RFC 1071 section 1). */
function sumWords(bytes: Uint8Array, sum = 0): number {
  for (let at = 0; at < bytes.length; at += 2) sum += bytes[at] * 256 + (bytes[at + 1] ?? 0);
  return sum;
}

/** The Internet checksum of RFC 1071: one's complement of the one's complement sum. */
function finishChecksum(sum: number): number {
  while (sum > 0xffff) sum = (sum % 0x10000) + Math.floor(sum / 0x10000);
  return ~sum & 0xffff;
}

/** Puts the checksum over pseudo header (RFC 9293 section 3.1, RFC 8200 section 8.1) and segment into the segment. */
function putChecksum({ src, dst }: Ends, proto: number, segment: Bytes, place: number): Bytes {
  const checksum = finishChecksum(sumWords(segment, sumWords(src) + sumWords(dst) + proto + segment.length));
  // Of UDP, 0 would say "none" (RFC 768).
  segment.set(word(proto === 17 && checksum === 0 ? 0xffff : checksum), place);
  return segment;
}

/** RFC 9293. */
export function tcpSegment(ends: Ends, header: TcpHeader, payload: Uint8Array = new Uint8Array()): Bytes {
  const { srcPort, dstPort, sequence, acknowledgment, flags, windowSize = 64_240, options = [] } = header;
  const words = Math.ceil(options.length / 4);
  const segment = join(
    [...word(srcPort), ...word(dstPort), ...long(sequence), ...long(acknowledgment)],
    [(5 + words) << 4, flags, ...word(windowSize), 0, 0, 0, 0],
    [...options, ...Array<number>(4 * words - options.length).fill(0)],
    payload,
  );
  return putChecksum(ends, 6, segment, 16);
}

/** RFC 768. */
export function udpDatagram(ends: Ends, srcPort: number, dstPort: number, payload: Uint8Array): Bytes {
  const datagram = join([...word(srcPort), ...word(dstPort), ...word(8 + payload.length), 0, 0], payload);
  return putChecksum(ends, 17, datagram, 6);
}

/**
 * ICMP (RFC 792), or ICMPv6 (RFC 4443) where the addresses have 16 bytes.
 * @param rest the four bytes behind the checksum, as one number
 */
export function icmpMessage(ends: Ends, type: number, code: number, rest: number, payload: Uint8Array): Bytes {
  const message = join([type, code, 0, 0, ...long(rest)], payload);
  if (ends.src.length === 16) return putChecksum(ends, 58, message, 2);
  message.set(word(finishChecksum(sumWords(message))), 2);
  return message;
}

/** An IPv4 (RFC 791) or IPv6 (RFC 8200) packet, by the length of the addresses. `id` is of IPv4 alone. */
export function ipPacket({ src, dst }: Ends, proto: number, payload: Uint8Array, { ttl = 64, id = 0 } = {}): Bytes {
  if (src.length === 16) return join([0x60, 0, 0, 0, ...word(payload.length), proto, ttl], src, dst, payload);
  const dontFragment = 0x40;
  const header = join(
    [0x45, 0, ...word(20 + payload.length), ...word(id), dontFragment, 0, ttl, proto, 0, 0],
    src,
    dst,
  );
  header.set(word(finishChecksum(sumWords(header))), 10);
  return join(header, payload);
}

/** Ethernet over IPv4 (RFC 826). `operation` 1 asks, 2 answers. */
export function arpPacket(operation: number, sender: [mac: Bytes, ip: Bytes], target: [mac: Bytes, ip: Bytes]): Bytes {
  return join([0, 1, ...word(ETHERTYPE_IPV4), 6, 4, ...word(operation)], ...sender, ...target);
}

/**
 * An Ethernet II frame without its check sequence, filled up to the least length.
 * @param vlan identifier of an IEEE 802.1Q tag, or null for none
 */
export function ethernetFrame(
  src: Bytes,
  dst: Bytes,
  ethertype: number,
  payload: Uint8Array,
  vlan: number | null = null,
): Bytes {
  const tag = vlan === null ? [] : [0x81, 0x00, ...word(vlan)];
  const padding = new Uint8Array(Math.max(0, LEAST_FRAME - 14 - tag.length - payload.length));
  return join(dst, src, tag, word(ethertype), payload, padding);
}
