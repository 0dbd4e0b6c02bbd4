// A packet prepared once for all groups of features: its time, its keys in the tables, and what else they ask.
import { GROUP, LOCAL, UNSPECIFIED, addressKey } from './addresses';
import { tick } from './clock';
import { beside, combine, combineEither } from './hash';
import * as rows from './rows';
import { tableAt, touch, wantEntry, wantTags } from './table';
import * as tables from './tables';

/** Its keys, by number; 0 where it has none. */
export const SRC: u32 = 0;
export const DST: u32 = 1;
export const SERVICE: u32 = 2;
export const CONNECTION: u32 = 3;
export const CHANNEL: u32 = 4;
export const PAIR: u32 = 5;
const KEYS: u32 = 6;

/** The table that each key is of. */
const tableOf: StaticArray<u32> = [
  tables.HOSTS,
  tables.HOSTS,
  tables.SERVICES,
  tables.CONNECTIONS,
  tables.CHANNELS,
  tables.PAIRS,
];

/** Places in a prepared packet: time f64 | keys u64 each | where they were found u32 each | traits, row u32 | keys of MACs u64. */
const TIME: usize = 0;
const KEY: usize = 8;
const HINT: usize = 56;
const TRAITS: usize = 80;
const ROW: usize = 84;
export const SRC_MAC: usize = 88;
export const DST_MAC: usize = 96;
export const PREPARED_BYTES: usize = 112;

/** Bits of TRAITS. The upper host of its pair sends it; the client does. */
export const UPPER: u32 = 1;
export const FROM_CLIENT: u32 = 2;
export const ICMP: u32 = 4;
export const ARP: u32 = 8;
/** To a group of hosts: nobody has to answer. */
export const TO_GROUP: u32 = 16;
/** From one IP host to another; within the local network. */
export const UNICAST_IP: u32 = 32;
export const WITHIN: u32 = 64;
/** Its ends are not on IP, ARP included; are MACs. */
export const NOT_IP: u32 = 128;
export const ONLY_MACS: u32 = 256;
/** A port is DNS's; the destination's is. */
export const DNS: u32 = 512;
export const DNS_QUERY: u32 = 1024;
export const TCP_FLAGS: u32 = 2048;

/** Bits of `present` and `marks`, as in src/packets. */
const HAS_TS: u32 = 4;
const HAS_SRC_PORT: u32 = 8;
const HAS_DST_PORT: u32 = 16;
const HAS_TCP_FLAGS: u32 = 32;
const MARK_ARP: u32 = 64;
const MARK_ICMP: u32 = 128;

const DNS_PORT: u32 = 53;
/** Where a packet has no port. */
const NO_PORT: u32 = 0x10000;
/** `proto` of frames without IP, and what ARP has instead. */
const NO_PROTOCOL: u32 = 255;
const ARP_PROTOCOL: u32 = 254;

export function timeOf(packet: usize): f64 {
  return load<f64>(packet, TIME);
}

/** Its row in the piece. */
export function rowOf(packet: usize): usize {
  return load<u32>(packet, ROW);
}

export function traitsOf(packet: usize): u32 {
  return load<u32>(packet, TRAITS);
}

export function hasTrait(packet: usize, bits: u32): bool {
  return (load<u32>(packet, TRAITS) & bits) != 0;
}

export function keyOf(packet: usize, key: u32): u64 {
  return load<u64>(packet + ((<usize>key) << 3), KEY);
}

/** Wants the tags of all keys. */
export function wantKeys(packet: usize): void {
  for (let key = SRC; key < KEYS; key++) wantTags(tableAt(tableOf[key]), keyOf(packet, key));
}

/** Wants what all keys lead to, and keeps where that is. */
export function findHints(packet: usize): void {
  for (let key = SRC; key < KEYS; key++) {
    store<usize>(packet + ((<usize>key) << 2), wantEntry(tableAt(tableOf[key]), keyOf(packet, key)), HINT);
  }
}

/** The entry of one of its keys, which it has; `silence` in table.ts tells since when it was not used. */
export function entryOf(packet: usize, key: u32): usize {
  const hint = load<usize>(packet + ((<usize>key) << 2), HINT);
  return touch(tableAt(tableOf[key]), keyOf(packet, key), hint, timeOf(packet));
}

