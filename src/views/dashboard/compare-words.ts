// How much hosts, services and protocols moved from one traffic to another, in words.
import { formatAmount, formatCount, formatDuration, plural } from '../../base/format.ts';
import type { Comparison, Move } from '../../survey/types.ts';
import { shareWords } from './drift-words.ts';
import { keyWords } from './names.ts';

export type MoveKind = 'hosts' | 'services' | 'protocols';

export const KIND_ONE = { hosts: 'host', services: 'service', protocols: 'protocol' } as const;

export const moveName = (kind: MoveKind, { key }: Move): string => keyWords(KIND_ONE[kind], key);

/** `new`, `gone`, or ''. */
export const fateOf = ({ before, after }: Move): string =>
  before.packets === 0 ? 'new' : after.packets === 0 ? 'gone' : '';

/** Shares of all packets, 0 to 1. */
export const sharesOf = ({ before, after }: Move, all: Comparison): [before: number, after: number] => [
  before.packets / all.before.packets,
  after.packets / all.after.packets,
];

const UNITS = [
  [1, 'packets/s'],
  [60, 'packets/min'],
  [3600, 'packets/h'],
] as const;

/** `4.1 → 88 packets/s`; '' where one of the traffics has no duration. */
export function rateWords({ before, after }: Move, all: Comparison): string {
  const [was, is] = [all.before.seconds, all.after.seconds];
  if (!was || !is) return '';
  const rates = [before.packets / was, after.packets / is];
  const [seconds, unit] = UNITS.find(([length]) => Math.max(...rates) * length >= 1) ?? UNITS[2];
  const [from, to] = rates.map((rate) => formatAmount(rate * seconds));
  return `${from} → ${to} ${unit}`;
}

/** `1.2 % → 22 % of the packets`; of what is new `22 % of the packets`, of what is gone `was 22 % of the packets` */
export function shareMoveWords(move: Move, all: Comparison): string {
  const [was, is] = sharesOf(move, all).map(shareWords);
  const fate = fateOf(move);
  if (fate === 'new') return `${is} of the packets`;
  if (fate === 'gone') return `was ${was} of the packets`;
  return `${was} → ${is} of the packets`;
}

/** `3 → 212 odd`; '' where none are. */
export const oddWords = ({ before, after }: Move): string =>
  before.marked + after.marked === 0 ? '' : `${formatCount(before.marked)} → ${formatCount(after.marked)} odd`;

/** `48,210 packets in 22 min 4 s` */
export const sizeWords = ({ packets, seconds }: Comparison['before']): string =>
  `${plural(packets, 'packet')}${seconds ? ` in ${formatDuration(seconds)}` : ''}`;

/** An index from here on is worth a sentence. */
const WORTH = 0.02;

/** What moved most: one sentence. */
export function compareSentence(all: Comparison): string {
  const moved = (['hosts', 'services'] as const).flatMap((kind) => {
    const [most] = all[kind].moves;
    if (!most || most.psi < WORTH) return [];
    const told = [fateOf(most), shareMoveWords(most, all)].filter((part) => part !== '').join(', ');
    return [`${KIND_ONE[kind]} ${moveName(kind, most)} (${told})`];
  });
  if (moved.length === 0) return 'Hosts and services have about the same shares of both.';
  return `Most moved: ${moved.join('; ')}.`;
}
