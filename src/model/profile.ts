// What was typical of each feature in the training packets: quantiles, and every value where there are only a few.

/** Shares of the packets: the value kept for a share is the smallest that at least so many do not exceed. */
export const QUANTILES = [0, 0.001, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 0.999, 1] as const;
/** Where a feature has more different values than this, they are not listed. */
export const MAX_VALUES = 64;

/** One feature of the training packets. */
export interface FeatureProfile {
  /** One value for each of QUANTILES, never falling, finite. */
  readonly quantiles: Float32Array<ArrayBuffer>;
  /** Every different value, rising, and how many packets have it; null where there are more than MAX_VALUES. */
  readonly listed: { readonly values: Float32Array<ArrayBuffer>; readonly counts: Uint32Array<ArrayBuffer> } | null;
}

/** Profiles as flat arrays: feature f lists `values[starts[f]]` to before `values[starts[f + 1]]`; all empty for null. */
export interface FlatProfiles {
  quantiles: Float32Array<ArrayBuffer>;
  starts: Uint32Array<ArrayBuffer>;
  values: Float32Array<ArrayBuffer>;
  counts: Uint32Array<ArrayBuffer>;
}

export function flattenProfiles(profiles: readonly FeatureProfile[] | null): FlatProfiles {
  const starts = profiles === null ? [] : [0];
  const [quantiles, values, counts]: number[][] = [[], [], []];
  for (const { quantiles: own, listed } of profiles ?? []) {
    quantiles.push(...own);
    values.push(...(listed?.values ?? []));
    counts.push(...(listed?.counts ?? []));
    starts.push(values.length);
  }
  return {
    quantiles: Float32Array.from(quantiles),
    starts: Uint32Array.from(starts),
    values: Float32Array.from(values),
    counts: Uint32Array.from(counts),
  };
}

interface ProfileFault {
  array: keyof FlatProfiles;
  index: number;
  message: string;
}

/** Where the profiles of `width` features and `rows` packets are not as they must be, or null. */
export function findProfileFault(flat: FlatProfiles, width: number, rows: number): ProfileFault | null {
  const { quantiles, starts, values, counts } = flat;
  if (starts.length === 0 && quantiles.length + values.length + counts.length === 0) return null;
  const per = QUANTILES.length;
  if (starts.length !== width + 1 || quantiles.length !== per * width || values.length !== counts.length) {
    return { array: 'starts', index: 0, message: `the lists of usual values do not fit ${width} features` };
  }
  if (starts[0] !== 0 || starts[width] !== values.length) {
    return { array: 'starts', index: 0, message: `the usual values must reach from 0 to ${values.length}` };
  }
  for (let feature = 0; feature < width; feature++) {
    const [first, end] = [starts[feature], starts[feature + 1]];
    if (end < first || end - first > MAX_VALUES || end > values.length) {
      return { array: 'starts', index: feature + 1, message: `feature ${feature} has usual values ${first} to ${end}` };
    }
    for (let k = per * feature; k < per * (feature + 1); k++) {
      if (Number.isFinite(quantiles[k]) && (k === per * feature || quantiles[k] >= quantiles[k - 1])) continue;
      return { array: 'quantiles', index: k, message: `${quantiles[k]} stands where quantiles must rise` };
    }
    let sum = 0;
    for (let i = first; i < end; i++) {
      if (!(Number.isFinite(values[i]) && (i === first || values[i] > values[i - 1]))) {
        return { array: 'values', index: i, message: `${values[i]} stands where values must rise` };
      }
      if (counts[i] === 0) return { array: 'counts', index: i, message: 'no packet has this value' };
      sum += counts[i];
    }
    if (end > first && sum !== rows) {
      return { array: 'counts', index: first, message: `feature ${feature} has ${sum} packets, not ${rows}` };
    }
    if (
      end > first &&
      (values[first] !== quantiles[per * feature] || values[end - 1] !== quantiles[per * feature + per - 1])
    ) {
      return { array: 'values', index: first, message: 'the values do not end where the quantiles end' };
    }
  }
  return null;
}

/** The profiles of sound flat arrays. */
export function unflattenProfiles({ quantiles, starts, values, counts }: FlatProfiles): FeatureProfile[] | null {
  if (starts.length === 0) return null;
  return Array.from({ length: starts.length - 1 }, (_, feature) => {
    const [first, end] = [starts[feature], starts[feature + 1]];
    return {
      quantiles: quantiles.slice(QUANTILES.length * feature, QUANTILES.length * (feature + 1)),
      listed: end === first ? null : { values: values.slice(first, end), counts: counts.slice(first, end) },
    };
  });
}
