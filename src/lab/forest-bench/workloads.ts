// Seeded columns to measure the forest on: W1, W2 and W3 of everyday traffic, and columns that are hostile to a kernel.
import type { NumberColumn } from '../../features/packet-columns.ts';
import { CHUNK_ROWS } from '../../packets/table.ts';
import { Seeded } from '../../samples/seeded.ts';

export const WORKLOADS = {
  /** Packet size and protocol. */
  W1: { rows: 1_000_000, width: 2 },
  W2: { rows: 1_000_000, width: 10 },
  W3: { rows: 200_000, width: 40 },
} as const;
export type Workload = keyof typeof WORKLOADS;

export const HOSTILE = [
  'all equal',
  'two values',
  'heavy tail',
  'one huge outlier',
  'sorted',
  '1e30 beside 1e-30',
] as const;
export type Hostile = (typeof HOSTILE)[number];
const HOSTILE_ROWS = 1_000_000;
const HOSTILE_WIDTH = 10;

export type Chunks = NumberColumn[][];

/** Makes the value of a row in a column; called in the order of rows, column by column within a chunk. */
type ValueOf = (row: number, column: number) => number;

/** Float32 columns in chunks of CHUNK_ROWS rows: the same bytes for the same name and rows. */
export function makeColumns(name: Workload | Hostile, rows = rowsOf(name)): Float32Array<ArrayBuffer>[][] {
  const random = new Seeded(seedOf(name));
  if (name === 'W1') return fillChunks(rows, 2, packetValues(random));
  const width = name === 'W2' || name === 'W3' ? WORKLOADS[name].width : HOSTILE_WIDTH;
  return fillChunks(rows, width, valuesOf(name, random, rows));
}

/** W1 once more, in the types that the app keeps sizes and protocols in. */
export function makePacketColumns(rows: number = WORKLOADS.W1.rows): Chunks {
  return makeColumns('W1', rows).map(([size, proto]) => [Uint32Array.from(size), Uint8Array.from(proto)]);
}

const rowsOf = (name: Workload | Hostile): number =>
  name === 'W1' || name === 'W2' || name === 'W3' ? WORKLOADS[name].rows : HOSTILE_ROWS;

const seedOf = (name: string): number => [...name].reduce((sum, letter) => 31 * sum + letter.charCodeAt(0), 7) % 65_521;

function fillChunks(rows: number, width: number, valueOf: ValueOf): Float32Array<ArrayBuffer>[][] {
  return Array.from({ length: Math.ceil(rows / CHUNK_ROWS) }, (_, chunk) => {
    const first = chunk * CHUNK_ROWS;
    const length = Math.min(CHUNK_ROWS, rows - first);
    return Array.from({ length: width }, (__, column) => {
      const values = new Float32Array(length);
      for (let row = 0; row < length; row++) values[row] = valueOf(first + row, column);
      return values;
    });
  });
}

function valuesOf(name: Exclude<Workload | Hostile, 'W1'>, random: Seeded, rows: number): ValueOf {
  const normal = normalValues(random);
  switch (name) {
    case 'W2':
    case 'W3':
      return normal;
    case 'all equal':
      return () => 7.25;
    case 'two values':
      return (_, column) => (random.next() < 0.5 ? -column : 1000 + column);
    case 'heavy tail':
      return () => Math.exp(10 * normal());
    case 'one huge outlier':
      return (row) => (row === rows >> 1 ? 1e9 : random.next());
    case 'sorted':
      // Every other column descends.
      return (row, column) => ((column % 2 === 0 ? row : rows - row) + random.next()) / rows;
    case '1e30 beside 1e-30':
      return () => (random.next() < 0.5 ? 1e30 : 1e-30) * (1 + random.next());
  }
}

/** Standard normal values by Marsaglia's polar method (1964, doi:10.1137/1006063). */
function normalValues(random: Seeded): () => number {
  let spare: number | null = null;
  return () => {
    if (spare !== null) {
      const value = spare;
      spare = null;
      return value;
    }
    for (;;) {
      const [u, v] = [2 * random.next() - 1, 2 * random.next() - 1];
      const square = u * u + v * v;
      if (square === 0 || square >= 1) continue;
      const factor = Math.sqrt((-2 * Math.log(square)) / square);
      spare = v * factor;
      return u * factor;
    }
  };
}

/** Sizes and protocols of a busy site: acknowledgements, full segments, queries, pings and a little of the rest. */
function packetValues(random: Seeded): ValueOf {
  const protos = new Uint8Array(CHUNK_ROWS);
  const drawProto = (): number => {
    const kind = random.next();
    return kind < 0.82 ? 6 : kind < 0.985 ? 17 : kind < 0.9995 ? 1 : random.pick([2, 41, 47, 50, 58, 89, 132]);
  };
  return (row, column) => {
    const place = row % CHUNK_ROWS;
    if (column === 1) return protos[place];
    const proto = (protos[place] = drawProto());
    if (proto === 1) return random.next() < 0.9 ? 84 : random.integer(60, 1500);
    if (proto === 17) return random.next() < 0.8 ? random.integer(60, 360) : random.integer(300, 1500);
    const kind = random.next();
    return kind < 0.5 ? random.integer(40, 52) : kind < 0.9 ? 1500 : random.integer(60, 1460);
  };
}
