// Explanations in words: values, what a feature did, and what would have kept a packet from standing out.
import { formatCount, formatShare } from '../../base/format.ts';
import type { Typical } from '../../detect/rarity.ts';
import type { Contribution, Counterfactual, Explanation } from '../../engine/types.ts';
import { protocolWords } from '../packet-words.ts';

type Named = Pick<Contribution, 'feature' | 'label' | 'unit'>;

const precise = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 6 });
/** Protocols that a person thinks of first. */
const COMMON_PROTOCOLS = [6, 17, 1, 58];

const isProtocol = ({ feature }: Named): boolean => feature === 'proto';

/** Six digits, rounded so that it is not below (sign 1) or above (sign -1) the value; integers in full. */
function numberWords(value: number, sign: 1 | -1): string {
  if (Number.isInteger(value)) return formatCount(value);
  const unit = 10 ** (Math.floor(Math.log10(Math.abs(value))) - 5);
  return precise.format(sign * Math.ceil((sign * value) / unit) * unit);
}

/** `583 bytes`, `1 byte`, `TCP 6`. */
export function valueWords(named: Named, value: number): string {
  if (isProtocol(named)) return protocolWords(value);
  const unit = value === 1 ? named.unit.replace(/s$/, '') : named.unit;
  return `${Number.isInteger(value) ? formatCount(value) : precise.format(value)} ${unit}`.trim();
}

/** `from 60 to 1,514 bytes` */
export function rangeWords({ unit }: Named, low: number, high: number): string {
  return `from ${numberWords(low, 1)} to ${numberWords(high, -1)} ${unit}`.trim();
}

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

/** Values that are names are listed until they make up 98 of 100 packets, but so many at most. */
const MOST_NAMES = 3;

/** `from 60 to 1,514 bytes`; of names `TCP 6 (81 %), UDP 17 (17 %)`: a range from one to another would say nothing. */
export function typicalWords(named: Named, { low, high, common }: Typical): string {
  if (!isProtocol(named) || common === null)
    return low === high ? valueWords(named, low) : rangeWords(named, low, high);
  let sum = 0;
  const names = common.filter(({ share }, index) => index < MOST_NAMES && (sum += share) - share < 0.98);
  return names.map(({ value, share }) => `${valueWords(named, value)} (${formatShare(share)})`).join(', ');
}
