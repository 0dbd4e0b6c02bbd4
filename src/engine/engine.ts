// The engine: holds traffic, its scores and its view, and works on them in slices. A plain object; worker.ts exposes it.
import { transfer } from 'comlink';
import { instantiateCore } from '../base/core.ts';
import { EngineError } from '../base/errors.ts';
import { doPaced, Pacer } from '../base/pacer.ts';
import type { Pace } from '../detect/order.ts';
import { loadTraffic } from '../ingest/load.ts';
import { chooseSet, findLacking } from '../features/choose-set.ts';
import type { Inspection } from '../inspect/types.ts';
import { changePieces, type Model, readPieces, writePieces } from '../model/file.ts';
import { FORMAT_VERSION } from '../model/info.ts';
import { formatOf } from '../model/sections.ts';
import { explainMemory, isSame, slicePace } from './calls.ts';
import { analyzeTable } from './analyze-table.ts';
import { describeScores } from './describe-scores.ts';
import { findCeiling } from './find-ceiling.ts';
import { findingCalls, modelOf, scoresOf } from './finding-calls.ts';
import { explainTraffic } from './explain-traffic.ts';
import { inspectRow } from './inspect.ts';
import { takePage, takeRows } from './page.ts';
import { surveyCalls } from './survey-calls.ts';
import { Pool } from './pool.ts';
import type { ScoringReport } from './scoring-report.ts';
import { trainModel } from './train-model.ts';
import type {
  Analysis,
  Explanation,
  FindingLadder,
  ImportedModel,
  LoadReport,
  Page,
  PacketRow,
  Progress,
  Source,
  TrafficId,
  Training,
  TrainRequest,
  ViewQuery,
} from './types.ts';
import type { Scored, Traffic } from './traffic.ts';
import { createView, wholeView, type ViewSource } from './view.ts';

/** Hears how far a call is. */
export type ProgressSink = (call: number, progress: Progress) => void;

export interface EngineOptions {
  onProgress?: ProgressSink;
  /** Id of the first traffic. Default 1. */
  firstTraffic?: number;
  /** The core's part for analyses, where it is a module of its own. */
  analysisCore?: Promise<WebAssembly.Module>;
}

/** Ranks of so many addresses (4 bytes each) are kept between views. */
const MOST_KEPT_RANKS = 1 << 20;

const secondsSince = (start: number) => (performance.now() - start) / 1000;

/**
 * Every operation of EngineClient on the worker's side. Long ones take the number of the call first: progress is told
 * under it, and `cancel` names it. Their changes are made at their end, so that a cancelled one changes nothing.
 * @param module the compiled core, or its part for reading; each long call instantiates it anew, so that its memory is given back
 */
