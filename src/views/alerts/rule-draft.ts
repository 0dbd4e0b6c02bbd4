// A rule while it is being written: made from a finding or a rule, widened, checked.
import type { Alert, Rule, RuleMatch } from '../../alerts/types.ts';
import { NO_PROTOCOL } from '../../packets/capture.ts';
import { parseAddress, parseCidr } from '../../packets/address-kinds.ts';
import { protocolNumber } from '../../packets/protocols.ts';
import { protocolShort } from '../packet-words.ts';
import { localDay } from './rule-words.ts';

export const CONDITIONS = ['source', 'destination', 'host', 'port', 'protocol', 'feature', 'hours'] as const;
export type Condition = (typeof CONDITIONS)[number];

export type Expiry = 'never' | 'hour' | 'day' | 'week' | 'month' | 'date' | 'kept';

/** As the form has it: what is not used is kept, so that a box can be ticked and unticked. */
export interface RuleDraft {
  used: Record<Condition, boolean>;
  source: string;
  destination: string;
  host: string;
  /** `22`, or `1-1024`. */
  port: string;
  /** A name or a number; `no IP` for frames without it. */
  protocol: string;
  feature: string;
  from: number;
  before: number;
  action: Rule['action'];
  reason: string;
  expiry: Expiry;
  /** Of expiry `date`, its last day, `2026-05-03`. */
  date: string;
}

/** What is wrong, by what it concerns; `all` of the rule as a whole. */
export type Faults = Partial<Record<Condition | 'reason' | 'date' | 'all', string>>;

const NO_IP = 'no IP';
const HOUR = 3_600_000;
const SPANS: Readonly<Partial<Record<Expiry, number>>> = {
  hour: HOUR,
  day: 24 * HOUR,
  week: 7 * 24 * HOUR,
  month: 30 * 24 * HOUR,
};

const noneUsed = (): RuleDraft['used'] => ({
  source: false,
  destination: false,
  host: false,
  port: false,
  protocol: false,
  feature: false,
  hours: false,
});

const writeProtocol = (proto: number): string =>
  proto === NO_PROTOCOL ? NO_IP : protocolShort(proto).replace(/^protocol /, '');
const writePort = ({ from, to }: { from: number; to: number }): string => (from === to ? `${from}` : `${from}-${to}`);

const EMPTY: Omit<RuleDraft, 'used'> = {
  source: '',
  destination: '',
  host: '',
  port: '',
  protocol: '',
  feature: '',
  from: 8,
  before: 18,
  action: 'allow',
  reason: '',
  expiry: 'never',
  date: '',
};

export const emptyDraft = (): RuleDraft => ({ ...EMPTY, used: noneUsed() });

/**
 * The narrowest rule that hides a finding: its hosts and its service. Feature and hour stand ready, and are not used. What
 * a finding has too many of to be listed is no condition, for no rule could hold it against them.
 */
export function draftFromAlert({ finding }: Pick<Alert, 'finding'>): RuleDraft {
  const used = noneUsed();
  const { sources, destinations, services, hub } = finding;
  const source = finding.sourceCount === 1 ? (sources[0]?.host ?? '') : '';
  const destination = finding.destinationCount === 1 ? (destinations[0]?.host ?? '') : '';
  used.source = source !== '';
  used.destination = destination !== '';
  const host = hub ?? (source || destination);
  used.host = !used.source && !used.destination && host !== '';
  const [service] = services;
  const one = finding.serviceCount === 1 && service !== undefined;
  const all = service !== undefined && finding.serviceCount <= services.length;
  const sameProtocol = all && services.every(({ proto }) => proto === service.proto);
  used.port = one && service.port !== null;
  used.protocol = sameProtocol;
  const feature = finding.features[0]?.feature ?? '';
  used.feature = !used.source && !used.destination && !used.host && feature !== '';
  const from = finding.first === null ? EMPTY.from : new Date(finding.first * 1000).getHours();
  return {
    ...EMPTY,
    used,
    source,
    destination,
    host,
    port: one && service.port !== null ? String(service.port) : '',
    protocol: sameProtocol ? writeProtocol(service.proto) : '',
    feature,
    // A time that no calendar has gives NaN.
    from: from >= 0 ? from : EMPTY.from,
    before: from >= 0 ? from + 1 : EMPTY.before,
  };
}

export function draftFromRule({ action, match, reason, expires }: Rule): RuleDraft {
  const used = noneUsed();
  for (const condition of CONDITIONS) used[condition] = match[condition] !== undefined;
  return {
    ...EMPTY,
    used,
    source: match.source ?? '',
    destination: match.destination ?? '',
    host: match.host ?? '',
    port: match.port ? writePort(match.port) : '',
    protocol: match.protocol === undefined ? '' : writeProtocol(match.protocol),
    feature: match.feature ?? '',
    from: match.hours?.from ?? EMPTY.from,
    before: match.hours?.before ?? EMPTY.before,
    action,
    reason,
    expiry: expires === null ? 'never' : 'kept',
    date: expires === null ? '' : localDay(expires),
  };
}

/** Hosts that a rule may name as they are, also where their names are no addresses. */
export function hostsOf(rule: Rule | null, finding: Alert['finding'] | null): string[] {
  const { source, destination, host } = rule?.match ?? {};
  const { sources = [], destinations = [], hub = null } = finding ?? {};
  const hosts = [...sources, ...destinations].map((one) => one.host);
  return [...hosts, source, destination, host, hub].filter((one) => typeof one === 'string');
}

