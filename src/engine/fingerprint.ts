// A traffic's fingerprint: 128 bits that are the same for the same packets in the same order, whatever files they are from.
import type { Pieces } from '../base/pacer.ts';
import type { PacketTable } from '../packets/table.ts';
import { endsOf } from '../packets/ends.ts';

/** Addresses hashed between two pauses. */
const PIECE = 1 << 14;

const turn = (x: number, by: number): number => (x << by) | (x >>> (32 - by));

/** Takes four words in: MurmurHash3_x86_128 (Appleby, public domain), a block of it. Quick, and no cryptographic hash. */
function mix(state: Int32Array, a: number, b: number, c: number, d: number): void {
  const second = state[1];
  const third = state[2];
  const fourth = state[3];
  const first = state[0] ^ Math.imul(turn(Math.imul(a, 0x239b961b), 15), 0xab0e9789);
  const h1 = (Math.imul(turn(first, 19) + second, 5) + 0x561ccd1b) | 0;
  const h2 = second ^ Math.imul(turn(Math.imul(b, 0xab0e9789), 16), 0x38b34ae5);
  const h3 = third ^ Math.imul(turn(Math.imul(c, 0x38b34ae5), 17), 0xa1e38b93);
  const h4 = fourth ^ Math.imul(turn(Math.imul(d, 0xa1e38b93), 18), 0x239b961b);
  state[0] = h1;
  state[1] = Math.imul(turn(h2, 17) + third, 5) + 0x0bcaa747;
  state[2] = Math.imul(turn(h3, 15) + fourth, 5) + 0x96cd1c35;
  state[3] = Math.imul(turn(h4, 13) + h1, 5) + 0x32ac3b17;
}

/** Two words of each address by its id: ids depend on the order in which files were read. */
function* hashAddresses({ addresses: { bytes, ends, size } }: PacketTable): Pieces<Int32Array> {
  const hashes = new Int32Array(2 * size + 2);
  for (let id = 1; id <= size; id++) {
    let [low, high] = [0x811c9dc5, 0x9747b28c];
    for (let at = ends[id - 1]; at < ends[id]; at++) {
      low = Math.imul(low ^ bytes[at], 0x01000193);
      high = Math.imul(high ^ bytes[at], 0xcc9e2d51);
      high ^= high >>> 15;
    }
    hashes[2 * id] = low;
    hashes[2 * id + 1] = high;
    if (id % PIECE === 0) yield;
  }
  return hashes;
}

/** Over times, sizes, protocols, ends and ports of all packets in their order. As 32 hexadecimal digits. */
export function* takeFingerprint(table: PacketTable): Pieces<string> {
  const hashes = yield* hashAddresses(table);
  const state = new Int32Array(4);
  for (const chunk of table.chunks) {
    const { ts, size, proto, srcPort, dstPort, length } = chunk;
    const { src, dst } = endsOf(chunk);
    const times = ts && new Uint32Array(ts.buffer, ts.byteOffset, 2 * length);
    for (let row = 0; row < length; row++) {
      const from = 2 * src[row];
      const to = 2 * dst[row];
      const ports = (srcPort === null ? 0 : srcPort[row] << 16) | (dstPort === null ? 0 : dstPort[row]);
      if (times === null) mix(state, 0, 0, size[row], ports);
      else mix(state, times[2 * row], times[2 * row + 1], size[row], ports);
      mix(state, hashes[from], hashes[from + 1] + proto[row], hashes[to], hashes[to + 1]);
      if (row % PIECE === PIECE - 1) yield;
    }
  }
  // So that the last packets reach all bits too.
  for (let round = 0; round < 4; round++) mix(state, table.length, round, 0, 0);
  return [...new Uint32Array(state.buffer)].map((word) => word.toString(16).padStart(8, '0')).join('');
}
