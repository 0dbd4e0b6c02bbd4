// The SHA-256 of what is open, as `sha256sum` prints it: of each file as it is stored, compressed or not. A late script.
import type { AlertService } from '../alerts/types.ts';
import { CancelledError, InputError, messageOf } from '../base/errors.ts';
import type { Source } from '../engine/types.ts';
import { MOST_DIGESTS } from './traffic-query.ts';

/** Files up to so many bytes are hashed at one go. */
const WHOLE = 64 << 20;
/** Bytes of a part of larger ones: alerts wait for one part at most. */
const PART = 4 << 20;

export interface DigestOptions {
  signal: AbortSignal;
  /** Bytes so far. */
  onProgress: (done: number) => void;
  /** Resolves when nothing else is under way. */
  quiet: () => Promise<void>;
}

/**
 * One digest a source, in their order. Of more than eight sources one digest of them all: of the text that has each
 * digest on a line of its own (`sha256sum FILE… | cut -c1-64 | sha256sum`). Rejects with CancelledError, and with
 * InputError where a file cannot be read any more.
 */
export async function digestSources(
  { hashPart }: Pick<AlertService, 'hashPart'>,
  sources: readonly Source[],
  { signal, onProgress, quiet }: DigestOptions,
): Promise<string[]> {
  let before = 0;
  async function digestOne({ name, data }: Source, place: number): Promise<string> {
    const step = data.size <= WHOLE ? data.size : PART;
    for (let from = 0; ; from += step) {
      await quiet();
      if (signal.aborted) throw new CancelledError('Hashing');
      const end = Math.min(data.size, from + step);
      const digest = await hashPart(`${place} ${name}`, from, data.slice(from, end), end === data.size).catch(
        (error: unknown) => {
          throw new InputError(`${name} could not be read to its end to take its SHA-256: ${messageOf(error)}`);
        },
      );
      onProgress(before + end);
      if (digest === null) continue;
      before += data.size;
      return digest;
    }
  }

  const digests: string[] = [];
  for (const source of sources) digests.push(await digestOne(source, digests.length));
  if (digests.length <= MOST_DIGESTS) return digests;
  const list = new Blob([`${digests.join('\n')}\n`]);
  return [await digestOne({ name: 'the list of digests', data: list }, digests.length)];
}
