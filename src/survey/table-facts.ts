// What a survey needs to know of a table and no column says: the service of each packet, and times of chunks.
import type { Pieces } from '../base/pacer.ts';
import { NO_PROTOCOL } from '../packets/capture.ts';
import { isServicePort } from '../packets/services.ts';
import {
  HAS_DST_PORT,
  HAS_SRC_PORT,
  HAS_TCP_FLAGS,
  HAS_TS,
  type PacketChunk,
  type PacketTable,
} from '../packets/table.ts';
import { frameServiceKey, protocolKey, readServiceKey, serviceKey, servicePort } from './keys.ts';

/** Times of a chunk. Without any, `first` is Infinity and `last` -Infinity. */
export interface ChunkTimes {
  first: number;
  last: number;
  /** Whether every packet has a time. */
  whole: boolean;
}

export interface TableFacts {
  /** Place in `services` of each row, one array a chunk: 4 bytes a row, so that counting never looks at ports. */
  codes: readonly Uint32Array[];
  /** Service keys in the order of appearance, and the protocols likewise. */
  services: Uint32Array;
  protocols: Uint32Array;
  /** Place in `protocols` of each service. */
  protocolOf: Uint32Array;
  times: readonly ChunkTimes[];
  /** Of all packets that have a time; null without any. */
  span: { first: number; last: number } | null;
  /** Smallest and largest size; 0 without packets. */
  sizes: { least: number; most: number };
}

/** Gives each distinct key the next place. */
class Places {
  readonly keys: number[] = [];
  /** By the key's upper and lower part, place + 1: a packet is looked up without hashing. */
  readonly #pages: (Uint32Array | undefined)[] = [];

  of(key: number): number {
    const page = (this.#pages[key >>> 16] ??= new Uint32Array(1 << 16));
    const place = page[key & 0xffff];
    if (place > 0) return place - 1;
    return (page[key & 0xffff] = this.keys.push(key)) - 1;
  }
}

/** `isServicePort`, asked once a port. */
export function rememberServices(): (proto: number, port: number) => boolean {
  const pages: (Uint8Array | undefined)[] = [];
  return (proto, port) => {
    const page = (pages[proto] ??= new Uint8Array(1 << 16));
    if (page[port] === 0) page[port] = isServicePort(proto, port) ? 2 : 1;
    return page[port] === 2;
  };
}

type Serves = ReturnType<typeof rememberServices>;

/**
 * The service key of one packet; of one port alone, that is it, whoever it belongs to. Ports of other than IP packets
 * say nothing.
 */
export function serviceOf(
  { proto, present, ethertype, srcPort, dstPort, tcpFlags }: PacketChunk,
  row: number,
  serves: Serves,
) {
  if (proto[row] === NO_PROTOCOL) return frameServiceKey(ethertype === null ? 0 : ethertype[row]);
  const has = present[row];
  const source = has & HAS_SRC_PORT && srcPort !== null ? srcPort[row] : -1;
  const destination = has & HAS_DST_PORT && dstPort !== null ? dstPort[row] : -1;
  if (source < 0 || destination < 0) {
    const port = Math.max(source, destination);
    return serviceKey(proto[row], port < 0 ? null : port);
  }
  const flags = has & HAS_TCP_FLAGS && tcpFlags !== null ? tcpFlags[row] : -1;
  return serviceKey(proto[row], servicePort(proto[row], source, destination, flags, serves));
}

function codeChunk(chunk: PacketChunk, places: Places, serves: Serves): Uint32Array {
  const codes = new Uint32Array(chunk.length);
  let [before, place] = [-1, 0];
  for (let row = 0; row < codes.length; row++) {
    const key = serviceOf(chunk, row, serves);
    if (key !== before) place = places.of(key);
    before = key;
    codes[row] = place;
  }
  return codes;
}

function timesOf({ ts, present, length }: PacketChunk): ChunkTimes {
  const times: ChunkTimes = { first: Infinity, last: -Infinity, whole: ts !== null };
  if (ts === null) return times;
  let [first, last, timed] = [Infinity, -Infinity, 0];
  for (let row = 0; row < length; row++) {
    const time = ts[row];
    // What is not a number is no time.
    if ((present[row] & HAS_TS) === 0 || time !== time) continue;
    timed++;
    if (time < first) first = time;
    if (time > last) last = time;
  }
  return { first, last, whole: timed === length };
}

const known = new WeakMap<PacketTable, TableFacts>();

/** Looked up once a table, and kept as long as it is. */
export function* findFacts(table: PacketTable): Pieces<TableFacts> {
  const before = known.get(table);
  if (before !== undefined) return before;
  const [services, protocols] = [new Places(), new Places()];
  const serves = rememberServices();
  const codes: Uint32Array[] = [];
  const times: ChunkTimes[] = [];
  const sizes = { least: table.length === 0 ? 0 : Infinity, most: 0 };
  for (const chunk of table.chunks) {
    codes.push(codeChunk(chunk, services, serves));
    times.push(timesOf(chunk));
    let { least, most } = sizes;
    for (let row = 0; row < chunk.length; row++) {
      least = Math.min(least, chunk.size[row]);
      most = Math.max(most, chunk.size[row]);
    }
    Object.assign(sizes, { least, most });
    yield;
  }
  const protocolOf = Uint32Array.from(services.keys, (key) => {
    const { proto, ethertype } = readServiceKey(key);
    return protocols.of(protocolKey(proto, ethertype ?? 0));
  });
  const first = times.reduce((least, each) => Math.min(least, each.first), Infinity);
  const last = times.reduce((most, each) => Math.max(most, each.last), -Infinity);
  const facts: TableFacts = {
    codes,
    services: Uint32Array.from(services.keys),
    protocols: Uint32Array.from(protocols.keys),
    protocolOf,
    times,
    span: first <= last ? { first, last } : null,
    sizes,
  };
  known.set(table, facts);
  return facts;
}
