// Headers that a table alone cannot describe: their fields depend on what stands in them.
import { addOptions, findTable, tableOf } from './options.ts';
import { layTable, makeHeader, writeNumber } from './rows.ts';
import { blame, type Scene } from './scene.ts';
import type { Field } from './types.ts';
import { addRadiotap, addWlan } from './wireless.ts';

/** A header being described. */
export interface Place {
  scene: Scene;
  start: number;
  /** Of the header itself, and of all that belongs to it. */
  end: number;
  reach: number;
  header: Field;
}

type Describe = (place: Place) => void;

/** Lays another table over the same bytes, as far as they belong to the header. */
function lay({ scene, start, reach, header }: Place, key: string): void {
  const table = findTable(key);
  if (table !== undefined) layTable(scene, table, start, Math.min(reach, scene.bytes.length), header);
}

function add(
  { scene, header, reach }: Place,
  name: string,
  label: string,
  value: string,
  at: number,
  to: number,
): void {
  if (to <= Math.min(reach, scene.bytes.length) && !scene.full)
    header.fields.push(scene.field(name, label, value, at, to));
}

/** Gives a field that a table made a value in words. */
function word({ header }: Place, name: string, list: string): void {
  const field = header.fields.find((one) => one.name === name);
  if (field !== undefined) field.value = writeNumber(Number(field.value), list);
}

/** RFC 791: the ones' complement sum of all words of a sound header is 0xffff. */
function checkIpv4({ scene, start, end, header }: Place): void {
  const field = header.fields.find(({ name }) => name === 'ip.checksum');
  const length = scene.number(start, 1) % 16 * 4; // prettier-ignore
  if (field === undefined || length < 20 || start + length > Math.min(end, scene.bytes.length)) return;
  let sum = 0;
  for (let at = 0; at < length; at += 2) if (at !== 10) sum += scene.number(start + at, 2);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  const right = ~sum & 0xffff;
  const told = scene.number(start + 10, 2);
  if (told === right || (told === 0xffff && right === 0)) return;
  const sender = told === 0 ? '; 0 where the sender’s network card was to fill it in' : '';
  blame(field, `Wrong: 0x${right.toString(16).padStart(4, '0')} would be right${sender}.`);
}

/** Where the options of neighbour discovery begin. RFC 4861 section 4. */
const discovery: Record<number, number> = { 133: 8, 134: 16, 135: 24, 136: 24, 137: 40 };
const echoes = new Set([0, 8]);
const stamps = new Set([13, 14]);

function describeIcmp(place: Place): void {
  const { scene, start } = place;
  const type = scene.number(start, 1);
  if (type === 3) word(place, 'icmp.code', 'unreachable');
  if (echoes.has(type) || stamps.has(type)) lay(place, 'icmp:echo');
  if (stamps.has(type)) lay(place, 'icmp:times');
  if (type === 5) lay(place, 'icmp:redirect');
  if (type === 3 && scene.number(start + 1, 1) === 4) lay(place, 'icmp:mtu');
}

function describeIcmpv6(place: Place): void {
  const { scene, start, reach, header } = place;
  const type = scene.number(start, 1);
  if (type === 1) word(place, 'icmpv6.code', 'unreachable6');
  lay(place, `icmpv6:${type === 129 ? 128 : type === 130 || type === 132 ? 131 : type}`);
  if (discovery[type] !== undefined) addOptions(scene, 'nd', start + discovery[type], reach, header);
}

function describeIgmp(place: Place): void {
  const { scene, start, reach, header } = place;
  const type = scene.number(start, 1);
  if (type !== 0x22) {
    // RFC 3376 section 4.1.1: from 128 on a mantissa and an exponent.
    const code = scene.number(start + 1, 1);
    const time = code < 128 ? code : ((code & 15) | 16) << (((code >> 4) & 7) + 3);
    add(place, 'igmp.max_resp', 'Maximum response time, in 0.1 s', String(time), start + 1, start + 2);
    lay(place, 'igmp:group');
    if (type === 0x11 && reach - start >= 12) lay(place, 'igmp:query');
    return;
  }
  lay(place, 'igmp:34');
  const most = Math.min(reach, scene.bytes.length);
  let at = start + 8;
  for (let left = scene.number(start + 6, 2); left > 0 && at + 8 <= most && !scene.full; left--) {
    const sources = at + 8 + 4 * scene.number(at + 2, 2);
    const end = Math.min(most, sources + 4 * scene.number(at + 1, 1));
    const record = makeHeader(scene, tableOf('igmp:record'), at, end);
    header.fields.push(record);
    for (let source = at + 8; source < Math.min(sources, end - 3) && !scene.full; source += 4)
      record.fields.push(scene.field('igmp.saddr', 'Source address', scene.ipv4(source), source, source + 4));
    at = end;
  }
}

