// What the lab "detect" says of a folder: means over captures, and the bars that they are held to.
import { meanOf } from '../outliers/measures.ts';
import type { Protocol } from './engine-run.ts';
import type { Figures } from './trials.ts';

/** Of a capture under one protocol. */
export interface ProtocolFigures {
  /** Share of the scored packets that are of an attack. */
  attackShare: number;
  /** Null where none is, or all are. */
  figures: Figures | null;
}

export interface CaptureFigures {
  capture: string;
  A: ProtocolFigures | null;
  B: ProtocolFigures | null;
}

/** A share of attack packets at which "odd" has a meaning: captures that are mostly attack are ill-posed. */
const [LEAST_SHARE, MOST_SHARE] = [0.001, 0.3];
/** Means over the mixes that must be reached. */
const BARS: Record<Protocol, { auroc: number; averagePrecision: number; recall1: number }> = {
  A: { auroc: 0.97, averagePrecision: 0.9, recall1: 0.85 },
  B: { auroc: 0.97, averagePrecision: 0.82, recall1: 0.75 },
};

export const PROTOCOLS: readonly Protocol[] = ['A', 'B'];

/** Whether a capture with such a share counts for the means. */
export const counts = (attackShare: number): boolean => attackShare >= LEAST_SHARE && attackShare <= MOST_SHARE;

export const isMix = (capture: string): boolean => capture.startsWith('d');

/** Means of each figure, and over how many captures. Null where there is none. */
function meanFigures(all: readonly Figures[]): (Figures & { captures: number }) | null {
  if (all.length === 0) return null;
  const mean = (figure: keyof Figures) => meanOf(all.map((figures) => figures[figure]));
  return {
    captures: all.length,
    auroc: mean('auroc'),
    averagePrecision: mean('averagePrecision'),
    recall01: mean('recall01'),
    recall1: mean('recall1'),
  };
}

export function judgeCaptures(captures: readonly CaptureFigures[]) {
  const means = (protocol: Protocol, isIn: (each: CaptureFigures) => boolean) =>
    meanFigures(captures.filter(isIn).flatMap((each) => each[protocol]?.figures ?? []));
  const short: string[] = [];
  const table = PROTOCOLS.map((protocol) => {
    const isCounted = (each: CaptureFigures) => counts(each[protocol]?.attackShare ?? 0);
    const mixes = means(protocol, (each) => isCounted(each) && isMix(each.capture));
    for (const [figure, bar] of Object.entries(BARS[protocol])) {
      const mean = mixes?.[figure as keyof Figures] ?? Number.NaN;
      if (!(mean >= bar)) short.push(`${protocol}, mean over the mixes: ${figure} ${mean.toFixed(3)} ≥ ${bar}`);
    }
    return [protocol, { mixes, counted: means(protocol, isCounted), withAttack: means(protocol, () => true) }] as const;
  });
  return { short, means: Object.fromEntries(table) };
}
