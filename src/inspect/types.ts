// One packet taken apart for the eye: fields with names, values and places.
import type { Layer } from '../packets/layers.ts';

/** A field, or a header with its fields. Everything is text for the eye, never markup. */
export interface Field {
  /** Wireshark's display filter name, such as `ip.ttl`; for a header its protocol, such as `ip`. */
  name: string;
  /** In words, such as "Time to live". */
  label: string;
  /** '' for a mere group. */
  value: string;
  /** Bytes from the packet's first, `end` not included; equal where it stands on no bytes. */
  start: number;
  end: number;
  fields: Field[];
  /** What is wrong with it, in words, or null. */
  problem: string | null;
}

/** Where a packet stands in its file. */
export interface PacketPlace {
  source: string;
  /** Byte of its record or block in the (decompressed) file. */
  offset: number;
  /** Interface name, or its number in the section. */
  interface: string;
  linkType: number;
}

/** What is known of a packet besides its bytes. */
export interface PacketFacts {
  linkType: number;
  /** Bytes that were captured, and those on the wire. */
  capturedLength: number;
  originalLength: number;
  /** Bytes of frame check sequence at the packet's end, 0 where that is not said. */
  fcs: number;
  /** Seconds since 1970 with all digits, or null. */
  time: string | null;
  /** Interface name, or its number in the section. */
  interface: string;
  /** Comments that the file has on it. */
  comments: readonly string[];
}

/** A packet as it was read again: its bytes, and which header stands where in them. `describePacket` makes fields of it. */
export interface Inspection {
  row: number;
  /** As captured; at most 262,144 of them. */
  bytes: Uint8Array<ArrayBuffer>;
  layers: Layer[];
  /** `MARK_…` bits, see src/packets/capture.ts. */
  marks: number;
  facts: PacketFacts;
  place: PacketPlace;
}
