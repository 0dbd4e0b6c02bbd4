// One packet taken apart for the eye: fields with names, values and places.

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

export interface Inspection {
  row: number;
  /** As captured; at most 262,144 of them. */
  bytes: Uint8Array<ArrayBuffer>;
  /** Bytes that were captured, and those on the wire. */
  capturedLength: number;
  originalLength: number;
  place: PacketPlace;
  /** Comments that the file has on it. */
  comments: string[];
  /** The frame itself first, then each header. */
  fields: Field[];
}
