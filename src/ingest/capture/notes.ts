// What a capture has that is not as it must be, in words: out of the records that assembly/capture/notes.ts keeps.
import type { CaptureNote } from '../../packets/capture-report.ts';
import type { CaptureExports } from './exports.ts';

const NOTE_BYTES = 40;

const count = (value: number): string => value.toLocaleString('en-US');
const hex = (value: number): string => `0x${value.toString(16).padStart(8, '0')}`;

/** What was found, by kind. */
const FINDINGS: Readonly<Record<number, (a: number, b: number) => string>> = {
  1: (a, b) => `the file ends after ${count(a)} of the ${count(b)} bytes of its header`,
  2: (a, b) =>
    b === 0
      ? `the file ends inside of a block, of which ${count(a)} bytes are missing`
      : `the file ends inside of a packet or block: ${count(a)} bytes are announced, ${count(b)} are there`,
  3: (a) =>
    a === 0
      ? 'expected a packet, found zeros, as where space was set aside and never written'
      : `expected a packet of at most 262,144 bytes, found one that claims ${count(a)}`,
  4: (a, b) =>
    `a packet of ${count(a)} bytes, though the capture was cut at ${count(b)} (snapshot length); such packets are read all the same`,
  5: (a, b) =>
    `a packet of which ${count(a)} bytes were captured and only ${count(b)} stood on the wire; such packets are read as they are`,
  6: (a, b) =>
    `a time stamp with ${count(a)} parts of a second where there are ${count(b)}; such times run on into the next second`,
  7: (a, b) => `expected a block of a length that can be, found ${count(a)} bytes for type ${hex(b)}`,
  8: (a, b) => `a block of ${count(a)} bytes tells ${count(b)} at its end`,
  9: (a, b) =>
    b < a
      ? `a packet claims ${count(a)} captured bytes and its block has room for ${count(b)}`
      : `a packet claims ${count(a)} captured bytes; more than 262,144 cannot be`,
  10: (a, b) => `an option claims ${count(a)} bytes where ${count(b)} are left; the options behind it are passed over`,
  11: (a, b) =>
    b === 0
      ? `a packet of interface ${count(a)} in a section that has not described any`
      : `a packet of interface ${count(a)}; the section has described ${count(b)}, from 0 on`,
  12: (a, b) => `a block of type ${hex(b)} with ${count(a)} bytes is too short for what it is`,
  13: (a) => `a section header with ${hex(a)} where its byte order should be told`,
  14: (a, b) => `version ${a}.${b} is not known; it is read as if it were`,
  15: (a, b) => `a block of type ${hex(b)} is not known; its ${count(a)} bytes are passed over`,
  16: (a) => `more than ${count(a)} interfaces cannot be told apart; packets of the others are left out`,
  17: (a) => `expected a section header, found ${hex(a)}`,
};

/** Kinds that tell of damage: the reader looked for the next packet. */
const searched: ReadonlySet<number> = new Set([3, 7, 8, 13, 17]);

/** The notes that were listed, in the file's order. */
export function readNotes(core: CaptureExports): CaptureNote[] {
  const view = new DataView(core.memory.buffer, core.captureNotes() >>> 0);
  return Array.from({ length: core.captureNotesListed() }, (_, index) => {
    const record = index * NOTE_BYTES;
    const kind = view.getUint32(record, true);
    const lost = view.getFloat64(record + 32, true);
    const finding = FINDINGS[kind](view.getFloat64(record + 16, true), view.getFloat64(record + 24, true));
    return { offset: view.getFloat64(record + 8, true), message: finding + consequence(kind, lost), lost: lost > 0 };
  });
}

function consequence(kind: number, lost: number): string {
  if (lost > 0 && searched.has(kind)) return `; ${count(lost)} bytes up to the next sound packet were passed over`;
  if (lost > 0) return lost === 1 ? '; 1 byte is left out' : `; ${count(lost)} bytes are left out`;
  return searched.has(kind) ? '; it was read all the same' : '';
}
