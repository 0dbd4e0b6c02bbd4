// The numbers of a packet's layers, as assembly/capture/layers.ts notes them.

export const LAYERS = [
  'none',
  'ethernet',
  'vlan',
  'llc',
  'snap',
  'arp',
  'ipv4',
  'ipv6',
  'hopByHop',
  'routing',
  'fragment',
  'destination',
  'ah',
  'esp',
  'icmp',
  'icmpv6',
  'igmp',
  'tcp',
  'udp',
  'sctp',
  'gre',
  'ospf',
  'mpls',
  'pppoe',
  'ppp',
  'ciscoHdlc',
  'sll',
  'sll2',
  'loopback',
  'radiotap',
  'ppi',
  'wlan',
  'nflog',
  'pktap',
  'frameRelay',
  'slip',
  'dsa',
  'edsa',
  'dns',
  'payload',
  'data',
  'trailer',
  'dccp',
  'udpLite',
  'mobility',
] as const;

export type LayerName = (typeof LAYERS)[number];

/** Where a layer's header stands: bytes from the packet's first, `end` not included. */
export interface Layer {
  name: LayerName;
  start: number;
  end: number;
}
