// What is known of captured packets only: their columns, marks and interfaces.

/**
 * Bits of `CaptureColumns.marks`: which layers a captured packet was found to have, and in what state. All 0 for a packet
 * of a JSON batch.
 */
export const MARK_CAPTURED = 1;
/** The link type or the ethertype is not one that is decoded: only time and lengths are known of what follows. */
export const MARK_UNDECODED = 2;
/** A header ends behind the captured bytes (a snapped packet), so that fields are missing. */
export const MARK_TRUNCATED = 4;
/** A header contradicts itself or its surroundings; what stands below it holds. */
export const MARK_MALFORMED = 8;
export const MARK_IPV4 = 16;
export const MARK_IPV6 = 32;
export const MARK_ARP = 64;
/** ICMP or ICMPv6. */
export const MARK_ICMP = 128;
/** TCP, UDP, SCTP and others, of which a payload length is known. */
export const MARK_TRANSPORT = 256;
export const MARK_DNS = 512;
export const MARK_VLAN = 1024;
/** IPv4 "don't fragment", "more fragments" (of either version), and a fragment offset other than 0. */
export const MARK_DONT_FRAGMENT = 2048;
export const MARK_MORE_FRAGMENTS = 4096;
export const MARK_LATER_FRAGMENT = 8192;
/** Fewer bytes were captured than stood on the wire. */
export const MARK_SLICED = 16384;

/** What `proto` is where a frame carries no IP packet: IANA's "reserved", which never stands on a wire. */
export const NO_PROTOCOL = 255;

/** What is known of captured packets only. Null: no row of the chunk has it, and 0 where a row lacks it. */
export interface CaptureColumns {
  /** `MARK_…` bits. */
  readonly marks: Uint16Array | null;
  /** Bytes on the wire that were not captured: `(size - missing) >>> 0` were. Modulo 2^32, since a record may claim more. */
  readonly missing: Uint32Array | null;
  /** Of the packet's record or block, in the (decompressed) file. */
  readonly offset: Float64Array | null;
  /** Index in `PacketTable.interfaces`, which tells file and link type. */
  readonly interface: Uint16Array | null;
  /** The frame's own: that of the outermost tag where it is tagged (Wireshark's first eth.type). */
  readonly ethertype: Uint16Array | null;
  /** VLAN identifier of the outermost IEEE 802.1Q tag. */
  readonly vlan: Uint16Array | null;
  /** Ids in the address dictionary. */
  readonly srcMac: Uint32Array | null;
  readonly dstMac: Uint32Array | null;
  /** IPv4 TTL or IPv6 hop limit. */
  readonly ttl: Uint8Array | null;
  /** TCP window as it stands in the header, unscaled. */
  readonly tcpWindow: Uint16Array | null;
  /** Bytes behind the transport header on the wire, by the lengths that the headers tell. */
  readonly payloadLength: Uint32Array | null;
  readonly icmpType: Uint8Array | null;
  readonly icmpCode: Uint8Array | null;
  readonly arpOperation: Uint16Array | null;
  /** Characters of the first query name, dots between labels included. */
  readonly dnsLength: Uint8Array | null;
  /** Shannon entropy of those characters, in 1/32 bits a character. */
  readonly dnsEntropy: Uint8Array | null;
  /** Ids in the address dictionary: the protocol addresses of sender and target in ARP and RARP (RFC 826), where they are IP. */
  readonly arpSender: Uint32Array | null;
  readonly arpTarget: Uint32Array | null;
  /**
   * Hashes of the first query name in lower case, and of its last two labels; 0 where there is no name. FNV-1a of 32 bits
   * over the text's bytes, then the finaliser of MurmurHash3: fixed, so that they mean the same in another traffic.
   */
  readonly dnsName: Uint32Array | null;
  readonly dnsDomain: Uint32Array | null;
}

/** Of packets that no capture gave. */
export const NOT_CAPTURED: CaptureColumns = {
  marks: null,
  missing: null,
  offset: null,
  interface: null,
  ethertype: null,
  vlan: null,
  srcMac: null,
  dstMac: null,
  ttl: null,
  tcpWindow: null,
  payloadLength: null,
  icmpType: null,
  icmpCode: null,
  arpOperation: null,
  dnsLength: null,
  dnsEntropy: null,
  arpSender: null,
  arpTarget: null,
  dnsName: null,
  dnsDomain: null,
};

/** The columns of captures, and their types, in the order in which the core gives them. */
export const CAPTURE_COLUMNS = [
  { column: 'marks', type: Uint16Array },
  { column: 'missing', type: Uint32Array },
  { column: 'offset', type: Float64Array },
  { column: 'interface', type: Uint16Array },
  { column: 'ethertype', type: Uint16Array },
  { column: 'vlan', type: Uint16Array },
  { column: 'srcMac', type: Uint32Array },
  { column: 'dstMac', type: Uint32Array },
  { column: 'ttl', type: Uint8Array },
  { column: 'tcpWindow', type: Uint16Array },
  { column: 'payloadLength', type: Uint32Array },
  { column: 'icmpType', type: Uint8Array },
  { column: 'icmpCode', type: Uint8Array },
  { column: 'arpOperation', type: Uint16Array },
  { column: 'dnsLength', type: Uint8Array },
  { column: 'dnsEntropy', type: Uint8Array },
  { column: 'arpSender', type: Uint32Array },
  { column: 'arpTarget', type: Uint32Array },
  { column: 'dnsName', type: Uint32Array },
  { column: 'dnsDomain', type: Uint32Array },
] as const satisfies readonly { column: keyof CaptureColumns; type: unknown }[];

/** Where captured packets come from: an interface of a pcapng section, or a pcap file as a whole. */
export interface CaptureInterface {
  /** Index of the source it was read from. */
  source: number;
  /** Index of the section in its file, and of the interface in its section. */
  section: number;
  id: number;
  container: 'pcap' | 'pcapng';
  /** Whether the file or section is big-endian. */
  bigEndian: boolean;
  /** LINKTYPE_… number, see https://www.tcpdump.org/linktypes.html */
  linkType: number;
  /** Most bytes of a packet; 0 = no limit. */
  snapLength: number;
  /** Ticks of its clock a second, and seconds to add to its time stamps. */
  ticks: number;
  timeOffset: number;
  /** Bytes of the frame check sequence at the end of each packet; null = not said. */
  fcsLength: number | null;
  /** Of the interface description block (pcapng) or the file's header (pcap), and of its section header block. */
  offset: number;
  sectionOffset: number;
  /** `if_name`, or '' */
  name: string;
  /** Bytes before the data of each record: 16, or 24 in the modified variant of pcap; 0 in pcapng. */
  recordHeader: number;
}

/** What only a capture tells of a packet. `null`: it has no such layer; see CaptureColumns for the units. */
export interface Frame {
  marks: number;
  capturedLength: number;
  offset: number;
  interface: number;
  /** 0 where the link type has none. */
  ethertype: number;
  vlan: number | null;
  srcMac: string | null;
  dstMac: string | null;
  ttl: number | null;
  tcpWindow: number | null;
  payloadLength: number | null;
  icmpType: number | null;
  icmpCode: number | null;
  arpOperation: number | null;
  /** Protocol addresses of ARP. */
  arpSender: string | null;
  arpTarget: string | null;
  dnsLength: number | null;
  /** Bits a character. */
  dnsEntropy: number | null;
}
