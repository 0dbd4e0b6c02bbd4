// Explanations in words: values, what a feature did, what packets around it added, and what would have kept it from
// standing out.
import { formatScore } from '../../base/format.ts';
import { isProtocol, type Named, numberWords, rangeWords, typicalWords, valueWords } from '../../detect/value-words.ts';
import type { Contribution, Counterfactual, Explanation, PacketRow } from '../../engine/types.ts';
import { FEATURE_WORDS, type FeatureWords } from '../../features/words.ts';
import { protocolWords } from '../../packets/protocols.ts';

/** Protocols that a person thinks of first. */
const COMMON_PROTOCOLS = [6, 17, 1, 58];

/** `Would not stand out if Packet size were at most 583 bytes.` */
export function changeWords(named: Named, { low, high }: Counterfactual): string {
  const { label, unit } = named;
  const would = `Would not stand out if ${label} were`;
  if (low !== null && low === high) return `${would} ${valueWords(named, low)}.`;
  const bound =
    low === null
      ? `at most ${numberWords(high!, -1)} ${unit}`.trim()
      : high === null
        ? `at least ${numberWords(low, 1)} ${unit}`.trim()
        : rangeWords(named, low, high);
  if (!isProtocol(named)) return `${would} ${bound}.`;
  const number =
    low === null ? `number ${high} or lower` : high === null ? `number ${low} or higher` : `a number ${bound}`;
  const common = COMMON_PROTOCOLS.filter((proto) => proto >= (low ?? 0) && proto <= (high ?? 255));
  const such = common.length === 0 ? '' : `, such as ${common.slice(0, 2).map(protocolWords).join(' or ')}`;
  return `${would} ${number}${such}.`;
}

/** `3.5 cuts fewer: odder`; what rounds to nothing says so. */
export function contributionWords(contribution: number): string {
  const cuts = Math.abs(contribution).toFixed(1);
  if (cuts === '0.0') return 'makes no difference';
  return contribution < 0 ? `${cuts} cuts fewer: odder` : `${cuts} cuts more: more usual`;
}

/** How soon the packet stood alone, and how soon others do. */
export function pathWords({ pathLength, expectedPathLength }: Explanation): string {
  return `${pathLength.toFixed(1)} cuts set it apart on average; a training packet takes ${expectedPathLength.toFixed(1)}.`;
}

const words: Readonly<Record<string, FeatureWords | undefined>> = FEATURE_WORDS;

/** Whether a model looks at packets in their context, and not at each by itself. */
export const seesContext = ({ contributions }: Explanation): boolean =>
  contributions.some(({ feature }) => words[feature] !== undefined);

/** The value, as a person counts: `212 connections`, `583 bytes`. */
export function amountWords(one: Contribution, packet: PacketRow): string {
  // The packet's own value, not what is left of it as a float32.
  return words[one.feature]?.short(one.value) ?? valueWords(one, packet[one.feature as 'size'] ?? one.value);
}

/** `3.5 cuts fewer: odder; typically from 60 to 1,514 bytes`: what is usual of features that no sentence tells of. */
export function effectWords({ contribution, typical, ...named }: Contribution): string {
  const effect = contributionWords(contribution);
  return typical === null || words[named.feature] ? effect : `${effect}; typically ${typicalWords(named, typical)}`;
}

/**
 * `One of its hosts had 212 connections of the last 10 s that nobody answered; usually at most 7.` Null where there was
 * nothing of the kind, and of a packet's own values.
 */
export function featureSentence({ feature, value, usual }: Contribution): string | null {
  const told = words[feature];
  const did = told?.says(value) ?? null;
  if (told === undefined || did === null) return null;
  return `${did[0].toUpperCase()}${did.slice(1)}${usual === null ? '' : `; ${told.usually(usual)}`}.`;
}

/** Changes of a score below it are not worth a sentence, unless they make a packet odd. */
const LEAST_CHANGE = 0.01;

/** What the packets before a packet did to its score; null where that is little. */
export function contextWords({ score, first }: Explanation, threshold: number, { src, dst }: PacketRow): string | null {
  const crosses = score > threshold !== first > threshold;
  if (formatScore(score) === formatScore(first) || (!crosses && Math.abs(score - first) < LEAST_CHANGE)) return null;
  const ends = src !== undefined && dst !== undefined ? `between ${src} and ${dst}` : 'between its two ends';
  const others = `other packets of ${src ?? 'its source'} within the last seconds, and ${ends} within the last minute`;
  const without = `Without the packets before it, it would have ${formatScore(first)}`;
  if (crosses && score > first) return `Most of this comes from ${others}. ${without} and not stand out.`;
  if (score > first) return `${without}; ${others}, make it odder.`;
  return `${without}${crosses ? ' and stand out' : ''}; ${others}, are more usual and draw it down.`;
}
