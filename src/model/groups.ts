// Groups of features: the forest of each as a part of the arrays that the model file holds, and its own calibration.
import type { Pieces } from '../base/pacer.ts';
import { type Calibration, findCalibrationFault } from './calibration.ts';
import type { Forest } from './forest.ts';
import type { ModelGroup, ModelInfo } from './types.ts';

/** The parts of a model whose score is that of its one forest. */
export const ofOneForest = (info: ModelInfo, forest: Forest) => ({
  info,
  forests: [forest],
  groupCalibrations: [],
  fusion: new Float64Array(),
  state: new Uint8Array(),
});

/** Trees of all groups, one after another; `starts` has one element more than there are trees. */
export type JoinedForests = Pick<Forest, 'starts' | 'thresholds' | 'splits' | 'samples'>;

/** The trees of all groups as those of one forest. One forest is not copied. */
export function* joinForests(forests: readonly Forest[]): Pieces<JoinedForests> {
  if (forests.length === 1) return forests[0];
  const nodes = forests.reduce((sum, { splits }) => sum + splits.length, 0);
  const trees = forests.reduce((sum, { starts }) => sum + starts.length - 1, 0);
  const joined = {
    starts: new Uint32Array(trees + 1),
    thresholds: new Float32Array(nodes),
    splits: new Uint32Array(nodes),
    samples: new Uint32Array(nodes),
  };
  let [tree, node] = [0, 0];
  for (const { starts, thresholds, splits, samples } of forests) {
    for (let i = 0; i < starts.length; i++) joined.starts[tree + i] = node + starts[i];
    joined.thresholds.set(thresholds, node);
    joined.splits.set(splits, node);
    joined.samples.set(samples, node);
    tree += starts.length - 1;
    node += splits.length;
    yield;
  }
  return joined;
}

/** A group's forest, and where its trees and nodes stand among those of all groups. */
export interface CutForest {
  forest: Forest;
  tree: number;
  node: number;
}

/**
 * The forest of each group. Node numbers may come from anywhere: whatever they say, each forest is one that `searchForest`
 * can look through, and finds fault with where the trees of all groups do not follow one another.
 */
export function* cutForests(joined: JoinedForests, groups: readonly ModelGroup[]): Pieces<CutForest[]> {
  if (groups.length === 1) {
    const [{ features, samplesPerTree }] = groups;
    return [{ forest: { features, samplesPerTree, ...joined }, tree: 0, node: 0 }];
  }
  const cut: CutForest[] = [];
  let from = 0;
  for (const [index, { features, trees, samplesPerTree }] of groups.entries()) {
    const to = from + trees;
    const node = index === 0 ? 0 : joined.starts[from];
    const end = index === groups.length - 1 ? joined.splits.length : joined.starts[to];
    const forest = {
      features,
      samplesPerTree,
      // Modulo 2^32 where they fall, which is then far behind the end.
      starts: joined.starts.slice(from, to + 1).map((start) => start - node),
      thresholds: joined.thresholds.slice(node, end),
      splits: joined.splits.slice(node, end),
      samples: joined.samples.slice(node, end),
    };
    cut.push({ forest, tree: from, node });
    from = to;
    yield;
  }
  return cut;
}

/** Calibrations as flat arrays: group g has the steps `starts[g]` to before `starts[g + 1]`; all empty for none. */
export interface FlatCalibrations {
  starts: Uint32Array<ArrayBuffer>;
  scores: Float32Array<ArrayBuffer>;
  higher: Uint32Array<ArrayBuffer>;
  upTo: Uint32Array<ArrayBuffer>;
}

export function flattenCalibrations(calibrations: readonly Calibration[]): FlatCalibrations {
  const starts = calibrations.length === 0 ? [] : [0];
  for (const { scores } of calibrations) starts.push(starts[starts.length - 1] + scores.length);
  return {
    starts: Uint32Array.from(starts),
    scores: Float32Array.from(calibrations.flatMap(({ scores }) => [...scores])),
    higher: Uint32Array.from(calibrations.flatMap(({ higher }) => [...higher])),
    upTo: Uint32Array.from(calibrations.flatMap(({ upTo }) => [...upTo])),
  };
}

/** The calibrations of flat arrays whose `starts` are sound. */
export function unflattenCalibrations({ starts, scores, higher, upTo }: FlatCalibrations): Calibration[] {
  return Array.from({ length: Math.max(0, starts.length - 1) }, (_, group) => {
    const [from, to] = [starts[group], starts[group + 1]];
    return {
      scores: scores.slice(from, to),
      higher: higher.slice(from, to),
      upTo: upTo.slice(from, to),
      whole: true,
    };
  });
}

interface CalibrationsFault {
  array: keyof FlatCalibrations;
  index: number;
  message: string;
}

/** Where the calibrations of `groups` groups, each of at most `rows` packets, are not as they must be, or null. */
export function findCalibrationsFault(flat: FlatCalibrations, groups: number, rows: number): CalibrationsFault | null {
  const { starts, scores, higher, upTo } = flat;
  const steps = scores.length;
  if (higher.length !== steps || upTo.length !== steps) {
    return { array: 'scores', index: 0, message: 'the lists of the groups’ training scores differ in length' };
  }
  if (starts.length === 0 && steps === 0) return null;
  if (starts.length !== groups + 1 || starts[0] !== 0 || starts[groups] !== steps) {
    return { array: 'starts', index: 0, message: `the training scores are not those of ${groups} groups` };
  }
  for (let group = 0; group < groups; group++) {
    const [from, to] = [starts[group], starts[group + 1]];
    if (to <= from || to > steps) {
      return { array: 'starts', index: group + 1, message: `group ${group} has the scores ${from} to ${to}` };
    }
    const own = {
      scores: scores.subarray(from, to),
      higher: higher.subarray(from, to),
      upTo: upTo.subarray(from, to),
      whole: true,
    };
    // Of the packets that its trees were grown on, which may be fewer than all.
    const fault = findCalibrationFault(own, Math.min(rows, own.upTo[to - from - 1]));
    if (fault !== null) return { ...fault, index: from + fault.index };
  }
  return null;
}
