// The backup file: gzip of JSON lines. A line says what it is, one a record follows, the last one counts and proves them.
import { InputError } from '../base/errors.ts';
import type { StoreName } from '../store/types.ts';

export const FORMAT = 'net-anomaly-backup';
/** Of the file, raised with any change of its lines. */
export const VERSION = 1;
/** Of the database whose records lie in it. */
export const DATABASE_VERSION = 2;
/** In this order. The index follows from the alerts. */
export const STORES = ['models', 'alerts', 'rules', 'settings'] as const satisfies readonly StoreName[];
export type BackupStore = (typeof STORES)[number];

export interface HeaderLine {
  format: typeof FORMAT;
  version: number;
  database: number;
}

/** A record; where `bytes` stands instead of `value` it is binary, and lines with pieces of it follow. */
export interface RecordLine {
  store: BackupStore;
  key: string;
  value?: unknown;
  bytes?: number;
}

/** A piece of a binary record, at most `PIECE` bytes. */
export interface PieceLine {
  base64: string;
}

export interface LastLine {
  /** When it was made: the only thing in which two backups of the same records differ. */
  created: string;
  counts: Record<BackupStore, number>;
  /** Of all lines before, in hexadecimal. */
  sha256: string;
}

/** Bytes of a binary record a line. */
export const PIECE = 3 * 2 ** 18;
/** No line is as long. */
export const LONGEST_LINE = 2 ** 23;
/** No backup is as long once it is decompressed. */
export const LONGEST_BACKUP = 2 ** 33;

export const toHex = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let from = 0; from < bytes.length; from += 8192)
    text += String.fromCharCode(...bytes.subarray(from, from + 8192));
  return btoa(text);
}

/** Throws InputError. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  let bytes: string;
  try {
    bytes = atob(text);
  } catch (error) {
    throw new InputError('what stands here is no base64', { cause: error });
  }
  return Uint8Array.from(bytes, (character) => character.charCodeAt(0));
}
