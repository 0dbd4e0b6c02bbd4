// Writing into the alert database: one transaction, in words where the disk is full, and told to all tabs.
import { QuotaError } from '../base/errors.ts';
import { formatBytes } from '../base/format.ts';
import { isQuotaError } from '../store/quota.ts';
import type { Mode, StoreName } from '../store/types.ts';
import type { AlertBook, Turn } from './book.ts';

/** Bytes that are used, and that may be used. */
export type Estimate = () => Promise<{ usage?: number; quota?: number }>;

/** `what` could not be stored, should there be no room. */
export type Write = <T>(
  mode: Exclude<Mode, 'readonly'>,
  stores: readonly StoreName[],
  what: string,
  work: (turn: Turn) => Promise<T>,
) => Promise<T>;

/** Makes the words better; without it they do as well. */
async function describeRoom(estimate: Estimate | undefined): Promise<string> {
  try {
    const { usage, quota } = (await estimate?.()) ?? {};
    if (!usage || !quota) return '';
    // Chromium reports a quota of 10 GB more than what is used, whatever the disk has: then it says nothing.
    return quota - usage < 2 ** 30
      ? ` (${formatBytes(usage)} of ${formatBytes(quota)} are used)`
      : ` (${formatBytes(usage)} are used)`;
  } catch {
    return ''; // This browser does not say.
  }
}

/** Words for a full disk; the error itself for any other. */
export async function explainQuota(error: unknown, what: string, estimate: Estimate | undefined): Promise<unknown> {
  if (!isQuotaError(error)) return error;
  const room = await describeRoom(estimate);
  return new QuotaError(
    `The browser's storage has no room for ${what}${room}; nothing was changed. Save a backup, delete alerts or models ` +
      'that you do not need, or free some disk space, and try again.',
    { cause: error },
  );
}

export function createWriter(
  book: AlertBook,
  announce: (stores: readonly StoreName[]) => void,
  estimate: Estimate | undefined,
): Write {
  return async (mode, stores, what, work) => {
    let result;
    try {
      result = await book.run(mode, work);
    } catch (error) {
      throw await explainQuota(error, what, estimate);
    }
    announce(stores);
    return result;
  };
}
