// For tests: forests drawn by hand, scikit-learn's own, a plain walk to compare with, and tables of given packets.
import { AddressDictionary } from '../../packets/addresses.ts';
import { NOT_CAPTURED } from '../../packets/capture.ts';
import { CHUNK_ROWS, PacketTable } from '../../packets/table.ts';
import type { Calibration } from '../calibration.ts';
import type { Model } from '../file.ts';
import { CHILD_MASK, FEATURE_SHIFT, type Forest, LEAF, LEAF_FEATURE } from '../forest.ts';
import { FORMAT_VERSION, plainModel } from '../info.ts';
import type { FeatureProfile } from '../profile.ts';
import { DEFAULT_PARAMETERS, type ModelInfo } from '../types.ts';

/** A tree as nested nodes: a number is a leaf with that many rows. */
export type DrawnTree = number | { feature: number; threshold: number; left: DrawnTree; right: DrawnTree };

export function drawForest(features: string[], samplesPerTree: number, trees: DrawnTree[]): Forest {
  const [thresholds, splits, samples, starts]: number[][] = [[], [], [], [0]];
  for (const root of trees) {
    const first = splits.length;
    const fill = (node: number, tree: DrawnTree): number => {
      if (typeof tree === 'number') {
        [thresholds[node], splits[node], samples[node]] = [0, LEAF, tree];
        return tree;
      }
      const left = Math.max(node + 1, splits.length);
      // Reserve both children, so that they stand side by side.
      splits[left] = splits[left + 1] = LEAF;
      thresholds[node] = tree.threshold;
      splits[node] = ((tree.feature << FEATURE_SHIFT) | (left - first)) >>> 0;
      samples[node] = fill(left, tree.left) + fill(left + 1, tree.right);
      return samples[node];
    };
    fill(first, root);
    starts.push(splits.length);
  }
  return {
    features,
    samplesPerTree,
    starts: Uint32Array.from(starts),
    thresholds: Float32Array.from(thresholds),
    splits: Uint32Array.from(splits),
    samples: Uint32Array.from(samples),
  };
}

/** Two trees over size and proto, four rows each. */
export function drawSmallForest(): Forest {
  return drawForest(['size', 'proto'], 4, [
    { feature: 0, threshold: 10, left: 3, right: 1 },
    { feature: 1, threshold: 6, left: { feature: 0, threshold: 2, left: 1, right: 2 }, right: 1 },
  ]);
}

export const smallInfo = (): ModelInfo => ({
  name: 'Office, a Monday',
  created: '2026-11-22T09:30:00.000Z',
  trainedOn: ['monday.json', 'pasted text'],
  rows: 40,
  ...plainModel(),
  features: ['size', 'proto'],
  featuresAssumed: false,
  parameters: { ...DEFAULT_PARAMETERS, n_estimators: 2, max_samples: 4 },
  samplesPerTree: 4,
  threshold: 0.6180339887498949,
  firstFormat: FORMAT_VERSION,
});

export const smallCalibration = (): Calibration => ({
  scores: Float32Array.of(0.9, 0.8, 0.7, 0.3),
  higher: Uint32Array.of(0, 2, 5, 30),
  upTo: Uint32Array.of(1, 3, 10, 40),
  whole: true,
});

/** Sizes of all kinds, and two protocols. */
export const smallProfiles = (): FeatureProfile[] => [
  { quantiles: Float32Array.of(1, 1, 1, 2, 4, 8, 9.5, 10, 11, 12, 13), listed: null },
  {
    quantiles: Float32Array.of(6, 6, 6, 6, 6, 6, 6, 17, 17, 17, 17),
    listed: { values: Float32Array.of(6, 17), counts: Uint32Array.of(33, 7) },
  },
];

export const smallModel = (): Model => ({
  info: smallInfo(),
  forest: drawSmallForest(),
  calibration: smallCalibration(),
  profiles: smallProfiles(),
  context: null,
  kept: Float32Array.of(0, 3, 17, 6, 6, 17),
  ladder: null,
});

/** A model that sees packets in their context: its trees have three drawn rows and one anchor. */
export function contextModel(): Model {
  const [first] = smallProfiles();
  return {
    ...smallModel(),
    info: {
      ...smallInfo(),
      featureSet: { id: 'traffic', version: 1 },
      features: ['rate', 'fresh'],
      parameters: { ...smallInfo().parameters, max_samples: 3 },
      samplesPerTree: 3,
      anchors: 1,
      taught: [{ packets: 7, at: '2026-11-23T10:00:00.000Z' }],
      parent: '0123456789abcdef0123456789abcdef',
    },
    forest: { ...drawSmallForest(), features: ['rate', 'fresh'] },
    profiles: [first, first],
    context: { usual: Float32Array.of(2.5, -1), base: 0.375, state: Uint8Array.of(1, 2, 3, 4, 5) },
    ladder: {
      hours: 0.1,
      thresholds: Float32Array.of(0.75, 0.5, 0.25),
      findings: Uint32Array.of(1, 4, 4),
    },
  };
}

/** c(n) once more, in JavaScript (Liu, Ting and Zhou 2008, equation 1). */
export function normalLength(rows: number): number {
  if (rows <= 2) return rows === 2 ? 1 : 0;
  return 2 * (Math.log(rows - 1) + 0.5772156649015329) - (2 * (rows - 1)) / rows;
}

/** Score of one float32 row by a plain walk in doubles: the oracle of the kernels. Throws RangeError when it gets lost. */
export function walkForest(forest: Forest, row: ArrayLike<number>): number {
  const { starts, splits, thresholds, samples } = forest;
  let sum = 0;
  for (let tree = 0; tree + 1 < starts.length; tree++) {
    let node = starts[tree];
    let depth = 0;
    for (; splits[node] >>> FEATURE_SHIFT !== LEAF_FEATURE; depth++) {
      const left = starts[tree] + (splits[node] & CHILD_MASK);
      const feature = splits[node] >>> FEATURE_SHIFT;
      if (feature >= row.length || left <= node || left + 1 >= starts[tree + 1] || depth > 23) {
        throw new RangeError(`the walk leaves tree ${tree} at node ${node}`);
      }
      node = row[feature] <= thresholds[node] ? left : left + 1;
    }
    sum += depth + normalLength(samples[node]);
  }
  return 2 ** (-sum / (starts.length - 1) / normalLength(forest.samplesPerTree));
}

/** Deepest leaf of each tree. */
export function depthsOf(forest: Forest): number[] {
  const { starts, splits } = forest;
  return [...starts.subarray(0, -1)].map((first) => {
    const depth = (node: number): number => {
      if (splits[node] === LEAF) return 0;
      const left = first + (splits[node] & CHILD_MASK);
      return 1 + Math.max(depth(left), depth(left + 1));
    };
    return depth(first);
  });
}

/** A table of packets with size and proto only. */
export function tableOf(packets: readonly (readonly [size: number, proto: number])[]): PacketTable {
  const chunks = [];
  for (let from = 0; from < packets.length; from += CHUNK_ROWS) {
    const part = packets.slice(from, from + CHUNK_ROWS);
    chunks.push({
      ...NOT_CAPTURED,
      length: part.length,
      size: Uint32Array.from(part, ([size]) => size),
      proto: Uint8Array.from(part, ([, proto]) => proto),
      present: new Uint8Array(part.length),
      ts: null,
      src: null,
      dst: null,
      srcPort: null,
      dstPort: null,
      tcpFlags: null,
    });
  }
  return new PacketTable(chunks, new AddressDictionary(new Uint8Array(), new Uint32Array(1)));
}
