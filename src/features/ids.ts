// The ids of the features of each set, in column order: all that the page needs to know of them at first.
export const FEATURE_IDS = {
  basic: ['size', 'proto'],
  traffic: [
    'half_open10',
    'failed100',
    'new_pairs10',
    'one_way10',
    'repeat_new',
    'rare_volume',
    'new_local',
    'mac_changed',
    'odd_gateway',
    'arp10',
    'icmp60',
    'bad_flags',
    'dns_names60',
    'dns_long60',
  ],
} as const;

export type FeatureSetId = keyof typeof FEATURE_IDS;
export type FeatureId = (typeof FEATURE_IDS)[FeatureSetId][number];
