// The layers of one packet, noted while it is decoded for the eye: which header stands where in its bytes.
// src/packets/layers.ts names the same numbers.

export const ETHERNET: u32 = 1;
/** One tag: control information and the ethertype behind it. */
export const VLAN_TAG: u32 = 2;
export const LLC: u32 = 3;
export const SNAP: u32 = 4;
export const ARP_LAYER: u32 = 5;
export const IPV4_LAYER: u32 = 6;
export const IPV6_LAYER: u32 = 7;
export const HOP_BY_HOP: u32 = 8;
export const ROUTING: u32 = 9;
export const FRAGMENT: u32 = 10;
export const DESTINATION: u32 = 11;
export const AH: u32 = 12;
export const ESP: u32 = 13;
export const ICMP_LAYER: u32 = 14;
export const ICMPV6: u32 = 15;
export const IGMP: u32 = 16;
export const TCP: u32 = 17;
export const UDP: u32 = 18;
export const SCTP: u32 = 19;
export const GRE: u32 = 20;
export const OSPF: u32 = 21;
export const MPLS: u32 = 22;
export const PPPOE: u32 = 23;
export const PPP: u32 = 24;
export const CISCO_HDLC: u32 = 25;
export const SLL: u32 = 26;
export const SLL2: u32 = 27;
export const LOOPBACK: u32 = 28;
export const RADIOTAP: u32 = 29;
export const PPI: u32 = 30;
export const WLAN: u32 = 31;
export const NFLOG: u32 = 32;
export const PKTAP: u32 = 33;
export const FRAME_RELAY: u32 = 34;
export const SLIP: u32 = 35;
export const DSA: u32 = 36;
export const EDSA: u32 = 37;
/** A DNS message over UDP, or over TCP without its length. */
export const DNS_LAYER: u32 = 38;
/** What a transport header carries, to the end that the headers tell. */
export const PAYLOAD: u32 = 39;
/** Bytes that nobody decodes. */
export const DATA: u32 = 40;
/** What is behind the end that a header tells: padding of short frames, or a frame check sequence. */
export const TRAILER: u32 = 41;
export const DCCP: u32 = 42;
export const UDP_LITE: u32 = 43;
export const MOBILITY: u32 = 44;

/** A layer: number u32, first byte u32, end u32; places are bytes from the packet's first. */
export const LAYER_BYTES: usize = 12;
const MOST_LAYERS: u32 = 128;

const records: usize = memory.data(<i32>(MOST_LAYERS * 12), 16);
let tracing: bool = false;
let packetStart: usize = 0;
let count: u32 = 0;

/** From here on layers are noted, of the packet that begins at `start`; 0 ends that, and keeps them. */
export function traceLayers(start: usize): void {
  tracing = start != 0;
  packetStart = start;
  if (tracing) count = 0;
}

/** Whether layers are noted: decoders then also walk what no column is made of. */
export function isTracing(): bool {
  return tracing;
}

/** Notes a layer from `from` to `end`, addresses in memory. Decoders call it once they have found its header. */
export function layer(id: u32, from: usize, end: usize): void {
  if (!tracing) return;
  if (count == MOST_LAYERS) {
    // No more than that: the last one takes in what the others would be.
    const last = records + <usize>(MOST_LAYERS - 1) * LAYER_BYTES;
    store<u32>(last, DATA);
    store<u32>(last, max<u32>(load<u32>(last, 8), <u32>(end - packetStart)), 8);
    return;
  }
  const at = records + <usize>count * LAYER_BYTES;
  store<u32>(at, id);
  store<u32>(at, <u32>(from - packetStart), 4);
  store<u32>(at, <u32>(end - packetStart), 8);
  count++;
}

/** Layers noted, of LAYER_BYTES each. */
export function layerCount(): u32 {
  return count;
}

export function layerRecords(): usize {
  return records;
}

/** Puts the layers into the order of their first bytes: what is behind a datagram is noted before what is in it. */
export function sortLayers(): void {
  for (let index: u32 = 1; index < count; index++) {
    const at = records + <usize>index * LAYER_BYTES;
    const head = load<u64>(at);
    const end = load<u32>(at, 8);
    let to = at;
    while (to > records && load<u32>(to - LAYER_BYTES, 4) > <u32>(head >> 32)) {
      memory.copy(to, to - LAYER_BYTES, LAYER_BYTES);
      to -= LAYER_BYTES;
    }
    store<u64>(to, head);
    store<u32>(to, end, 8);
  }
}