function setKey(packet: usize, key: u32, value: u64): void {
  store<u64>(packet + ((<usize>key) << 3), value, KEY);
}

/** An end of a packet: its IP address; in ARP the protocol address; else its MAC. */
function endKey(words: usize, ip: usize, arp: usize, mac: u64): u64 {
  const id = load<u32>(words + ip);
  if (id != 0) return addressKey(id);
  const protocolId = load<u32>(words + arp);
  return protocolId != 0 ? addressKey(protocolId) : mac;
}

/** Prepares the packet in row `row` of the piece. */
export function prepare(packet: usize, row: u32): void {
  const bytes = rows.featuresInput() + row;
  const halves = bytes + row;
  const words = halves + ((<usize>row) << 1);
  const present = <u32>load<u8>(bytes, rows.PRESENT);
  const marks = <u32>load<u16>(halves, rows.MARKS);
  store<f64>(packet, tick(load<f64>(words + ((<usize>row) << 2), rows.TS), (present & HAS_TS) != 0), TIME);
  store<u32>(packet, row, ROW);

  const srcMac = addressKey(load<u32>(words, rows.SRC_MAC));
  const dstMac = addressKey(load<u32>(words, rows.DST_MAC));
  store<u64>(packet, srcMac, SRC_MAC);
  store<u64>(packet, dstMac, DST_MAC);
  const src = endKey(words, rows.SRC, rows.ARP_SENDER, srcMac);
  const dst = endKey(words, rows.DST, rows.ARP_TARGET, dstMac);
  const isArp = (marks & MARK_ARP) != 0;
  let proto = <u32>load<u8>(bytes, rows.PROTO);
  if (proto == NO_PROTOCOL && isArp) proto = ARP_PROTOCOL;
  const srcPort = (present & HAS_SRC_PORT) != 0 ? <u32>load<u16>(halves, rows.SRC_PORT) : NO_PORT;
  const dstPort = (present & HAS_DST_PORT) != 0 ? <u32>load<u16>(halves, rows.DST_PORT) : NO_PORT;
  // The service: the smaller port, or what ICMP or the protocol number tells, counted below 0.
  let service = <i32>min<u32>(srcPort, dstPort);
  const isServed = service == <i32>dstPort;
  if (service == <i32>NO_PORT) {
    service = (marks & MARK_ICMP) != 0 ? -1 - <i32>load<u8>(bytes, rows.ICMP_TYPE) : -1 - <i32>proto;
  }
  const kind = ((<u64>proto) << 32) | (<u32>service);
  const isWhole = src != 0 && dst != 0;
  setKey(packet, SRC, src);
  setKey(packet, DST, dst);
  setKey(packet, SERVICE, combine(0, 0, kind));
  setKey(packet, CONNECTION, isWhole ? combineEither(beside(src, srcPort), beside(dst, dstPort), proto) : 0);
  setKey(packet, CHANNEL, isWhole ? combine(isServed ? src : dst, isServed ? dst : src, kind) : 0);
  setKey(packet, PAIR, isWhole ? combineEither(src, dst, 0) : 0);

  const toGroup = (dst & GROUP) != 0 && proto != ARP_PROTOCOL;
  let traits: u32 = toGroup ? TO_GROUP : 0;
  if (src > dst) traits |= UPPER;
  if (isServed) traits |= FROM_CLIENT;
  if (proto == ARP_PROTOCOL) traits |= ARP;
  if (proto == 1 || proto == 58) traits |= ICMP;
  if (proto >= ARP_PROTOCOL) traits |= NOT_IP;
  if (proto == NO_PROTOCOL) traits |= ONLY_MACS;
  if (proto == 6 && (present & HAS_TCP_FLAGS) != 0) traits |= TCP_FLAGS;
  if (srcPort == DNS_PORT || dstPort == DNS_PORT) traits |= DNS;
  if (dstPort == DNS_PORT) traits |= DNS_QUERY;
  if (isWhole && !toGroup) {
    if (proto < ARP_PROTOCOL && (src & (GROUP | UNSPECIFIED)) == 0) traits |= UNICAST_IP;
    if (proto >= ARP_PROTOCOL || (src & dst & LOCAL) != 0) traits |= WITHIN;
  }
  store<u32>(packet, traits, TRAITS);
}
