// Pairs of hosts and their channels: since when they are known, and what went over them lately.
import { remainder } from './arithmetic';
import { FORGOTTEN, LONG, SHORT, damp } from './damped';
import { CHANNEL, PAIR, UPPER, entryOf, hasTrait, keyOf, timeOf } from './packet';
import { silence } from './table';
import { FIRST } from './tables';

/** Places in the entry of a pair: f64, when each way was last used; packets each way, and of those the last ones in a row. */
const SENT: usize = 24;
const VOLUME: usize = 40;
/** Below 0 where the upper host sent them. */
const ONE_WAY: usize = 56;
/** In the entry of a channel: f64, its new connections. */
const OPENINGS: usize = 24;

/** Seconds that are added to times, so that the first ones do not count for everything. */
const SETTLING: f64 = 30;

/** New ordered pairs in the whole traffic, and when they were last counted. */
const newPairs: usize = memory.data(16, 8);

/** Of the packet that `followPair` or `followChannel` followed last: (t + 30) / (t - first + 30), 1 without; counters. */
export let pairNovelty: f64 = 1;
export let pairVolume: f64 = 0;
export let oneWay: f64 = 0;
export let channelNovelty: f64 = 1;
export let openings: f64 = 0;

export function startPairs(time: f64): void {
  store<f64>(newPairs, 0);
  store<f64>(newPairs, time, 8);
}

/** Sets when an entry was first seen, if that is now. */
function noveltyOf(entry: usize, time: f64): f64 {
  if (silence == Infinity) store<f64>(entry, time, FIRST);
  return (time + SETTLING) / (time - load<f64>(entry, FIRST) + SETTLING);
}

/** Answers the new ordered pairs in the whole traffic, halved every ten seconds. */
export function followPair(packet: usize): f64 {
  const time = timeOf(packet);
  let isNew = false;
  pairNovelty = 1;
  pairVolume = 0;
  oneWay = 0;
  if (keyOf(packet, PAIR) != 0) {
    const entry = entryOf(packet, PAIR);
    pairNovelty = noveltyOf(entry, time);
    if (silence == Infinity) {
      store<f64>(entry, -Infinity, SENT);
      store<f64>(entry, -Infinity, SENT + 8);
    }
    const isUpper = hasTrait(packet, UPPER);
    const way = entry + (isUpper ? 8 : 0);
    const before = time - load<f64>(way, SENT);
    store<f64>(way, time, SENT);
    isNew = before > FORGOTTEN;
    const left = remainder(before, SHORT);
    pairVolume = load<f64>(way, VOLUME) * left + 1;
    store<f64>(way, pairVolume, VOLUME);
    // Whoever sends ends the other's row.
    const row = isUpper ? -load<f64>(entry, ONE_WAY) : load<f64>(entry, ONE_WAY);
    oneWay = (row > 0 ? row * left : 0) + 1;
    store<f64>(entry, isUpper ? -oneWay : oneWay, ONE_WAY);
  }
  const since = time - load<f64>(newPairs, 8);
  store<f64>(newPairs, time, 8);
  return damp(newPairs, since, SHORT, isNew ? 1 : 0);
}

/** Follows the channel: a client, a server and a service. `isNew`: the packet opens a connection. */
export function followChannel(packet: usize, isNew: bool): void {
  channelNovelty = 1;
  openings = 0;
  if (keyOf(packet, CHANNEL) == 0) return;
  const entry = entryOf(packet, CHANNEL);
  channelNovelty = noveltyOf(entry, timeOf(packet));
  openings = damp(entry + OPENINGS, silence, LONG, isNew ? 1 : 0);
}
