// For tests: small frames of addresses for documentation (RFC 5737, RFC 3849, RFC 7042), without checksums.
import { type Bytes, hex, join, numbers, text } from './bytes.ts';

const { u16, u32 } = numbers(true);

export const ethernet = (ethertype: number, payload: Uint8Array): Bytes =>
  join(hex('00005e005302 00005e005301'), u16(ethertype), payload);

/** From 192.0.2.1 to 192.0.2.2. */
export const ipv4 = (protocol: number, payload: Uint8Array): Bytes =>
  join(
    hex('4500'),
    u16(20 + payload.length),
    hex('00014000 40'),
    Uint8Array.of(protocol),
    hex('0000 c0000201 c0000202'),
    payload,
  );

/** From 2001:db8::1 to 2001:db8::2. */
export const ipv6 = (next: number, payload: Uint8Array): Bytes =>
  join(
    u32(0x60000000),
    u16(payload.length),
    Uint8Array.of(next, 64),
    hex('20010db8000000000000000000000001 20010db8000000000000000000000002'),
    payload,
  );

export const udp = (from: number, to: number, payload: Uint8Array): Bytes =>
  join(u16(from), u16(to), u16(8 + payload.length), u16(0), payload);

/** A segment with ACK and PSH, window 512. */
export const tcp = (from: number, to: number, payload: Uint8Array): Bytes =>
  join(u16(from), u16(to), u32(1), u32(1), hex('5018 0200 0000 0000'), payload);

/** A query for A records; `name` as it stands on the wire, labels with their lengths. */
export const dnsQuery = (name: Uint8Array): Bytes => join(hex('1234 0100 0001 0000 0000 0000'), name, hex('0001 0001'));

export const label = (words: string): Bytes => join(Uint8Array.of(words.length), text(words));

/** 46 bytes: a datagram with 4 bytes of payload. */
export const smallFrame: Bytes = ethernet(0x0800, ipv4(17, udp(5000, 6000, text('abcd'))));
