// The worker of alerts: a shell that exposes the database, grouping, exports and digests.
import { expose, proxy, transferHandlers } from 'comlink';
import { installErrorTransfer } from '../engine/error-transfer.ts';
import { createStorage } from '../store/storage.ts';
import type { StoreName } from '../store/types.ts';
// Where there is no database memory is needed at once: a worker's script cannot come in pieces.
import '../store/memory.ts';
import { createDigests } from './digest.ts';
import { createGrouping } from './grouping.ts';
import { createAlertDatabase } from './service.ts';
import type { AlertService } from './types.ts';

/** Changes are told on this channel, by the workers of all tabs. */
const channelOf = (database: string): string => `net-anomaly-alerts:${database}`;

/** Milliseconds: whoever opens the page wants the list first. */
const TIDY_AFTER = 3000;

async function tidy(opening: Promise<void>): Promise<void> {
  try {
    await opening;
  } catch (error) {
    // Nothing was changed, and it is tried again with the next analysis, or when the page is opened again.
    console.warn('Old alerts could not be put away.', error);
  }
}

let reason: string | null = null;

const shell = {
  /** Answers at once, between any two pieces of work. */
  ping(): void {},

  /** Why nothing lasts, or null. Known once it was started. */
  reason: (): string | null => reason,

  /** Opens the database of that name. */
  async start(database: string) {
    const storage = createStorage(database);
    const channel = new BroadcastChannel(channelOf(database));
    const service = createAlertDatabase({
      storage,
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has none
      announce: (stores: readonly StoreName[]) => channel.postMessage(stores),
      estimate: async () => navigator.storage.estimate(),
    });
    // Whether there is any storage, or another tab holds it.
    await storage.transact(['alerts'], 'readonly', async () => undefined);
    ({ reason } = storage);
    setTimeout(() => void tidy(service.open()), TIDY_AFTER);
    const whole: AlertService = { ...service, ...createGrouping(service.get), ...createDigests() };
    return proxy(whole);
  },
};

export type AlertWorker = typeof shell;

// A rejection that nobody handles tells the page nothing; an error does (see client.ts).
self.addEventListener('unhandledrejection', (event) => reportError(event.reason));
installErrorTransfer(transferHandlers);
expose(shell);
