// Explanations in words: values, what a feature did, and what would have kept a packet from standing out.
import { isProtocol, type Named, numberWords, rangeWords, valueWords } from '../../detect/value-words.ts';
import type { Counterfactual, Explanation } from '../../engine/types.ts';
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
