// Sentences for what the batch reader finds: what was expected, and what stands there.
import {
  EXPECTATIONS,
  KIND_NAMES,
  PROBLEM_ITEMS,
  PROBLEM_MISSING,
  PROBLEM_NOT_OBJECT,
  PROBLEM_RANGE,
  PROBLEM_TOO_LONG,
} from './codes.ts';
import type { FieldName } from './codes.ts';

const KIND_STRING = 1;
const KIND_NUMBER = 2;
const KIND_BOOLEAN = 4;
/** Bytes of the document that a message quotes at most. */
const FOUND_CAPACITY = 64;
const QUOTED = 40;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** `"abc"`, `-1`, `an object`: the value as it stands in the document, cut after 40 characters. */
function describeFound(kind: number, bytes: Uint8Array, length: number): string {
  if (kind !== KIND_STRING && kind !== KIND_NUMBER && kind !== KIND_BOOLEAN)
    return KIND_NAMES[kind] ?? 'something else';
  // A cut may fall inside of a character.
  const text = decoder.decode(bytes).replace(/\uFFFD+$/u, '');
  return length > FOUND_CAPACITY || text.length > QUOTED ? `${text.slice(0, QUOTED)}…` : text;
}

function expectation(problem: number, field: FieldName): string {
  switch (field) {
    case 'src':
    case 'dst':
      return problem === PROBLEM_TOO_LONG ? 'expected at most 65,536 bytes of text' : 'expected a string or null';
    case 'ts':
      if (problem === PROBLEM_TOO_LONG) return 'expected a number of at most 4,096 characters';
      return problem === PROBLEM_RANGE ? 'expected a finite number of seconds' : 'expected a number of seconds';
    case 'size':
      if (problem === PROBLEM_TOO_LONG) return 'expected a number of at most 4,096 characters';
      return problem === PROBLEM_RANGE
        ? 'expected an integer of at most 4294967295'
        : 'expected an integer of at least 0';
    case 'src_port':
    case 'dst_port':
      return 'expected an integer from 0 to 65535';
    case 'proto':
    case 'tcp_flags':
      return 'expected an integer from 0 to 255';
  }
}

/** What is wrong with an item. `found`: bytes of the document, of which `foundLength` there were. */
export function describeItemProblem(
  problem: number,
  field: FieldName | null,
  kind: number,
  found: Uint8Array,
  foundLength: number,
): string {
  if (problem === PROBLEM_NOT_OBJECT) return `expected an object, found ${describeFound(kind, found, foundLength)}`;
  if (problem === PROBLEM_ITEMS) return `expected an array, found ${KIND_NAMES[kind]}`;
  if (field === null) return `problem ${problem} of no field`;
  if (problem === PROBLEM_MISSING) return `${expectation(problem, field)}, found no ${field}`;
  return `${expectation(problem, field)}, found ${describeFound(kind, found, foundLength)}`;
}

/** A byte as a person reads it: `"x"`, `U+0007`, `byte 0xFF`, or the end of the document. */
function describeByte(byte: number): string {
  if (byte < 0) return 'the end of the document';
  if (byte > 0x20 && byte < 0x7f) return byte === 0x22 ? 'a quote' : `"${String.fromCharCode(byte)}"`;
  const hex = byte.toString(16).toUpperCase();
  if (byte >= 0x80) return `byte 0x${hex}`;
  return byte === 0x20 ? 'a space' : `the control character U+${hex.padStart(4, '0')}`;
}

/** A grammar error. `byte`: what stands there, -1 for the end. */
export function describeGrammarError(code: number, byte: number): string {
  return `${EXPECTATIONS[code] ?? `error ${code}`}, found ${describeByte(byte)}`;
}
