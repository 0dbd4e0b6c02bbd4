// Scores as the app gives them: files loaded, trained on and analysed by the engine, its models as files in between.
import type { MarkedPackets } from '../../detect/findings/types.ts';
import { createEngine, type Engine } from '../../engine/engine.ts';
import type { Analysis, Training } from '../../engine/types.ts';
import { DEFAULT_PARAMETERS } from '../../model/types.ts';
import { type LabelledCapture, sliceCapture } from './labelled-captures.ts';

/** Rows that the engine gives at once. */
const PAGE = 1000;

export type Protocol = 'A' | 'B';

/** An engine, and a capture whose parts it works on. */
export class EngineBench {
  readonly #engine: Engine;
  #calls = 0;

  constructor(
    module: WebAssembly.Module,
    readonly capture: LabelledCapture,
  ) {
    this.#engine = createEngine(module);
  }

  /** Loads some of the capture's packets as a file of their own; all of them as the file that it is. */
  async load(rows: readonly number[]): Promise<number> {
    const { name, bytes, table } = this.capture;
    const data = rows.length === table.length ? new Blob([bytes]) : sliceCapture(this.capture, rows);
    const { traffic, packets } = await this.#engine.load(++this.#calls, [{ name, data }]);
    if (packets !== rows.length) throw new Error(`${name}: ${packets} packets of ${rows.length} were read.`);
    return traffic;
  }

  train(traffic: number, seed: number): Promise<Training> {
    const parameters = { ...DEFAULT_PARAMETERS, random_state: seed };
    return this.#engine.train(++this.#calls, { traffic, name: this.capture.name, parameters });
  }

  analyze(traffic: number, file: Uint8Array): Promise<Analysis> {
    return this.#engine.analyze(++this.#calls, traffic, file);
  }

  /** The packets above a threshold, as findings are made of them. */
  marked(traffic: number, threshold: number): Promise<MarkedPackets> {
    return this.#engine.marked(++this.#calls, traffic, { threshold, hosts: [] });
  }

  /** Of the last model that trained on the traffic or analysed it. */
  scores(traffic: number, packets: number): Float32Array {
    const scores = new Float32Array(packets);
    for (let start = 0; start < packets; start += PAGE) {
      for (const { row, score } of this.#engine.page(traffic, start, PAGE).rows) scores[row] = score!;
    }
    return scores;
  }
}

/** A capture under one protocol: the rows that are scored, and their scores, an array a seed. */
export interface EngineRun {
  rows: readonly number[];
  scores: Float32Array[];
}

/**
 * A: trained on the first half of the time, the rest scored, each half a file of its own. B: trained and scored on the whole
 * file. Null where there is nothing to train on or to score.
 */
export async function runEngine(
  module: WebAssembly.Module,
  capture: LabelledCapture,
  protocol: Protocol,
  seeds: readonly number[],
): Promise<EngineRun | null> {
  const whole = [...capture.labels.keys()];
  const [training, rows] = protocol === 'A' ? [capture.early, capture.late] : [whole, whole];
  if (training.length < 2 || rows.length === 0) return null;
  const bench = new EngineBench(module, capture);
  const trained = await bench.load(training);
  // What was trained on has its scores already.
  const scored = protocol === 'A' ? await bench.load(rows) : trained;
  const scores: Float32Array[] = [];
  for (const seed of seeds) {
    const { file } = await bench.train(trained, seed);
    if (scored !== trained) await bench.analyze(scored, file);
    scores.push(bench.scores(scored, rows.length));
  }
  return { rows, scores };
}
