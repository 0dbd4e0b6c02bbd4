// Alerts in words: when, between whom, how rare, and what became of them.
import { formatDuration, formatTime, plural } from '../../base/format.ts';
import type { Alert, AlertEvent, AlertOrder, AlertState, Resolution } from '../../alerts/types.ts';
import type { Finding, FindingFeature, HostCount, ServiceCount } from '../../detect/findings/types.ts';
import { peakShare } from '../../detect/tail-words.ts';
import { valueWords } from '../../detect/value-words.ts';
import { FEATURE_WORDS, type FeatureWords } from '../../features/words.ts';
import { NO_PROTOCOL } from '../../packets/capture.ts';
import { ethertypeName } from '../../packets/ethertypes.ts';
import type { AlertGroup } from '../../state/alert-query.ts';
import { RESOLUTION_WORDS } from '../../state/triage.svelte.ts';
import { protocolShort } from '../packet-words.ts';

export const GROUP_WORDS: Readonly<Record<AlertGroup, string>> = {
  new: 'Inbox',
  acknowledged: 'Acknowledged',
  closed: 'Closed',
  all: 'All',
};

export const ORDER_WORDS: Readonly<Record<AlertOrder, string>> = {
  newest: 'newest first',
  oddest: 'oddest first',
  changed: 'last changed first',
  packets: 'most packets first',
};

/** `New`, `Acknowledged`, `Closed: benign` */
export function stateWords(state: AlertState, resolution: Resolution | null): string {
  if (state === 'new') return 'New';
  if (state === 'acknowledged') return 'Acknowledged';
  return resolution === null ? 'Closed' : `Closed: ${RESOLUTION_WORDS[resolution]}`;
}

/** Another shape for each state, beside its word. */
export const STATE_MARKS: Readonly<Record<AlertState, string>> = { new: '●', acknowledged: '◐', closed: '○' };

/** `2024-09-05 13:02:10`; the time of day is UTC everywhere. */
export const secondsWords = (seconds: number): string => formatTime(seconds, true).replace(/\.\d+$/, '');

/** Of milliseconds since 1970. */
export const stampWords = (ms: number): string => secondsWords(ms / 1000);

/** `2024-09-05 13:02:10, 1.2 s` */
export function whenWords({ first, last }: Finding): string {
  if (first === null || last === null) return 'time unknown';
  return last > first ? `${secondsWords(first)}, ${formatDuration(last - first)}` : secondsWords(first);
}

function sideWords(hosts: readonly HostCount[], count: number): string {
  return count === 1 && hosts.length === 1 ? hosts[0].host : plural(count, 'host');
}

/** `10.0.0.2 → 41 hosts`; '' where no packet has addresses. */
export function hostsWords({ sources, sourceCount, destinations, destinationCount }: Finding): string {
  if (sourceCount === 0 && destinationCount === 0) return '';
  return `${sideWords(sources, sourceCount)} → ${sideWords(destinations, destinationCount)}`;
}

/** `monday.pcap, by “Office LAN”`; a model that was trained on the way has the traffic's name. */
export const fromWords = ({ traffic, model }: Alert): string =>
  model.name === traffic.name ? `${traffic.name}, by its own model` : `${traffic.name}, by “${model.name}”`;

/** `TCP 22`, `ICMP`, `ARP` */
export function serviceWords({ proto, port, ethertype }: Omit<ServiceCount, 'packets'>): string {
  if (proto === NO_PROTOCOL) {
    if (ethertype === null) return 'frames without IP';
    return ethertypeName(ethertype) ?? `ethertype 0x${ethertype.toString(16).padStart(4, '0')}`;
  }
  return port === null ? protocolShort(proto) : `${protocolShort(proto)} ${port}`;
}

/** How the filter is asked for a service: `tcp/22`, `icmp`; '' where it cannot be. */
export function serviceFilter({ proto, port, ethertype }: ServiceCount): string {
  const name = serviceWords({ proto, port: null, ethertype }).toLowerCase();
  if (/\s/.test(name)) return port === null ? '' : String(port);
  return port === null ? name : `${name}/${port}`;
}

/** "12 more" behind a list that is cut. */
export const moreWords = (shown: number, count: number, what: string): string =>
  count > shown ? `and ${plural(count - shown, `more ${what}`)}` : '';

/** What one feature of the oddest packet was, and what is usual. */
export interface FeatureTold {
  label: string;
  /** The value as a person counts. */
  actual: string;
  /** `usually at most 7`; '' where the model does not say. */
  usual: string;
  /** A sentence; '' where the numbers say it all. */
  sentence: string;
}

const words: Readonly<Record<string, FeatureWords | undefined>> = FEATURE_WORDS;
const PLAIN: Readonly<Record<string, readonly [label: string, unit: string]>> = {
  size: ['Packet size', 'bytes'],
  proto: ['Protocol', ''],
};

export function tellFeature({ feature, value, usual }: FindingFeature): FeatureTold {
  const told = words[feature];
  if (told) {
    const said = told.says(value) ?? '';
    return {
      label: told.label,
      actual: told.short(value),
      usual: usual === null ? '' : told.usually(usual),
      sentence: said === '' ? '' : `${said[0].toUpperCase()}${said.slice(1)}.`,
    };
  }
  const [label, unit] = PLAIN[feature] ?? [feature, ''];
  const named = { feature, label, unit };
  return {
    label,
    actual: valueWords(named, value),
    usual: usual === null ? '' : `usually up to ${valueWords(named, usual)}`,
    sentence: '',
  };
}

export function eventWords({ what, state, resolution }: AlertEvent): string {
  if (what === 'found') return 'Found';
  if (what === 'found_again') return 'Found again';
  if (what === 'note') return 'Note';
  return state === 'new' ? 'Back in the inbox' : stateWords(state ?? 'new', resolution ?? null);
}

/** What the row of an alert is called: all that it shows, for those who do not see it. */
export function entryWords({ finding, state, resolution, notes }: Alert, hidden: boolean): string {
  const { rarity, tail } = finding;
  return [
    finding.title,
    stateWords(state, resolution),
    `score ${finding.peak.toFixed(3)}`,
    rarity && (tail ? `as high score ${peakShare(finding)}` : `${peakShare(finding)} score as high`),
    whenWords(finding),
    plural(finding.packets, 'packet'),
    notes.length > 0 && plural(notes.length, 'note'),
    hidden && 'hidden by a rule',
  ]
    .filter(Boolean)
    .join(', ');
}
