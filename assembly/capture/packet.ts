// The packet at hand: one record of fixed places that decoders fill and rows.ts copies into the columns.

/** Places of the fields in the record; widths as in src/packets/table.ts. */
export const TS: usize = 0; // f64, seconds since 1970
export const OFFSET: usize = 8; // f64
export const SIZE: usize = 16; // u32, bytes on the wire
export const SRC: usize = 20; // u32, address id
export const DST: usize = 24; // u32, address id
export const MISSING: usize = 28; // u32
export const SRC_MAC: usize = 32; // u32, address id
export const DST_MAC: usize = 36; // u32, address id
export const PAYLOAD_LENGTH: usize = 40; // u32
export const SRC_PORT: usize = 44; // u16
export const DST_PORT: usize = 46; // u16
export const INTERFACE: usize = 48; // u16
export const ETHERTYPE: usize = 50; // u16
export const VLAN: usize = 52; // u16
export const TCP_WINDOW: usize = 54; // u16
export const ARP_OPERATION: usize = 56; // u16
export const MARKS: usize = 58; // u16
export const PROTO: usize = 60; // u8
export const PRESENT: usize = 61; // u8
export const TCP_FLAGS: usize = 62; // u8
export const TTL: usize = 63; // u8
export const ICMP_TYPE: usize = 64; // u8
export const ICMP_CODE: usize = 65; // u8
export const DNS_LENGTH: usize = 66; // u8
export const DNS_ENTROPY: usize = 67; // u8, in 1/32 bits a character
export const ARP_SENDER: usize = 68; // u32, address id
export const ARP_TARGET: usize = 72; // u32, address id
export const DNS_NAME: usize = 76; // u32, hash of the name
export const DNS_DOMAIN: usize = 80; // u32, hash of its last two labels
const BYTES: i32 = 96;
export const PACKET_BYTES: usize = <usize>BYTES;

/** Bits of PRESENT, as in src/packets/table.ts. */
export const HAS_SRC: u32 = 1;
export const HAS_DST: u32 = 2;
export const HAS_TS: u32 = 4;
export const HAS_SRC_PORT: u32 = 8;
export const HAS_DST_PORT: u32 = 16;
export const HAS_TCP_FLAGS: u32 = 32;

/** Bits of MARKS, as in src/packets/table.ts. */
export const CAPTURED: u32 = 1;
export const UNDECODED: u32 = 2;
export const TRUNCATED: u32 = 4;
export const MALFORMED: u32 = 8;
export const IPV4: u32 = 16;
export const IPV6: u32 = 32;
export const ARP: u32 = 64;
export const ICMP: u32 = 128;
export const TRANSPORT: u32 = 256;
export const DNS: u32 = 512;
export const TAGGED: u32 = 1024;
export const DONT_FRAGMENT: u32 = 2048;
export const MORE_FRAGMENTS: u32 = 4096;
export const LATER_FRAGMENT: u32 = 8192;
export const SLICED: u32 = 16384;

/** PROTO of a frame without an IP packet. */
export const NO_PROTOCOL: u32 = 255;

/** The record. */
export const PACKET: usize = memory.data(BYTES, 16);

/** Empties the record: a captured frame of which nothing is known. */
export function clearPacket(): void {
  const zero = i64x2.splat(0);
  v128.store(PACKET, zero, 0);
  v128.store(PACKET, zero, 16);
  v128.store(PACKET, zero, 32);
  v128.store(PACKET, zero, 48);
  v128.store(PACKET, zero, 64);
  v128.store(PACKET, zero, 80);
  store<u16>(PACKET, <u16>CAPTURED, MARKS);
  store<u8>(PACKET, <u8>NO_PROTOCOL, PROTO);
}

/** Adds `MARKS` bits. */
export function mark(bits: u32): void {
  store<u16>(PACKET, <u16>(load<u16>(PACKET, MARKS) | bits), MARKS);
}

/** Whether any of these `MARKS` bits is set. */
export function isMarked(bits: u32): bool {
  return (load<u16>(PACKET, MARKS) & bits) != 0;
}

/** Adds `PRESENT` bits. */
export function present(bits: u32): void {
  store<u8>(PACKET, <u8>(load<u8>(PACKET, PRESENT) | bits), PRESENT);
}
