// SHA-256 of files of any size, a part a call, so that whatever else is asked of the worker is answered in between.
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { InputError } from '../base/errors.ts';
import { nextTask } from '../base/pacer.ts';
import type { AlertService } from './types.ts';

/** Bytes hashed between two breaths: some 20 ms. */
const PIECE = 1 << 20;

export function createDigests(): Pick<AlertService, 'hashPart'> {
  /** One at a time: another one, from its beginning, gives up the one before. */
  let open: { of: string; bytes: number; hash: ReturnType<typeof sha256.create> } | null = null;

  return {
    async hashPart(of, from, part, isLast) {
      // Several times as quick, but only at one go, and pages that are not served securely have none.
      const { subtle } = crypto as { subtle?: SubtleCrypto };
      if (from === 0 && isLast && subtle) {
        return bytesToHex(new Uint8Array(await subtle.digest('SHA-256', await part.arrayBuffer())));
      }
      const own = from === 0 ? { of, bytes: 0, hash: sha256.create() } : open;
      if (own === null || own.of !== of || own.bytes !== from) {
        throw new InputError('Hashing was interrupted, and has to begin anew.');
      }
      open = own;
      const bytes = new Uint8Array(await part.arrayBuffer());
      for (let at = 0; at < bytes.length; at += PIECE) {
        if (at > 0) await nextTask();
        own.hash.update(bytes.subarray(at, at + PIECE));
      }
      own.bytes += bytes.length;
      if (!isLast) return null;
      open = null;
      return bytesToHex(own.hash.digest());
    },
  };
}
