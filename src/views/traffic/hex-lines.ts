// A packet's bytes as lines of text: offset, hexadecimal, and the characters of ASCII.

const printable = (byte: number) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·');
const hexByte = (byte: number) => byte.toString(16).padStart(2, '0');

/** Four digits, and more where there are more. */
export function offsetText(at: number): string {
  return at.toString(16).padStart(4, '0');
}

export interface HexByte {
  at: number;
  hex: string;
  character: string;
}

/** The bytes of line `index` (from 0). */
export function hexLine(bytes: Uint8Array, index: number, width: number): HexByte[] {
  const from = index * width;
  return Array.from(bytes.subarray(from, from + width), (byte, place) => ({
    at: from + place,
    hex: hexByte(byte),
    character: printable(byte),
  }));
}

/** For the clipboard: `45 00 00 3c …` */
export function hexText(bytes: Uint8Array): string {
  return Array.from(bytes, hexByte).join(' ');
}

/** Where a key leads among `length` bytes of lines of `width`, or null for a key that leads nowhere. */
export function byteAfterKey(key: string, at: number, length: number, width: number): number | null {
  const ways: Record<string, number> = {
    ArrowRight: at + 1,
    ArrowLeft: at - 1,
    ArrowDown: at + width,
    ArrowUp: at - width,
    PageDown: at + 8 * width,
    PageUp: at - 8 * width,
    Home: 0,
    End: length - 1,
  };
  const next = ways[key];
  return next === undefined || length === 0 ? null : Math.min(length - 1, Math.max(0, next));
}