/** RFC 2784 and 2890, and version 1 of RFC 2637. */
function describeGre(place: Place): void {
  const { scene, start } = place;
  const flags = scene.number(start, 2);
  let at = start + 4;
  const next = (name: string, label: string, width: number, hex = false): void => {
    add(place, `gre.${name}`, label, writeNumber(scene.number(at, width), '', hex ? 2 * width : 0), at, at + width);
    at += width;
  };
  if (flags & 0xc000) {
    next('checksum', 'Checksum', 2, true);
    next('offset', 'Offset', 2);
  }
  if (flags & 0x2000) {
    if ((flags & 7) === 1) {
      next('key.payload_length', 'Payload length', 2);
      next('key.call_id', 'Call ID', 2);
    } else next('key', 'Key', 4, true);
  }
  if (flags & 0x1000) next('sequence_number', 'Sequence number', 4);
  if (flags & 0x80) next('ack_number', 'Acknowledgment number', 4);
}

function describeArp(place: Place): void {
  const { scene, start } = place;
  const [hardware, protocol] = [scene.number(start + 4, 1), scene.number(start + 5, 1)];
  if (hardware === 6 && protocol === 4) return lay(place, 'arpIpv4');
  let at = start + 8;
  for (const who of ['src', 'dst']) {
    for (const [what, length] of [
      ['hw', hardware],
      ['proto', protocol],
    ] as const) {
      // prettier-ignore
      const label = `${who === 'src' ? 'Sender' : 'Target'} ${what === 'hw' ? 'hardware' : 'protocol'} address`;
      if (length > 0) add(place, `arp.${who}.${what}`, label, scene.hex(at, at + length), at, at + length);
      at += length;
    }
  }
}

/** RFC 1661 section 2; address and control (RFC 1662 section 3.1) and the protocol's first byte may be left out. */
function describePpp(place: Place): void {
  const { scene, start } = place;
  let at = start;
  if (scene.number(at, 2) === 0xff03) {
    add(place, 'ppp.address', 'Address', '0xff', at, at + 1);
    add(place, 'ppp.control', 'Control', '0x03', at + 1, at + 2);
    at += 2;
  }
  const width = scene.number(at, 1) & 1 ? 1 : 2;
  add(place, 'ppp.protocol', 'Protocol', writeNumber(scene.number(at, width), 'ppp', 4), at, at + width);
}

function describeCooked(place: Place, lengthAt: number, lengthWidth: number, at: number): void {
  const { scene, start } = place;
  const length = Math.min(8, scene.number(start + lengthAt, lengthWidth));
  const from = start + at;
  if (length > 0) add(place, length === 6 ? 'sll.src.eth' : 'sll.src.other', 'Source', scene.hex(from, from + length), from, from + length); // prettier-ignore
}

function describeSll(place: Place): void {
  const { scene, start } = place;
  describeCooked(place, 4, 2, 6);
  const type = scene.number(start + 14, 2);
  const name = scene.number(start + 2, 2) === 778 ? 'sll.gretype' : type < 0x600 ? 'sll.ltype' : 'sll.etype';
  add(place, name, 'Protocol', writeNumber(type, 'ethertype', 4), start + 14, start + 16);
}

/** The number stands in the byte order of the machine that captured. */
function describeLoopback(place: Place): void {
  const { scene, start } = place;
  const family = Math.min(scene.number(start, 4), scene.number(start, 4, true));
  add(place, 'null.family', 'Family', writeNumber(family, 'family'), start, start + 4);
}

