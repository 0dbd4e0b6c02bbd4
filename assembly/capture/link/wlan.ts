// IEEE 802.11 frames (clause 9.2 and 9.3 of IEEE 802.11-2020).
import { macId } from '../addresses';
import { markShort, markUndecoded, noteData } from '../bounds';
import { DATA, WLAN, isTracing, layer } from '../layers';
import { DST_MAC, PACKET, SRC_MAC } from '../packet';
import { llc } from './llc';

const MANAGEMENT: u32 = 0;
const CONTROL: u32 = 1;
const EXTENSION: u32 = 3;
/** Bits of the second byte. */
const TO_DS: u32 = 1;
const FROM_DS: u32 = 2;
const PROTECTED: u32 = 0x40;
const ORDER: u32 = 0x80;
/** Control frames that name their transmitter: VHT/HE NDP, BAR, BA, PS-Poll, RTS, CF-End (2). */
const WITH_TRANSMITTER: u32 = (1 << 4) | (1 << 5) | (1 << 8) | (1 << 9) | (1 << 10) | (1 << 11) | (1 << 14) | (1 << 15);

function keepMac(field: usize, at: usize, end: usize): void {
  if (at + 6 <= end) store<u32>(PACKET + field, macId(at));
}

/** @param isPadded whether the header is filled up to a multiple of four bytes, as radiotap may say */
export function wlan(at: usize, end: usize, missing: u32, isPadded: bool): void {
  if (at + 2 > end) {
    markShort(WLAN, at, 10, end, missing);
    return;
  }
  const type = ((<u32>load<u8>(at)) >> 2) & 3;
  const subtype = (<u32>load<u8>(at)) >> 4;
  const flags = <u32>load<u8>(at, 1);
  if (type == EXTENSION) {
    markUndecoded(at, end);
    return;
  }
  let header: u32 = 24;
  if (type == CONTROL) {
    keepMac(DST_MAC, at + 4, end);
    header = 10;
    if ((WITH_TRANSMITTER >> subtype) & 1) {
      keepMac(SRC_MAC, at + 10, end);
      header = 16;
    }
  } else if (type == MANAGEMENT) {
    keepMac(DST_MAC, at + 4, end);
    keepMac(SRC_MAC, at + 10, end);
    if (flags & ORDER) header += 4;
  } else {
    // Table 9-30: where destination and source stand.
    const ways = flags & (TO_DS | FROM_DS);
    keepMac(DST_MAC, at + (ways & TO_DS ? 16 : 4), end);
    keepMac(SRC_MAC, at + (ways == 0 || ways == TO_DS ? 10 : ways == FROM_DS ? 16 : 24), end);
    if (ways == (TO_DS | FROM_DS)) header += 6;
    if (subtype & 8) header += flags & ORDER ? 6 : 2;
  }
  if (at + header > end) {
    markShort(WLAN, at, header, end, missing);
    return;
  }
  if (isTracing()) layer(WLAN, at, at + header);
  const body = at + header;
  if (type != 2) noteData(body, end);
  else dataBody(at, header, subtype, flags, end, missing, isPadded);
}

/** What a data frame carries: LLC, unless it is encrypted, a later fragment, or no data at all. */
function dataBody(at: usize, header: u32, subtype: u32, flags: u32, end: usize, missing: u32, isPadded: bool): void {
  let body = at + header;
  if (isPadded && header & 2 && body + 2 <= end) {
    if (isTracing()) layer(DATA, body, body + 2);
    body += 2;
  }
  if (subtype & 4) noteData(body, end);
  else if (flags & PROTECTED || load<u8>(at, 22) & 15) markUndecoded(body, end);
  else if (subtype & 8 && load<u8>(at + ((flags & 3) == 3 ? 30 : 24)) & 0x80) {
    // An A-MSDU (clause 9.3.2.2): of its subframes the first, behind its own addresses and length.
    if (body + 14 > end) markShort(DATA, body, 14, end, missing);
    else {
      noteData(body, body + 14);
      llc(body + 14, end, missing);
    }
  } else if (body < end || missing > 0) llc(body, end, missing);
}
