// The feature sets: which features a model may look at, what each is made of, and from where on it says something. What they
// mean is told by words.ts, which the engine does without.
import { InputError } from '../base/errors.ts';
import { FEATURE_IDS, type FeatureId, type FeatureSetId } from './ids.ts';
import { FEATURE_LABELS } from './labels.ts';

/** What features are made of: fields of the payload, and what only a capture tells. */
export type Need = 'size' | 'proto' | 'ts' | 'src' | 'dst' | 'ports' | 'flags' | 'mac' | 'arp' | 'dns' | 'payload';

export interface FeatureEntry {
  id: FeatureId;
  label: string;
  /** Of what is counted, or '' for a mere number. */
  unit: string;
  /** Of a logarithm: values are log2(1 + amount / step), and the unit counts amounts. 0: values are amounts themselves. */
  step: number;
  /** Whether only integers can stand there. */
  integer: boolean;
  needs: readonly Need[];
  /**
   * Values up to the floor never say anything, and more than the cap above what is usual says no more than the cap. Null of
   * the packet's own values, which a forest sees as they are.
   */
  bound: Bound | null;
}

export interface Bound {
  floor: number;
  cap: number;
}

export interface FeatureSet {
  id: FeatureSetId;
  /** Rises whenever a feature's values, or what a forest sees of them, change. */
  version: number;
}

const own = (id: FeatureId, unit: string, need: Need): FeatureEntry => ({
  id,
  label: FEATURE_LABELS[id],
  unit,
  step: 0,
  integer: true,
  needs: [need],
  bound: null,
});
const told = (
  id: FeatureId,
  [unit, step]: [string, number],
  [floor, cap]: [number, number],
  ...needs: Need[]
): FeatureEntry => ({ id, label: FEATURE_LABELS[id], unit, step, integer: false, needs, bound: { floor, cap } });

const NUMBER: [string, number] = ['', 0];
const ENDS = ['ts', 'src', 'dst'] as const;

export const FEATURES: readonly FeatureEntry[] = [
  own('size', 'bytes', 'size'),
  own('proto', '', 'proto'),
  told('half_open10', ['connections', 1], [3, 2.8], ...ENDS),
  told('failed100', ['connections', 1], [5, 4], ...ENDS),
  told('new_pairs10', ['pairs', 1], [8, 3], ...ENDS),
  told('one_way10', ['packets', 1], [5, 3], ...ENDS),
  told('repeat_new', NUMBER, [1.5, 1], ...ENDS),
  told('rare_volume', NUMBER, [3, 1], ...ENDS),
  told('new_local', NUMBER, [4, 2.8], ...ENDS),
  told('mac_changed', NUMBER, [2, 4], 'src', 'dst', 'mac'),
  told('odd_gateway', NUMBER, [2.5, 4], 'src', 'dst', 'mac'),
  told('arp10', ['packets', 1], [3, 1.4], 'ts', 'arp'),
  told('icmp60', ['bytes', 64], [4, 2.1], ...ENDS),
  told('bad_flags', NUMBER, [0, 1], 'flags'),
  told('dns_names60', ['characters', 16], [2, 4], 'ts', 'dns'),
  told('dns_long60', ['bytes', 32], [1.5, 0.7], ...ENDS, 'ports', 'payload'),
];

export const FEATURE_SETS: Readonly<Record<FeatureSetId, FeatureSet>> = {
  basic: { id: 'basic', version: 1 },
  traffic: { id: 'traffic', version: 1 },
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
  const set = Object.values(FEATURE_SETS).find(({ id, version }) => id === name.id && version === name.version);
  if (set !== undefined) return set;
  const known = Object.values(FEATURE_SETS).map(setWords).join(', ');
  throw new InputError(
    `This model looks at the features ${setWords(name)}, and this page knows ${known}. Reload the page to get the newest ` +
      'version, or train a new model.',
  );
}