/** The subnet that an address is usually in: /24 of IPv4, /64 of IPv6 (RFC 4291 section 2.5.4); null for others. */
export function subnetOf(address: string): string | null {
  const { kind, words } = parseAddress(address.trim());
  if (kind === 'ipv4') {
    const [a, b, c] = [words[3] >>> 24, (words[3] >>> 16) & 255, (words[3] >>> 8) & 255];
    return `${a}.${b}.${c}.0/24`;
  }
  // `::1` and IPv4 inside of IPv6: their first half says nothing.
  if (kind !== 'ipv6' || (words[0] === 0 && words[1] === 0)) return null;
  const groups = [words[0] >>> 16, words[0] & 0xffff, words[1] >>> 16, words[1] & 0xffff];
  while (groups.at(-1) === 0) groups.pop();
  return `${groups.map((group) => group.toString(16)).join(':')}::/64`;
}

/** @param known texts that are no addresses, but are those of hosts */
function addressFault(text: string, known: readonly string[]): string | null {
  if (text === '') return 'Enter an address or a subnet, such as 10.0.0.2 or 10.0.0.0/24.';
  if (known.includes(text) || parseAddress(text).kind !== 'text') return null;
  const cidr = parseCidr(text);
  if (cidr === 'bad prefix') {
    const most = text.includes(':') ? 128 : 32;
    return `Behind the slash must stand the length of the prefix, 0 to ${most}.`;
  }
  if (cidr !== null) return null;
  return `“${text}” is neither an address nor a subnet. Write it as 10.0.0.2, 2001:db8::1, 00:1b:44:11:3a:b7 or 10.0.0.0/24.`;
}

function readPort(text: string): { from: number; to: number } | string {
  const found = /^(\d{1,5})(?:\s*(?:-|–|to)\s*(\d{1,5}))?$/.exec(text);
  if (!found) return 'Enter a port from 0 to 65535, or a range such as 1-1024.';
  const [from, to] = [Number(found[1]), Number(found[2] ?? found[1])];
  if (Math.max(from, to) > 65_535) return 'A port is at most 65535.';
  return from <= to ? { from, to } : `The range ends before it begins: write ${to}-${from}.`;
}

function readProtocol(text: string): number | string {
  if (text.toLowerCase() === NO_IP.toLowerCase()) return NO_PROTOCOL;
  const number = /^\d{1,3}$/.test(text) ? Number(text) : protocolNumber(text);
  if (number !== null && number <= 255) return number;
  return text === ''
    ? 'Enter a protocol, such as TCP, ICMP or 47.'
    : `“${text}” is no IP protocol that IANA lists. Write a name such as TCP, or a number from 0 to 255.`;
}

/** The moment at which a rule ends, or what is wrong. */
function readExpiry({ expiry, date }: RuleDraft, now: number, kept: number | null): number | null | string {
  if (expiry === 'never') return null;
  if (expiry === 'kept') return kept;
  const span = SPANS[expiry];
  if (span !== undefined) return now + span;
  const day = /^(\d{4})-(\d\d)-(\d\d)$/.exec(date);
  if (!day) return 'Choose the last day on which the rule holds.';
  const end = new Date(Number(day[1]), Number(day[2]) - 1, Number(day[3]) + 1).getTime();
  return end > now ? end : 'This day is over. Choose today or a later one.';
}

/**
 * What a draft says, and its faults. `match` has the conditions that are sound, so that a preview can follow while
 * others are being written; it is only whole where there are no faults.
 */
export function readDraft(
  draft: RuleDraft,
  now: number,
  { known = [], kept = null }: { known?: readonly string[]; kept?: number | null } = {},
): { match: RuleMatch; reason: string; expires: number | null; faults: Faults } {
  const match: RuleMatch = {};
  const faults: Faults = {};
  const { used } = draft;
  for (const side of ['source', 'destination', 'host'] as const) {
    if (!used[side]) continue;
    const text = draft[side].trim();
    const fault = addressFault(text, known);
    if (fault === null) match[side] = text;
    else faults[side] = fault;
  }
  if (used.port) {
    const port = readPort(draft.port.trim());
    if (typeof port === 'string') faults.port = port;
    else match.port = port;
  }
  if (used.protocol) {
    const protocol = readProtocol(draft.protocol.trim());
    if (typeof protocol === 'string') faults.protocol = protocol;
    else match.protocol = protocol;
  }
  if (used.feature) {
    if (draft.feature === '') faults.feature = 'Choose a feature.';
    else match.feature = draft.feature;
  }
  if (used.hours) {
    const { from, before } = draft;
    if (from === before % 24) faults.hours = 'This is the whole day. Choose other hours, or leave the hours out.';
    else match.hours = { from, before };
  }
  if (!CONDITIONS.some((condition) => used[condition])) {
    faults.all = 'Choose at least one condition: without any, the rule would hide everything.';
  }
  const reason = draft.reason.trim();
  if (reason === '') faults.reason = 'Say why, so that whoever meets this rule later can judge it.';
  const expires = readExpiry(draft, now, kept);
  if (typeof expires === 'string') faults.date = expires;
  return { match, reason, expires: typeof expires === 'string' ? null : expires, faults };
}
