// Which hosts, services and protocols moved most from one traffic to another, by the terms of the population stability index.
import type { Pieces } from '../base/pacer.ts';
import { matchAddresses } from './match-addresses.ts';
import { stabilityTerms } from './stability.ts';
import { type Countable, type KeyTally, type Tally, tallyTraffic } from './count-kinds.ts';
import type { Comparison, Move, Totals } from './types.ts';

type Moves = Comparison['hosts'];

const NOTHING: Totals = { packets: 0, bytes: 0, marked: 0, markedBytes: 0, worst: 0 };

/** Something in two tallies: its place in each, -1 where it is not there. */
interface Places {
  before: Int32Array;
  after: Int32Array;
}

const totalsAt = (tally: Tally, place: number): Totals => (place < 0 ? NOTHING : tally.totals(place));

const countsAt = ({ packets }: Tally, places: Int32Array): Uint32Array =>
  Uint32Array.from(places, (place) => (place < 0 ? 0 : packets[place]));

/** Places in falling order of their terms, the first ones; of those that moved alike, the one that came first. */
function findMost(terms: Float64Array, count: number): number[] {
  let most: number[] = [];
  const byTerm = (a: number, b: number) => terms[b] - terms[a] || a - b;
  let least = -1;
  for (let place = 0; place < terms.length; place++) {
    if (most.length >= count && terms[place] <= least) continue;
    most.push(place);
    // Cut now and then: there may be millions.
    if (most.length < 2 * count + 1024) continue;
    most = most.sort(byTerm).slice(0, count);
    least = terms[most[most.length - 1]];
  }
  return most.sort(byTerm).slice(0, count);
}

function rankMoves(
  before: Tally,
  after: Tally,
  places: Places,
  count: number,
  keyOf: (index: number) => Move['key'],
): Moves {
  const terms = stabilityTerms(countsAt(before, places.before), countsAt(after, places.after));
  const moves = findMost(terms, count).map((index) => ({
    key: keyOf(index),
    before: totalsAt(before, places.before[index]),
    after: totalsAt(after, places.after[index]),
    psi: terms[index],
  }));
  return { moves, psi: terms.reduce((sum, term) => sum + term, 0), total: terms.length };
}

/** Both tallies' keys, those of the first before those that only the second has. */
function rankKeys(before: KeyTally, after: KeyTally, count: number): Moves {
  const keys = [...new Set([...before.places.keys(), ...after.places.keys()])];
  const placesIn = ({ places }: KeyTally) => Int32Array.from(keys, (key) => places.get(key) ?? -1);
  const places = { before: placesIn(before), after: placesIn(after) };
  return rankMoves(before.tally, after.tally, places, count, (index) => keys[index]);
}

function* rankHosts(before: Countable, after: Countable, [was, is]: [Tally, Tally], count: number): Pieces<Moves> {
  const [known, asked] = [before.table.addresses, after.table.addresses];
  const match = yield* matchAddresses(known, asked);
  const room = known.size + asked.size + 2;
  const places = { before: new Int32Array(room), after: new Int32Array(room) };
  const partner = new Int32Array(known.size + 1).fill(-1);
  partner[0] = 0;
  for (let id = 1; id <= asked.size; id++) if (match[id] > 0) partner[match[id]] = id;
  let total = 0;
  const add = (place: number, other: number): void => {
    // Addresses that stand only in layers that are not looked at here have no packets.
    if ((place < 0 ? 0 : was.packets[place]) + (other < 0 ? 0 : is.packets[other]) === 0) return;
    places.before[total] = place;
    places.after[total++] = other;
  };
  for (let id = 0; id <= known.size; id++) add(id, partner[id]);
  yield;
  for (let id = 1; id <= asked.size; id++) if (match[id] === 0) add(-1, id);
  yield;
  const found = { before: places.before.subarray(0, total), after: places.after.subarray(0, total) };
  return rankMoves(was, is, found, count, (index) => {
    const [id, other] = [found.before[index], found.after[index]];
    if (id > 0) return known.text(id);
    return other > 0 ? asked.text(other) : '';
  });
}

/** At most `count` moves of each kind. */
export function* compareTraffics(
  before: Countable,
  after: Countable,
  count: number,
): Pieces<Pick<Comparison, 'hosts' | 'services' | 'protocols'>> {
  const was = yield* tallyTraffic(before);
  const is = yield* tallyTraffic(after);
  return {
    hosts: yield* rankHosts(before, after, [was.hosts, is.hosts], count),
    services: rankKeys(was.services, is.services, count),
    protocols: rankKeys(was.protocols, is.protocols, count),
  };
}
