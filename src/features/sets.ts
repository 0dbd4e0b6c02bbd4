// The feature sets: which features a model may look at, in which groups, and what each is made of. What they mean is told
// by the catalogue, which the engine does without.
import { InputError } from '../base/errors.ts';
import { FEATURE_IDS, type FeatureId, type FeatureSetId } from './ids.ts';

/** What features are made of: fields of the payload, and what only a capture tells. */
export type Need = 'size' | 'proto' | 'ts' | 'src' | 'dst' | 'ports' | 'mac' | 'arp' | 'icmp' | 'dns';

export interface FeatureEntry {
  id: FeatureId;
  label: string;
  /** Of what is counted, or '' for a mere number. */
  unit: string;
  /** `log`: values are log2(1 + x) of the x that the unit counts. */
  scale: 'plain' | 'log';
  /** Whether only integers can stand there. */
  integer: boolean;
  needs: readonly Need[];
  /**
   * Values up to the floor tell nothing, and so do differences above floor + cap: the forest sees what is between. Null:
   * it sees the value itself.
   */
  bound: Bound | null;
}

export interface Bound {
  floor: number;
  cap: number;
}

/** Features that share a forest. */
export interface FeatureGroup {
  id: string;
  features: readonly FeatureId[];
  /** Of the trees of all groups. */
  share: number;
}

export interface FeatureSet {
  id: FeatureSetId;
  /** Rises whenever a feature's values or the groups change. */
  version: number;
  groups: readonly FeatureGroup[];
  /** How it is trained on packets that are known to be usual, and on others. */
  training: Readonly<Record<'clean' | 'mixed', SetTraining>>;
  /** Made-up rows of each feature that trees are grown on. */
  sentinels: number;
}

export interface SetTraining {
  /** Rows that a tree draws unless it is told otherwise. */
  samples: number;
  /** Floors of features rise to what this share of the training packets does not exceed. */
  quantile: number;
  /** Share of the packets that no tree is grown on: those that a first forest finds oddest. */
  trim: number;
}

const own = (id: FeatureId, label: string, unit: string, need: Need): FeatureEntry => ({
  id,
  label,
  unit,
  scale: 'plain',
  integer: true,
  needs: [need],
  bound: null,
});
const told = (
  id: FeatureId,
  label: string,
  [unit, scale]: [string, FeatureEntry['scale']],
  [floor, cap]: [number, number],
  ...needs: Need[]
): FeatureEntry => ({ id, label, unit, scale, integer: false, needs, bound: { floor, cap } });

export const FEATURES: readonly FeatureEntry[] = [
  own('size', 'Packet size', 'bytes', 'size'),
  own('proto', 'Protocol', '', 'proto'),
  told('conn_rate10', 'New connections of a host', ['connections', 'log'], [5.5, 3], 'ts', 'src', 'dst'),
  told('un2', 'Unanswered connections', ['connections', 'log'], [3, 4], 'ts', 'src', 'dst'),
  told('newchan_all10', 'New pairs of hosts', ['pairs', 'log'], [7, 4], 'ts', 'src', 'dst'),
  told('portmax10', 'New services asked for', ['services', 'log'], [3.5, 4], 'ts', 'src', 'dst', 'ports'),
  told('brute100', 'New connections to a service', ['connections', 'log'], [5, 4], 'ts', 'src', 'dst', 'ports'),
  told('svcsurp', 'Rare service', ['', 'plain'], [11, 3], 'ports'),
  told('macbind', 'New or changed MAC address', ['', 'plain'], [4.5, 4], 'ts', 'src', 'dst', 'mac'),
  told('vol_mac', 'Packets between strangers', ['', 'plain'], [3, 2], 'ts', 'src', 'dst', 'mac'),
  told('dns_new10', 'New names under a domain', ['names', 'log'], [3, 4], 'ts', 'dns'),
  told('icmplog', 'Size of an ICMP packet', ['bytes', 'log'], [8, 3], 'size', 'proto'),
];

const groupOf = (id: string, share: number, ...features: FeatureId[]): FeatureGroup => ({ id, features, share });

const asTold: SetTraining = { samples: 256, quantile: 0, trim: 0 };

export const FEATURE_SETS: Readonly<Record<FeatureSetId, FeatureSet>> = {
  basic: {
    id: 'basic',
    version: 1,
    groups: [groupOf('all', 1, ...FEATURE_IDS.basic)],
    training: { clean: asTold, mixed: asTold },
    sentinels: 0,
  },
  traffic: {
    id: 'traffic',
    version: 1,
    groups: [groupOf('all', 1, ...FEATURE_IDS.traffic)],
    training: {
      clean: { samples: 1024, quantile: 0.99, trim: 0 },
      // Small samples and high floors: what happens often enough to be drawn, or to lift a floor, would not stand out.
      mixed: { samples: 64, quantile: 0.9, trim: 0 },
    },
    sentinels: 3,
  },
};

/** `traffic@1` */
export const setWords = ({ id, version }: { id: string; version: number }): string => `${id}@${version}`;

/** Entries of the given ids, in their order. Throws InputError naming an id that is not of the set. */
export function findFeatures(ids: readonly string[], set?: FeatureSetId): FeatureEntry[] {
  const known: readonly string[] = set === undefined ? FEATURES.map(({ id }) => id) : FEATURE_IDS[set];
  return ids.map((id) => {
    const feature = known.includes(id) && FEATURES.find((entry) => entry.id === id);
    if (feature) return feature;
    throw new InputError(
      `Unknown feature "${id}": this version knows ${known.join(', ')}. Use a model made with these features.`,
    );
  });
}

/**
 * The set of a model, if this version has it. Throws InputError for another one.
 * @param name as it stands in a model
 */
export function findSet(name: { id: string; version: number }): FeatureSet {
  const set = FEATURE_SETS[name.id as FeatureSetId] as FeatureSet | undefined;
  if (set?.version === name.version) return set;
  const known = Object.values(FEATURE_SETS).map(setWords).join(', ');
  throw new InputError(
    `This model looks at the features ${setWords(name)}, and this page knows ${known}. Reload the page to get the newest ` +
      'version, or train a new model.',
  );
}
