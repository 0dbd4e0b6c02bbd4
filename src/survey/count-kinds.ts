// Counts the packets of each host, service and protocol of a whole traffic.
import type { Pieces } from '../base/pacer.ts';
import { endsOf } from '../packets/ends.ts';
import type { PacketChunk, PacketTable } from '../packets/table.ts';
import { protocolKey } from './keys.ts';
import { rememberServices, serviceOf } from './table-facts.ts';
import type { Totals } from './types.ts';

/** Rows between two pauses. */
const PIECE = 1 << 14;

/** Totals of many things, each at its place. */
export class Tally {
  packets: Uint32Array;
  bytes: Float64Array;
  marked: Uint32Array;
  markedBytes: Float64Array;
  worst: Float32Array;

  constructor(places: number) {
    this.packets = new Uint32Array(places);
    this.bytes = new Float64Array(places);
    this.marked = new Uint32Array(places);
    this.markedBytes = new Float64Array(places);
    this.worst = new Float32Array(places);
  }

  add(place: number, size: number, isMarked: boolean, score: number): void {
    this.packets[place]++;
    this.bytes[place] += size;
    if (isMarked) {
      this.marked[place]++;
      this.markedBytes[place] += size;
    }
    if (score > this.worst[place]) this.worst[place] = score;
  }

  totals(place: number): Totals {
    const { packets, bytes, marked, markedBytes, worst } = this;
    return {
      packets: packets[place],
      bytes: bytes[place],
      marked: marked[place],
      markedBytes: markedBytes[place],
      worst: worst[place],
    };
  }

  grow(places: number): void {
    const larger = new Tally(places);
    larger.packets.set(this.packets);
    larger.bytes.set(this.bytes);
    larger.marked.set(this.marked);
    larger.markedBytes.set(this.markedBytes);
    larger.worst.set(this.worst);
    Object.assign(this, larger);
  }
}

/** A tally by keys that are found on the way. */
export class KeyTally {
  readonly places = new Map<number, number>();
  readonly tally = new Tally(256);
  #last = -1;
  #place = -1;

  add(key: number, size: number, isMarked: boolean, score: number): void {
    if (key !== this.#last) {
      this.#last = key;
      this.#place = this.places.get(key) ?? this.#open(key);
    }
    this.tally.add(this.#place, size, isMarked, score);
  }

  #open(key: number): number {
    const place = this.places.size;
    this.places.set(key, place);
    if (place === this.tally.packets.length) this.tally.grow(2 * place);
    return place;
  }
}

/** What is counted: the packets, and what is known of their oddness. */
export interface Countable {
  table: PacketTable;
  /** One array a chunk, and above which score each packet of a chunk is marked; null before an analysis. */
  odd: { scores: readonly Float32Array[]; lineOf(chunk: PacketChunk): (row: number) => number } | null;
}

export interface Tallies {
  /** By address id; 0 is of ends that packets do not have. A packet counts for both of its ends, and once where they are one. */
  hosts: Tally;
  services: KeyTally;
  protocols: KeyTally;
}

/** Takes 28 bytes an address. */
export function* tallyTraffic({ table, odd }: Countable): Pieces<Tallies> {
  const [hosts, services, protocols] = [new Tally(table.addresses.size + 1), new KeyTally(), new KeyTally()];
  const serves = rememberServices();
  for (const [index, chunk] of table.chunks.entries()) {
    const { src, dst } = endsOf(chunk);
    const scores = odd?.scores[index] ?? null;
    const levelOf = odd?.lineOf(chunk) ?? null;
    for (let row = 0; row < chunk.length; row++) {
      const size = chunk.size[row];
      const score = scores === null ? 0 : scores[row];
      const isMarked = levelOf !== null && score > levelOf(row);
      hosts.add(src[row], size, isMarked, score);
      if (dst[row] !== src[row]) hosts.add(dst[row], size, isMarked, score);
      services.add(serviceOf(chunk, row, serves), size, isMarked, score);
      protocols.add(protocolKey(chunk.proto[row], chunk.ethertype?.[row] ?? 0), size, isMarked, score);
      if (row % PIECE === PIECE - 1) yield;
    }
    yield;
  }
  return { hosts, services, protocols };
}