export function createEngine(
  module: WebAssembly.Module,
  { onProgress, firstTraffic = 1, analysisCore = Promise.resolve(module) }: EngineOptions = {},
) {
  const traffics = new Map<TrafficId, Traffic>();
  const running = new Map<number, AbortController>();
  const pool = new Pool();
  let nextTraffic = firstTraffic;

  function find(id: TrafficId): Traffic {
    const traffic = traffics.get(id);
    if (traffic === undefined) throw new EngineError('The engine does not hold this traffic any more: open it again.');
    return traffic;
  }

  async function run<T>(call: number, work: (pacer: Pacer<Progress>) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    running.set(call, controller);
    try {
      return await work(new Pacer<Progress>(controller.signal, (progress) => onProgress?.(call, progress)));
    } catch (error) {
      throw explainMemory(error);
    } finally {
      running.delete(call);
    }
  }

  const makeCore = async () => instantiateCore(await analysisCore);

  /** Lets others work while scores are counted over. */
  function paceOf(pacer: Pacer<Progress>, total: number): Pace {
    const start = performance.now();
    const progress = (): Progress => ({
      phase: 'scoring',
      done: total,
      total,
      unit: 'packets',
      seconds: secondsSince(start),
    });
    return () => (pacer.due() ? pacer.breathe(progress()) : undefined);
  }

  const parts = { find, run, makeCore, pool, transfer };
  return {
    ...findingCalls(parts),
    ...surveyCalls(parts),

    load(call: number, sources: Source[]): Promise<LoadReport> {
      return run(call, async (pacer) => {
        const { table, report } = await loadTraffic(module, sources, pacer);
        const features = chooseSet(await doPaced(findLacking(table), slicePace()));
        const traffic = nextTraffic++;
        const names = report.sources.filter(({ packets }) => packets > 0).map(({ name }) => name);
        traffics.set(traffic, {
          table,
          sources,
          reader: null,
          names,
          span: report.span,
          scores: null,
          scored: null,
          addressRanks: null,
          view: wholeView(table),
        });
        return { ...report, features, traffic };
      });
    },

    train(call: number, request: TrainRequest): Promise<Training> {
      return run(call, async (pacer) => {
        const start = performance.now();
        const traffic = find(request.traffic);
        const pace = paceOf(pacer, traffic.table.length);
        const core = await makeCore();
        const trained = await trainModel(core, traffic, request, { pacer, pool, pace });
        const { model, scores, columns, said, scoring } = trained;
        const file = await doPaced(writePieces(model), pace);
        const ceiling = await findCeiling(core, model, pacer);
        const analysis = await describeScores(scores, model, ceiling, said, trained.scoringStart, pace);
        pacer.check();
        Object.assign(traffic, { scores, scored: { file, analysis, columns, scoring } satisfies Scored });
        return { info: model.info, file, analysis, seconds: secondsSince(start) };
      });
    },

    analyze(call: number, id: TrafficId, file: Uint8Array): Promise<Analysis> {
      return run(call, async (pacer) => {
        const start = performance.now();
        const traffic = find(id);
        if (traffic.scored !== null && isSame(traffic.scored.file, file)) return traffic.scored.analysis;
        const pace = paceOf(pacer, traffic.table.length);
        const model = await doPaced(readPieces(file), pace);
        const core = await makeCore();
        const analysed = await analyzeTable(core, model, traffic.table, { pacer, pool, pace });
        const { scores, columns, said, scoring } = analysed;
        const ceiling = await findCeiling(core, model, pacer);
        const analysis = await describeScores(scores, model, ceiling, said, start, pace);
        pacer.check();
        Object.assign(traffic, { scores, scored: { file, analysis, columns, scoring } satisfies Scored });
        return analysis;
      });
    },

    /** How the scores of this traffic were made; null before an analysis. */
    describeScoring(id: TrafficId): ScoringReport | null {
      return find(id).scored?.scoring ?? null;
    },

    /** Scores with the help of a worker at whose end of the port `serveShards` listens; see `Pool.join`. */
    addHelper(port: MessagePort, place: number): void {
      pool.join(port, place);
    },

    /** A model file, or a forest that was read on the page: see `readForest`. */
    async importModel(given: Uint8Array<ArrayBuffer> | Model): Promise<ImportedModel> {
      const pace = slicePace();
      const isFile = given instanceof Uint8Array;
      const model = isFile ? await doPaced(readPieces(given), pace) : given;
      const isNewest = isFile && formatOf(given) === FORMAT_VERSION;
      return { info: model.info, file: isNewest ? given : await doPaced(writePieces(model), pace) };
    },

    renameModel(file: Uint8Array, name: string): Promise<Uint8Array<ArrayBuffer>> {
      return doPaced(
        changePieces(file, ({ info }) => ({ info: { ...info, name } })),
        slicePace(),
      );
    },

    addLadder(file: Uint8Array, ladder: FindingLadder): Promise<Uint8Array<ArrayBuffer>> {
      return doPaced(
        changePieces(file, () => ({ ladder })),
        slicePace(),
      );
    },

    setView(call: number, id: TrafficId, query: ViewQuery): Promise<number> {
      return run(call, async (pacer) => {
        const traffic = find(id);
        // A copy: an analysis that ends meanwhile must not change scores under the sort.
        const source: ViewSource = { table: traffic.table, scores: traffic.scores, addressRanks: traffic.addressRanks };
        const view = await createView(source, query, pacer);
        pacer.check();
        traffic.view = view;
        if ((source.addressRanks?.length ?? 0) <= MOST_KEPT_RANKS) traffic.addressRanks = source.addressRanks;
        return view.length;
      });
    },

    /** Throws RangeError for more than 1,000 rows; rows outside of the view are left out. */
    page(id: TrafficId, start: number, count: number): Page {
      return takePage(find(id), start, count);
    },

    /** Throws RangeError for rows that are not there, and for more than 1,000. */
    packets(id: TrafficId, rows: number[]): PacketRow[] {
      return takeRows(find(id), rows);
    },

    explain(call: number, id: TrafficId, rows: number[], threshold: number): Promise<Explanation[]> {
      return run(call, async (pacer) => {
        const { scores, scored } = scoresOf(find(id));
        const model = await modelOf(scored, paceOf(pacer, rows.length));
        const analysed = { columns: scored.columns, scores };
        return explainTraffic(await makeCore(), model, analysed, rows, threshold, pacer);
      });
    },

    inspect(call: number, id: TrafficId, row: number): Promise<Inspection> {
      return run(call, async (pacer) => inspectRow(await instantiateCore(module), find(id), row, pacer));
    },

    release(id: TrafficId): void {
      // It holds nothing but memory, and whatever it could still say nobody waits for.
      void traffics.get(id)?.reader?.close();
      traffics.delete(id);
    },

    /** Makes a running call reject with CancelledError; nothing for one that has ended. */
    cancel(call: number): void {
      running.get(call)?.abort();
    },
  };
}

export type Engine = ReturnType<typeof createEngine>;
