// The row buffer: decoded packets as parallel columns, taken by the host whenever it is full and after each feed.
import * as packet from './packet';
import { PACKET, PACKET_BYTES } from './packet';

/** Rows in the buffer at most: with 84 bytes each they fit the second-level cache. */
const CAPACITY: u32 = 4096;
const ALL: usize = <usize>CAPACITY;
/** Bytes between columns: otherwise a row's fields would all fall into one set of the first-level cache, which has 8 ways. */
const GAP: usize = 64;

/** Where the columns begin in the buffer, in the order of `captureColumn`. */
const TS: usize = 0;
const OFFSET: usize = TS + ALL * 8 + GAP;
const SIZE: usize = OFFSET + ALL * 8 + GAP;
const SRC: usize = SIZE + ALL * 4 + GAP;
const DST: usize = SRC + ALL * 4 + GAP;
const MISSING: usize = DST + ALL * 4 + GAP;
const SRC_MAC: usize = MISSING + ALL * 4 + GAP;
const DST_MAC: usize = SRC_MAC + ALL * 4 + GAP;
const PAYLOAD_LENGTH: usize = DST_MAC + ALL * 4 + GAP;
const ARP_SENDER: usize = PAYLOAD_LENGTH + ALL * 4 + GAP;
const ARP_TARGET: usize = ARP_SENDER + ALL * 4 + GAP;
const DNS_NAME: usize = ARP_TARGET + ALL * 4 + GAP;
const DNS_DOMAIN: usize = DNS_NAME + ALL * 4 + GAP;
const SRC_PORT: usize = DNS_DOMAIN + ALL * 4 + GAP;
const DST_PORT: usize = SRC_PORT + ALL * 2 + GAP;
const INTERFACE: usize = DST_PORT + ALL * 2 + GAP;
const ETHERTYPE: usize = INTERFACE + ALL * 2 + GAP;
const VLAN: usize = ETHERTYPE + ALL * 2 + GAP;
const TCP_WINDOW: usize = VLAN + ALL * 2 + GAP;
const ARP_OPERATION: usize = TCP_WINDOW + ALL * 2 + GAP;
const MARKS: usize = ARP_OPERATION + ALL * 2 + GAP;
const PROTO: usize = MARKS + ALL * 2 + GAP;
const PRESENT: usize = PROTO + ALL + GAP;
const TCP_FLAGS: usize = PRESENT + ALL + GAP;
const TTL: usize = TCP_FLAGS + ALL + GAP;
const ICMP_TYPE: usize = TTL + ALL + GAP;
const ICMP_CODE: usize = ICMP_TYPE + ALL + GAP;
const DNS_LENGTH: usize = ICMP_CODE + ALL + GAP;
const DNS_ENTROPY: usize = DNS_LENGTH + ALL + GAP;
const END: usize = DNS_ENTROPY + ALL + GAP;

const starts: StaticArray<usize> = [
  TS,
  OFFSET,
  SIZE,
  SRC,
  DST,
  MISSING,
  SRC_MAC,
  DST_MAC,
  PAYLOAD_LENGTH,
  SRC_PORT,
  DST_PORT,
  INTERFACE,
  ETHERTYPE,
  VLAN,
  TCP_WINDOW,
  ARP_OPERATION,
  MARKS,
  PROTO,
  PRESENT,
  TCP_FLAGS,
  TTL,
  ICMP_TYPE,
  ICMP_CODE,
  DNS_LENGTH,
  DNS_ENTROPY,
  ARP_SENDER,
  ARP_TARGET,
  DNS_NAME,
  DNS_DOMAIN,
];

let base: usize = 0;
let rows: u32 = 0;
/** All records since the rows were taken, or-ed byte by byte: which columns are not 0 throughout. */
const anyBits: usize = memory.data(96, 16);

export function startRows(): void {
  if (base == 0) base = heap.alloc(END);
  takeRows();
}

/** Rows that wait to be taken. */
export function rowCount(): u32 {
  return rows;
}

/** Whether the host must take the rows first. */
export function areRowsFull(): bool {
  return rows == CAPACITY;
}

