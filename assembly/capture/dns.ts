// DNS messages (RFC 1035 section 4): the first query's name, its length, entropy and hashes.
import { load16, markShort, noteData, notePayload } from './bounds';
import { naturalLogarithm } from '../forest/logarithm';
import { DNS_LAYER, isTracing, layer } from './layers';
import { DNS, DNS_DOMAIN, DNS_ENTROPY, DNS_LENGTH, DNS_NAME, MALFORMED, PACKET, TRUNCATED, mark } from './packet';

const HEADER: u32 = 12;
/** Characters of a name in text at most: 255 bytes with lengths and root (RFC 1035 section 2.3.4). */
const LONGEST: u32 = 253;

/** How often each byte stands in the name at hand; all 0 in between. */
const counts: usize = memory.data(256);
/** The name at hand, as text. */
const name: usize = memory.data(256);
/** n log2 n in 1/65536 bits, for n from 0 to 255; filled when the first name comes. */
const surprise: usize = memory.data(1024, 4);

/** DNS, mDNS (RFC 6762), LLMNR (RFC 4795). */
export function isDnsPort(port: u32): bool {
  return port == 53 || port == 5353 || port == 5355;
}

/**
 * Whether this may be a message: anything can stand in a payload on these ports. Nobody sends as many as 256 queries,
 * nor a hundred thousand records.
 */
function isLikely(at: usize): bool {
  return load<u8>(at, 4) == 0 && load<u8>(at, 6) < 16 && load<u8>(at, 8) < 16 && load<u8>(at, 10) < 16;
}

export function dnsOverUdp(at: usize, end: usize, missing: u32): void {
  if (at + HEADER > end) {
    if (at < end || missing > 0) markShort(DNS_LAYER, at, HEADER, end, missing);
  } else if (isLikely(at)) {
    if (isTracing()) layer(DNS_LAYER, at, end);
    message(at, end, missing);
  } else if (isTracing()) notePayload(at, end);
}

/** The first bytes of a segment may as well be the middle of a message: only what looks like its beginning is one. */
export function dnsOverTcp(at: usize, end: usize): void {
  const isMessage =
    at + 2 + HEADER <= end && load16(at) >= HEADER && load16(at + 6) == 1 && (load<u8>(at, 4) & 0x78) <= 0x30;
  if (isMessage && isLikely(at + 2)) {
    const inside = at + 2 + load16(at);
    noteData(at, at + 2);
    if (inside < end) {
      // More than one message: the rest is payload.
      if (isTracing()) {
        layer(DNS_LAYER, at + 2, inside);
        notePayload(inside, end);
      }
      message(at + 2, inside, 0);
    } else {
      if (isTracing()) layer(DNS_LAYER, at + 2, end);
      // What is left of it stands in other segments.
      message(at + 2, end, <u32>(inside - end));
    }
  } else if (isTracing()) notePayload(at, end);
}

function message(at: usize, end: usize, missing: u32): void {
  mark(DNS);
  if (load16(at + 4) == 0) return;
  const length = readName(at, at + HEADER, end, missing);
  if (length == 0) return;
  store<u8>(PACKET, <u8>length, DNS_LENGTH);
  store<u8>(PACKET, entropy(length), DNS_ENTROPY);
  store<u32>(PACKET, hashName(0, length), DNS_NAME);
  store<u32>(PACKET, hashName(domainStart(length), length), DNS_DOMAIN);
}

/** Writes a name to `name`; answers its characters, or 0 where it is broken, cut off or the root. */
function readName(start: usize, at: usize, end: usize, missing: u32): u32 {
  let length: u32 = 0;
  // A pointer must lead backwards, to before the place that the last one led to: so each way ends.
  let before = at;
  while (true) {
    if (at >= end) {
      mark(missing > 0 ? TRUNCATED : MALFORMED);
      return 0;
    }
    const label = <u32>load<u8>(at);
    if (label == 0) return length;
    if (label >= 0xc0) {
      const target = start + (((label & 0x3f) << 8) | load<u8>(at, 1));
      if (at + 2 > end) {
        mark(missing > 0 ? TRUNCATED : MALFORMED);
        return 0;
      }
      if (target >= before) {
        mark(MALFORMED);
        return 0;
      }
      at = target;
      before = target;
      continue;
    }
    if (label >= 0x40 || length + label + (length > 0 ? 1 : 0) > LONGEST) {
      mark(MALFORMED);
      return 0;
    }
    if (at + 1 + label > end) {
      mark(at + 1 + label - end <= <usize>missing ? TRUNCATED : MALFORMED);
      return 0;
    }
    if (length > 0) store<u8>(name + length++, 46);
    memory.copy(name + length, at + 1, label);
    length += label;
    at += 1 + label;
  }
}

/** Where the last two labels of the name begin. */
function domainStart(length: u32): u32 {
  let dots: u32 = 0;
  for (let index = length; index > 0; index--) {
    if (load<u8>(name + index - 1) == 46 && ++dots == 2) return index;
  }
  return 0;
}

/** Hash of the name from `from` on, in lower case, never 0; see src/packets/capture.ts. */
function hashName(from: u32, length: u32): u32 {
  let hash: u32 = 0x811c9dc5;
  for (let index = from; index < length; index++) {
    const byte = <u32>load<u8>(name + index);
    hash = (hash ^ (byte - 65 < 26 ? byte + 32 : byte)) * 0x01000193;
  }
  hash = (hash ^ (hash >> 16)) * 0x85ebca6b;
  hash = (hash ^ (hash >> 13)) * 0xc2b2ae35;
  hash ^= hash >> 16;
  return hash == 0 ? 1 : hash;
}

function fillSurprise(): void {
  const perLogarithm = 65536 / naturalLogarithm(2);
  for (let n: usize = 2; n < 256; n++) {
    store<u32>(surprise + (n << 2), <u32>nearest(<f64>n * naturalLogarithm(<f64>n) * perLogarithm));
  }
}

/** Shannon entropy in 1/32 bits a character: log2 N - (sum of n log2 n) / N. */
function entropy(length: u32): u8 {
  if (load<u32>(surprise, 8) == 0) fillSurprise();
  let sum: u32 = 0;
  for (let index: u32 = 0; index < length; index++) {
    const at = counts + load<u8>(name + index);
    const n = <usize>load<u8>(at);
    sum += load<u32>(surprise + (n << 2), 4) - load<u32>(surprise + (n << 2));
    store<u8>(at, <u8>(n + 1));
  }
  for (let index: u32 = 0; index < length; index++) store<u8>(counts + load<u8>(name + index), 0);
  const bits = <f64>(load<u32>(surprise + ((<usize>length) << 2)) - sum) / <f64>length;
  return <u8>nearest(bits / 2048);
}
