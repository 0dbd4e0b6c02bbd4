// Reads a forest that scikit-learn grew, as JSON, and makes a model of it. The README shows the Python that writes one:
//   features (how many), featureNames (our ids; may be absent), maxSamples, contamination, offset (offset_), madeWith, name,
//   trees: [{feature, threshold, left, right, samples}], lists of one element a node as in sklearn's tree_.
// A node with left = right = -1 is a leaf; a row goes left when float32(x[feature]) <= threshold. Other keys are skipped.
import { InputError, messageOf } from '../base/errors.ts';
import type { Pieces } from '../base/pacer.ts';
import type { Model } from './file.ts';
import { depthLimit, FEATURE_SHIFT, LEAF, MAX_FEATURES, MAX_NODES, MAX_SAMPLES } from './forest.ts';
import { FORMAT_VERSION, MAX_NAME, plainModel } from './info.ts';
import { DEFAULT_PARAMETERS } from './types.ts';

/** Bytes of JSON text that are read at most: about as many nodes as 5,000 trees of 256 rows have. */
export const MAX_JSON = 2 ** 27;
/** Nodes that are read between two pauses. */
const PIECE = 1 << 16;
/**
 * What scores may differ by where they are computed in single precision. An offset that contamination gave is often the
 * score of many equal rows: the threshold lies so much above it, so that they are not marked here either.
 */
const MARGIN = 5e-7;

/** What the document does not say. */
export interface ScikitDefaults {
  /** Feature ids that can be scored here, in the order that is assumed of a forest of as many features without names. */
  known: readonly string[];
  name: string;
  /** ISO 8601, UTC. */
  created: string;
}

type Fields = Record<string, unknown>;

const LISTS = ['feature', 'threshold', 'left', 'right', 'samples'] as const;
type Tree = Record<(typeof LISTS)[number], unknown[]>;

const refuse = (
  what: string,
  remedy = 'Export it again as the README of Net Anomaly shows, and see that the file is complete.',
): InputError => new InputError(`This scikit-learn forest cannot be used: ${what}. ${remedy}`);

