// For tests: numbers to bytes of either order, and pieces of bytes to one.

export type Bytes = Uint8Array<ArrayBuffer>;

export function join(...parts: readonly Uint8Array[]): Bytes {
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** Bytes of hexadecimal digits; blanks are only for the eye. */
export function hex(digits: string): Bytes {
  return Uint8Array.from(digits.replaceAll(/\s/g, '').match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
}

export const text = (words: string): Bytes => new Uint8Array(new TextEncoder().encode(words));

/** Writers of unsigned numbers in one byte order; too large ones lose their upper bits. */
export function numbers(bigEndian: boolean) {
  const write = (length: number, set: (view: DataView) => void): Bytes => {
    const bytes = new Uint8Array(length);
    set(new DataView(bytes.buffer));
    return bytes;
  };
  return {
    u16: (value: number) => write(2, (view) => view.setUint16(0, value, !bigEndian)),
    u32: (value: number) => write(4, (view) => view.setUint32(0, value, !bigEndian)),
    u64: (value: bigint) => write(8, (view) => view.setBigUint64(0, BigInt.asUintN(64, value), !bigEndian)),
  };
}
