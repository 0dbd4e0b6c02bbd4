// Tags that switches put into Ethernet frames for their own processor: Marvell's DSA and EDSA, Broadcom's; and other LANs
// that carry LLC: FDDI and Token Ring.
import { macId, macPair } from '../addresses';
import { load16, markShort, markUndecoded, noteData } from '../bounds';
import { DATA, DSA, EDSA, ETHERNET, isTracing, layer } from '../layers';
import { NEXT_LLC, continueWith } from '../next';
import { DST_MAC, ETHERTYPE, PACKET, SRC_MAC, TAGGED, VLAN, mark } from '../packet';
import { LEAST_ETHERTYPE, decodeEthertype } from './ethertype';

/** A tag of `bytes` behind the addresses, noted as `id`, the last four of which are Marvell's where it is one of theirs. */
export function taggedBySwitch(id: u32, bytes: u32, at: usize, end: usize, missing: u32): void {
  if (at + 12 <= end) store<u64>(PACKET, macPair(at), SRC_MAC);
  const behind = at + 14 + bytes;
  if (behind > end) {
    markShort(ETHERNET, at, 14 + bytes, end, missing);
    return;
  }
  const tag = at + 12 + bytes - 4;
  // Bit 29: the frame had a tag of IEEE 802.1Q, which the switch's has replaced.
  if (id != DATA && load<u8>(tag) & 0x20) {
    store<u16>(PACKET, <u16>(load16(tag + 2) & 0xfff), VLAN);
    mark(TAGGED);
  }
  if (isTracing()) {
    layer(ETHERNET, at, at + 12);
    layer(id, at + 12, behind);
  }
  const type = load16(behind - 2);
  if (type >= LEAST_ETHERTYPE) {
    store<u16>(PACKET, <u16>type, ETHERTYPE);
    decodeEthertype(type, behind, end, missing);
  } else continueWith(NEXT_LLC, behind, end, missing);
}

/** https://www.tcpdump.org/linktypes/LINKTYPE_DSA_TAG_DSA.html */
export function dsa(at: usize, end: usize, missing: u32): void {
  taggedBySwitch(DSA, 4, at, end, missing);
}

/** The same behind an ethertype and two bytes of nothing. */
export function edsa(at: usize, end: usize, missing: u32): void {
  taggedBySwitch(EDSA, 8, at, end, missing);
}

/** Broadcom's is of four bytes. */
export function broadcomTag(at: usize, end: usize, missing: u32): void {
  taggedBySwitch(DATA, 4, at, end, missing);
}

/** Frame control, destination, source; LLC where the control's upper bits are 01 (ANSI X3.139). */
export function fddi(at: usize, end: usize, missing: u32): void {
  lan(1, 0xc0, 0x40, at, end, missing);
}

/** Access control, frame control, destination, source, and a route that the source's first bit tells of (IEEE 802.5). */
export function tokenRing(at: usize, end: usize, missing: u32): void {
  lan(2, 0xc0, 0x40, at, end, missing);
}

function lan(control: usize, mask: u32, value: u32, at: usize, end: usize, missing: u32): void {
  const destination = at + control;
  const source = destination + 6;
  let header = <u32>control + 12;
  if (at + header > end) {
    markShort(DATA, at, header, end, missing);
    return;
  }
  store<u32>(PACKET, macId(destination), DST_MAC);
  store<u32>(PACKET, macId(source), SRC_MAC);
  if (control == 2 && load<u8>(source) & 0x80) header += (<u32>load<u8>(at, 14)) & 0x1f;
  if (at + header > end) {
    markShort(DATA, at, header, end, missing);
    return;
  }
  noteData(at, at + header);
  if (((<u32>load<u8>(destination - 1)) & mask) == value) continueWith(NEXT_LLC, at + header, end, missing);
  else markUndecoded(at + header, end);
}
