// The scripting calls, `window.netAnomaly`: what the HTTP back end answered to /, /train and /analyze, in plain JSON.
import { BatchError, describeProblem, InputError, type Problem } from '../base/errors.ts';
import { VERSION } from '../base/version.ts';
import type { EngineStatus, LiveEngineClient } from '../engine/client.ts';
import type { Explanation, FeatureSetId, LoadReport, TrafficId, TrainRequest } from '../engine/types.ts';
import type { ModelStore } from '../model/store.ts';
import { DEFAULT_PARAMETERS, type TrainParameters } from '../model/types.ts';
import type { Packet } from '../packets/table.ts';
import { BatchTextError, openBatch, type Batch } from './batch-text.ts';

export type { Batch };

interface Trained extends Partial<TrainParameters> {
  /**
   * Which features a model is trained on. Default: "basic", size and protocol, by which an item has the same score wherever it
   * stands. "traffic" needs ts, src and dst.
   */
  featureSet?: FeatureSetId;
}

export interface TrainOptions extends Trained {
  /** Name of the model. Default: one from the time. */
  name?: string;
}

export interface AnalyzeOptions extends Trained {
  /**
   * Id or name of a stored model. Default: the newest one; with none stored, or with training parameters given, or with
   * null, a model is trained on the batch itself, used once and not stored.
   */
  model?: string | null;
  /** Score from 0 to 1 above which a packet is an anomaly, or "auto" = 0.5. Default: the model's own. */
  threshold?: number | 'auto';
}

export interface ExplainOptions extends AnalyzeOptions {
  /** Items to explain, from 0; at most 5,000. Default: those that are anomalies, the highest scores first, at most 1,000. */
  rows?: number[];
}

export interface StatusAnswer {
  name: string;
  version: string;
  engine: EngineStatus;
  /** `rows` is null for a model that was imported as a scikit-learn forest. */
  models: { id: string; name: string; rows: number | null; created: string }[];
  features: string[];
}

export interface TrainAnswer {
  /** Id of the stored model. */
  model: string;
  name: string;
  rows: number;
  /** Such as "traffic@1". */
  featureSet: string;
  features: string[];
  n_estimators: number;
  /** Packets really drawn for each tree. */
  max_samples: number;
  contamination: number | 'auto';
  threshold: number;
  seconds: number;
}

export interface AnalyzeAnswer {
  /** Id of the stored model, or null when one was trained on the batch itself. */
  model: string | null;
  rows: number;
  anomalies: number;
  threshold: number;
  items: (Packet & { score: number; anomaly: boolean })[];
  /** Only where a model was trained on the batch itself first. */
  trained?: true;
}

export interface ExplainAnswer {
  model: string | null;
  threshold: number;
  items: Explanation[];
}

/** Every call rejects with InputError for options that cannot be, EngineError when the engine died meanwhile. */
export interface Scripting {
  status(): Promise<StatusAnswer>;
  /**
   * Trains on a batch and stores the model. Rejects with `{name: 'BatchError', problems: [{line, column, item, field,
   * message}]}` when anything is wrong with the batch, be it a single item: nothing is trained then.
   */
  train(batch: Batch, options?: TrainOptions): Promise<TrainAnswer>;
  /** Scores a batch. Rejects like `train`. */
  analyze(batch: Batch, options?: AnalyzeOptions): Promise<AnalyzeAnswer>;
  /** Says why items have their scores. Takes what `analyze` takes, and rejects like it. */
  explain(batch: Batch, options?: ExplainOptions): Promise<ExplainAnswer>;
}

type Engine = Pick<
  LiveEngineClient,
  'status' | 'features' | 'load' | 'train' | 'analyze' | 'countMarked' | 'setView' | 'page' | 'explain' | 'release'
>;
type Models = Pick<ModelStore, 'list' | 'file' | 'add'>;

/** Rows asked for at a time: the most that a page may have. */
const PAGE = 1000;
const parameterNames = Object.keys(DEFAULT_PARAMETERS) as (keyof TrainParameters)[];
/** Options that only training takes. */
const trainingNames: readonly (keyof Trained)[] = [...parameterNames, 'featureSet'];

/** @param count of all problems, of which `problems` may be the first ones only */
function rejectBatch(problems: readonly Problem[], count: number, words?: string): never {
  const plain = problems.map(({ line, column, item, field, message }) => ({ line, column, item, field, message }));
  const more = count > 1 ? ` (and ${(count - 1).toLocaleString('en-US')} more)` : '';
  const message = words ?? `The batch was refused: ${describeProblem(problems[0])}${more}.`;
  throw Object.assign(new Error(message), { name: 'BatchError', problems: plain });
}

/** Refuses a batch that was read but for some part of it. */
function checkReport({ sources, problems, problemCount }: LoadReport): void {
  const stops = sources.flatMap(({ stopped }) => (stopped === null ? [] : [stopped]));
  if (problemCount + stops.length > 0) rejectBatch([...problems, ...stops], problemCount + stops.length);
}

/** The options, checked for names that mean nothing. Throws InputError. */
function checkOptions<T extends object>(options: T | undefined, names: readonly string[]): Partial<T> {
  if (options === undefined) return {};
  if (typeof options !== 'object' || options === null) throw new InputError('The options must be an object.');
  const unknown = Object.keys(options).find((name) => !names.includes(name));
  if (unknown !== undefined) throw new InputError(`Unknown option "${unknown}": there are ${names.join(', ')}.`);
  return options;
}

/** The parameters among options. The engine checks the values, and fills in those that are undefined. */
function pickParameters(options: Partial<TrainParameters>): Partial<TrainParameters> {
  return Object.fromEntries(parameterNames.map((name) => [name, options[name]]));
}

