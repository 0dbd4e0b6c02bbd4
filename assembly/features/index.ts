// The host's side of the features: start, give addresses, then piece by piece write columns, extract, read features.
import { startArithmetic } from './arithmetic';
import { openAddresses } from './addresses';
import { clockTime, startClock } from './clock';
import { followChannel, followConnection, newPairRate, pairRate, startConnections } from './connections';
import { seedHashes } from './hash';
import * as hosts from './hosts';
import { countAt, greater, hostOf } from './hosts';
import { bindingSurprise, linkNovelty } from './links';
import { nameRate } from './names';
import * as packets from './packet';
import { ICMP, PREPARED_BYTES, entryOf, findHints, hasTrait, prepare, sizeOf, timeOf } from './packet';
import { ROWS_BYTES, TOGETHER, measure, openRows, writeFeatures } from './rows';
import { LAST, fetchWanted, pin, silence, tableAt, touch } from './table';
import { COUNTED, FIRST, HOSTS, KEPT_BYTES, SPARE_BYTES, openTables } from './tables';

/** Those packets, prepared. */
const prepared: usize = memory.data(144 * 16, 16);

/** All that an extraction works on. */
let block: usize = 0;
/** Packets so far, those of a state included. */
let packetCount: f64 = 0;

/**
 * Starts an extraction with empty tables of `bytes` bytes in all and room for the keys of `addresses` ids. `low`, `high`: the
 * seed. `time`: where the clock of a state stands, `known`: the packets that it counts; 0 without.
 */
export function featuresStart(bytes: u32, addresses: u32, low: u32, high: u32, time: f64, known: f64): void {
  startArithmetic();
  seedHashes(((<u64>high) << 32) | low);
  const keyBytes = (<usize>addresses + 1) << 3;
  block = heap.alloc(ROWS_BYTES + keyBytes + bytes + SPARE_BYTES);
  openRows(block);
  openAddresses(block + ROWS_BYTES, addresses);
  openTables(block + ROWS_BYTES + keyBytes, bytes);
  startClock(time);
  startConnections(time);
  pin(0);
  packetCount = known;
}

/** Gives all memory back, after `featuresStart` only. */
export function featuresStop(): void {
  heap.free(block);
}

/**
 * Enters what a state knows into a kept table: `number` entries of KEPT_BYTES bytes each at `entries`. Whatever stands there, times
 * are made to be from 0 to the clock's. Where there is no room, any of them go.
 */
export function featuresKnow(table: u32, entries: usize, number: u32): void {
  const clock = clockTime();
  for (let index: u32 = 0; index < number; index++) {
    const from = entries + <usize>index * KEPT_BYTES;
    const last = clampTime(load<f64>(from, LAST), clock);
    const entry = touch(tableAt(table), load<u64>(from), 0, last);
    // Of a host, a MAC's key stands there.
    if (table == HOSTS) store<u64>(entry, load<u64>(from, FIRST), FIRST);
    else store<f64>(entry, clampTime(load<f64>(from, FIRST), last), FIRST);
    store<u64>(entry, load<u64>(from, COUNTED), COUNTED);
  }
}

/** NaN is 0. */
function clampTime(time: f64, most: f64): f64 {
  return time > 0 ? min<f64>(time, most) : 0;
}

/** Seconds on the clock, and packets so far: what a state keeps beside the tables. */
export function featuresClock(): f64 {
  return clockTime();
}

export function featuresPackets(): f64 {
  return packetCount;
}

/** Where a table's record is; see table.ts. */
export function featuresTable(index: u32): usize {
  return changetype<usize>(tableAt(index));
}

/** Extracts the features of the first `count` rows of the input. */
export function featuresExtract(count: u32): void {
  for (let from: u32 = 0; from < count; from += TOGETHER) {
    const number = min<u32>(TOGETHER, count - from);
    const end = prepared + <usize>number * PREPARED_BYTES;
    let index: u32 = 0;
    for (let packet = prepared; packet < end; packet += PREPARED_BYTES) prepare(packet, from + index++);
    fetchWanted();
    for (let packet = prepared; packet < end; packet += PREPARED_BYTES) findHints(packet);
    fetchWanted();
    index = 0;
    for (let packet = prepared; packet < end; packet += PREPARED_BYTES) extract(packet, index++);
    writeFeatures(from);
  }
}

/** Each counter is brought up to date by the packet before it is read. */
function extract(packet: usize, index: u32): void {
  pin(0);
  const src = hostOf(packet, packets.SRC);
  pin(src);
  const dst = hostOf(packet, packets.DST);
  const isNew = followConnection(packet, src, dst);
  const novelty = linkNovelty(packet);
  measure(4, index, 1 + followChannel(packet, src, isNew));
  measure(10, index, novelty);
  const source = bindingSurprise(packet, packets.SRC_MAC, src);
  measure(1, index, max<f64>(novelty, max<f64>(source, bindingSurprise(packet, packets.DST_MAC, dst))));
  measure(9, index, 1 + pairRate(packet));
  measure(0, index, 1 + greater(src, dst, hosts.CONNECTIONS));
  measure(2, index, 1 + greater(src, dst, hosts.CHANNELS));
  measure(3, index, 1 + max<f64>(greater(src, dst, hosts.OPENED), greater(src, dst, hosts.ASKED)));
  measure(5, index, 1 + nameRate(packet));
  measure(6, index, hasTrait(packet, ICMP) ? 1 + <f64>sizeOf(packet) : 1);
  measure(7, index, 1 + newPairRate(packet));
  measure(8, index, serviceSurprise(packet));
}

/** Packets / packets of this service, this one counted in both. */
function serviceSurprise(packet: usize): f64 {
  const entry = entryOf(packet, packets.SERVICE);
  if (silence == Infinity) store<f64>(entry, timeOf(packet), FIRST);
  const known = countAt(entry + COUNTED);
  packetCount++;
  return packetCount / (<f64>known + 1);
}
