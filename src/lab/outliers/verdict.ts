// The lab's judgement: our figures against scikit-learn's, and which goals of the issue were missed.
import { errorsApart, meanOf, type Spread, standardError } from './measures.ts';
import type { PublishedFigures } from './published.ts';

/** A set's figures over the seeds, and scikit-learn's where they are known. */
export interface SetFigures {
  set: string;
  auroc: Spread;
  averagePrecision: Spread;
  sklearn: PublishedFigures | undefined;
}

const MOST_ERRORS = 3;
const MOST_SECONDS = 60;

/** Standard errors (of both runs together) by which our means lie above scikit-learn's. */
export function compareSet({ auroc, averagePrecision, sklearn }: SetFigures) {
  if (sklearn === undefined) return undefined;
  const aurocErrors = errorsApart(auroc, sklearn.auroc);
  return {
    aurocErrors,
    averagePrecisionErrors: errorsApart(averagePrecision, sklearn.averagePrecision),
    agrees: Math.abs(aurocErrors) <= MOST_ERRORS,
  };
}

/** The summary over all sets; means over sets take those that scikit-learn's figures are known of. */
export function judgeSets(sets: readonly SetFigures[], seconds: number) {
  const short: string[] = [];
  const compared = sets.flatMap((set) => (set.sklearn === undefined ? [] : [{ ...set, sklearn: set.sklearn }]));
  for (const set of compared) {
    const { aurocErrors, agrees } = compareSet(set)!;
    if (agrees) continue;
    short.push(
      `${set.set}: AUROC within ${MOST_ERRORS} standard errors of scikit-learn's: ${set.auroc.mean.toFixed(4)} against ` +
        `${set.sklearn.auroc.mean.toFixed(4)}, ${aurocErrors.toFixed(1)} standard errors`,
    );
  }
  let overSets: object | null = null;
  if (compared.length > 0) {
    const ours = meanOf(compared.map(({ auroc }) => auroc.mean));
    const theirs = meanOf(compared.map(({ sklearn }) => sklearn.auroc.mean));
    const error = Math.hypot(...compared.map((set) => standardError(set.auroc, set.sklearn.auroc))) / compared.length;
    if (ours < theirs) {
      short.push(
        `the mean AUROC over sets is no lower than scikit-learn's: ${ours.toFixed(5)} against ${theirs.toFixed(5)}, with a ` +
          `standard error of ${error.toFixed(5)}`,
      );
    }
    overSets = {
      auroc: ours,
      sklearnAuroc: theirs,
      difference: ours - theirs,
      standardError: error,
      averagePrecision: meanOf(compared.map(({ averagePrecision }) => averagePrecision.mean)),
      sklearnAveragePrecision: meanOf(compared.map(({ sklearn }) => sklearn.averagePrecision.mean)),
    };
  }
  if (seconds > MOST_SECONDS) short.push(`all sets in ≤ ${MOST_SECONDS} s: ${seconds.toFixed(1)} s`);
  return { short, sets: sets.length, comparedSets: compared.length, overSets, seconds };
}
