// What the reading of one capture file has to tell.

/** Something in the file that is not as it must be, in plain words. */
export interface CaptureNote {
  /** Byte in the (decompressed) file, 0-based. */
  offset: number;
  /** What was expected, what was found, and what became of it. */
  message: string;
  /** Whether something of the file was left out because of it. */
  lost: boolean;
}

/** Packets of one interface. */
export interface InterfaceReport {
  /** Index in `PacketTable.interfaces`. */
  index: number;
  section: number;
  id: number;
  name: string;
  linkType: number;
  /** Such as "Ethernet". */
  linkTypeName: string;
  packets: number;
}

export interface CaptureReport {
  bigEndian: boolean;
  /** Such as "2.4" for pcap, "1.0" for pcapng. */
  version: string;
  sections: number;
  /** At most the first 100. */
  interfaces: InterfaceReport[];
  interfaceCount: number;
  /** Packets of which only time and lengths are known of what follows the undecoded header. */
  undecoded: number;
  truncated: number;
  malformed: number;
  sliced: number;
  /** Packets without a time stamp, as in simple packet blocks. */
  timeless: number;
  /** Packets that are earlier than the one before them in this file, and the record of the first, or null. */
  backwards: { packets: number; offset: number } | null;
  /** The first 100 notes, in the file's order, and how many there are in all. */
  notes: CaptureNote[];
  noteCount: number;
  /** Bytes of the file that gave nothing because of damage. */
  lostBytes: number;
}
