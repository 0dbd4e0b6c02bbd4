// Headers that radios put in front of IEEE 802.11 frames: radiotap (https://www.radiotap.org), PPI (CACE, "Per-Packet
// Information Header Specification"), Prism and AVS.
import { load32, markMalformed, markShort, noteData } from '../bounds';
import { PPI, RADIOTAP, TRAILER, isTracing, layer } from '../layers';
import { NEXT_WLAN, continueWith } from '../next';
import { wlan } from './wlan';

/** Bits of radiotap's flags. */
const WITH_FCS: u32 = 0x10;
const PADDED: u32 = 0x20;

export function radiotap(at: usize, end: usize, missing: u32): void {
  const header = at + 4 > end ? 8 : <u32>load<u16>(at, 2);
  if (at + 8 > end || at + header > end) {
    markShort(RADIOTAP, at, max<u32>(header, 8), end, missing);
    return;
  }
  if (header < 8 || load<u8>(at) != 0) {
    markMalformed(at, end);
    return;
  }
  if (isTracing()) layer(RADIOTAP, at, at + header);
  const flags = radiotapFlags(at, at + header);
  frameWithCheck(at + header, end, missing, (flags & WITH_FCS) != 0, (flags & PADDED) != 0);
}

/** The flags stand behind the words that tell which fields there are, and a clock if that is one; or 0. */
function radiotapFlags(at: usize, end: usize): u32 {
  const present = load<u32>(at, 4);
  if ((present & 2) == 0) return 0;
  let field = at + 4;
  while (field + 4 <= end && load<u32>(field) >> 31) field += 4;
  field += 4;
  if (present & 1) field = at + ((field - at + 7) & ~7) + 8;
  return field < end ? <u32>load<u8>(field) : 0;
}

/** Leaves out the frame check sequence of four bytes. */
function frameWithCheck(at: usize, end: usize, missing: u32, hasCheck: bool, isPadded: bool): void {
  if (hasCheck && <u32>(end - at) + missing >= 4) {
    if (missing >= 4) missing -= 4;
    else {
      const inside = max<usize>(end + missing - 4, at);
      if (isTracing() && inside < end) layer(TRAILER, inside, end);
      end = inside;
      missing = 0;
    }
  }
  wlan(at, end, missing, isPadded);
}

export function ppi(at: usize, end: usize, missing: u32): void {
  const header = at + 4 > end ? 8 : <u32>load<u16>(at, 2);
  if (at + 8 > end || at + header > end) {
    markShort(PPI, at, max<u32>(header, 8), end, missing);
    return;
  }
  if (header < 8) {
    markMalformed(at, end);
    return;
  }
  if (isTracing()) layer(PPI, at, at + header);
  const linkType = load<u32>(at, 4);
  if (linkType == NEXT_WLAN) frameWithCheck(at + header, end, missing, ppiHasCheck(at + 8, at + header), false);
  else continueWith(min<u32>(linkType, 0xffff), at + header, end, missing);
}

/** The field "802.11-Common", number 2, tells whether frames end with their check sequence. Each turn takes four bytes. */
function ppiHasCheck(at: usize, end: usize): bool {
  while (at + 4 <= end) {
    if (load<u16>(at) == 2) return at + 14 <= end && (load<u16>(at, 12) & 1) != 0;
    at += 4 + load<u16>(at, 2);
  }
  return false;
}

/** LINKTYPE_IEEE802_11_PRISM and …_AVS: both tell their length in the second word, AVS big-endian. */
export function prism(at: usize, end: usize, missing: u32): void {
  if (at + 8 > end) {
    markShort(RADIOTAP, at, 8, end, missing);
    return;
  }
  const isAvs = (load32(at) & 0xfffff000) == 0x80211000;
  let header = isAvs ? load32(at + 4) : load<u32>(at, 4);
  if (!isAvs && header > 0xffff) header = load32(at + 4);
  if (header < 8 || header > 0xffff) markMalformed(at, end);
  else if (at + header > end) markShort(RADIOTAP, at, header, end, missing);
  else {
    noteData(at, at + header);
    wlan(at + header, end, missing, false);
  }
}
