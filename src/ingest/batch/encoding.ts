// Text that is not UTF-8, told by its first four bytes.

/**
 * Name of the encoding, or null where the bytes may be UTF-8. JSON begins with two ASCII characters, so the pattern of
 * zero bytes tells (RFC 4627 section 3), and so does a byte order mark.
 */
export function detectForeignEncoding(head: Uint8Array): 'UTF-16LE' | 'UTF-16BE' | 'UTF-32LE' | 'UTF-32BE' | null {
  const [a, b, c, d] = head;
  if (a === 0 && b === 0) return 'UTF-32BE';
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? 'UTF-32LE' : 'UTF-16LE';
  if (a === 0xfe && b === 0xff) return 'UTF-16BE';
  if (b === 0 && c === 0 && a !== 0) return 'UTF-32LE';
  if (a === 0 && b !== undefined) return 'UTF-16BE';
  if (b === 0 && a !== undefined) return 'UTF-16LE';
  return null;
}
