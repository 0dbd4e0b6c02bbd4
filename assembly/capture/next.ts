// What a layer leaves to the decoder at large (decode.ts): another frame in it, or what a tunnel carries. Layers that
// would have to call back those that called them name their successor here instead.

/** Kinds of what comes next: a LINKTYPE_… number, or one of these, with an ethertype or a protocol added. */
export const NEXT_ETHERTYPE: u32 = 0x10000;
export const NEXT_LLC: u32 = 0x20000;
export const NEXT_PROTOCOL: u32 = 0x30000;
/** LINKTYPE_ETHERNET and others, as layers name them. */
export const NEXT_ETHERNET: u32 = 1;
export const NEXT_PPP: u32 = 9;
export const NEXT_IP: u32 = 101;
export const NEXT_RADIOTAP: u32 = 127;
export const NEXT_WLAN: u32 = 105;

const NONE: u32 = 0xffffffff;

export let nextKind: u32 = NONE;
export let nextAt: usize = 0;
export let nextEnd: usize = 0;
export let nextMissing: u32 = 0;
/** Whether it is inside a tunnel, or a quoted packet: of no meaning for the columns. */
export let nextIsInner: bool = false;

/** The packet goes on with a frame or layer of this kind. */
export function continueWith(kind: u32, at: usize, end: usize, missing: u32): void {
  nextKind = kind;
  nextAt = at;
  nextEnd = end;
  nextMissing = missing;
  nextIsInner = false;
}

/** The packet carries another, which is walked for the eye only. */
export function carry(kind: u32, at: usize, end: usize, missing: u32): void {
  continueWith(kind, at, end, missing);
  nextIsInner = true;
}

export function hasNext(): bool {
  return nextKind != NONE;
}

export function forgetNext(): void {
  nextKind = NONE;
}
