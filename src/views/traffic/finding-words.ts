// Findings in words: when and how long, over which services, what was typical and what it was. Late scripts only.
import { formatDuration, formatTime } from '../../base/format.ts';
import type { AlertEntry, AlertState, Resolution } from '../../alerts/types.ts';
import type { Finding, FindingFeature, ServiceCount } from '../../detect/findings/types.ts';
import { valueWords } from '../../detect/value-words.ts';
import { FEATURE_WORDS, type FeatureWords } from '../../features/words.ts';
import { NO_PROTOCOL } from '../../packets/capture.ts';
import { protocolShort } from '../packet-words.ts';
import { ethertypeWords } from './capture-words.ts';

const STATES: Readonly<Record<AlertState, string>> = { new: 'New', acknowledged: 'Acknowledged', closed: 'Closed' };

export const RESOLUTIONS: readonly (readonly [Resolution, string, string])[] = [
  ['true_positive', 'True alert', 'closed as a true alert'],
  ['false_positive', 'False alarm', 'closed as a false alarm'],
  ['benign', 'Benign', 'closed as benign'],
  ['duplicate', 'Duplicate', 'closed as a duplicate'],
];

/** `New`, `Acknowledged`, `Closed: false alarm`; of findings that are no alerts `Not kept`. */
export function alertWords(entry: AlertEntry | null | undefined): string {
  if (!entry) return 'Not kept';
  const { state, resolution } = entry.alert;
  const how = RESOLUTIONS.find(([id]) => id === resolution);
  return state === 'closed' && how ? `Closed: ${how[1].toLowerCase()}` : STATES[state];
}

/** `09:53:20, 1.2 s`; '' without times. */
export function whenWords({ first, last }: Finding, withDate: boolean): string {
  if (first === null || last === null) return '';
  return `${formatTime(first, withDate).replace(/\.\d+$/, '')}${last > first ? `, ${formatDuration(last - first)}` : ''}`;
}

/** `TCP port 22`, `ICMP`, `ARP`. */
export function serviceWords({ proto, port, ethertype }: ServiceCount): string {
  if (proto === NO_PROTOCOL) return ethertype === null ? 'no IP' : ethertypeWords(ethertype);
  return `${protocolShort(proto)}${port === null ? '' : ` port ${port}`}`;
}

const words: Readonly<Record<string, FeatureWords | undefined>> = FEATURE_WORDS;
const OWN: Readonly<Record<string, readonly [string, string]>> = {
  size: ['Packet size', 'bytes'],
  proto: ['Protocol', ''],
};

export interface FeatureLine {
  label: string;
  /** What it was. */
  actual: string;
  /** What is usual; '' where the model does not tell of it like this. */
  typical: string;
  /** What the packet did, as a sentence; '' where there is nothing more to say. */
  sentence: string;
}

/** One feature of a finding's oddest packet, typical against actual. */
export function featureLine({ feature, value, usual }: FindingFeature): FeatureLine {
  const told = words[feature];
  if (told === undefined) {
    const [label, unit] = OWN[feature] ?? [feature, ''];
    return { label, actual: valueWords({ feature, label, unit }, value), typical: '', sentence: '' };
  }
  const did = told.says(value);
  return {
    label: told.label,
    actual: told.short(value),
    typical: usual === null ? '' : told.usually(usual),
    sentence: did === null ? '' : `${did[0].toUpperCase()}${did.slice(1)}.`,
  };
}
