// What single protocols tell: bytes of ICMP, names and long queries of DNS, flags of TCP.
import { FORGOTTEN, MINUTE, damp } from './damped';
import { combine } from './hash';
import { DNS, DNS_QUERY, DST, FROM_CLIENT, ICMP, PAIR, SRC, TCP_FLAGS, hasTrait, keyOf, rowOf, timeOf } from './packet';
import * as rows from './rows';
import { silence, tableAt, touch } from './table';
import { DOMAINS, ECHOES, NAMES, QUERIES } from './tables';

/** Place in an entry: f64, what decays. */
const AMOUNT: usize = 16;
/** Characters of a name, and bytes of a query, that nobody looks at. */
const USUAL_NAME: f64 = 12;
const USUAL_QUERY: f64 = 64;

const FIN_SYN: u32 = 3;
const SYN_RST: u32 = 6;
const FIN_PSH_URG: u32 = 0x29;

function amount(table: u32, key: u64, time: f64, change: f64): f64 {
  const entry = touch(tableAt(table), key, 0, time);
  return damp(entry + AMOUNT, silence, MINUTE, change);
}

/** A number of its row, u32. */
function wordOf(packet: usize, column: usize): u32 {
  return load<u32>(rows.featuresInput() + (rowOf(packet) << 2) + column);
}

/** Bytes of ICMP between the two, halved every 60 s; 0 for others. */
export function echoBytes(packet: usize): f64 {
  if (!hasTrait(packet, ICMP) || keyOf(packet, PAIR) == 0) return 0;
  return amount(ECHOES, keyOf(packet, PAIR), timeOf(packet), <f64>wordOf(packet, rows.SIZE));
}

/** Characters beyond 12 of new names under the last two labels, halved every 60 s; 0 without a name. */
export function nameCharacters(packet: usize): f64 {
  const name = wordOf(packet, rows.DNS_NAME);
  if (!hasTrait(packet, DNS) || name == 0) return 0;
  const domain = wordOf(packet, rows.DNS_DOMAIN);
  touch(tableAt(NAMES), combine(0, 0, ((<u64>domain) << 32) | name), 0, timeOf(packet));
  const length = <f64>load<u8>(rows.featuresInput() + rowOf(packet), rows.DNS_LENGTH);
  const isNew = silence > FORGOTTEN;
  return amount(DOMAINS, combine(0, 0, domain), timeOf(packet), isNew ? max<f64>(0, length - USUAL_NAME) : 0);
}

/** Bytes beyond 64 of the queries of this client to this server, halved every 60 s; 0 for others. */
export function queryBytes(packet: usize): f64 {
  if (!hasTrait(packet, DNS) || keyOf(packet, PAIR) == 0) return 0;
  const isClient = hasTrait(packet, FROM_CLIENT);
  const key = combine(keyOf(packet, isClient ? SRC : DST), keyOf(packet, isClient ? DST : SRC), 0);
  const bytes = max<f64>(0, <f64>wordOf(packet, rows.PAYLOAD_LENGTH) - USUAL_QUERY);
  return amount(QUERIES, key, timeOf(packet), hasTrait(packet, DNS_QUERY) ? bytes : 0);
}

/** Whether its TCP flags are such as no connection has. */
export function hasBadFlags(packet: usize): bool {
  if (!hasTrait(packet, TCP_FLAGS)) return false;
  const flags = <u32>load<u8>(rows.featuresInput() + rowOf(packet), rows.TCP_FLAGS);
  return (
    flags == 0 || (flags & FIN_SYN) == FIN_SYN || (flags & SYN_RST) == SYN_RST || (flags & FIN_PSH_URG) == FIN_PSH_URG
  );
}
