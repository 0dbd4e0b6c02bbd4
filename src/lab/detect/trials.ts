// Trials for tuning: a capture's features under one protocol, on which configurations are tried with one forest each.
import type { CoreInstance } from '../../base/core.ts';
import { Pacer } from '../../base/pacer.ts';
import { makeAnchors } from '../../detect/excess.ts';
import { scoreChunks } from '../../engine/score.ts';
import { growForest } from '../../engine/train.ts';
import { DEFAULT_PARAMETERS } from '../../model/types.ts';
import { CHUNK_ROWS } from '../../packets/table.ts';
import { findThreshold, judgeRanking, rankScores } from '../outliers/measures.ts';
import { type Contexts, type ContextWeights, scoresInContext } from './reference-context.ts';

/** What is tuned. */
export interface Configuration {
  /** Of each feature: what is told up to the floor counts nothing, and no more than a cap above it. */
  floors: readonly number[];
  caps: readonly number[];
  /** Share of the training packets that is taken for usual. */
  share: number;
  /** The excess is taken to this power. */
  power: number;
  weights: ContextWeights;
}

export interface Figures {
  auroc: number;
  averagePrecision: number;
  /** At 0.1 % and at 1 % false positives. */
  recall01: number;
  recall1: number;
}

/** Columns of features, one value a packet. */
export interface Trial {
  training: readonly Float32Array[];
  scored: readonly Float32Array[];
  /** Of the scored packets. */
  contexts: Contexts;
  labels: Uint8Array;
}

const SEED = 1;
/** Half of the app's: twice as many configurations in the same time. */
const TREES = 50;

export function figuresOf(scores: readonly Float32Array[], labels: Uint8Array): Figures {
  const ranked = rankScores(scores, labels);
  return {
    ...judgeRanking(ranked),
    recall01: findThreshold(ranked, 0.001).recall,
    recall1: findThreshold(ranked, 0.01).recall,
  };
}

/** The least value that more than a share of them does not exceed. */
function quantileOf(sorted: Float32Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

/** The usual level of each feature. */
function usualOf(
  sorted: readonly Float32Array[],
  { floors, share }: Pick<Configuration, 'floors' | 'share'>,
): number[] {
  return sorted.map((values, place) => Math.max(floors[place], quantileOf(values, share)));
}

/** How far values are above what is usual, 0 to 1. */
function excessOf(values: Float32Array, usual: number, cap: number, power: number): Float32Array<ArrayBuffer> {
  const excess = new Float32Array(values.length);
  for (let row = 0; row < values.length; row++) {
    if (values[row] > usual) excess[row] = (Math.min(values[row] - usual, cap) / cap) ** power;
  }
  return excess;
}

function toChunks(columns: readonly Float32Array[]): Float32Array[][] {
  const chunks: Float32Array[][] = [];
  for (let from = 0; from < columns[0].length; from += CHUNK_ROWS) {
    chunks.push(columns.map((column) => column.subarray(from, from + CHUNK_ROWS)));
  }
  return chunks;
}

/** Rows that stand for all that are equal: most packets have no excess at all. */
class DistinctRows {
  readonly #places = new Map<number, number>();
  readonly rows: number[][] = [];

  /** For each row of the columns, the place of the one that stands for it. */
  add(columns: readonly Float32Array[]): Uint32Array {
    // Two hashes, of which 53 bits count: that two rows of a million share one and differ happens once in ten thousand times.
    const length = columns[0].length;
    const [low, high] = [new Uint32Array(length), new Uint32Array(length)];
    columns.forEach((column, place) => {
      const bits = new Uint32Array(column.buffer, column.byteOffset, length);
      for (let row = 0; row < length; row++) {
        if (bits[row] === 0) continue;
        const word = bits[row] ^ Math.imul(place + 1, 0x9e3779b1);
        low[row] = Math.imul(low[row] ^ word, 0x85ebca6b) ^ (low[row] >>> 13);
        high[row] = Math.imul(high[row] ^ (word >>> 7) ^ (word << 25), 0xc2b2ae35) ^ (high[row] >>> 16);
      }
    });
    return low.map((hash, row) => {
      const key = hash * 2 ** 21 + (high[row] >>> 11);
      let place = this.#places.get(key);
      if (place === undefined) {
        this.#places.set(key, (place = this.rows.length));
        this.rows.push(columns.map((column) => column[row]));
      }
      return place;
    });
  }

  columns(): Float32Array[] {
    return this.rows[0].map((_, place) => Float32Array.from(this.rows, (row) => row[place]));
  }
}

/** The scored packets as a forest sees them, a column a feature. */
export function seeTrial({ training, scored }: Trial, configuration: Configuration): Float32Array[] {
  const usual = usualOf(
    training.map((column) => column.toSorted()),
    configuration,
  );
  const { caps, power } = configuration;
  return scored.map((column, place) => excessOf(column, usual[place], caps[place], power));
}

/** Tries configurations on one trial; those that come to the same on it are tried once. */
export class Trials {
  readonly #trial: Trial;
  readonly #features: readonly string[];
  readonly #sorted: Float32Array[];
  readonly #known = new Map<string, Figures>();

  constructor(trial: Trial, features: readonly string[]) {
    this.#trial = trial;
    this.#features = features;
    this.#sorted = trial.training.map((column) => column.toSorted());
  }

  async try(core: CoreInstance, { floors, caps, share, power, weights }: Configuration): Promise<Figures> {
    const { training, scored, contexts, labels } = this.#trial;
    const usual = usualOf(this.#sorted, { floors, share });
    const isSilent = usual.map((level, place) => this.#sorted[place].at(-1)! <= level && scored[place].every((value) => value <= level)); // prettier-ignore
    const told = usual.map((level, place) => (isSilent[place] ? null : [level, caps[place]]));
    const key = JSON.stringify([told, power, weights]);
    const known = this.#known.get(key);
    if (known !== undefined) return known;

    const see = (columns: readonly Float32Array[]) =>
      columns.map((column, place) => excessOf(column, usual[place], caps[place], power));
    const seen = see(training);
    const distinct = new DistinctRows();
    const trainingPlaces = distinct.add(seen);
    const scoredPlaces = training === scored ? trainingPlaces : distinct.add(see(scored));
    const parameters = { ...DEFAULT_PARAMETERS, n_estimators: TREES, random_state: SEED };
    const features = [...this.#features];
    const anchors = makeAnchors(features.length);
    const forest = await growForest(core, toChunks(seen), features, parameters, new Pacer(), anchors);
    const own = (await scoreChunks(core, forest, toChunks(distinct.columns()), new Pacer())).flatMap((chunk) => [...chunk]); // prettier-ignore
    const base = quantileOf(Float32Array.from(trainingPlaces, (place) => own[place]).sort(), 0.5);
    const alone = Float32Array.from(scoredPlaces, (place) => own[place]);
    const figures = figuresOf([scoresInContext(alone, base, contexts, weights)], labels);
    this.#known.set(key, figures);
    return figures;
  }
}
