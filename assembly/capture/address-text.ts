// Addresses as text: IPv4 in dotted form, IPv6 as RFC 5952 has it, MAC with colons.

function writeDecimal(value: u32, to: usize): usize {
  let at = to;
  if (value >= 100) store<u8>(at++, <u8>(48 + value / 100));
  if (value >= 10) store<u8>(at++, <u8>(48 + ((value / 10) % 10)));
  store<u8>(at++, <u8>(48 + (value % 10)));
  return at;
}

function hexDigit(value: u32): u8 {
  return <u8>(value < 10 ? 48 + value : 87 + value);
}

/** Writes the 4 bytes at `from`; answers the length of the text. */
export function writeIpv4(from: usize, to: usize): u32 {
  let at = to;
  for (let index: usize = 0; index < 4; index++) {
    if (index > 0) store<u8>(at++, 46);
    at = writeDecimal(load<u8>(from + index), at);
  }
  return <u32>(at - to);
}

/** Writes the 6 bytes at `from`; answers the length of the text, 17. */
export function writeMac(from: usize, to: usize): u32 {
  for (let index: usize = 0; index < 6; index++) {
    const byte = <u32>load<u8>(from + index);
    const at = to + index * 3;
    store<u8>(at, hexDigit(byte >> 4));
    store<u8>(at, hexDigit(byte & 15), 1);
    if (index < 5) store<u8>(at, 58, 2);
  }
  return 17;
}

function groupAt(from: usize, index: u32): u32 {
  return <u32>bswap<u16>(load<u16>(from + ((<usize>index) << 1)));
}

function writeGroup(value: u32, to: usize): usize {
  let at = to;
  let begun = false;
  for (let shift = 12; shift >= 0; shift -= 4) {
    const digit = (value >> (<u32>shift)) & 15;
    if (digit == 0 && !begun && shift > 0) continue;
    begun = true;
    store<u8>(at++, hexDigit(digit));
  }
  return at;
}

/** RFC 5952 section 5 asks for the dotted form behind well-known prefixes; of those the IPv4-mapped one is written so. */
function isMapped(from: usize): bool {
  return load<u64>(from) == 0 && load<u32>(from, 8) == 0xffff0000;
}

/** Writes the 16 bytes at `from`; answers the length of the text, at most 45. */
export function writeIpv6(from: usize, to: usize): u32 {
  if (isMapped(from)) {
    store<u64>(to, 0x3a666666663a3a); // "::ffff:"
    return 7 + writeIpv4(from + 12, to + 7);
  }
  // The longest run of two or more zero groups is left out, the first of equal ones (section 4.2).
  let start: u32 = 8;
  let most: u32 = 1;
  let run: u32 = 0;
  for (let index: u32 = 0; index < 8; index++) {
    run = groupAt(from, index) == 0 ? run + 1 : 0;
    if (run > most) {
      most = run;
      start = index + 1 - run;
    }
  }
  let at = to;
  for (let index: u32 = 0; index < 8; index++) {
    if (index == start) {
      store<u16>(at, 0x3a3a);
      at += 2;
      index += most - 1;
      continue;
    }
    if (index > 0 && index != start + most) store<u8>(at++, 58);
    at = writeGroup(groupAt(from, index), at);
  }
  return <u32>(at - to);
}
