// One file's rows against the reference's frames: which columns agree, and which class each difference is of.
import type { PacketTable } from '../../packets/table.ts';
import { CLASSES, type Class, type Difference } from './classes.ts';
import { BASIC, COLUMNS, type Column, type Row, referenceValues, rowOf, tableValues } from './columns.ts';
import type { ReferenceFrame } from './folder.ts';

/**
 * Frames, and how many agree: `strict` in every column as the reference has it; `agree` where each difference is of a class
 * that the reference cannot express; `explained` where each is of any class. `basic`, `basicStrict`: time, lengths and addresses.
 */
export interface Counts {
  frames: number;
  strict: number;
  agree: number;
  explained: number;
  basic: number;
  basicStrict: number;
}

export interface Comparison extends Counts {
  /** Columns that differ, by `column: class`, or `column: unexplained`. */
  differences: Map<string, number>;
  /** The first few that no class explains. */
  unexplained: string[];
  /** By column, how many frames agree as the reference has it. */
  columns: Map<Column, number>;
}

const MOST_EXAMPLES = 5;

export function emptyComparison(): Comparison {
  return {
    frames: 0,
    strict: 0,
    agree: 0,
    explained: 0,
    basic: 0,
    basicStrict: 0,
    differences: new Map(),
    unexplained: [],
    columns: new Map(COLUMNS.map((column) => [column, 0])),
  };
}

/** Compares row by row, `bytes` being the file's, decompressed; a frame that has no row agrees in nothing. */
export function compareFile(
  table: PacketTable | null,
  bytes: Uint8Array,
  frames: readonly ReferenceFrame[],
): Comparison {
  const all = emptyComparison();
  all.frames = frames.length;
  frames.forEach((reference, index) => {
    if (table !== null && index < table.length) compareFrame(all, rowOf(table, index, bytes), reference);
    else count(all.differences, 'no such row');
  });
  return all;
}

function compareFrame(all: Comparison, row: Row, reference: ReferenceFrame): void {
  const [theirs, ours] = [referenceValues(reference), tableValues(row)];
  const found: { column: Column; of: Class | undefined }[] = [];
  for (const column of COLUMNS) {
    if (ours[column] === theirs[column]) {
      count(all.columns, column);
      continue;
    }
    const difference: Difference = { column, ours, theirs, row, reference };
    const of = CLASSES.find((each) => each.columns.includes(column) && each.recognise(difference));
    found.push({ column, of });
    count(all.differences, `${column}: ${of?.name ?? 'unexplained'}`);
    if (of === undefined && all.unexplained.length < MOST_EXAMPLES) {
      const stack = reference['frame.protocols'];
      all.unexplained.push(
        `frame ${reference['frame.number']} (${stack}) ${column}: ${ours[column] || 'none'}, tshark ${theirs[column] || 'none'}`,
      );
    }
  }
  const lacks = (list: typeof found) => list.every(({ of }) => of?.counts === 'agreement');
  const basic = found.filter(({ column }) => BASIC.includes(column));
  if (found.length === 0) all.strict++;
  if (lacks(found)) all.agree++;
  if (found.every(({ of }) => of !== undefined)) all.explained++;
  if (basic.length === 0) all.basicStrict++;
  if (lacks(basic)) all.basic++;
}

function count<K>(counts: Map<K, number>, key: K, by = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}

/** Adds one file's comparison to all of them. */
export function addComparison(all: Comparison, one: Comparison): void {
  for (const name of ['frames', 'strict', 'agree', 'explained', 'basic', 'basicStrict'] as const)
    all[name] += one[name];
  for (const [key, by] of one.differences) count(all.differences, key, by);
  for (const [column, by] of one.columns) count(all.columns, column, by);
}
