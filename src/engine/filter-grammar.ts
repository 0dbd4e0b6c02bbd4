// Reads the text of a filter into words that must all match. No table is needed for that.
//
//   filter   words with white space between; "…" keeps white space and is taken as it stands
//   word     an optional - or !, which turns it round, then `field:value` or a bare value
//   bare     src or dst contains it; or it is a protocol name, a block of addresses, or a port, size or protocol number
//   src: dst: ip:      text that the address contains (ip: either one); =text for the whole address; a block such as
//                      10.0.0.0/8 or 2001:db8::/32. Of frames without IP: their MAC addresses
//   proto:             a name such as tcp, or as for numbers
//   size: port: src_port: dst_port: ts: score: flags:     a number; >n >=n <n <=n =n; a..b, both included; ..b; a..
//   flags:             also letters of FSRPAUEC (FIN SYN RST PSH ACK URG ECE CWR), all of which must be set
//   Of captured packets only:
//   mac:               as ip:, in either MAC address
//   vlan: ttl: caplen: payload: window: icmp: arp: dns:     numbers; icmp: is the type, arp: the operation, dns: the length
//                      of the queried name
//   ethertype:         a number, also hexadecimal, or a name such as arp
//   interface:         its number in its section, or text that its name contains
//   is:                truncated, malformed, undecoded, sliced or fragment
import { InputError } from '../base/errors.ts';
import { parseCidr, type Cidr } from '../packets/address-kinds.ts';
import {
  MARK_LATER_FRAGMENT,
  MARK_MALFORMED,
  MARK_MORE_FRAGMENTS,
  MARK_SLICED,
  MARK_TRUNCATED,
  MARK_UNDECODED,
} from '../packets/capture.ts';
import { ethertypeName } from '../packets/ethertypes.ts';
import { protocolNumber } from '../packets/protocols.ts';

const addressFields = ['src', 'dst', 'ip', 'mac'] as const;
const batchFields = ['proto', 'size', 'port', 'src_port', 'dst_port', 'ts', 'score', 'flags'] as const;
const captureFields = ['caplen', 'ethertype', 'vlan', 'ttl', 'payload', 'window', 'icmp', 'arp', 'dns'] as const;

export type AddressField = (typeof addressFields)[number];
export type CaptureField = (typeof captureFields)[number];
export type NumberField = (typeof batchFields)[number] | CaptureField;

/** What an address must be: contain a text (lower case), be it, or lie in a block. */
export type AddressMatch = { kind: 'contains' | 'is'; text: string } | { kind: 'block'; block: Cidr };

/** Numbers from `min` to `max`; an open end is not itself included. */
export interface Range {
  min: number;
  max: number;
  openMin: boolean;
  openMax: boolean;
}

export type Condition =
  | { kind: 'address'; field: AddressField; match: AddressMatch }
  | { kind: 'number'; field: NumberField; range: Range }
  | { kind: 'bits'; bits: number }
  /** Any of these marks. */
  | { kind: 'marks'; marks: number }
  | { kind: 'interface'; id: number | null; name: string }
  | { kind: 'either'; conditions: Condition[] };

export interface Word {
  negated: boolean;
  condition: Condition;
}

interface Token {
  text: string;
  /** Whether the value stood in quotes, and is then a text only. */
  quoted: boolean;
  /** 1-based, in UTF-16 code units, of the first character of `text`. */
  column: number;
}

const numberFields: readonly string[] = [...batchFields, ...captureFields];
const knownFields: readonly string[] = [...addressFields, ...numberFields, 'interface', 'is'];
const states: ReadonlyMap<string, number> = new Map([
  ['truncated', MARK_TRUNCATED],
  ['malformed', MARK_MALFORMED],
  ['undecoded', MARK_UNDECODED],
  ['sliced', MARK_SLICED],
  ['fragment', MARK_MORE_FRAGMENTS | MARK_LATER_FRAGMENT],
]);
const otherNames: Readonly<Record<string, NumberField>> = { tcp_flags: 'flags', protocol: 'proto' };
/** RFC 9293 section 3.1, from bit 0 up. */
const flagLetters = 'FSRPAUEC';
const number = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i;
const hexadecimal = /^0x[0-9a-f]+$/i;

