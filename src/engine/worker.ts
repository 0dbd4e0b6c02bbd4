// The engine's worker: a shell that takes the compiled core from the page and exposes the engine, or helps one to score.
import { expose, proxy, transferHandlers } from 'comlink';
import { createEngine, type ProgressSink } from './engine.ts';
import { nextTask } from '../base/pacer.ts';
import { installErrorTransfer } from './error-transfer.ts';
import { serveShards } from './pool-helper.ts';
import { warmUp } from './warm-up.ts';

const shell = {
  /** Answers at once, between any two slices of work. */
  ping(): void {},

  /** Starts the engine on a compiled core. Traffic ids begin at `firstTraffic`. */
  start(module: WebAssembly.Module, firstTraffic: number, onProgress: ProgressSink) {
    // Without it the first call is slower, and tells by itself what does not work: its failure must not end the engine,
    // which would be started anew only to fail again.
    void nextTask()
      .then(() => warmUp(module))
      .catch((error: unknown) => console.warn('The engine could not be warmed up.', error));
    return proxy(createEngine(module, { firstTraffic, onProgress }));
  },

  /** The other role: scores shards for the engine at the port's other end. */
  serve: serveShards,
};

export type WorkerShell = typeof shell;

// A rejection that nobody handles tells the page nothing; an error does (see client.ts).
self.addEventListener('unhandledrejection', (event) => reportError(event.reason));
installErrorTransfer(transferHandlers);
expose(shell);
