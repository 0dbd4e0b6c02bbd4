// The numbers of pcapng that its reader and its writer share. Source: draft-ietf-opsawg-pcapng sections 3.5 and 4.

/** Types of blocks. */
export const SECTION_HEADER = 0x0a0d0d0a;
export const INTERFACE_DESCRIPTION = 1;
export const OBSOLETE_PACKET = 2;
export const SIMPLE_PACKET = 3;
export const ENHANCED_PACKET = 6;

/** Codes of options: of any block, then of section headers and of interface descriptions. */
export const END_OF_OPTIONS = 0;
export const OPTION_COMMENT = 1;
export const SECTION_APPLICATION = 4;
export const INTERFACE_NAME = 2;
export const INTERFACE_RESOLUTION = 9;
export const INTERFACE_FCS_LENGTH = 13;
export const INTERFACE_TIME_OFFSET = 14;

/** An option of a block; at most 65,535 bytes. */
export interface BlockOption {
  code: number;
  value: Uint8Array;
}
