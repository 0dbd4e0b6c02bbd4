// A packet prepared once for all groups of features: its time, its keys in the tables, and what else they ask.
import { GROUP, UNSPECIFIED, addressKey } from './addresses';
import { tick } from './clock';
import { beside, combine, combineEither } from './hash';
import * as rows from './rows';
import { tableAt, touch, wantEntry, wantTags } from './table';
import * as tables from './tables';

/** Its keys, by number; 0 where it has none. */
export const SRC: u32 = 0;
export const DST: u32 = 1;
export const LINK: u32 = 2;
export const SERVICE: u32 = 3;
export const CONNECTION: u32 = 4;
export const CHANNEL: u32 = 5;
export const PAIR: u32 = 6;
export const NAME: u32 = 7;
export const DOMAIN: u32 = 8;

/** The table that each key is of. */
const tableOf: StaticArray<u32> = [
  tables.HOSTS,
  tables.HOSTS,
  tables.LINKS,
  tables.SERVICES,
  tables.CONNECTIONS,
  tables.CHANNELS,
  tables.PAIRS,
  tables.NAMES,
  tables.DOMAINS,
];

/** Places in a prepared packet: time f64 | keys u64 each | where they were found u32 each | size, traits u32 | MACs. */
const TIME: usize = 0;
const KEY: usize = 8;
const HINT: usize = 80;
const SIZE: usize = 116;
const TRAITS: usize = 120;
/** Keys of the MACs that its ends are bound to here, u64; 0 where that says nothing. */
export const SRC_MAC: usize = 128;
export const DST_MAC: usize = 136;
export const PREPARED_BYTES: usize = 144;

/** Bits of TRAITS: the source is the upper end of its connection, the upper host; an answer can be expected. */
export const UPPER: u32 = 1;
export const UPPER_HOST: u32 = 2;
export const ANSWERABLE: u32 = 4;
export const FROM_CLIENT: u32 = 8;
/** ICMP of any version. */
export const ICMP: u32 = 16;

/** Bits of `present` and `marks`, as in src/packets. */
const HAS_TS: u32 = 4;
const HAS_SRC_PORT: u32 = 8;
const HAS_DST_PORT: u32 = 16;
const MARK_ARP: u32 = 64;
const MARK_ICMP: u32 = 128;
const MARK_DNS: u32 = 512;

const DNS_PORT: u32 = 53;
/** Where a packet has no port. */
const NO_PORT: u32 = 0x10000;
/** `proto` of frames without IP, and what ARP has instead. */
const NO_PROTOCOL: u32 = 255;
const ARP_PROTOCOL: u32 = 254;

export function timeOf(packet: usize): f64 {
  return load<f64>(packet, TIME);
}

export function sizeOf(packet: usize): u32 {
  return load<u32>(packet, SIZE);
}

export function hasTrait(packet: usize, bits: u32): bool {
  return (load<u32>(packet, TRAITS) & bits) != 0;
}

export function hasKey(packet: usize, key: u32): bool {
  return load<u64>(packet + ((<usize>key) << 3), KEY) != 0;
}

/** Wants the tags of all keys. */
function wantKeys(packet: usize): void {
  const end = hasKey(packet, NAME) ? DOMAIN + 1 : NAME;
  for (let key = SRC; key < end; key++) {
    wantTags(tableAt(tableOf[key]), load<u64>(packet + ((<usize>key) << 3), KEY));
  }
}

/** Wants what all keys lead to, and keeps where that is. */
export function findHints(packet: usize): void {
  const end = hasKey(packet, NAME) ? DOMAIN + 1 : NAME;
  for (let key = SRC; key < end; key++) {
    const hint = wantEntry(tableAt(tableOf[key]), load<u64>(packet + ((<usize>key) << 3), KEY));
    store<usize>(packet + ((<usize>key) << 2), hint, HINT);
  }
}

/** The entry of one of its keys, which it has; `silence` in table.ts tells since when it was not used. */
export function entryOf(packet: usize, key: u32): usize {
  const hint = load<usize>(packet + ((<usize>key) << 2), HINT);
  return touch(tableAt(tableOf[key]), load<u64>(packet + ((<usize>key) << 3), KEY), hint, timeOf(packet));
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

/** The MAC that an address has here: neither of a group, nor of 0.0.0.0, nor of itself. */
function boundMac(address: u64, mac: u64): u64 {
  return ((address | mac) & GROUP) != 0 || (address & UNSPECIFIED) != 0 || address == mac ? 0 : mac;
}

/** Prepares the packet in row `row` of the piece. */
export function prepare(packet: usize, row: u32): void {
  const input = rows.featuresInput();
  const bytes = input + row;
  const halves = bytes + row;
  const words = halves + ((<usize>row) << 1);
  const present = <u32>load<u8>(bytes, rows.PRESENT);
  const marks = <u32>load<u16>(halves, rows.MARKS);
  store<f64>(packet, tick(load<f64>(words + ((<usize>row) << 2), rows.TS), (present & HAS_TS) != 0), TIME);
  store<u32>(packet, load<u32>(words, rows.SIZE), SIZE);

  const srcMac = addressKey(load<u32>(words, rows.SRC_MAC));
  const dstMac = addressKey(load<u32>(words, rows.DST_MAC));
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

  setKey(packet, SRC, src);
  setKey(packet, DST, dst);
  setKey(packet, LINK, srcMac != 0 && dstMac != 0 ? combineEither(srcMac, dstMac, 0) : 0);
  setKey(packet, SERVICE, combine(0, 0, kind));
  let traits: u32 = 0;
  const isWhole = src != 0 && dst != 0;
  const from = beside(src, srcPort);
  const to = beside(dst, dstPort);
  setKey(packet, CONNECTION, isWhole ? combineEither(from, to, proto) : 0);
  setKey(packet, CHANNEL, isWhole ? combine(isServed ? src : dst, isServed ? dst : src, kind) : 0);
  setKey(packet, PAIR, isWhole ? combineEither(src, dst, 0) : 0);
  if (from > to) traits |= UPPER;
  if (src > dst) traits |= UPPER_HOST;
  if (isServed) traits |= FROM_CLIENT;
  if (isArp || ((dst | dstMac) & GROUP) == 0) traits |= ANSWERABLE;
  if (proto == 1 || proto == 58) traits |= ICMP;
  store<u32>(packet, traits, TRAITS);
  store<u64>(packet, boundMac(src, srcMac), SRC_MAC);
  store<u64>(packet, boundMac(dst, dstMac), DST_MAC);
  const name = load<u32>(words, rows.DNS_NAME);
  const domain = load<u32>(words, rows.DNS_DOMAIN);
  const isAsked = name != 0 && proto == 17 && (marks & MARK_DNS) != 0 && (srcPort == DNS_PORT || dstPort == DNS_PORT);
  setKey(packet, NAME, isAsked ? combine(0, 0, ((<u64>domain) << 32) | name) : 0);
  setKey(packet, DOMAIN, isAsked ? combine(0, 0, domain) : 0);
  wantKeys(packet);
}