const isInteger = (value: unknown, min: number, max: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;

/** A value of the document in a few words; what is nested, however deeply, is left out. */
function quote(value: unknown): string {
  const shorten = (_: string, inner: unknown): unknown => (inner === value || Object(inner) !== inner ? inner : '…');
  const text = JSON.stringify(value, shorten) ?? 'nothing';
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

/** The largest float32 that is not above x: then `f32 <= x` and `f32 <= roundDown(x)` agree for every float32. */
export function roundDown(x: number): number {
  const near = Float32Array.of(x);
  // Towards minus infinity: of a positive float the next lower bits, of a negative one the next higher.
  if (near[0] > x) new Int32Array(near.buffer)[0] += near[0] > 0 ? -1 : 1;
  return near[0];
}

/**
 * The model, proved as far as a document can be; `writePieces` proves the rest. Throws InputError saying tree and node.
 * Equal scores need the same columns: `known` are ours.
 */
export function* readScikitPieces(text: string, { known, name, created }: ScikitDefaults): Pieces<Model> {
  let document: Fields;
  try {
    document = JSON.parse(text) as Fields;
  } catch (error) {
    throw refuse(`it is no JSON (${messageOf(error)})`);
  }
  yield;
  if (!Array.isArray(document?.trees)) {
    throw new InputError(
      'This is not a model: it is JSON, but without a list "trees". Choose a file that was exported from Net Anomaly, or a ' +
        'scikit-learn forest that was written as the README shows.',
    );
  }
  const must = (key: string, right: boolean, words: string): void => {
    if (!right) throw refuse(`"${key}" must be ${words}; found ${quote(document[key])}`);
  };
  const { trees, features: width, maxSamples, contamination = 'auto', offset, madeWith } = document;
  if (!isInteger(trees.length, 1, 1000)) throw refuse(`it must have 1 to 1,000 trees; found ${trees.length}`);
  must('features', isInteger(width, 1, MAX_FEATURES), `an integer from 1 to ${MAX_FEATURES}`);
  must('maxSamples', isInteger(maxSamples, 2, MAX_SAMPLES), `an integer from 2 to ${MAX_SAMPLES}`);
  const isShare = typeof contamination === 'number' && contamination > 0 && contamination <= 0.5;
  must('contamination', contamination === 'auto' || isShare, '"auto" or a share above 0 and up to 0.5');
  must('offset', typeof offset === 'number' && offset >= -1 && offset <= 0, 'a number from -1 to 0');
  must('madeWith', madeWith === undefined || isText(madeWith), `a text of up to ${MAX_NAME} characters`);
  must('name', document.name === undefined || isText(document.name), `a text of up to ${MAX_NAME} characters`);

  const samplesPerTree = maxSamples as number;
  const features = findNames(document, width as number, known);
  const starts = new Uint32Array(trees.length + 1);
  for (const [index, tree] of trees.entries()) {
    starts[index + 1] = starts[index] + checkLists(tree, index);
    if (starts[index + 1] > MAX_NODES) throw refuse(`it has more than ${MAX_NODES} nodes`);
  }
  const nodes = starts[trees.length];
  const forest = {
    features,
    samplesPerTree,
    starts,
    thresholds: new Float32Array(nodes),
    splits: new Uint32Array(nodes),
    samples: new Uint32Array(nodes),
  };
  let bootstrap = false;
  for (const [index, tree] of (trees as Tree[]).entries()) {
    yield* placeTree(forest, tree, index);
    // Rows that were drawn twice are counted once.
    bootstrap ||= forest.samples[starts[index]] < samplesPerTree;
    yield;
  }
  const info = {
    name: (document.name as string | undefined) ?? name,
    created,
    ...plainModel(),
    trainedOn: [(madeWith as string | undefined) ?? 'scikit-learn'],
    rows: null,
    features,
    featuresAssumed: document.featureNames === undefined,
    parameters: {
      ...DEFAULT_PARAMETERS,
      n_estimators: trees.length,
      max_samples: samplesPerTree,
      bootstrap,
      contamination: contamination as number | 'auto',
    },
    samplesPerTree,
    threshold: isShare ? Math.min(1, MARGIN - (offset as number)) : 0 - (offset as number),
    firstFormat: FORMAT_VERSION,
  };
  return { info, forest, calibration: null, profiles: null, context: null, kept: null, ladder: null };
}

const isText = (value: unknown): boolean =>
  typeof value === 'string' && value.trim() !== '' && value.trim().length <= MAX_NAME;

/** The features' ids: as the document names them, or as they must be meant. */
function findNames({ featureNames: names }: Fields, width: number, known: readonly string[]): string[] {
  const ours = known.join(', ');
  if (names === undefined) {
    if (width === known.length) return [...known];
    throw refuse(`it has ${width} features without names ("featureNames"), and this page scores ${ours}`);
  }
  if (!Array.isArray(names) || names.length !== width || new Set(names).size !== width) {
    throw refuse(`"featureNames" must be ${width} different names; found ${quote(names)}`);
  }
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw refuse(
      `it looks at the feature ${quote(unknown)}, and this page scores ${ours}`,
      'If a column only has another name there, export it again with these names; else grow a forest on these columns.',
    );
  }
  return names as string[];
}

/** Number of nodes of a tree whose lists are all as long. */
function checkLists(tree: unknown, index: number): number {
  const lists = LISTS.map((key) => (tree as Fields | null)?.[key]);
  const missing = lists.findIndex((list) => !Array.isArray(list));
  if (missing !== -1) throw refuse(`tree ${index} has no list "${LISTS[missing]}"`);
  const lengths = (lists as unknown[][]).map(({ length }) => length);
  if (lengths[0] === 0 || lengths.some((length) => length !== lengths[0])) {
    throw refuse(`the lists of tree ${index} have ${lengths.join(', ')} elements, which must be equal and not 0`);
  }
  return lengths[0];
}

/** Puts a tree where it belongs, its nodes in another order: children after their parents, right ones after left ones. */
function* placeTree(forest: Model['forest'], tree: Tree, index: number): Pieces<void> {
  const { features, samplesPerTree, thresholds, splits, samples } = forest;
  const first = forest.starts[index];
  const count = forest.starts[index + 1] - first;
  const deepest = depthLimit(samplesPerTree);
  /** Place of a node here -> its place in the document; places are given out in order. */
  const origins = new Uint32Array(count);
  const depths = new Uint8Array(count);
  const named = new Uint8Array(count);
  named[0] = 1;
  let placed = 1;
  for (let place = 0; place < placed; place++) {
    if (place % PIECE === PIECE - 1) yield;
    const node = origins[place];
    const fault = (what: string): InputError => refuse(`tree ${index}, node ${node}: ${what}`);
    const [left, right, rows] = [tree.left[node], tree.right[node], tree.samples[node]];
    if (!isInteger(rows, 1, samplesPerTree)) {
      throw fault(`"samples" must be an integer from 1 to ${samplesPerTree}; found ${quote(rows)}`);
    }
    samples[first + place] = rows;
    if (left === -1 && right === -1) {
      splits[first + place] = LEAF;
      continue;
    }
    for (const child of [left, right]) {
      if (!isInteger(child, 1, count - 1)) throw fault(`there is no node ${quote(child)} to go to`);
      if (named[child] !== 0) throw fault(`node ${child} has another parent`);
      named[child] = 1;
    }
    const feature = tree.feature[node];
    if (!isInteger(feature, 0, features.length - 1)) {
      throw fault(`"feature" must be an integer from 0 to ${features.length - 1}; found ${quote(feature)}`);
    }
    const threshold = tree.threshold[node];
    const rounded = typeof threshold === 'number' ? roundDown(threshold) : Number.NaN;
    if (!Number.isFinite(rounded)) throw fault(`"threshold" must be a finite number; found ${quote(threshold)}`);
    const [a, b] = [tree.samples[left as number], tree.samples[right as number]];
    if ((a as number) + (b as number) !== rows) {
      throw fault(`its ${rows} samples are ${quote(a)} + ${quote(b)} in its children`);
    }
    if (depths[place] === deepest) throw fault(`it lies deeper than ${deepest} levels`);
    depths[placed] = depths[placed + 1] = depths[place] + 1;
    thresholds[first + place] = rounded;
    splits[first + place] = ((feature << FEATURE_SHIFT) | placed) >>> 0;
    origins[placed++] = left as number;
    origins[placed++] = right as number;
  }
  if (placed < count) throw refuse(`tree ${index}, node ${named.indexOf(0)}: no other node leads to it`);
}
