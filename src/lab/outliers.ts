// Lab "outliers": how well the forest finds the anomalies of labelled sets, and whether its trees are scikit-learn's kind.
import { join, resolve } from 'node:path';
import { instantiateCore } from '../base/core.ts';
import { compileCore } from '../base/whole-core.ts';
import { Pacer } from '../base/pacer.ts';
import { scoreChunks } from '../engine/score.ts';
import { growForest } from '../engine/train.ts';
import { DEFAULT_PARAMETERS } from '../model/types.ts';
import { type LabelledSet, listSets, readLabelledSet, setName } from './outliers/labelled-set.ts';
import { measureRanking, spreadOf } from './outliers/measures.ts';
import { readPublished } from './outliers/published.ts';
import { growScikitTrees, type ScikitTrees } from './outliers/scikit-learn.ts';
import { compareTrees } from './outliers/tree-comparison.ts';
import { addTreeFigures, noFigures, rangesOf } from './outliers/tree-figures.ts';
import { compareSet, judgeSets, type SetFigures } from './outliers/verdict.ts';

const DEFAULT_FOLDER = '../shared/data/tabular';
const SEEDS = Number(process.env.LAB_SEEDS ?? 10);
/** Sets whose trees are compared with scikit-learn's: these first, then the first of the others. */
const TREE_SETS = ['annthyroid', 'cardio', 'shuttle'];

/** Grows a forest a seed on the whole set and scores the whole set, with scikit-learn's defaults. */
async function measureSet(module: WebAssembly.Module, set: LabelledSet) {
  const core = await instantiateCore(module);
  const ranges = rangesOf(set.chunks);
  const [auroc, averagePrecision]: number[][] = [[], []];
  const trees = { figures: noFigures(), leavesAtDepth: [] as number[] };
  for (let seed = 0; seed < SEEDS; seed++) {
    const parameters = { ...DEFAULT_PARAMETERS, n_estimators: 100, max_samples: 256, random_state: seed };
    const forest = await growForest(core, set.chunks, set.features, parameters, new Pacer());
    const scores = await scoreChunks(core, forest, set.chunks, new Pacer());
    const ranking = measureRanking(scores, set.labels);
    auroc.push(ranking.auroc);
    averagePrecision.push(ranking.averagePrecision);
    addTreeFigures(forest, ranges, trees.figures, trees.leavesAtDepth);
  }
  return { auroc: spreadOf(auroc), averagePrecision: spreadOf(averagePrecision), trees };
}

/** Holds the trees of one set against scikit-learn's; answers the figures that are too far apart. */
function judgeTrees(
  set: string,
  ours: ScikitTrees['sets'][number],
  theirs: ScikitTrees['sets'][number],
  print: (line: object) => void,
): string[] {
  const comparisons = compareTrees(ours.figures, theirs.figures);
  const perTree = ({ leavesAtDepth, figures }: ScikitTrees['sets'][number]) =>
    Array.from(leavesAtDepth, (leaves) => (leaves ?? 0) / figures.nodes.length);
  print({ treesOf: set, comparisons, leavesAtDepth: perTree(ours), sklearnLeavesAtDepth: perTree(theirs) });
  return comparisons
    .filter(({ within }) => !within)
    .map(
      ({ figure, statistic, limit }) =>
        `${set}: ${figure} of the trees as scikit-learn's: ${statistic.toFixed(2)} > ${limit}`,
    );
}

/** `folder`: sets NAME.csv.gz and, if there is one, published_iforest.csv with scikit-learn's figures. */
export async function run(folder: string | undefined, print: (line: object) => void): Promise<object> {
  const began = performance.now();
  const path = resolve(folder ?? DEFAULT_FOLDER);
  const paths = listSets(path);
  const published = readPublished(join(path, 'published_iforest.csv'));
  const isChosen = (each: string) => TREE_SETS.includes(setName(each));
  const treePaths = [...paths.filter(isChosen), ...paths.filter((each) => !isChosen(each))].slice(0, TREE_SETS.length);
  // Python works on another core meanwhile. What it throws is dealt with where it is awaited.
  const growing = growScikitTrees(treePaths, SEEDS);
  growing.catch(() => undefined);

  const module = await compileCore();
  const sets: SetFigures[] = [];
  const trees = new Map<string, ScikitTrees['sets'][number]>();
  for (const file of paths) {
    const start = performance.now();
    const set = readLabelledSet(file);
    const readSeconds = (performance.now() - start) / 1000;
    const measured = await measureSet(module, set);
    const figures: SetFigures = {
      set: set.name,
      auroc: measured.auroc,
      averagePrecision: measured.averagePrecision,
      sklearn: published.get(set.name),
    };
    sets.push(figures);
    if (treePaths.includes(file)) trees.set(file, measured.trees);
    const { rows, anomalies } = set;
    const seconds = (performance.now() - start) / 1000;
    print({ ...figures, rows, features: set.features.length, anomalies, ...compareSet(figures), readSeconds, seconds });
  }

  const scikit = await growing;
  const missed =
    scikit === null
      ? []
      : treePaths.flatMap((file, index) => judgeTrees(setName(file), trees.get(file)!, scikit.sets[index], print));
  const { short, ...summary } = judgeSets(sets, (performance.now() - began) / 1000);
  return {
    short: [...short, ...missed],
    ...summary,
    seeds: SEEDS,
    trees:
      scikit === null
        ? { compared: false, skipped: 'no Python with scikit-learn was found (PYTHON names one)' }
        : { compared: true, sklearn: scikit.version, sets: treePaths.map(setName) },
  };
}
