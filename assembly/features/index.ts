// The host's side of the features: start, give addresses, then piece by piece write columns, extract, read features.
import { logScale, logarithm2 } from './arithmetic';
import { closeAddresses, openAddresses } from './addresses';
import { clockTime, startClock } from './clock';
import { followChannel, followConnection, newPairRate, pairRate, startConnections } from './connections';
import { seedHashes } from './hash';
import * as hosts from './hosts';
import { countAt, greatest, hostOf } from './hosts';
import { bindingSurprise, linkNovelty } from './links';
import { nameRate } from './names';
import * as packets from './packet';
import { PREPARED_BYTES, entryOf, findHints, hasTrait, prepare, sizeOf, timeOf } from './packet';
import { closeRows, openRows, setFeature } from './rows';
import { LAST, fetchWanted, hasRoom, pin, silence, touch } from './table';
import { COUNTED, FIRST, HOSTS, KEPT_BYTES, closeTables, openTables, tableAt } from './tables';

/** Packets that are prepared together. */
const TOGETHER: u32 = 32;
const prepared: usize = memory.data(144 * 32, 16);

/** Packets so far, those of a state included. */
let packetCount: f64 = 0;

/**
 * Starts an extraction with empty tables of `bytes` bytes in all and room for the keys of `addresses` ids. `low`, `high`: the
 * seed. `time`: where the clock of a state stands, `known`: the packets that it counts; 0 without.
 */
export function featuresStart(bytes: u32, addresses: u32, low: u32, high: u32, time: f64, known: f64): void {
  seedHashes(((<u64>high) << 32) | low);
  openTables(bytes);
  openAddresses(addresses);
  openRows();
  startClock(time);
  startConnections(time);
  pin(0);
  packetCount = known;
}

/** Gives all memory back. */
export function featuresStop(): void {
  closeTables();
  closeAddresses();
  closeRows();
}

/**
 * Enters what a state knows into a kept table: `number` entries of KEPT_BYTES bytes each at `entries`. Whatever stands there, times
 * are made to be from 0 to the clock's. Where there is no room, those that were used last stay.
 */
export function featuresKnow(table: u32, entries: usize, number: u32): void {
  const clock = clockTime();
  for (let index: u32 = 0; index < number; index++) {
    const from = entries + <usize>index * KEPT_BYTES;
    const last = clampTime(load<f64>(from, LAST), clock);
    if (!hasRoom(tableAt(table), load<u64>(from), last)) continue;
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
    const to = min<u32>(from + TOGETHER, count);
    for (let row = from; row < to; row++) prepare(prepared + <usize>(row - from) * PREPARED_BYTES, row);
    fetchWanted();
    for (let row = from; row < to; row++) findHints(prepared + <usize>(row - from) * PREPARED_BYTES);
    fetchWanted();
    for (let row = from; row < to; row++) extract(prepared + <usize>(row - from) * PREPARED_BYTES, row);
  }
}

/** Each counter is brought up to date by the packet before it is read. */
function extract(packet: usize, row: u32): void {
  pin(0);
  const src = hostOf(packet, packets.SRC);
  pin(src);
  const dst = hostOf(packet, packets.DST);
  const isNew = followConnection(packet, src, dst);
  const access = followChannel(packet, src, isNew);
  const novelty = linkNovelty(packet);
  const surprise = max<f64>(
    bindingSurprise(packet, packets.SRC_MAC, src),
    bindingSurprise(packet, packets.DST_MAC, dst),
  );
  const volume = pairRate(packet);
  setFeature(0, row, greatest(src, dst, hosts.CONNECTIONS, hosts.CONNECTIONS));
  setFeature(1, row, max<f64>(novelty, surprise));
  setFeature(2, row, greatest(src, dst, hosts.CHANNELS, hosts.CHANNELS));
  setFeature(3, row, greatest(src, dst, hosts.OPENED, hosts.ASKED));
  setFeature(4, row, access);
  setFeature(5, row, nameRate(packet));
  setFeature(6, row, hasTrait(packet, packets.ICMP) ? logScale(<f64>sizeOf(packet)) : 0);
  setFeature(7, row, newPairRate(packet));
  setFeature(8, row, serviceSurprise(packet));
  setFeature(9, row, (volume * novelty) / 4);
}

/** log2(packets / packets of this service), this one counted in both. */
function serviceSurprise(packet: usize): f64 {
  const entry = entryOf(packet, packets.SERVICE);
  if (silence == Infinity) store<f64>(entry, timeOf(packet), FIRST);
  const known = countAt(entry + COUNTED);
  packetCount++;
  return logarithm2(packetCount / (<f64>known + 1));
}
