// The alert database as the page sees it: starts the worker, notices its death, restarts it, and tells of changes.
import { type Remote, transfer, transferHandlers, wrap } from 'comlink';
import { InputError, messageOf, QuotaError } from '../base/errors.ts';
import { installErrorTransfer } from '../engine/error-transfer.ts';
import { mostMisses, type Pulse, watchPulse } from '../engine/pulse.ts';
import { DATABASE } from '../store/database.ts';
import type { StoreName } from '../store/types.ts';
import type { AlertService } from './types.ts';
import type { AlertWorker } from './worker.ts';
import AlertsWorker from './worker.ts?worker&inline';

installErrorTransfer(transferHandlers);

export interface LiveAlertClient extends AlertService {
  /** False once it is known that alerts last only as long as the tab. Known after the first call. */
  readonly persistent: boolean;
  /** Why not, in plain words, or null. */
  readonly reason: string | null;
  /** Told of every change, by this tab or another, with the stores that it touched. */
  onChange(listener: (stores: readonly StoreName[]) => void): () => void;
  /** Ends the worker; pending calls reject. A later call starts a new one. */
  close(): void;
}

export interface AlertClientOptions {
  database?: string;
  createWorker?: () => Worker;
  /** Milliseconds between pings. */
  pingInterval?: number;
}

/** One worker, from its start to its end. */
interface Session {
  readonly service: Promise<Remote<AlertService>>;
  /** Rejects when the worker is gone; never resolves. */
  readonly ended: Promise<never>;
  readonly pulse: Pulse;
  readonly end: (reason: string) => void;
}

const CALLS = [
  'group',
  'rowsOf',
  'findBudgetLine',
  'ladder',
  'export',
  'keep',
  'list',
  'ids',
  'get',
  'counts',
  'setState',
  'addNote',
  'remove',
  'undo',
  'rules',
  'previewRule',
  'ruleCounts',
  'putRule',
  'removeRule',
  'hiddenBy',
  'settings',
  'putSettings',
  'log',
  'clearLog',
  'backup',
  'readBackup',
  'restore',
  'hashPart',
] as const satisfies readonly (keyof AlertService)[];

type Call = (...given: unknown[]) => Promise<unknown>;

/** Marked packets are handed over with their buffers; everything else is copied. */
function handOver(given: unknown): unknown {
  if (typeof given !== 'object' || given === null || !('rows' in given && 'tcpFlags' in given)) return given;
  const buffers = Object.values(given).flatMap((column) => (ArrayBuffer.isView(column) ? [column.buffer] : []));
  return transfer(given, buffers as ArrayBuffer[]);
}

/**
 * Starts nothing before the first call. Calls reject with InputError, also where the worker dies meanwhile: what was
 * being written is then stored whole or not at all, and the next call starts a new worker.
 */
export function createAlertClient(options: AlertClientOptions = {}): LiveAlertClient {
  const { database = DATABASE, createWorker = () => new AlertsWorker(), pingInterval = 1000 } = options;
  const listeners = new Set<(stores: readonly StoreName[]) => void>();
  let channel: BroadcastChannel | null = null;
  let session: Session | null = null;
  let reason: string | null = null;

  function openSession(): Session {
    let worker: Worker;
    try {
      worker = createWorker();
    } catch (error) {
      throw new InputError(`The alerts cannot be opened: the browser refused their worker (${messageOf(error)}).`);
    }
    const shell = wrap<AlertWorker>(worker);
    let started = false;
    let reject!: (error: Error) => void;
    const ended = new Promise<never>((_, rejectPromise) => (reject = rejectPromise));
    ended.catch(() => undefined);
    const end = (why: string) => {
      if (session !== own) return;
      own.pulse.stop();
      worker.terminate();
      session = null;
      reject(new InputError(why));
    };
    const failed = (how: string) =>
      end(started ? `The alerts’ worker ${how}. Try again.` : `The alerts cannot be opened: their worker ${how}.`);
    worker.onerror = ({ message }) => failed(message ? `failed (${message})` : 'failed');
    worker.onmessageerror = () => failed('sent an answer that cannot be read');

    async function start(): Promise<Remote<AlertService>> {
      const opened = await shell.start(database);
      reason = await shell.reason();
      started = true;
      return opened as unknown as Remote<AlertService>;
    }
    const own: Session = {
      service: start(),
      ended,
      pulse: watchPulse(() => shell.ping(), () => failed('stopped answering'), { interval: pingInterval, misses: () => mostMisses(started) }), // prettier-ignore
      end,
    };
    session = own;
    // A database that another tab holds is tried again by the next call, with a new worker.
    own.service.catch((error: unknown) => end(messageOf(error)));
    return own;
  }

  async function ask(call: (typeof CALLS)[number], given: readonly unknown[]): Promise<unknown> {
    const { service, ended, pulse } = session ?? openSession();
    pulse.begin();
    try {
      const remote = await Promise.race([service, ended]);
      return await Promise.race([(remote[call] as unknown as Call)(...given.map(handOver)), ended]);
    } catch (error) {
      throw error instanceof Error && error.name === 'QuotaError' ? new QuotaError(error.message) : error;
    } finally {
      pulse.end();
    }
  }

  const calls = Object.fromEntries(CALLS.map((call) => [call, (...given: unknown[]) => ask(call, given)]));
  return {
    ...(calls as unknown as AlertService),
    get persistent() {
      return reason === null;
    },
    get reason() {
      return reason;
    },
    onChange(listener) {
      if (channel === null) {
        channel = new BroadcastChannel(`net-anomaly-alerts:${database}`);
        channel.onmessage = ({ data }) => {
          for (const each of listeners) each(data as readonly StoreName[]);
        };
      }
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        channel?.close();
        channel = null;
      };
    },
    close: () => session?.end('The alerts were closed.'),
  };
}
