// The bytes that are looked into, and the fields made of them: bounded in number and in text, and never out of bounds.
import { visibleText } from '../base/visible.ts';
import type { Field } from './types.ts';

/** Fields of one packet at most: its bytes may hold tens of thousands of options. */
export const MOST_FIELDS = 2000;
/** Characters of a value at most. */
const MOST_TEXT = 300;
const MOST_HEX_BYTES = 64;

/** Text of bytes, one character each where it is no UTF-8, made safe to look at and cut. */
function writeText(bytes: Uint8Array): string {
  const text = visibleText(new TextDecoder().decode(bytes.subarray(0, MOST_TEXT)));
  return bytes.length > MOST_TEXT || text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}…` : text;
}

export class Scene {
  readonly #view: DataView;
  #fields = 0;

  constructor(readonly bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Whether there is no room for another field. */
  get full(): boolean {
    return this.#fields >= MOST_FIELDS;
  }

  /** A number of 1 to 6 bytes; bytes behind the captured ones count as 0. */
  number(at: number, width: number, little = false): number {
    let value = 0;
    for (let index = 0; index < width; index++) {
      const place = at + (little ? width - 1 - index : index);
      value = value * 256 + (place < this.bytes.length ? this.#view.getUint8(place) : 0);
    }
    return value;
  }

  /** Bytes of a range, as far as they were captured. */
  slice(from: number, to: number): Uint8Array {
    return this.bytes.subarray(Math.max(0, from), Math.max(0, to));
  }

  text(from: number, to: number): string {
    return writeText(this.slice(from, to));
  }

  /** `00:1b:44:11:3a:b7` */
  hex(from: number, to: number, between = ':'): string {
    const bytes = this.slice(from, Math.min(to, from + MOST_HEX_BYTES));
    const text = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(between);
    return to - from > MOST_HEX_BYTES ? `${text}…` : text;
  }

  ipv4(at: number): string {
    return Array.from(this.slice(at, at + 4)).join('.');
  }

  /** RFC 5952 section 4: the longest run of zeros, of at least two groups, is left out. */
  ipv6(at: number): string {
    const groups = Array.from({ length: 8 }, (_, index) => this.number(at + 2 * index, 2).toString(16));
    const text = groups.join(':');
    const runs = text.match(/(?<![^:])0(?::0)+(?![^:])/g) ?? [];
    const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), '');
    if (longest === '') return text;
    const start = new RegExp(`(?:^|:)${longest}(?::|$)`).exec(text)!;
    return `${text.slice(0, start.index)}::${text.slice(start.index + start[0].length)}`;
  }

  /** A field of bytes `start` to `end`, which are put inside of the captured ones. */
  field(name: string, label: string, value: string, start: number, end: number, fields: Field[] = []): Field {
    this.#fields += 1;
    const most = this.bytes.length;
    const from = Math.min(Math.max(0, start), most);
    const cut = value.length > MOST_TEXT + 1 ? `${value.slice(0, MOST_TEXT)}…` : value;
    return { name, label, value: cut, start: from, end: Math.min(Math.max(from, end), most), fields, problem: null };
  }
}

/** Says what is wrong with a field; the first word stands. */
export function blame(field: Field, problem: string): void {
  field.problem ??= problem;
}