/** RFC 2427 section 2, of the address of two bytes. */
function describeFrameRelay(place: Place): void {
  const { scene, start, end } = place;
  const [first, second] = [scene.number(start, 1), scene.number(start + 1, 1)];
  add(place, 'fr.dlci', 'DLCI', String(((first >> 2) << 4) | (second >> 4)), start, start + 2);
  for (const [name, label, bit] of [
    ['fecn', 'Forward congestion', 8],
    ['becn', 'Backward congestion', 4],
    ['de', 'Discard eligible', 2],
  ] as const)
    // prettier-ignore
    add(place, `fr.${name}`, label, second & bit ? 'Set' : 'Not set', start + 1, start + 2);
  if (end - start < 4) return;
  add(place, 'fr.control', 'Control', writeNumber(scene.number(start + 2, 1), '', 2), start + 2, start + 3);
  const at = scene.number(start + 3, 1) === 0 ? start + 4 : start + 3;
  if (at < end) add(place, 'fr.nlpid', 'NLPID', writeNumber(scene.number(at, 1), 'nlpid', 2), at, at + 1);
}

const describers: Partial<Record<string, Describe>> = {
  arp: describeArp,
  ipv4(place) {
    checkIpv4(place);
    addOptions(place.scene, 'ip', place.start + 20, place.end, place.header);
  },
  hopByHop: ({ scene, start, end, header }) => addOptions(scene, 'ipv6', start + 2, end, header),
  destination: ({ scene, start, end, header }) => addOptions(scene, 'ipv6', start + 2, end, header),
  routing: (place) => lay({ ...place, reach: place.end }, `routing:${place.scene.number(place.start + 2, 1)}`),
  icmp: describeIcmp,
  icmpv6: describeIcmpv6,
  igmp: describeIgmp,
  tcp: ({ scene, start, end, header }) => addOptions(scene, 'tcp', start + 20, end, header),
  sctp: ({ scene, start, reach, header }) => addOptions(scene, 'chunk', start + 12, reach, header),
  dccp: (place) => lay(place, `dccp:${place.scene.number(place.start + 8, 1) & 1}`),
  gre: describeGre,
  ospf(place) {
    if (place.scene.number(place.start, 1) !== 2) return;
    lay(place, 'ospf:2');
    if (place.scene.number(place.start + 1, 1) !== 1) return;
    const { scene, start, reach, header } = place;
    // A digest may follow the packet.
    const end = Math.min(reach, scene.bytes.length, start + scene.number(start + 2, 2));
    header.fields.push(makeHeader(scene, tableOf('ospf:hello'), start, end));
  },
  pppoe(place) {
    const { scene, start, reach, header } = place;
    if (scene.number(start + 1, 1) === 0) return;
    Object.assign(header, { name: 'pppoed', label: 'PPPoE discovery' });
    addOptions(scene, 'pppoeTag', start + 6, Math.min(reach, start + 6 + scene.number(start + 4, 2)), header);
  },
  ppp: describePpp,
  sll: describeSll,
  sll2: (place) => describeCooked(place, 11, 1, 12),
  loopback: describeLoopback,
  radiotap: addRadiotap,
  wlan: addWlan,
  nflog: ({ scene, start, end, header }) => addOptions(scene, 'nflogTlv', start + 4, end, header),
  frameRelay: describeFrameRelay,
};

/** The table of a layer; some have two, by what stands in them. */
function keyOf(scene: Scene, name: string, start: number, end: number): string {
  if (name === 'ethernet' && scene.number(start + 12, 2) < 0x600) return 'ethernet802.3';
  if (name === 'vlan' && scene.number(start + 2, 2) < 0x600) return 'vlan802.3';
  if (name === 'llc' && end - start > 3) return 'llc4';
  if (name === 'snap' && ![0, 0xf8].includes(scene.number(start, 3))) return 'snapPid';
  return name;
}

/**
 * A header of bytes `start` to `end` with its fields. `reach`: the end of all that belongs to it, as the body of a
 * message.
 */
export function describeHeader(scene: Scene, name: string, start: number, end: number, reach: number): Field {
  const header = makeHeader(scene, tableOf(keyOf(scene, name, start, end)), start, end);
  describers[name]?.({ scene, start, end, reach, header });
  return header;
}
