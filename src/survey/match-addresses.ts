// Which addresses of two traffics are the same text: by their bytes, since there may be millions and strings cost ten times more.
import type { Pieces } from '../base/pacer.ts';
import type { AddressDictionary } from '../packets/addresses.ts';

/** Addresses between two pauses. */
const PIECE = 1 << 16;

/** FNV-1a (Fowler, Noll, Vo). */
function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ bytes[at], 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}

/**
 * The id in `known` of each text of `asked`, 0 where it has none: at the asked id. Takes up to 16 bytes an address of `known`
 * and 4 of `asked`.
 */
export function* matchAddresses(known: AddressDictionary, asked: AddressDictionary): Pieces<Uint32Array> {
  const slots = 2 ** Math.ceil(Math.log2(2 * known.size + 2));
  const table = new Uint32Array(slots);
  for (let id = 1; id <= known.size; id++) {
    let slot = hashOf(known.bytes, known.ends[id - 1], known.ends[id]) & (slots - 1);
    while (table[slot] !== 0) slot = (slot + 1) & (slots - 1);
    table[slot] = id;
    if (id % PIECE === 0) yield;
  }
  const found = new Uint32Array(asked.size + 1);
  for (let id = 1; id <= asked.size; id++) {
    const [from, to] = [asked.ends[id - 1], asked.ends[id]];
    let slot = hashOf(asked.bytes, from, to) & (slots - 1);
    while (table[slot] !== 0 && !isText(known, table[slot], asked.bytes, from, to)) slot = (slot + 1) & (slots - 1);
    found[id] = table[slot];
    if (id % PIECE === 0) yield;
  }
  return found;
}

function isText({ bytes, ends }: AddressDictionary, id: number, other: Uint8Array, from: number, to: number): boolean {
  const start = ends[id - 1];
  if (ends[id] - start !== to - from) return false;
  for (let at = 0; at < to - from; at++) if (bytes[start + at] !== other[from + at]) return false;
  return true;
}
