// Scores as the app gives them: files loaded, trained on and analysed by the engine, its models as files in between.
import { createEngine, type Engine } from '../../engine/engine.ts';
import { DEFAULT_PARAMETERS } from '../../model/types.ts';
import { type LabelledCapture, sliceCapture } from './labelled-captures.ts';

/** Rows that the engine gives at once. */
const PAGE = 1000;

export type Protocol = 'A' | 'B';

/** A capture under one protocol: the rows that are scored, and their scores, an array a seed. */
export interface EngineRun {
  rows: readonly number[];
  scores: Float32Array[];
}

function readScores(engine: Engine, traffic: number, packets: number): Float32Array {
  const scores = new Float32Array(packets);
  for (let start = 0; start < packets; start += PAGE) {
    for (const { row, score } of engine.page(traffic, start, PAGE).rows) scores[row] = score!;
  }
  return scores;
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
  const whole = [...capture.early, ...capture.late].toSorted((a, b) => a - b);
  const [training, rows] = protocol === 'A' ? [capture.early, capture.late] : [whole, whole];
  if (training.length < 2 || rows.length === 0) return null;
  const engine = createEngine(module);
  let call = 0;
  const load = async (part: readonly number[]) => {
    const data = part === whole ? new Blob([capture.bytes]) : sliceCapture(capture, part);
    const { traffic, packets } = await engine.load(++call, [{ name: capture.name, data }]);
    if (packets !== part.length) throw new Error(`${capture.name}: ${packets} packets of ${part.length} were read`);
    return traffic;
  };
  const trained = await load(training);
  const scored = protocol === 'A' ? await load(rows) : trained;
  const scores: Float32Array[] = [];
  for (const seed of seeds) {
    const parameters = { ...DEFAULT_PARAMETERS, random_state: seed };
    const { file } = await engine.train(++call, { traffic: trained, name: capture.name, parameters });
    // What was trained on has its scores already.
    if (scored !== trained) await engine.analyze(++call, scored, file);
    scores.push(readScores(engine, scored, rows.length));
  }
  return { rows, scores };
}
