// Rules in words: what a rule is about, what it does and until when.
import type { Rule, RuleMatch } from '../../alerts/types.ts';
import { formatAgo } from '../../base/format.ts';
import { FEATURE_WORDS } from '../../features/words.ts';
import { NO_PROTOCOL } from '../../packets/capture.ts';
import { protocolShort } from '../packet-words.ts';

/** What features are called that are no features of packets in context. */
const PLAIN: Readonly<Record<string, string>> = { size: 'Packet size', proto: 'Protocol' };
const words: Readonly<Record<string, { label: string } | undefined>> = FEATURE_WORDS;

export const featureLabel = (id: string): string => words[id]?.label ?? PLAIN[id] ?? id;

/** Ids of all features that a rule may name. */
export const RULE_FEATURES: readonly string[] = [...Object.keys(FEATURE_WORDS), ...Object.keys(PLAIN)];

/** `8:00` */
export const hourWords = (hour: number): string => `${hour}:00`;

function portWords({ from, to }: { from: number; to: number }): string {
  return from === to ? `port ${from}` : `ports ${from} to ${to}`;
}

/**
 * What a rule is about: `From 10.0.0.0/24 to port 22 by TCP, 8:00 to 18:00`. Of a rule without conditions, which the form
 * does not make but a backup may hold: `Everything`.
 */
export function ruleWords({ match }: { match: RuleMatch }): string {
  const { source, destination, host, port, protocol, feature, hours } = match;
  const parts: string[] = [];
  if (source !== undefined) parts.push(`from ${source}`);
  if (destination !== undefined) parts.push(`to ${destination}`);
  if (host !== undefined) parts.push(`from or to ${host}`);
  if (port !== undefined) {
    const side = destination !== undefined || host !== undefined ? '' : 'to ';
    parts.push(`${side}${portWords(port)}`);
  }
  if (protocol !== undefined) parts.push(protocol === NO_PROTOCOL ? 'without IP' : `by ${protocolShort(protocol)}`);
  const clauses = parts.length > 0 ? [parts.join(' ')] : [];
  if (feature !== undefined) clauses.push(`odd in “${featureLabel(feature)}”`);
  if (hours !== undefined) {
    const night = hours.from >= hours.before ? ' the next day' : '';
    clauses.push(`${hourWords(hours.from)} to ${hourWords(hours.before)}${night}`);
  }
  const all = clauses.join(', ');
  return all === '' ? 'Everything' : `${all[0].toUpperCase()}${all.slice(1)}`;
}

/** `2026-05-03 14:00` by this machine's clock, as the hours of rules are. */
export function localMoment(ms: number): string {
  const at = new Date(ms);
  if (Number.isNaN(at.getTime())) return 'a time that no calendar has';
  const two = (value: number) => String(value).padStart(2, '0');
  return `${localDay(ms)} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** `2026-05-03` by this machine's clock. */
export function localDay(ms: number): string {
  const at = new Date(ms);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${String(at.getFullYear()).padStart(4, '0')}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** What a rule does, and until when, in a few words. */
export function effectWords({ action, enabled, expires }: Rule, now: number): string {
  const what = action === 'allow' ? 'Allowed' : 'Suppressed';
  if (!enabled) return 'Switched off';
  if (expires === null) return `${what}, never ends`;
  // `Date` ends 100,000,000 days from 1970; a backup may say anything.
  if (expires < 0) return 'Ended long ago';
  if (expires <= now) return `Ended ${formatAgo(new Date(expires).toISOString(), now)}`;
  return `${what} until ${localMoment(expires)}`;
}
