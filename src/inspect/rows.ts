// Tables of fields in a few characters each, and how a table is laid over bytes.
//
//   #key name Label                     a header or option: what it is called
//    .sub place format Label            a field, one space deep, or deeper inside of the one above it; without a label its
//                                       name's last word is one
//
// place: `12+2` bytes 12 and 13 (one byte without +), `6+*` to the end; `6+2.3:13` 13 bits from bit 3 of bytes 6 and 7,
// bit 0 the highest; `2+4*8` again every 8 bytes. format: u unsigned, i signed, x hexadecimal, b flag, h bytes, s text, m MAC, 4 IPv4, 6 IPv6; `<` little-endian;
// `*4` times four; `@list` with the number's name.
import { nameOf } from './names.ts';
import { blame, type Scene } from './scene.ts';
import type { Field } from './types.ts';

interface Row {
  depth: number;
  name: string;
  label: string;
  at: number;
  /** Bytes; Infinity = to the end. */
  length: number;
  /** First bit and number of bits, or null for whole bytes. */
  bits: [number, number] | null;
  /** Bytes from one repetition to the next; 0 = it stands once. */
  stride: number;
  format: string;
  little: boolean;
  times: number;
  list: string;
}

export interface Table {
  name: string;
  label: string;
  rows: Row[];
}

/** Repetitions of a row at most. */
const MOST_REPEATS = 64;

/** `Dead interval` for `hello.dead_interval`: what a label is where a row has none. */
function spellOut(name: string): string {
  const word = name.slice(name.lastIndexOf('.') + 1).replaceAll('_', ' ');
  return word[0].toUpperCase() + word.slice(1);
}

function parseRow(line: string, group: string): Row {
  const [, indent, name, place, format, label] = /^( +)(\S+) (\S+) (\S+) ?(.*)$/.exec(line)!;
  const [, at, length, bit, width, stride] = /^(\d+)(?:\+(\d+|\*))?(?:\.(\d+):(\d+))?(?:\*(\d+))?$/.exec(place)!;
  const [, kind, little, times, list] = /^(.)(<?)(?:\*(\d+))?(?:@(\w+))?$/.exec(format)!;
  return {
    depth: indent.length,
    name: name.startsWith('.') ? group + name : name,
    label: label || spellOut(name),
    at: Number(at),
    length: length === '*' ? Infinity : Number(length ?? 1),
    bits: bit === undefined ? null : [Number(bit), Number(width)],
    stride: Number(stride ?? 0),
    format: kind,
    little: little !== '',
    times: Number(times ?? 1),
    list: list ?? '',
  };
}

/** Tables by their keys. */
export function parseTables(text: string): Map<string, Table> {
  const tables = new Map<string, Table>();
  for (const part of text.split(/^#/m).slice(1)) {
    const [head, ...lines] = part.trimEnd().split('\n');
    const [, key, name, label] = /^(\S+) (\S+) (.*)$/.exec(head)!;
    const group = name.split('.')[0];
    tables.set(key, { name, label, rows: lines.map((line) => parseRow(line, group)) });
  }
  return tables;
}

/** A number with its name, as Wireshark writes them: `TCP (6)`, `IPv4 (0x0800)`. */
export function writeNumber(value: number, list: string, hexDigits = 0): string {
  const number = hexDigits > 0 ? `0x${value.toString(16).padStart(hexDigits, '0')}` : String(value);
  const name = list === '' ? null : nameOf(list, value);
  return name === null ? number : `${name} (${number})`;
}

function writeValue(scene: Scene, row: Row, at: number, end: number): string {
  const { format, bits } = row;
  if (format === 'h') return scene.hex(at, end);
  if (format === 's') {
    // Names of fixed length, and those of C, end in zeros.
    let last = Math.min(end, scene.bytes.length);
    while (last > at && scene.bytes[last - 1] === 0) last--;
    return scene.text(at, last);
  }
  if (format === 'm') return scene.hex(at, at + 6);
  if (format === '4') return scene.ipv4(at);
  if (format === '6') return scene.ipv6(at);
  const width = Math.min(6, end - at);
  let value = scene.number(at, width, row.little);
  if (bits !== null) value = Math.floor(value / 2 ** (8 * width - bits[0] - bits[1])) % 2 ** bits[1];
  if (format === 'b') return value === 0 ? 'Not set' : 'Set';
  if (format === 'i' && value >= 2 ** (8 * width - 1)) value -= 2 ** (8 * width);
  return writeNumber(value * row.times, row.list, format === 'x' ? Math.ceil((bits?.[1] ?? 8 * width) / 4) : 0);
}

/**
 * Lays a table over bytes `start` to `end` and adds its fields to `into`. Rows that end behind `end` are left out; where
 * that is the end of what was captured, `into` says so.
 */
export function layTable(scene: Scene, { rows }: Table, start: number, end: number, into: Field): void {
  const parents = [into];
  let cut = false;
  for (const row of rows) {
    for (let round = 0; round < (row.stride > 0 ? MOST_REPEATS : 1); round++) {
      const at = start + row.at + round * row.stride;
      const to = row.length === Infinity ? end : at + row.length;
      if (to > end || at > end || (at === end && (row.length === Infinity || row.stride > 0))) {
        cut ||= round === 0 && row.length !== Infinity && row.stride === 0 && at + row.length > scene.bytes.length;
        break;
      }
      if (scene.full) return;
      const field = scene.field(row.name, row.label, writeValue(scene, row, at, to), at, to);
      parents.length = row.depth;
      (parents[row.depth - 1] ?? into).fields.push(field);
      parents[row.depth] = field;
    }
  }
  if (cut && end >= scene.bytes.length) blame(into, 'The captured bytes end within it.');
}

/** A header or option: its table laid over `start` to `end`. */
export function makeHeader(scene: Scene, table: Table, start: number, end: number): Field {
  const header = scene.field(table.name, table.label, '', start, end);
  layTable(scene, table, start, Math.min(end, scene.bytes.length), header);
  return header;
}
