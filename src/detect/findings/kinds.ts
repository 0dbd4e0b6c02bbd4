// What each kind of finding is called, what it may mean, and the MITRE ATT&CK technique that it fits.
import type { FindingKind } from './types.ts';

export interface KindWords {
  label: string;
  /** One sentence. */
  means: string;
  /** Id of the technique (https://attack.mitre.org), or null where none truly fits. */
  technique: string | null;
}

export const FINDING_KINDS: Readonly<Record<FindingKind, KindWords>> = {
  port_scan: {
    label: 'Port scan',
    means: 'A host tries many ports of another one to learn which services it runs.',
    technique: 'T1046',
  },
  host_sweep: {
    label: 'Host sweep',
    means: 'A host calls on many others to learn which of them are there.',
    technique: 'T1018',
  },
  arp_scan: {
    label: 'ARP scan',
    means: 'A host asks for the MAC addresses of many others to learn which of them are on its network.',
    technique: 'T1018',
  },
  flood: {
    label: 'Flood',
    means: 'Very many packets in a short time, to overload a host; their senders are often forged.',
    technique: 'T1498',
  },
  repeated_connections: {
    label: 'Repeated connections',
    means: 'A host connects to one service again and again, as who guesses passwords or calls home does.',
    technique: null,
  },
  dns_tunnel: {
    label: 'DNS tunnel',
    means: 'Long names, or ever new ones under a domain, may carry data in and out through DNS.',
    technique: 'T1071.004',
  },
  icmp_volume: {
    label: 'ICMP volume',
    means: 'More ICMP than control messages need: a flood of pings, or a tunnel in them.',
    technique: 'T1095',
  },
  address_change: {
    label: 'Changed address',
    means: 'An address moved to another MAC address, or packets took another gateway: somebody may stand in between.',
    technique: 'T1557',
  },
  new_neighbours: {
    label: 'New neighbours',
    means: 'Local hosts that had nothing to do with one another began to talk.',
    technique: null,
  },
  impossible_flags: {
    label: 'Impossible TCP flags',
    means: 'TCP flags that no connection has together are made by scanners, not by hosts.',
    technique: 'T1046',
  },
  rare_service: {
    label: 'Rare service',
    means: 'Hosts exchange much over a service that is new to them and rare on this network.',
    technique: null,
  },
  one_way: {
    label: 'One-way stream',
    means: 'A host sends on and on to another one that never answers.',
    technique: null,
  },
  unusual_values: {
    label: 'Unusual values',
    means: 'Packets of a size or protocol that training has hardly seen.',
    technique: null,
  },
  other: {
    label: 'Unusual traffic',
    means: 'Packets that score high, in no pattern that has a name of its own here.',
    technique: null,
  },
};

/** The words of a kind; one of a later version, which a backup may hold, is called by its id. */
export function kindWords(kind: string): KindWords {
  return Object.hasOwn(FINDING_KINDS, kind)
    ? FINDING_KINDS[kind as FindingKind]
    : { label: kind, means: 'A kind that this version of the page does not know.', technique: null };
}
