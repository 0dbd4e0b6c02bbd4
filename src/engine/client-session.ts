// One worker of the engine, from its start to its end: given its core, watched by its pulse, and ended with words.
import { proxy, transfer, transferHandlers, wrap, type Remote } from 'comlink';
import { EngineError, messageOf } from '../base/errors.ts';
import type { CoreParts } from './core-parts.ts';
import type { Engine, ProgressSink } from './engine.ts';
import { installErrorTransfer } from './error-transfer.ts';
import { countHelpers } from './pool-size.ts';
import { createPoolWorkers, type PoolWorkers } from './pool-workers.ts';
import { mostMisses, watchPulse, type Pulse } from './pulse.ts';
import type { WorkerShell } from './worker.ts';

installErrorTransfer(transferHandlers);

export interface Session {
  readonly engine: Promise<Remote<Engine>>;
  /** Rejects with EngineError when the worker is gone; never resolves. */
  readonly ended: Promise<never>;
  readonly pulse: Pulse;
  readonly helpers: PoolWorkers;
  /** Ends the worker, once. */
  end(reason: string, restart: boolean): void;
}

export interface SessionOptions {
  createWorker: () => Worker;
  /** Milliseconds between pings. */
  pingInterval: number;
  cores: number;
  parts: CoreParts;
  firstTraffic: number;
  onProgress: ProgressSink;
  /** The engine answers. */
  onStart(): void;
  /** @param restart false for one that never started, which would only fail again, and for one that was closed */
  onEnd(reason: string, started: boolean, restart: boolean): void;
}

/** A promise that rejects when it is told to; its rejection may go unhandled. */
export function makeRejection(): { promise: Promise<never>; reject: (error: Error) => void } {
  let reject!: (error: Error) => void;
  const promise = new Promise<never>((_, rejectPromise) => (reject = rejectPromise));
  promise.catch(() => undefined);
  return { promise, reject };
}

/** Throws whatever the making of the worker throws. */
export function openSession(options: SessionOptions): Session {
  const { createWorker, pingInterval, cores, parts, firstTraffic, onProgress } = options;
  const { promise: ended, reject } = makeRejection();
  let started = false;
  let over = false;
  const worker = createWorker();
  const shell = wrap<WorkerShell>(worker);

  function end(reason: string, restart: boolean): void {
    if (over) return;
    over = true;
    session.pulse.stop();
    session.helpers.stop();
    worker.terminate();
    reject(new EngineError(reason));
    options.onEnd(reason, started, started && restart);
  }

  /** @param words of a worker that was running, and of one that never ran */
  const fail = (words: string, never: string, cause = '') =>
    end(
      started
        ? `The engine ${words} and was started anew${cause}.`
        : `The engine cannot start: its worker ${never}${cause}.`,
      true,
    );
  worker.onerror = ({ message }) => fail('failed', 'failed', message ? ` (${message})` : '');
  worker.onmessageerror = () => end('The engine sent an answer that cannot be read, and was started anew.', true);

  async function startEngine(): Promise<Remote<Engine>> {
    const starting = async () => shell.start(await parts.reading(), firstTraffic, proxy(onProgress));
    const engine = await Promise.race([starting(), ended]);
    started = true;
    options.onStart();
    void parts.analysis().then(
      (module) => shell.supply(module),
      (error: unknown) => shell.supply(messageOf(error)),
    );
    return engine as Remote<Engine>;
  }

  const session: Session = {
    engine: startEngine(),
    ended,
    pulse: watchPulse(
      () => shell.ping(),
      () => fail('stopped answering', 'does not answer'),
      { interval: pingInterval, misses: () => mostMisses(started) },
    ),
    helpers: createPoolWorkers({
      count: countHelpers(cores),
      createWorker,
      pingInterval,
      join: async (port, place) => (await session.engine).addHelper(transfer(port, [port]), place),
    }),
    end,
  };
  session.pulse.begin();
  session.engine.then(
    () => session.pulse.end(),
    (error: unknown) => end(messageOf(error), false),
  );
  return session;
}
