// The engine as the page sees it: queues calls, passes aborts on, and starts a new worker when one has died.
import type { Remote } from 'comlink';
import { CancelledError, EngineError, messageOf } from '../base/errors.ts';
import { FEATURE_IDS } from '../features/ids.ts';
import { makeRejection, openSession as openWorker, type Session } from './client-session.ts';
import { type CoreSources, keepCoreParts } from './core-parts.ts';
import type { Engine } from './engine.ts';
import { LEAST_SHARED_ROWS } from './pool-size.ts';
import type { ScoringReport } from './scoring-report.ts';
import type { CallOptions, EngineClient, ImportedModel, LoadReport, OnProgress, Source, TrafficId } from './types.ts';
import EngineWorker from './worker.ts?worker&inline';

/** 'failed': it could not be started, and will be tried again by the next call. */
export type EngineStatus = 'starting' | 'ready' | 'failed';

/** How long the engine worked on a call, without the wait for its turn. */
export interface Timing {
  call: string;
  ms: number;
}

export interface LiveEngineClient extends EngineClient {
  readonly status: EngineStatus;
  /** The last 500 calls that were answered, oldest first. */
  readonly timings: readonly Timing[];
  /** Ids of the features that models are trained on. */
  readonly features: readonly string[];
  /** How the scores of a traffic were made; null before an analysis. */
  describeScoring(traffic: TrafficId): Promise<ScoringReport | null>;
  /** Ends the worker; pending calls reject with EngineError. A later call starts a new one. */
  close(): void;
}

export interface ClientOptions extends CoreSources {
  createWorker?: () => Worker;
  /** Milliseconds between pings. */
  pingInterval?: number;
  /** Cores of the machine, of which the engine may use several to score. Default 1. */
  cores?: number;
}

const KEPT_TIMINGS = 500;
/** Ids of a dead engine's traffic never name traffic of a later one. */
const TRAFFIC_IDS = 1_000_000;

/**
 * Starts the engine at once. Calls reject with EngineError when it cannot be started, or dies meanwhile; long calls
 * wait for one another, short ones are answered between the slices of a long one. An abort that comes after the work
 * is done changes nothing.
 */
