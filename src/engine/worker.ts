// The engine's worker: a shell that takes the compiled core from the page and exposes the engine, or helps one to score.
import { expose, proxy, transferHandlers } from 'comlink';
import { EngineError } from '../base/errors.ts';
import { createEngine, type ProgressSink } from './engine.ts';
import { nextTask } from '../base/pacer.ts';
import { installErrorTransfer } from './error-transfer.ts';
import { serveShards } from './pool-helper.ts';
import { warmUp } from './warm-up.ts';

/** The core's part for analyses, which comes after the page is there. */
let giveAnalysisCore: (module: WebAssembly.Module) => void;
let refuseAnalysisCore: (error: Error) => void;
const analysisCore = new Promise<WebAssembly.Module>((resolve, reject) => {
  giveAnalysisCore = resolve;
  refuseAnalysisCore = reject;
});
// Who asks for it is told; nobody may have asked yet.
analysisCore.catch(() => undefined);

const shell = {
  /** Answers at once, between any two slices of work. */
  ping(): void {},

  /** Starts the engine on the core's part for reading. Traffic ids begin at `firstTraffic`. */
  start(reading: WebAssembly.Module, firstTraffic: number, onProgress: ProgressSink) {
    // Without it the first call is slower, and tells by itself what does not work: its failure must not end the engine,
    // which would be started anew only to fail again.
    void nextTask()
      .then(() => warmUp(reading, analysisCore))
      .catch((error: unknown) => console.warn('The engine could not be warmed up.', error));
    return proxy(createEngine(reading, { firstTraffic, onProgress, analysisCore }));
  },

  /** Hands the core's part for analyses over, or the words of why there is none. */
  supply(given: WebAssembly.Module | string) {
    if (typeof given === 'string') refuseAnalysisCore(new EngineError(given));
    else giveAnalysisCore(given);
  },

  /** The other role: scores shards for the engine at the port's other end. */
  serve: serveShards,
};

export type WorkerShell = typeof shell;

// A rejection that nobody handles tells the page nothing; an error does (see client.ts).
self.addEventListener('unhandledrejection', (event) => reportError(event.reason));
installErrorTransfer(transferHandlers);
expose(shell);