const requestOf = (traffic: TrafficId, name: string, { featureSet = 'basic', ...given }: Trained): TrainRequest => ({
  traffic,
  name,
  featureSet,
  parameters: pickParameters(given),
});

function checkThreshold(threshold: number | 'auto' | undefined): number | undefined {
  if (threshold === undefined || threshold === 'auto') return threshold === 'auto' ? 0.5 : undefined;
  if (typeof threshold === 'number' && threshold >= 0 && threshold <= 1) return threshold;
  throw new InputError(`threshold must be a number from 0 to 1, or "auto"; found ${String(threshold)}.`);
}

export function createScripting({ engine, models }: { engine: Engine; models: Models }): Scripting {
  /** Reads a batch into traffic of its own, which is forgotten when `use` is done. */
  async function withTraffic<T>(batch: unknown, use: (traffic: TrafficId, rows: number) => Promise<T>): Promise<T> {
    let report: LoadReport;
    try {
      report = await engine.load([await openBatch(batch)]);
    } catch (error) {
      if (error instanceof BatchTextError) rejectBatch([error.problem], 1);
      if (error instanceof BatchError) rejectBatch(error.problems, error.problems.length, error.message);
      throw error;
    }
    try {
      checkReport(report);
      return await use(report.traffic, report.packets);
    } finally {
      // After a restart there is nothing left to release.
      await engine.release(report.traffic).catch(() => undefined);
    }
  }

  /** The model to use, or null to train on the batch itself. Throws InputError for one that is not stored. */
  async function findModel({ model, ...rest }: AnalyzeOptions): Promise<string | null> {
    const parameter = trainingNames.find((name) => rest[name] !== undefined);
    if (typeof model === 'string') {
      if (parameter !== undefined)
        throw new InputError(`"${parameter}" is for training, but the model "${model}" is trained already.`);
      const stored = await models.list();
      const found = stored.find(({ id }) => id === model) ?? stored.find(({ name }) => name === model);
      if (found === undefined) throw new InputError(`There is no stored model with the id or name "${model}".`);
      return found.id;
    }
    if (model !== undefined && model !== null)
      throw new InputError('model must be the id or the name of a stored model.');
    if (model === null || parameter !== undefined) return null;
    // The newest comes first.
    return (await models.list())[0]?.id ?? null;
  }

  async function readItems(traffic: TrafficId, rows: number, threshold: number): Promise<AnalyzeAnswer['items']> {
    const items: AnalyzeAnswer['items'] = [];
    for (let start = 0; start < rows; start += PAGE) {
      const page = await engine.page(traffic, start, PAGE);
      for (const { row: _row, frame: _frame, score, ...packet } of page.rows) {
        items.push({ ...packet, score: score!, anomaly: score! > threshold });
      }
    }
    return items;
  }

  /** Scores a batch with the model and the threshold of the options, for `use`. */
  async function withScores<T>(
    batch: unknown,
    options: ExplainOptions | undefined,
    names: readonly (keyof ExplainOptions)[],
    use: (
      traffic: TrafficId,
      rows: number,
      threshold: number,
      model: string | null,
      given: ExplainOptions,
    ) => Promise<T>,
  ): Promise<T> {
    const given = checkOptions(options, [...names, ...trainingNames]);
    const asked = checkThreshold(given.threshold);
    const model = await findModel(given);
    return withTraffic(batch, async (traffic, rows) => {
      const analysis =
        model === null
          ? (await engine.train(requestOf(traffic, 'Script', given))).analysis
          : await engine.analyze(traffic, await models.file(model));
      return use(traffic, rows, asked ?? analysis.threshold, model, given);
    });
  }

  return {
    async status() {
      const stored = await models.list();
      return {
        name: 'Net Anomaly',
        version: VERSION,
        engine: engine.status,
        models: stored.map(({ id, name, rows, created }) => ({ id, name, rows, created })),
        features: [...engine.features],
      };
    },

    async train(batch, options) {
      const { name = `Script ${new Date().toISOString().slice(0, 19).replace('T', ' ')}`, ...rest } = checkOptions(
        options,
        ['name', ...trainingNames],
      );
      return withTraffic(batch, async (traffic, rows) => {
        const { info, file, seconds } = await engine.train(requestOf(traffic, name, rest));
        const stored = await models.add(file, info);
        return {
          model: stored.id,
          name: stored.name,
          rows,
          featureSet: `${info.featureSet.id}@${info.featureSet.version}`,
          features: info.features,
          n_estimators: info.parameters.n_estimators,
          max_samples: info.samplesPerTree,
          contamination: info.parameters.contamination,
          threshold: info.threshold,
          seconds,
        };
      });
    },

    analyze(batch, options) {
      return withScores(batch, options, ['model', 'threshold'], async (traffic, rows, threshold, model) => {
        const anomalies = await engine.countMarked(traffic, { threshold, hosts: [] });
        const items = await readItems(traffic, rows, threshold);
        const answer: AnalyzeAnswer = { model, rows, anomalies, threshold, items };
        return model === null ? { ...answer, trained: true } : answer;
      });
    },

    explain(batch, options) {
      const names = ['model', 'threshold', 'rows'] as const;
      return withScores(batch, options, names, async (traffic, _, threshold, model, { rows }) => {
        let asked = rows;
        if (asked === undefined) {
          await engine.setView(traffic, { sort: 'score', descending: true, filter: '', above: threshold });
          asked = (await engine.page(traffic, 0, PAGE)).rows.map(({ row }) => row);
        }
        return { model, threshold, items: await engine.explain(traffic, asked, threshold) };
      });
    },
  };
}
