// What the features are called: by the engine, which knows no more words of them, and by words.ts.
import type { FeatureId } from './ids.ts';

export const FEATURE_LABELS: Readonly<Record<FeatureId, string>> = {
  size: 'Packet size',
  proto: 'Protocol',
  half_open10: 'Unanswered connections, 10 s',
  failed100: 'Failed connections, 100 s',
  new_pairs10: 'New pairs of hosts, 10 s',
  one_way10: 'Packets without an answer, 10 s',
  repeat_new: 'Repeated connections, new and rare',
  rare_volume: 'Volume, new and rare',
  new_local: 'Local hosts new to one another',
  mac_changed: 'Address with another MAC address',
  odd_gateway: 'Another way to the Internet',
  arp10: 'ARP packets of a host, 10 s',
  icmp60: 'ICMP between two hosts, 60 s',
  bad_flags: 'Impossible TCP flags',
  dns_names60: 'New DNS names under a domain, 60 s',
  dns_long60: 'Long DNS questions, 60 s',
};
