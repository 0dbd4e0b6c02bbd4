// The ids of the features, in column order: all that the page needs to know of the catalogue.
export const FEATURE_IDS = ['size', 'proto'] as const;

export type FeatureId = (typeof FEATURE_IDS)[number];
