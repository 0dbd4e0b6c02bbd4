// The host's side of the features: start, give addresses, then piece by piece write columns, extract, read features.
import { startArithmetic } from './arithmetic';
import { openAddresses } from './addresses';
import { clockTime, startClock } from './clock';
import { followConnection } from './connections';
import { count } from './damped';
import { seedHashes } from './hash';
import * as hosts from './hosts';
import { greater, hostOf } from './hosts';
import { bindingChange, gatewayRarity, startLinks } from './links';
import { echoBytes, hasBadFlags, nameCharacters, queryBytes } from './messages';
import * as packets from './packet';
import { PREPARED_BYTES, entryOf, findHints, hasTrait, prepare, wantKeys } from './packet';
import * as pairs from './pairs';
import { followChannel, followPair, startPairs } from './pairs';
import * as rows from './rows';
import { TOGETHER, measure, openRows, writeFeatures } from './rows';
import { LAST, fetchWanted, pin, tableAt, touch } from './table';
import { COUNTED, FIRST, PAIRS, SPARE_BYTES, keptBytes, openTables } from './tables';

/** Those packets, prepared. */
const prepared: usize = memory.data(112 * 16, 16);

/** All that an extraction works on. */
let block: usize = 0;
/** Packets so far, those of a state included. */
let packetCount: f64 = 0;

/**
 * Starts an extraction, or `ofScores` what brings scores in context, with empty tables of `bytes` bytes in all and room for the
 * keys of `addresses` ids. `low`, `high`: the seed. Of a state, 0 without: `time`, where its clock stands, and the packets
 * that it counts, `known` in all and `elsewhere` beyond the local network.
 */
export function featuresStart(
  ofScores: bool,
  bytes: u32,
  addresses: u32,
  low: u32,
  high: u32,
  time: f64,
  known: f64,
  elsewhere: f64,
): void {
  startArithmetic();
  seedHashes(((<u64>high) << 32) | low);
  const keyBytes = (<usize>addresses + 1) << 3;
  block = heap.alloc(rows.ROWS_BYTES + keyBytes + bytes + SPARE_BYTES);
  openRows(block);
  openAddresses(block + rows.ROWS_BYTES, addresses);
  openTables(block + rows.ROWS_BYTES + keyBytes, bytes, ofScores);
  startClock(time);
  startPairs(time);
  startLinks(elsewhere);
  pin(0);
  packetCount = known;
}

/** Gives all memory back, after `featuresStart` only. */
export function featuresStop(): void {
  heap.free(block);
}

/**
 * Enters what a state knows into a kept table: `number` entries at `entries`, each of the bytes that are kept. Whatever stands
 * there, times are made to be at most the clock's. Where there is no room, any of them go.
 */
export function featuresKnow(table: u32, entries: usize, number: u32): void {
  const clock = clockTime();
  const bytes = <usize>keptBytes(table);
  const end = entries + <usize>number * bytes;
  for (let from = entries; from < end; from += bytes) {
    const last = clampTime(load<f64>(from, LAST), 0, clock);
    const entry = touch(tableAt(table), load<u64>(from), 0, last);
    for (let at: usize = FIRST; at < bytes; at += 8) {
      if (table < PAIRS) store<u64>(entry + at, load<u64>(from + at));
      else {
        // Before all time stands what was never used.
        const least = at == FIRST ? 0 : -Infinity;
        store<f64>(entry + at, clampTime(load<f64>(from + at), least, clock));
      }
    }
  }
}

/** What is below 0 or NaN becomes `least`. */
function clampTime(time: f64, least: f64, most: f64): f64 {
  return time >= 0 ? min<f64>(time, most) : least;
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

/** Extracts the features of the first `number` rows of the input. */
export function featuresExtract(number: u32): void {
  for (let from: u32 = 0; from < number; from += TOGETHER) {
    const end = prepared + <usize>min<u32>(TOGETHER, number - from) * PREPARED_BYTES;
    let index: u32 = 0;
    for (let packet = prepared; packet < end; packet += PREPARED_BYTES) {
      prepare(packet, from + index++);
      wantKeys(packet);
    }
    fetchWanted();
    for (let packet = prepared; packet < end; packet += PREPARED_BYTES) findHints(packet);
    fetchWanted();
    index = 0;
    for (let packet = prepared; packet < end; packet += PREPARED_BYTES) extract(packet, index++);
    writeFeatures(from);
  }
}

/** Each counter is brought up to date by the packet before it is read. The columns are those of src/features/extract.ts. */
function extract(packet: usize, index: u32): void {
  pin(0);
  const src = hostOf(packet, packets.SRC);
  pin(src);
  const dst = hostOf(packet, packets.DST);
  followChannel(packet, followConnection(packet, src, dst));
  measure(0, index, 1 + max<f64>(greater(src, dst, hosts.OPENED), greater(src, dst, hosts.ASKED)));
  measure(1, index, 1 + greater(src, dst, hosts.FAILED));
  measure(2, index, 1 + followPair(packet));
  measure(3, index, 1 + pairs.oneWay);
  const isUnicast = hasTrait(packet, packets.UNICAST_IP);
  measure(rows.REPEAT_NEW, index, 1 + pairs.openings);
  measure(rows.RARE_VOLUME, index, 1 + pairs.pairVolume);
  measure(rows.NOVELTY, index, isUnicast ? pairs.channelNovelty : 1);
  measure(rows.RARITY, index, serviceRarity(packet));
  measure(6, index, hasTrait(packet, packets.WITHIN) ? pairs.pairNovelty : 1);
  measure(7, index, bindingChange(packet, src, dst));
  measure(8, index, gatewayRarity(packet));
  measure(9, index, hasTrait(packet, packets.ARP) ? 1 + hosts.add(src, hosts.ARPED, 1) : 1);
  measure(10, index, 1 + echoBytes(packet) / 64);
  measure(11, index, hasBadFlags(packet) ? 2 : 1);
  measure(12, index, 1 + nameCharacters(packet) / 16);
  measure(13, index, 1 + queryBytes(packet) / 32);
}

/** (n + 1) / n of this service, this packet counted in both. */
function serviceRarity(packet: usize): f64 {
  packetCount++;
  return (packetCount + 1) / count(entryOf(packet, packets.SERVICE) + COUNTED);
}
