// Lab "tail": the fitted tail's "1 in N" against distributions whose exceedances are known, 200 runs for each size of training.
import { calibrate } from '../detect/calibrate.ts';
import { fitTail, scoreAtShare, tailShare } from '../detect/tail.ts';
import { Seeded } from '../samples/seeded.ts';
import { type Kind, kinds } from './tail/kinds.ts';

const RUNS = 200;
/** The bar is on this one; the others are told. */
const BAR_ROWS = 200_000;
const SIZES = [BAR_ROWS, 3000, 20_000, 1_000_000];
const WANTED = [1e4, 1e5, 1e6];
const FACTOR = 3;

interface Outcome {
  wanted: number;
  /** ln of the true share at the score, times N: 0 is right. */
  error: number;
  covered: boolean;
  /** The interval's upper end by its lower one. */
  width: number;
}

async function runOnce(kind: Kind, rows: number, seed: number): Promise<Outcome[] | null> {
  const random = new Seeded(Math.imul(seed, 0x9e3779b1) ^ rows);
  const scores = new Float32Array(rows);
  for (let i = 0; i < rows; i++) scores[i] = Math.max(2 ** -20, kind.draw(random));
  const tail = fitTail(await calibrate([scores]));
  if (tail === null) return null;
  return WANTED.map((wanted) => {
    const { score } = scoreAtShare(tail, 1 / wanted);
    const { low, high } = tailShare(tail, score);
    const truth = kind.exceedance(score);
    return {
      wanted,
      error: Math.log(Math.max(truth, 1e-300) * wanted),
      covered: low <= truth && truth <= high,
      width: high / low,
    };
  });
}

const shareOf = (outcomes: readonly Outcome[], is: (one: Outcome) => boolean) =>
  outcomes.filter(is).length / outcomes.length;
const holds = ({ error }: Outcome) => Math.abs(error) <= Math.log(FACTOR);

function figuresOf(outcomes: readonly Outcome[]) {
  const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1];
  return {
    holds: shareOf(outcomes, holds),
    covers: shareOf(outcomes, ({ covered }) => covered),
    medianFactor: Math.exp(median(outcomes.map(({ error }) => error))),
    medianWidth: median(outcomes.map(({ width }) => width)),
  };
}

export async function run(argument: string | undefined, print: (line: object) => void): Promise<object> {
  const began = performance.now();
  const runs = Number(argument ?? RUNS);
  if (!Number.isSafeInteger(runs) || runs < 1) throw new Error('The argument is a number of runs, 1 or more.');
  const short: string[] = [];
  const summary: object[] = [];
  const counted = kinds.filter(({ hopeless }) => !hopeless);
  for (const rows of SIZES) {
    const all: Outcome[] = [];
    let silent = 0;
    for (const kind of kinds) {
      const each: Outcome[] = [];
      // The million takes as long as all others together: a fifth of the runs.
      const seeds = Math.ceil(runs / counted.length / (rows > BAR_ROWS ? 5 : 1));
      for (let seed = 0; seed < seeds; seed++) {
        const outcome = await runOnce(kind, rows, kinds.indexOf(kind) * 10_007 + seed + 1);
        if (outcome === null) silent++;
        else each.push(...outcome);
      }
      for (const wanted of WANTED) {
        const those = each.filter((one) => one.wanted === wanted);
        if (those.length > 0) {
          print({ rows, kind: kind.name, counted: !kind.hopeless, N: wanted, runs: those.length, ...figuresOf(those) });
        }
      }
      if (!kind.hopeless) all.push(...each);
    }
    for (const wanted of WANTED) {
      const those = all.filter((one) => one.wanted === wanted);
      if (those.length === 0) continue;
      const figures = figuresOf(those);
      summary.push({ rows, N: wanted, runs: those.length, silent, ...figures });
      if (rows !== BAR_ROWS) continue;
      const words = `of ${those.length} runs on ${rows} packets`;
      if (figures.holds < 0.95) {
        short.push(
          `1 in ${wanted} within a factor of ${FACTOR} in 95 % ${words}: ${(100 * figures.holds).toFixed(1)} %`,
        );
      }
      if (figures.covers < 0.9) {
        short.push(
          `the interval at 1 in ${wanted} covers the truth in 90 % ${words}: ${(100 * figures.covers).toFixed(1)} %`,
        );
      }
    }
  }
  return { short, figures: summary, seconds: (performance.now() - began) / 1000 };
}
