// Values of features in words, and what is usual of them.
import { formatAmount, formatCount, formatFigures, formatShare } from '../base/format.ts';
import type { Contribution } from '../engine/types.ts';
import { NO_PROTOCOL } from '../packets/capture.ts';
import { protocolWords } from '../packets/protocols.ts';
import type { Typical } from './rarity.ts';

/** What a value is of. */
export type Named = Pick<Contribution, 'feature' | 'label' | 'unit'> & Partial<Pick<Contribution, 'step'>>;

const precise = (value: number): string => formatFigures(value, 6);
export const isProtocol = ({ feature }: Named): boolean => feature === 'proto';

/** Six digits, rounded so that it is not below (sign 1) or above (sign -1) the value; integers in full. */
export function numberWords(value: number, sign: 1 | -1): string {
  if (Number.isInteger(value)) return formatCount(value);
  const unit = 10 ** (Math.floor(Math.log10(Math.abs(value))) - 5);
  return precise(sign * Math.ceil((sign * value) / unit) * unit);
}

/** What the unit counts, of its logarithm. */
const amountOf = (step: number, value: number): number => step * (2 ** value - 1);

/** `583 bytes`, `1 byte`, `TCP 6`; `212 connections` of their logarithm. */
export function valueWords(named: Named, value: number): string {
  if (isProtocol(named)) return value === NO_PROTOCOL ? `no IP ${value}` : protocolWords(value);
  if (named.step) {
    const amount = formatAmount(amountOf(named.step, value));
    return `${amount} ${amount === '1' ? named.unit.replace(/s$/, '') : named.unit}`.trim();
  }
  const unit = value === 1 ? named.unit.replace(/s$/, '') : named.unit;
  return `${Number.isInteger(value) ? formatCount(value) : precise(value)} ${unit}`.trim();
}

/** `from 60 to 1,514 bytes`; of logarithms from 0 on `up to 3 connections` */
export function rangeWords(named: Named, low: number, high: number): string {
  const { unit } = named;
  if (named.step) {
    const from = formatAmount(amountOf(named.step, low));
    return from === '0' ? `up to ${valueWords(named, high)}` : `from ${from} to ${valueWords(named, high)}`;
  }
  return `from ${numberWords(low, 1)} to ${numberWords(high, -1)} ${unit}`.trim();
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
