// Leave-one-out: everything that is tuned, tuned on all captures but one and measured on that one. See src/lab/README.md.
import { EXTRACTED_FEATURES } from '../../features/extract.ts';
import { meanOf } from '../outliers/measures.ts';
import { SHIPPED } from './shipped.ts';
import { TrialCrew, type TriedFigures } from './trial-crew.ts';
import type { Configuration } from './trials.ts';
import { type CaptureFigures, judgeCaptures } from './verdict.ts';

const MOST_SECONDS = 600;
/** What a change must gain: less is a matter of chance. */
const LEAST_GAIN = 0.01;

/** Values that are tried, one thing at a time. */
const FLOORS = [0, 2, 4, 6, 8];
const CAPS = [1, 2, 4];
const SHARES = [0.8, 0.85, 0.9, 0.95];
const POWERS = [1, 1.5, 2];
const WEIGHTS = [
  { own: 1, source: 0, pair: 0 },
  { own: 0.34, source: 0.33, pair: 0.33 },
  { own: 0.2, source: 0.4, pair: 0.4 },
  { own: 0.1, source: 0.45, pair: 0.45 },
];

/** Where the search begins: nothing of it has been tuned. */
const UNTUNED: Configuration = {
  floors: EXTRACTED_FEATURES.map(() => 0),
  caps: EXTRACTED_FEATURES.map(() => 3),
  share: 0.9,
  power: 1,
  weights: WEIGHTS[1],
};

/** One thing that is tuned: the configurations that differ in it from the one given. */
type Coordinate = (from: Configuration) => Configuration[];

const forEachFeature = (kind: 'floors' | 'caps', values: readonly number[]): Coordinate[] =>
  EXTRACTED_FEATURES.map(
    (_, place): Coordinate =>
      (from) =>
        values.map((value) => ({ ...from, [kind]: from[kind].with(place, value) })),
  );

const COORDINATES: readonly Coordinate[] = [
  (from) => SHARES.map((share) => ({ ...from, share })),
  (from) => POWERS.map((power) => ({ ...from, power })),
  (from) => WEIGHTS.map((weights) => ({ ...from, weights })),
  ...forEachFeature('floors', FLOORS),
  ...forEachFeature('caps', CAPS),
];

/** What is made as large as can be: AUROC, average precision and recall at 1 % together, the mean over the protocols. */
function worthOf(figures: TriedFigures): number {
  const all = Object.values(figures);
  return meanOf(all.map(({ auroc, averagePrecision, recall1 }) => auroc + averagePrecision + recall1));
}

const keyOf = (capture: string, configuration: Configuration): string => `${capture} ${JSON.stringify(configuration)}`;

/** A search for each capture that is left out, side by side: what one has tried the others know. */
class Searches {
  readonly #worths = new Map<string, number>();
  readonly #names: readonly string[];
  /** What each has found so far. */
  readonly found: Configuration[];

  constructor(readonly crew: TrialCrew) {
    this.#names = crew.captures.map(({ name }) => name);
    this.found = this.#names.map(() => UNTUNED);
  }

  get tried(): number {
    return this.#worths.size;
  }

  /** Each takes what is best for the others' captures, where it gains enough. */
  async improve(coordinate: Coordinate): Promise<void> {
    const candidates = this.found.map((from) => [from, ...coordinate(from)]);
    await this.#tryAll(candidates);
    candidates.forEach((all, left) => {
      const worths = all.map((configuration) => this.#worthOf(configuration, left));
      const best = worths.indexOf(Math.max(...worths));
      if (worths[best] > worths[0] + LEAST_GAIN) this.found[left] = all[best];
    });
  }

  #worthOf(configuration: Configuration, left: number): number {
    const others = this.#names.filter((_, index) => index !== left);
    return meanOf(others.map((name) => this.#worths.get(keyOf(name, configuration))!));
  }

  async #tryAll(candidates: readonly Configuration[][]): Promise<void> {
    const asked = new Map<string, { capture: string; configuration: Configuration }>();
    candidates.forEach((all, left) => {
      for (const configuration of all) {
        for (const [index, capture] of this.#names.entries()) {
          const key = keyOf(capture, configuration);
          if (index !== left && !this.#worths.has(key)) asked.set(key, { capture, configuration });
        }
      }
    });
    const figures = await this.crew.try([...asked.values()]);
    [...asked.keys()].forEach((key, index) => this.#worths.set(key, worthOf(figures[index])));
  }
}

/** Figures of each capture under a configuration of its own. */
async function measureCaptures(
  crew: TrialCrew,
  configurationOf: (place: number) => Configuration,
): Promise<CaptureFigures[]> {
  const asked = crew.captures.map(({ name }, place) => ({ capture: name, configuration: configurationOf(place) }));
  const figures = await crew.try(asked);
  return crew.captures.map(({ name, attackShares }, place) => {
    const of = (protocol: 'A' | 'B') => {
      const [attackShare, found] = [attackShares[protocol], figures[place][protocol]];
      return attackShare === undefined || found === undefined ? null : { attackShare, figures: found };
    };
    return { capture: name, A: of('A'), B: of('B') };
  });
}

export async function leaveOneOut(folder: string, print: (line: object) => void): Promise<object> {
  const start = performance.now();
  const secondsNow = () => Math.round((performance.now() - start) / 1000);
  const crew = await TrialCrew.start(folder);
  try {
    const searches = new Searches(crew);
    for (const [index, coordinate] of COORDINATES.entries()) {
      await searches.improve(coordinate);
      const kinds = new Set(searches.found.map((each) => JSON.stringify(each))).size;
      console.error(`${index + 1} of ${COORDINATES.length}: ${searches.tried} tried, ${kinds} ways, ${secondsNow()} s`);
    }
    const held = await measureCaptures(crew, (place) => searches.found[place]);
    held.forEach(({ capture, A, B }, place) => print({ leftOut: capture, A, B, tunedOnTheOthers: searches.found[place] })); // prettier-ignore
    const { short, means } = judgeCaptures(held);
    const seconds = secondsNow();
    if (seconds > MOST_SECONDS) short.push(`${seconds} s ≤ ${MOST_SECONDS} s`);
    return {
      short: short.map((each) => `left out: ${each}`),
      features: EXTRACTED_FEATURES,
      means,
      untuned: judgeCaptures(await measureCaptures(crew, () => UNTUNED)).means,
      shipped: judgeCaptures(await measureCaptures(crew, () => SHIPPED)).means,
      seconds,
    };
  } finally {
    crew.close();
  }
}