function refuse(column: number, message: string): never {
  throw new InputError(`Filter, column ${column}: ${message}`);
}

const exactly = (value: number): Range => ({ min: value, max: value, openMin: false, openMax: false });

/** Number of an ethertype's name in any case, or null. */
function ethertypeNumber(name: string): number | null {
  const wanted = name.toLowerCase();
  for (let one = 1536; one < 65536; one++) if (ethertypeName(one)?.toLowerCase() === wanted) return one;
  return null;
}

function readNumber(token: Token, field: NumberField, text: string, offset: number): number {
  if (field === 'proto') {
    const named = protocolNumber(text);
    if (named !== null) return named;
  }
  if (number.test(text) || ((field === 'flags' || field === 'ethertype') && hexadecimal.test(text))) {
    // Scores are singles: 0.61 means the single nearest to it.
    return field === 'score' ? Math.fround(Number(text)) : Number(text);
  }
  const named = field === 'ethertype' ? ethertypeNumber(text) : null;
  if (named !== null) return named;
  const expected =
    field === 'proto'
      ? 'a protocol name or number'
      : field === 'ethertype'
        ? 'a number such as 0x0806 or a name such as arp'
        : 'a number';
  return refuse(
    token.column + offset,
    `expected ${expected} for "${field}", found ${text === '' ? 'nothing' : `"${text}"`}.`,
  );
}

function readRange(token: Token, field: NumberField): Range {
  const { text } = token;
  const operator = /^(?:>=|<=|>|<|=)/.exec(text)?.[0];
  if (operator !== undefined) {
    const value = readNumber(token, field, text.slice(operator.length), operator.length);
    if (operator === '=') return exactly(value);
    const least = operator.startsWith('>');
    const open = operator.length === 1;
    return {
      min: least ? value : -Infinity,
      max: least ? Infinity : value,
      openMin: least && open,
      openMax: !least && open,
    };
  }
  const dots = text.indexOf('..');
  if (dots < 0) return exactly(readNumber(token, field, text, 0));
  const [from, to] = [text.slice(0, dots), text.slice(dots + 2)];
  if (from === '' && to === '') refuse(token.column, `expected a number before or after ".." for "${field}".`);
  const min = from === '' ? -Infinity : readNumber(token, field, from, 0);
  const max = to === '' ? Infinity : readNumber(token, field, to, dots + 2);
  if (min > max) refuse(token.column, `"${text}" begins above its end.`);
  return { min, max, openMin: false, openMax: false };
}

function readAddressMatch({ text, quoted, column }: Token): AddressMatch {
  if (quoted) return { kind: 'contains', text: text.toLowerCase() };
  if (text.startsWith('=')) return { kind: 'is', text: text.slice(1).toLowerCase() };
  const block = parseCidr(text);
  if (block === 'bad prefix') {
    const bits = text.includes(':') ? 128 : 32;
    refuse(column + text.lastIndexOf('/') + 1, `expected a prefix length from 0 to ${bits} in "${text}".`);
  }
  return block === null ? { kind: 'contains', text: text.toLowerCase() } : { kind: 'block', block };
}

function readFlags(token: Token): Condition {
  const letters = token.text.toUpperCase();
  if (!/^[FSRPAUEC]+$/.test(letters)) return { kind: 'number', field: 'flags', range: readRange(token, 'flags') };
  return { kind: 'bits', bits: [...letters].reduce((bits, letter) => bits | (1 << flagLetters.indexOf(letter)), 0) };
}