export function createEngineClient(options: ClientOptions = {}): LiveEngineClient {
  const { createWorker = () => new EngineWorker(), pingInterval = 1000, cores = 1 } = options;
  const parts = keepCoreParts(options);
  const restartListeners = new Set<(reason: string) => void>();
  const progressOf = new Map<number, OnProgress>();
  const timings: Timing[] = [];
  let status: EngineStatus = 'starting';
  let session: Session | null = null;
  let sessions = 0;
  let calls = 0;
  /** Resolves when no long call is under way or waiting. */
  let tail: Promise<unknown> = Promise.resolve();

  function passProgress(call: number, progress: Parameters<OnProgress>[0]): void {
    try {
      progressOf.get(call)?.(progress);
    } catch (error) {
      // The listener's own fault: told to the page, not to the engine.
      reportError(error);
    }
  }

  function openSession(): Session {
    status = 'starting';
    const firstTraffic = sessions++ * TRAFFIC_IDS + 1;
    try {
      session = openWorker({
        createWorker,
        pingInterval,
        cores,
        parts,
        firstTraffic,
        onProgress: passProgress,
        onStart: () => (status = 'ready'),
        onEnd,
      });
      return session;
    } catch (error) {
      status = 'failed';
      throw new EngineError(`The engine cannot start: the browser refused its worker (${messageOf(error)}).`);
    }
  }

  function onEnd(reason: string, started: boolean, restart: boolean): void {
    session = null;
    tail = Promise.resolve();
    progressOf.clear();
    // One that never started is tried again by the next call.
    status = started ? 'starting' : 'failed';
    if (!restart) return;
    reopenSession();
    for (const listener of restartListeners) listener(reason);
  }

  /** Starts without a caller to tell: what fails is told by the next call, which tries again. */
  function reopenSession(): void {
    try {
      openSession();
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
    }
  }

  async function measure<T>(call: string, run: () => Promise<T>): Promise<T> {
    const start = performance.now();
    const answer = await run();
    timings.push({ call, ms: performance.now() - start });
    if (timings.length > KEPT_TIMINGS) timings.shift();
    return answer;
  }

  /** Asks for something that takes no time. */
  async function askBriefly<T>(name: string, run: (engine: Remote<Engine>) => Promise<T>): Promise<T> {
    const { engine, ended, pulse } = session ?? openSession();
    pulse.begin();
    try {
      const remote = await Promise.race([engine, ended]);
      return await Promise.race([measure(name, () => run(remote)), ended]);
    } finally {
      pulse.end();
    }
  }

  /** Asks for something long: when its turn has come, with progress, and cancelled by the caller's signal. */
  async function askAtLength<T>(
    name: string,
    { signal, onProgress }: CallOptions,
    run: (engine: Remote<Engine>, call: number) => Promise<T>,
  ): Promise<T> {
    if (signal?.aborted) throw new CancelledError();
    const { engine, ended, pulse, helpers } = session ?? openSession();
    const call = ++calls;
    const aborted = makeRejection();
    let stop = () => aborted.reject(new CancelledError());
    const onAbort = () => stop();
    signal?.addEventListener('abort', onAbort, { once: true });
    let leave!: () => void;
    const before = tail;
    const left = new Promise<void>((resolve) => (leave = resolve));
    tail = before.then(() => left);
    pulse.begin();
    helpers.begin();
    try {
      await Promise.race([before, ended, aborted.promise]);
      const remote = await Promise.race([engine, ended, aborted.promise]);
      // Aborted after the race was won, and before this line was reached.
      if (signal?.aborted) throw new CancelledError();
      if (onProgress) progressOf.set(call, onProgress);
      // From here on the engine itself ends the call; should it be dead, the pulse tells.
      stop = () => void remote.cancel(call).catch(() => undefined);
      return await Promise.race([measure(name, () => run(remote, call)), ended]);
    } finally {
      progressOf.delete(call);
      signal?.removeEventListener('abort', onAbort);
      pulse.end();
      helpers.end();
      leave();
    }
  }

  /** A traffic that is worth several threads is usually analysed next. */
  async function load(sources: Source[], call: CallOptions = {}): Promise<LoadReport> {
    const report = await askAtLength('load', call, (engine, id) => engine.load(id, sources));
    if (report.packets < LEAST_SHARED_ROWS) return report;
    try {
      const compiled = await parts.analysis();
      session?.helpers.open(compiled);
    } catch (error) {
      // Whoever analyses is told by the engine; what was read stands.
      console.warn(`No worker will help to score (${messageOf(error)}).`);
    }
    return report;
  }

  /** Only model files begin with this byte. src/scripts/late-scripts.mjs lists the reader of others. */
  async function importModel(file: Uint8Array<ArrayBuffer>, name: string): Promise<ImportedModel> {
    const forest = file[0] === 0x89 ? null : await (await import('./read-forest.ts')).readForest(file, name);
    return askBriefly('importModel', (engine) => engine.importModel(forest ?? file));
  }

  reopenSession();
  return {
    get status() {
      return status;
    },
    timings,
    features: FEATURE_IDS.basic,
    load,
    train: (request, call = {}) => askAtLength('train', call, (engine, id) => engine.train(id, request)),
    analyze: (traffic, file, call = {}) =>
      askAtLength('analyze', call, (engine, id) => engine.analyze(id, traffic, file)),
    setView: (traffic, query, call = {}) =>
      askAtLength('setView', call, (engine, id) => engine.setView(id, traffic, query)),
    export: (traffic, format, threshold, { rows = 'all', hosts = [], ...call } = {}) =>
      askAtLength('export', call, (engine, id) => engine.export(id, traffic, format, { threshold, hosts }, rows)),
    exportRows: (traffic, format, line, rows, call = {}) =>
      askAtLength('exportRows', call, (engine, id) => engine.export(id, traffic, format, line, rows)),
    explain: (traffic, rows, threshold, call = {}) =>
      askAtLength('explain', call, (engine, id) => engine.explain(id, traffic, rows, threshold)),
    inspect: (traffic, row, call = {}) =>
      askAtLength('inspect', call, (engine, id) => engine.inspect(id, traffic, row)),
    importModel,
    renameModel: (file, name) => askBriefly('renameModel', (engine) => engine.renameModel(file, name)),
    addLadder: (file, ladder) => askBriefly('addLadder', (engine) => engine.addLadder(file, ladder)),
    teach: (request, call = {}) => askAtLength('teach', call, (engine, id) => engine.teach(id, request)),
    marked: (traffic, line, call = {}) => askAtLength('marked', call, (engine, id) => engine.marked(id, traffic, line)),
    countMarked: (traffic, line) => askBriefly('countMarked', (engine) => engine.countMarked(traffic, line)),
    hostLevels: (traffic, threshold, count) =>
      askBriefly('hostLevels', (engine) => engine.hostLevels(traffic, threshold, count)),
    survey: (traffic, query) => askBriefly('survey', (engine) => engine.survey(traffic, query)),
    drift: (traffic) => askBriefly('drift', (engine) => engine.drift(traffic)),
    compare: (before, after, line, count) =>
      askBriefly('compare', (engine) => engine.compare(before, after, line, count)),
    page: (traffic, start, count) => askBriefly('page', (engine) => engine.page(traffic, start, count)),
    packets: (traffic, rows) => askBriefly('packets', (engine) => engine.packets(traffic, rows)),
    describeScoring: (traffic) => askBriefly('describeScoring', (engine) => engine.describeScoring(traffic)),
    release: (traffic) => askBriefly('release', (engine) => engine.release(traffic)),
    onRestart(listener) {
      restartListeners.add(listener);
      return () => restartListeners.delete(listener);
    },
    close: () => session?.end('The engine was closed.', false),
  };
}
