// One packet's bytes to the record in packet.ts, by its link type.
import { markUndecoded, noteData } from './bounds';
import { TRAILER, isTracing, layer, sortLayers } from './layers';
import { decodeEthertype } from './link/ethertype';
import { ethernet } from './link/ethernet';
import { decodeLink } from './link/index';
import { llc } from './link/llc';
import { decodeProtocol } from './network/protocol';
import {
  NEXT_ETHERTYPE,
  NEXT_LLC,
  NEXT_PROTOCOL,
  forgetNext,
  hasNext,
  nextAt,
  nextEnd,
  nextIsInner,
  nextKind,
  nextMissing,
} from './next';
import { ETHERTYPE, MALFORMED, PACKET, PACKET_BYTES, SRC_MAC, TAGGED, VLAN, isMarked, mark } from './packet';

/** Frames in frames at most. */
const MOST_STEPS: u32 = 32;

/** The record as the outermost packet filled it. */
const kept: usize = memory.data(96, 16);

/**
 * Decodes a packet of a link type (LINKTYPE_… number) whose first `captured` bytes stand at `at`. The record has been
 * emptied, and its size is known; 64 bytes behind the captured ones may be read, and are of no meaning.
 *
 * Addresses, protocol, ports and all that goes with them belong together: they are those of the outermost IP packet. What
 * a tunnel carries and what an ICMP error quotes fills no field, and is walked only while layers are noted.
 * @param original bytes on the wire, whatever was captured
 * @param fcs      bytes of frame check sequence at the end of the packet on the wire, 0 where that is not said
 */
export function decodePacket(linkType: u32, at: usize, captured: u32, original: u32, fcs: u32): void {
  let end = at + captured;
  let missing = captured < original ? original - captured : 0;
  if (fcs > 0 && fcs <= original) {
    const wire = original - fcs;
    missing = captured < wire ? wire - captured : 0;
    if (captured > wire) {
      if (isTracing()) layer(TRAILER, at + wire, end);
      end = at + wire;
    }
  }
  if (linkType == 1) ethernet(at, end, missing);
  else if (linkType <= 0xffff) decodeLink(linkType, at, end, missing);
  else markUndecoded(at, end);
  if (hasNext()) goOn();
  if (isTracing()) sortLayers();
}

/** Walks what is inside of the outermost frame, as its layers have named it. */
function goOn(): void {
  let isInner = false;
  for (let step: u32 = 0; hasNext(); step++) {
    const kind = nextKind;
    if (step == MOST_STEPS) {
      mark(MALFORMED);
      noteData(nextAt, nextEnd);
      forgetNext();
      break;
    }
    if (nextIsInner && !isInner) {
      isInner = true;
      memory.copy(kept, PACKET, PACKET_BYTES);
    }
    forgetNext();
    if (isInner) decodeKind(kind, nextAt, nextEnd, nextMissing);
    else goOnOutside(kind);
  }
  if (isInner) memory.copy(PACKET, kept, PACKET_BYTES);
}

/** A frame in a frame, of the same packet: what the outer one said of itself stands. */
function goOnOutside(kind: u32): void {
  const macs = load<u64>(PACKET, SRC_MAC);
  const type = load<u16>(PACKET, ETHERTYPE);
  const vlan = load<u16>(PACKET, VLAN);
  const isTagged = isMarked(TAGGED);
  decodeKind(kind, nextAt, nextEnd, nextMissing);
  if (macs != 0) store<u64>(PACKET, macs, SRC_MAC);
  if (type != 0) store<u16>(PACKET, type, ETHERTYPE);
  if (isTagged) store<u16>(PACKET, vlan, VLAN);
}

function decodeKind(kind: u32, at: usize, end: usize, missing: u32): void {
  switch (kind >> 16) {
    case 0:
      decodeLink(kind, at, end, missing);
      break;
    case NEXT_ETHERTYPE >> 16:
      decodeEthertype(kind & 0xffff, at, end, missing);
      break;
    case NEXT_LLC >> 16:
      llc(at, end, missing);
      break;
    case NEXT_PROTOCOL >> 16:
      decodeProtocol(kind & 0xff, at, end, missing);
      break;
    default:
      markUndecoded(at, end);
  }
}