/** Where a column begins, by its number in src/ingest/capture/rows.ts (PLACES). */
export function rowColumn(index: u32): usize {
  return base + starts[index];
}

/** A record like a packet's, of the bits that any waiting row has. */
export function anyRow(): usize {
  return anyBits;
}

/** Empties the buffer. */
export function takeRows(): void {
  rows = 0;
  memory.fill(anyBits, 0, PACKET_BYTES);
}

/** Appends the packet at hand. The caller has made sure that there is room. */
export function addRow(): void {
  const row = <usize>rows;
  const bytes = base + row;
  const halves = bytes + row;
  const words = halves + (row << 1);
  const doubles = words + (row << 2);
  store<f64>(doubles, load<f64>(PACKET, packet.TS), TS);
  store<f64>(doubles, load<f64>(PACKET, packet.OFFSET), OFFSET);
  store<u32>(words, load<u32>(PACKET, packet.SIZE), SIZE);
  store<u32>(words, load<u32>(PACKET, packet.SRC), SRC);
  store<u32>(words, load<u32>(PACKET, packet.DST), DST);
  store<u32>(words, load<u32>(PACKET, packet.MISSING), MISSING);
  store<u32>(words, load<u32>(PACKET, packet.SRC_MAC), SRC_MAC);
  store<u32>(words, load<u32>(PACKET, packet.DST_MAC), DST_MAC);
  store<u32>(words, load<u32>(PACKET, packet.PAYLOAD_LENGTH), PAYLOAD_LENGTH);
  store<u16>(halves, load<u16>(PACKET, packet.SRC_PORT), SRC_PORT);
  store<u16>(halves, load<u16>(PACKET, packet.DST_PORT), DST_PORT);
  store<u16>(halves, load<u16>(PACKET, packet.INTERFACE), INTERFACE);
  store<u16>(halves, load<u16>(PACKET, packet.ETHERTYPE), ETHERTYPE);
  store<u16>(halves, load<u16>(PACKET, packet.VLAN), VLAN);
  store<u16>(halves, load<u16>(PACKET, packet.TCP_WINDOW), TCP_WINDOW);
  store<u16>(halves, load<u16>(PACKET, packet.ARP_OPERATION), ARP_OPERATION);
  store<u16>(halves, load<u16>(PACKET, packet.MARKS), MARKS);
  store<u8>(bytes, load<u8>(PACKET, packet.PROTO), PROTO);
  store<u8>(bytes, load<u8>(PACKET, packet.PRESENT), PRESENT);
  store<u8>(bytes, load<u8>(PACKET, packet.TCP_FLAGS), TCP_FLAGS);
  store<u8>(bytes, load<u8>(PACKET, packet.TTL), TTL);
  store<u8>(bytes, load<u8>(PACKET, packet.ICMP_TYPE), ICMP_TYPE);
  store<u8>(bytes, load<u8>(PACKET, packet.ICMP_CODE), ICMP_CODE);
  store<u8>(bytes, load<u8>(PACKET, packet.DNS_LENGTH), DNS_LENGTH);
  store<u8>(bytes, load<u8>(PACKET, packet.DNS_ENTROPY), DNS_ENTROPY);
  store<u32>(words, load<u32>(PACKET, packet.ARP_SENDER), ARP_SENDER);
  store<u32>(words, load<u32>(PACKET, packet.ARP_TARGET), ARP_TARGET);
  store<u32>(words, load<u32>(PACKET, packet.DNS_NAME), DNS_NAME);
  store<u32>(words, load<u32>(PACKET, packet.DNS_DOMAIN), DNS_DOMAIN);
  v128.store(anyBits, v128.or(v128.load(anyBits, 16), v128.load(PACKET, 16)), 16);
  v128.store(anyBits, v128.or(v128.load(anyBits, 32), v128.load(PACKET, 32)), 32);
  v128.store(anyBits, v128.or(v128.load(anyBits, 48), v128.load(PACKET, 48)), 48);
  v128.store(anyBits, v128.or(v128.load(anyBits, 64), v128.load(PACKET, 64)), 64);
  v128.store(anyBits, v128.or(v128.load(anyBits, 80), v128.load(PACKET, 80)), 80);
  rows++;
}
