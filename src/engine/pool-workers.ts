// The workers of the scoring pool as the page sees them: starts them, watches over them, replaces those that are lost.
import { transfer, wrap } from 'comlink';
import { messageOf } from '../base/errors.ts';
import { mostMisses, watchPulse, type Pulse } from './pulse.ts';
import type { WorkerShell } from './worker.ts';

export interface PoolWorkers extends Pulse {
  /** Starts the workers, unless they have been started already. */
  open(module: WebAssembly.Module): void;
}

export interface PoolWorkerOptions {
  count: number;
  createWorker: () => Worker;
  /** Milliseconds between pings. */
  pingInterval: number;
  /** Takes the other end of a helper's port; in place of an earlier one with the same place. */
  join(port: MessagePort, place: number): void;
}

/**
 * While a call is pending (`begin`, `end`), and after it until they have answered once more, the workers must answer
 * pings: most calls are shorter than the silence that counts as death. `stop` ends them all.
 */
export function createPoolWorkers({ count, createWorker, pingInterval, join }: PoolWorkerOptions): PoolWorkers {
  /** By place. One that the browser refused leaves its place free. */
  const workers = new Map<number, { pulse: Pulse; leave(): void; end(): void }>();
  let pending = 0;
  /** A machine on which they keep dying must do without. */
  let spares = count;

  function start(place: number, module: WebAssembly.Module): void {
    const worker = createWorker();
    const shell = wrap<WorkerShell>(worker);
    const { port1, port2 } = new MessageChannel();
    let started = false;
    const lose = (words: string) => {
      if (workers.get(place) !== own) return;
      workers.delete(place);
      own.end();
      console.warn(`A scoring worker was lost (${words}).`);
      if (spares-- > 0) tryStart(place, module);
    };
    const pulse = watchPulse(
      () => shell.ping(),
      () => lose('it stopped answering'),
      { interval: pingInterval, misses: () => mostMisses(started) },
    );
    const own = {
      pulse,
      leave() {
        // An answer that is an error is an answer as well.
        shell.ping().then(pulse.end, pulse.end);
      },
      end() {
        pulse.stop();
        worker.terminate();
      },
    };
    workers.set(place, own);
    worker.onerror = (event) => lose(event.message || 'it failed');
    // For the calls that are pending, and until it serves.
    for (let call = 0; call <= pending; call++) pulse.begin();
    shell.serve(transfer(port1, [port1]), module).then(
      () => {
        started = true;
        pulse.end();
      },
      (error: unknown) => lose(messageOf(error)),
    );
    join(port2, place);
  }

  function tryStart(place: number, module: WebAssembly.Module): void {
    try {
      start(place, module);
    } catch (error) {
      // The engine scores without it.
      console.warn(`A scoring worker could not be started (${messageOf(error)}).`);
    }
  }

  let opened = false;
  return {
    open(module) {
      if (opened) return;
      opened = true;
      for (let place = 0; place < count; place++) tryStart(place, module);
    },
    begin() {
      pending++;
      for (const { pulse } of workers.values()) pulse.begin();
    },
    end() {
      pending--;
      for (const worker of workers.values()) worker.leave();
    },
    stop() {
      for (const worker of workers.values()) worker.end();
      workers.clear();
    },
  };
}
