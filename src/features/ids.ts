// The ids of the features of each set, in column order: all that the page needs to know of them at first.
export const FEATURE_IDS = {
  basic: ['size', 'proto'],
  traffic: [
    'conn_rate10',
    'un2',
    'newchan_all10',
    'portmax10',
    'brute100',
    'svcsurp',
    'macbind',
    'vol_mac',
    'dns_new10',
    'icmplog',
  ],
} as const;

export type FeatureSetId = keyof typeof FEATURE_IDS;
export type FeatureId = (typeof FEATURE_IDS)[FeatureSetId][number];