function readState({ text, column }: Token): Condition {
  const marks = states.get(text.toLowerCase());
  if (marks === undefined) refuse(column, `expected one of ${[...states.keys()].join(', ')}, found "${text}".`);
  return { kind: 'marks', marks };
}

function readBare(token: Token): Condition {
  const match = readAddressMatch(token);
  const contains: AddressMatch = { kind: 'contains', text: token.text.toLowerCase() };
  const conditions: Condition[] = [{ kind: 'address', field: 'ip', match: contains }];
  if (token.quoted) return conditions[0];
  if (match.kind === 'block') conditions.push({ kind: 'address', field: 'ip', match });
  const named = protocolNumber(token.text);
  if (named !== null) conditions.push({ kind: 'number', field: 'proto', range: exactly(named) });
  else {
    const ethertype = ethertypeNumber(token.text);
    if (ethertype !== null) conditions.push({ kind: 'number', field: 'ethertype', range: exactly(ethertype) });
  }
  if (/^\d+$/.test(token.text)) {
    const range = exactly(Number(token.text));
    for (const field of ['port', 'size', 'proto'] as const) conditions.push({ kind: 'number', field, range });
  }
  return { kind: 'either', conditions };
}

/** The name before the first colon where the word is `field:value`; hexadecimal ones are parts of an address. */
function fieldOf({ text, quoted }: Token): string | null {
  const name = quoted ? undefined : /^([a-z_]+):/i.exec(text)?.[1].toLowerCase();
  return name === undefined || /^[0-9a-f]+$/.test(name) ? null : name;
}

function readCondition(token: Token): Condition {
  if (token.text === '') refuse(token.column, 'expected a word here.');
  const name = fieldOf(token);
  if (name === null) return readBare(token);
  const field: string = otherNames[name] ?? name;
  const rest = token.text.slice(name.length + 1);
  const inQuotes = /^"(.*)"$/.exec(rest)?.[1];
  const value: Token = {
    text: inQuotes ?? rest,
    quoted: inQuotes !== undefined,
    column: token.column + name.length + 1,
  };
  if (!knownFields.includes(field)) {
    const known = knownFields.join(', ');
    refuse(
      token.column,
      `there is no field "${name}". Fields: ${known}. Put the word in quotes to search for it as text.`,
    );
  }
  if (value.text === '' || value.text === '=') refuse(value.column, `expected a value after "${name}:".`);
  if (field === 'is') return readState(value);
  if (field === 'interface') {
    const id = !value.quoted && /^\d+$/.test(value.text) ? Number(value.text) : null;
    return { kind: 'interface', id, name: value.text.toLowerCase() };
  }
  if ((addressFields as readonly string[]).includes(field))
    return { kind: 'address', field: field as AddressField, match: readAddressMatch(value) };
  if (field === 'flags') return readFlags(value);
  return { kind: 'number', field: field as NumberField, range: readRange(value, field as NumberField) };
}

/** Reads a filter; no words for text that is empty or blank. Throws InputError that says what is wrong and where. */
export function parseFilter(text: string): Word[] {
  const words: Word[] = [];
  // A word runs to the next white space outside of quotes; an open quote runs to the end, and is refused below.
  for (const { 0: found, index } of text.matchAll(/(?:"[^"]*(?:"|$)|[^\s"])+/g)) {
    if ((found.split('"').length - 1) % 2 === 1)
      refuse(index + found.lastIndexOf('"') + 1, 'this quotation mark is not closed.');
    const negated = found.length > 1 && /^[-!]/.test(found);
    const body = negated ? found.slice(1) : found;
    const column = index + 1 + Number(negated);
    const inQuotes = /^"([^"]*)"$/.exec(body)?.[1];
    const token: Token =
      inQuotes === undefined
        ? { text: body, quoted: false, column }
        : { text: inQuotes, quoted: true, column: column + 1 };
    words.push({ negated, condition: readCondition(token) });
  }
  return words;
}
