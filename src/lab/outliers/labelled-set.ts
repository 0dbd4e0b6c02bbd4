// Reads a labelled set, NAME.csv.gz with a header and a last column `label`, into columns of float32.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { InputError, messageOf } from '../../base/errors.ts';
import { CHUNK_ROWS } from '../../packets/table.ts';

export interface LabelledSet {
  name: string;
  features: string[];
  rows: number;
  /** As the engine takes them: chunks of CHUNK_ROWS rows, in each a float32 column a feature. */
  chunks: Float32Array<ArrayBuffer>[][];
  /** 1 = anomaly, 0 = normal. */
  labels: Uint8Array;
  anomalies: number;
}

const SUFFIX = '.csv.gz';
const COMMA = 44;
const NEWLINE = 10;
const RETURN = 13;
const MINUS = 45;
const POINT = 46;
const ZERO = 48;
/** Powers of ten that a double holds exactly. */
const POWERS = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
/** So many digits are an exact integer, and by one exact power of ten a correctly rounded number (Clinger 1990). */
const EXACT_DIGITS = 15;

/** Paths of the sets of a folder, in the order of their names. Throws InputError where there is none. */
export function listSets(folder: string): string[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new InputError(`There is no folder ${folder}: give one with files NAME${SUFFIX}.`);
  }
  const names = readdirSync(folder).filter((name) => name.endsWith(SUFFIX));
  if (names.length === 0) throw new InputError(`The folder ${folder} holds no file NAME${SUFFIX}.`);
  return names.sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)).map((name) => join(folder, name));
}

/** The set's name: its file's, without the ending. */
export function setName(path: string): string {
  return basename(path).slice(0, -SUFFIX.length);
}

/** Throws InputError with file and line when the file is not such a set. */
export function readLabelledSet(path: string): LabelledSet {
  let bytes: Uint8Array;
  try {
    bytes = gunzipSync(readFileSync(path));
  } catch (cause) {
    throw new InputError(`${path} could not be unpacked: ${messageOf(cause)}.`, { cause });
  }
  return readRows(path, bytes);
}

function readRows(path: string, bytes: Uint8Array): LabelledSet {
  const refuse = (line: number, why: string): never => {
    throw new InputError(`${path}, line ${line}: ${why}`);
  };
  const text = (from: number, to: number): string => Buffer.from(bytes.subarray(from, to)).toString();
  const endOfLine = (from: number): number => {
    const end = bytes.indexOf(NEWLINE, from);
    return end === -1 ? bytes.length : end;
  };

  let at = endOfLine(0) + 1;
  const header = text(0, at - 1)
    .trim()
    .split(',');
  const width = header.length - 1;
  if (header[width] !== 'label') refuse(1, `the last column must be called "label", not "${header[width]}".`);
  if (width === 0) refuse(1, 'there is no column beside "label".');

  const chunks: Float32Array<ArrayBuffer>[][] = [];
  let columns: Float32Array<ArrayBuffer>[] = [];
  const labels: number[] = [];
  for (let line = 2; at < bytes.length; line++) {
    const lineEnd = endOfLine(at);
    const end = bytes[lineEnd - 1] === RETURN && lineEnd > at ? lineEnd - 1 : lineEnd;
    const row = labels.length % CHUNK_ROWS;
    if (row === 0) chunks.push((columns = header.slice(1).map(() => new Float32Array(CHUNK_ROWS))));
    for (let column = 0; column <= width; column++) {
      const from = at;
      // Digits before and after the point as one integer; a sign or an exponent anywhere else is left to `Number`.
      const negative = bytes[at] === MINUS;
      if (negative) at++;
      const first = at;
      let integer = 0;
      let point = -1;
      for (; at < end && bytes[at] !== COMMA; at++) {
        const digit = bytes[at] - ZERO;
        if (digit >= 0 && digit <= 9) integer = 10 * integer + digit;
        else if (bytes[at] === POINT && point === -1) point = at;
        else integer = Number.NaN;
      }
      const digits = at - first - (point === -1 ? 0 : 1);
      const decimals = point === -1 ? 0 : at - point - 1;
      const isSimple = digits > 0 && digits <= EXACT_DIGITS && !Number.isNaN(integer);
      const size = integer / POWERS[decimals];
      const value = isSimple ? (negative ? -size : size) : numberOf(text(from, at));
      if (column === width) {
        if (value !== 0 && value !== 1) refuse(line, `the label is "${text(from, at)}", neither 0 nor 1.`);
        if (at !== end) refuse(line, `there are more than ${width + 1} cells.`);
        labels.push(value);
        break;
      }
      if (!Number.isFinite(Math.fround(value))) {
        refuse(line, `column "${header[column]}" holds "${text(from, at)}", which is no finite float32 number.`);
      }
      if (at === end) refuse(line, `there are ${column + 1} of ${width + 1} cells.`);
      columns[column][row] = value;
      at++;
    }
    at = lineEnd + 1;
  }

  const rows = labels.length;
  if (rows > 0 && rows % CHUNK_ROWS > 0) {
    chunks.push(chunks.pop()!.map((column) => column.slice(0, rows % CHUNK_ROWS)));
  }
  const anomalies = labels.reduce((sum, label) => sum + label, 0);
  if (anomalies === 0 || anomalies === rows) {
    throw new InputError(`${path} has ${anomalies} anomalies in ${rows} rows: a ranking needs rows of both labels.`);
  }
  return {
    name: setName(path),
    features: header.slice(0, width),
    rows,
    chunks,
    labels: Uint8Array.from(labels),
    anomalies,
  };
}

/** NaN for what is not a plain decimal number: `Number` alone would take blanks and hexadecimal digits too. */
function numberOf(text: string): number {
  return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text) ? Number(text) : Number.NaN;
}
