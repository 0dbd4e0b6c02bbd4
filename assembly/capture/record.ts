// What every container does with a packet: decode it, add its row, and count what the report tells.
import { decodePacket } from './decode';
import { FCS, LINK_TYPE, PACKETS, interfaceAt } from './interfaces';
import * as packet from './packet';
import { PACKET } from './packet';
import { addRow } from './rows';

/** More bytes no packet may have (Wireshark's limit as well): a larger number is damage. */
export const MOST_CAPTURED: u32 = 262144;

let packets: f64 = 0;
let undecoded: f64 = 0;
let truncated: f64 = 0;
let malformed: f64 = 0;
let sliced: f64 = 0;
let timeless: f64 = 0;
let backwards: f64 = 0;
let firstBackwards: f64 = 0;
let lastTime: f64 = 0;

/** Begins a file. */
export function startRecords(): void {
  packets = 0;
  undecoded = 0;
  truncated = 0;
  malformed = 0;
  sliced = 0;
  timeless = 0;
  backwards = 0;
  firstBackwards = -1;
  lastTime = -Infinity;
}

/**
 * Adds the packet whose `captured` bytes stand at `at`. There must be room for a row.
 * @param offset of its record or block in the file
 * @param time   seconds since 1970; NaN: not known
 */
export function takePacket(index: u32, at: usize, captured: u32, original: u32, offset: f64, time: f64): void {
  packet.clearPacket();
  const source = interfaceAt(index);
  store<u16>(PACKET, <u16>index, packet.INTERFACE);
  store<f64>(PACKET, offset, packet.OFFSET);
  store<u32>(PACKET, original, packet.SIZE);
  store<u32>(PACKET, original - captured, packet.MISSING);
  if (time == time) {
    store<f64>(PACKET, time, packet.TS);
    packet.present(packet.HAS_TS);
    if (time < lastTime) {
      if (backwards == 0) firstBackwards = offset;
      backwards += 1;
    }
    lastTime = time;
  } else {
    timeless += 1;
  }
  if (captured < original) packet.mark(packet.SLICED);
  const fcs = load<i32>(source, FCS);
  decodePacket(load<u32>(source, LINK_TYPE), at, captured, original, fcs < 0 ? 0 : <u32>fcs);
  const marks = <u32>load<u16>(PACKET, packet.MARKS);
  const troubles = packet.UNDECODED | packet.TRUNCATED | packet.MALFORMED | packet.SLICED;
  if (marks & troubles) {
    if (marks & packet.UNDECODED) undecoded += 1;
    if (marks & packet.TRUNCATED) truncated += 1;
    if (marks & packet.MALFORMED) malformed += 1;
    if (marks & packet.SLICED) sliced += 1;
  }
  addRow();
  packets += 1;
  store<f64>(source, load<f64>(source, PACKETS) + 1, PACKETS);
}

/** Counts of the file: 0 packets, 1 undecoded, 2 truncated, 3 malformed, 4 sliced, 5 timeless, 6 earlier than the one before, 7 the record of the first such, or -1. */
export function recordCount(which: u32): f64 {
  switch (which) {
    case 0:
      return packets;
    case 1:
      return undecoded;
    case 2:
      return truncated;
    case 3:
      return malformed;
    case 4:
      return sliced;
    case 5:
      return timeless;
    case 6:
      return backwards;
    default:
      return firstBackwards;
  }
}
