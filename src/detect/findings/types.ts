// What is odd in a traffic, gathered into findings: plain data, from the engine's marked packets to what is stored.
import type { Packet } from '../../packets/table.ts';
import type { Rarity } from '../rarity.ts';

/** A host that is odd all the time has a line of its own. */
export interface HostLine {
  /** Address, as the packets have it. */
  host: string;
  /** Packets from or to the host are marked above the higher of this and the common line. */
  threshold: number;
}

/** From which score on packets are marked. */
export interface Line {
  /** 0 to 1; strictly above it. */
  threshold: number;
  /** Empty for most. */
  hosts: readonly HostLine[];
}

/** The packets above a line, copied out of a traffic: parallel columns in the traffic's own order. */
export interface MarkedPackets {
  line: Line;
  /** Packets above the line; more than are here where only the oddest were taken (`taken`). */
  above: number;
  taken: number;
  /** 128 bits in hexadecimal: the same packets in the same order have the same. */
  traffic: string;
  /** The same of the model, whatever its name and when it was trained. */
  model: string;
  /** Packets of the whole traffic, and the times of its first and last one; null without times. */
  packets: number;
  first: number | null;
  last: number | null;
  /** Of an analysis whose threshold adjusts: the score from which on a packet is unusual in itself; else null. */
  ceiling: number | null;
  /** 0-based places in the traffic, rising. */
  rows: Uint32Array<ArrayBuffer>;
  scores: Float32Array<ArrayBuffer>;
  /** Seconds since 1970; NaN where a packet has no time. */
  ts: Float64Array<ArrayBuffer>;
  /** Bytes on the wire. */
  size: Uint32Array<ArrayBuffer>;
  /** IP protocol; 255 for frames without IP. */
  proto: Uint8Array<ArrayBuffer>;
  /** Places in `hosts`; 0 where a packet has no such address. For frames without IP the MAC addresses, for ARP its IP ones. */
  src: Uint32Array<ArrayBuffer>;
  dst: Uint32Array<ArrayBuffer>;
  /** -1 where there is none. */
  srcPort: Int32Array<ArrayBuffer>;
  dstPort: Int32Array<ArrayBuffer>;
  /** TCP flags, ICMP type, ARP operation and ethertype; -1 where there is none. */
  tcpFlags: Int16Array<ArrayBuffer>;
  icmpType: Int16Array<ArrayBuffer>;
  arpOperation: Int16Array<ArrayBuffer>;
  ethertype: Int32Array<ArrayBuffer>;
  /** Addresses by place; the first is ''. */
  hosts: string[];
  /** The model's features, in its order, and up to where each says nothing; null of packets' own values. */
  features: string[];
  usual: Float32Array<ArrayBuffer> | null;
  /** Values of the features as extracted: of packet i and feature f at `i * features.length + f`. */
  values: Float32Array<ArrayBuffer>;
  /** How far each is above usual, 0 to 255, as the forest sees it; null of packets' own values. */
  excess: Uint8Array<ArrayBuffer> | null;
}

/** What a finding is about, from its facts; `kinds.ts` has the words. */
export type FindingKind =
  | 'port_scan'
  | 'host_sweep'
  | 'arp_scan'
  | 'flood'
  | 'repeated_connections'
  | 'dns_tunnel'
  | 'icmp_volume'
  | 'address_change'
  | 'new_neighbours'
  | 'impossible_flags'
  | 'rare_service'
  | 'one_way'
  | 'unusual_values'
  | 'other';

export interface HostCount {
  host: string;
  packets: number;
}

export interface ServiceCount {
  /** IP protocol; 255 for frames without IP, whose ethertype then tells. */
  proto: number;
  /** The service's port, or null. */
  port: number | null;
  ethertype: number | null;
  packets: number;
}

/** One feature of the oddest packet, typical against actual. */
export interface FindingFeature {
  feature: string;
  value: number;
  /** Up to where it is usual to the model; null of the packet's own values. */
  usual: number | null;
  /** How far above usual, 0 to 1, as the forest sees it; null likewise. */
  excess: number | null;
}

export interface FindingExample {
  row: number;
  score: number;
  packet: Packet;
}

/** A share of packets, 0 to 1, with the ends of a 90 % interval: of a tail fitted to the training scores, beyond the highest of them. */
export interface FindingTail {
  share: number;
  /** 0 where scores may well end below the peak. */
  low: number;
  high: number;
}

/** Odd packets that belong together. Plain data, a few kB at most. */
export interface Finding {
  /** 32 hexadecimal digits: the same traffic and model give the same id, at any line that keeps its oddest packet with it. */
  id: string;
  kind: FindingKind;
  /** A sentence without a full stop, made of its facts. */
  title: string;
  /** Times of its first and last packet, seconds since 1970; null without times. */
  first: number | null;
  last: number | null;
  packets: number;
  bytes: number;
  /** Scores. */
  peak: number;
  mean: number;
  /** Training packets that score as high as its peak; null where the model does not say. */
  rarity: Rarity | null;
  /** Where no training packet scores as high as the peak; null where no tail tells, absent in findings of before there were any. */
  tail?: FindingTail | null;
  /** What findings are ordered by, higher first; not shown. */
  weight: number;
  /** The host that all packets have in common, or null. */
  hub: string | null;
  /** The oddest first, at most three. */
  features: FindingFeature[];
  /** At most 20 of each, most packets first, and how many there are in all. */
  sources: HostCount[];
  sourceCount: number;
  destinations: HostCount[];
  destinationCount: number;
  services: ServiceCount[];
  serviceCount: number;
  /** At most 5, the oddest first. */
  examples: FindingExample[];
}

/** How many findings a training traffic would have had at which line. */
export interface FindingLadder {
  /** Length of the training traffic. */
  hours: number;
  /** Falling lines, and the findings above each, rising. */
  thresholds: Float32Array<ArrayBuffer>;
  findings: Uint32Array<ArrayBuffer>;
}
