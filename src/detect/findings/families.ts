// Which features belong together: an attack whose leading feature changes on its way must stay one finding.

export const CONNECTIONS = 0;
export const DNS = 1;
export const ICMP = 2;
export const ARP = 3;
export const ADDRESSES = 4;
export const FAMILIES = 5;
/** Of what nothing of its own makes odd: it scores high for what its hosts did just before. */
export const NO_FAMILY = 5;
/** Of strands only: connections to many services. A host that scans one host and connects to another time and again does two things. */
export const SCANS = 6;
/** All that a strand may have. */
export const STRAND_FAMILIES = 7;

/** By feature id; any other is of connections. */
const FAMILY_OF: Readonly<Record<string, number>> = {
  dns_names60: DNS,
  dns_long60: DNS,
  icmp60: ICMP,
  arp10: ARP,
  mac_changed: ADDRESSES,
  odd_gateway: ADDRESSES,
};

export const familyOf = (feature: string): number => FAMILY_OF[feature] ?? CONNECTIONS;
