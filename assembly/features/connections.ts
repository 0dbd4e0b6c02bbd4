// Connections, and what they are new to: hosts, services of hosts, pairs of hosts.
import { remainder } from './arithmetic';
import * as hosts from './hosts';
import { add } from './hosts';
import * as packets from './packet';
import { entryOf, hasKey, hasTrait, timeOf } from './packet';
import { silence } from './table';

/** A connection is new after so many seconds of silence, a channel or a pair of hosts after these. */
const CONNECTION_SILENCE: f64 = 120;
const CHANNEL_SILENCE: f64 = 600;
/** Half-lives a second. */
const SHORT: f64 = 0.1;
const LONG: f64 = 0.01;

/** Places in an entry. Of a connection: u32, bits as in packet.ts: who opened it, whether an answer is due. */
const STATE: usize = 16;
/** Of others: f64, what decays; then when something was sent, f64 each way; of a pair the rate of the other way. */
const RATE: usize = 16;
const TIMES: usize = 24;
const OTHER_RATE: usize = 40;

/** New pairs of hosts in the whole traffic, and when they were last counted. */
let newPairs: f64 = 0;
let newPairsTime: f64 = 0;

export function startConnections(time: f64): void {
  newPairs = 0;
  newPairsTime = time;
}

/** Lets an entry's rate decay and adds to it; answers it. */
export function damp(entry: usize, perSecond: f64, change: f64): f64 {
  const rate = load<f64>(entry, RATE) * remainder(silence, perSecond) + change;
  store<f64>(entry, rate, RATE);
  return rate;
}

/** Follows the connection; answers whether the packet opens it. */
export function followConnection(packet: usize, src: usize, dst: usize): bool {
  if (!hasKey(packet, packets.CONNECTION)) return false;
  const entry = entryOf(packet, packets.CONNECTION);
  const upper = hasTrait(packet, packets.UPPER) ? packets.UPPER : 0;
  const state = load<u32>(entry, STATE);
  if (silence > CONNECTION_SILENCE) {
    const due = hasTrait(packet, packets.ANSWERABLE) ? packets.ANSWERABLE : 0;
    store<u32>(entry, upper | due, STATE);
    add(src, hosts.CONNECTIONS, 1);
    if (src != dst) add(dst, hosts.CONNECTIONS, 1);
    if (due != 0) {
      add(src, hosts.OPENED, 1);
      add(dst, hosts.ASKED, 1);
    }
    return true;
  }
  if ((state & packets.ANSWERABLE) != 0 && (state & packets.UPPER) != upper) {
    store<u32>(entry, state & packets.UPPER, STATE);
    add(dst, hosts.OPENED, -1);
    add(src, hosts.ASKED, -1);
  }
  return false;
}

/**
 * Follows a service of a server that a client uses. Answers its new connections, halved every 100 s; counts a service of a host that the
 * source had not sent to.
 */
export function followChannel(packet: usize, src: usize, isNew: bool): f64 {
  if (!hasKey(packet, packets.CHANNEL)) return 0;
  const entry = entryOf(packet, packets.CHANNEL);
  const rate = damp(entry, LONG, isNew ? 1 : 0);
  if (sentBefore(packet, entry, packets.FROM_CLIENT) > CHANNEL_SILENCE) add(src, hosts.CHANNELS, 1);
  return rate;
}

/** Packets from this source to this destination, halved every ten seconds. */
export function pairRate(packet: usize): f64 {
  if (!hasKey(packet, packets.PAIR)) return 0;
  const entry = entryOf(packet, packets.PAIR);
  const before = sentBefore(packet, entry, packets.UPPER_HOST);
  if (before > CHANNEL_SILENCE) countPair(timeOf(packet), 1);
  const place = entry + (hasTrait(packet, packets.UPPER_HOST) ? OTHER_RATE : RATE);
  const rate = load<f64>(place) * remainder(before, SHORT) + 1;
  store<f64>(place, rate);
  return rate;
}

/** Seconds since something was sent this way, which a trait tells; Infinity if it never was. */
function sentBefore(packet: usize, entry: usize, trait: u32): f64 {
  if (silence == Infinity) {
    store<f64>(entry, -Infinity, TIMES);
    store<f64>(entry, -Infinity, TIMES + 8);
  }
  const place = entry + TIMES + (hasTrait(packet, trait) ? 8 : 0);
  const before = timeOf(packet) - load<f64>(place);
  store<f64>(place, timeOf(packet));
  return before;
}

function countPair(time: f64, change: f64): void {
  newPairs = newPairs * remainder(time - newPairsTime, SHORT) + change;
  newPairsTime = time;
}

/** New pairs of hosts in the whole traffic, halved every ten seconds. */
export function newPairRate(packet: usize): f64 {
  countPair(timeOf(packet), 0);
  return newPairs;
}
