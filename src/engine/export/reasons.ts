// Why a packet is marked, as the comment that goes with it into a capture.
import type { CoreInstance } from '../../base/core.ts';
import { formatScore } from '../../base/format.ts';
import type { Pacer } from '../../base/pacer.ts';
import { findRarity, rarityWords } from '../../detect/rarity.ts';
import { rangeWords, typicalWords, valueWords } from '../../detect/value-words.ts';
import type { Model } from '../../model/file.ts';
import type { ColumnChunks } from '../columns.ts';
import { attributeRows } from '../explain-traffic.ts';
import type { Contribution, Progress } from '../types.ts';

/** Features that a comment names. */
const MOST_FEATURES = 3;
/** Packets that get reasons, and milliseconds that finding them may take. */
const MOST_ROWS = 5000;
const MOST_TIME = 10_000;
/** Packets explained at once: few at first, since nobody knows how long a forest takes. */
const FIRST_BATCH = 20;
const LARGEST_BATCH = 1000;
/** Cuts below which a feature did nothing worth naming. */
const LEAST_CUTS = 0.05;

/** A marked packet and its score. */
export interface MarkedRow {
  row: number;
  score: number;
}

/**
 * What shortened the path of the oddest rows, as many as can be explained in ten seconds, 5,000 at most.
 * @param marked in any order
 */
export async function explainOddest(
  makeCore: () => Promise<CoreInstance>,
  model: Model,
  columns: ColumnChunks,
  marked: readonly MarkedRow[],
  pacer: Pacer<Progress>,
): Promise<Map<number, Contribution[]>> {
  const rows = marked
    .toSorted((a, b) => b.score - a.score || a.row - b.row)
    .slice(0, MOST_ROWS)
    .map(({ row }) => row);
  const found = new Map<number, Contribution[]>();
  if (rows.length === 0) return found;
  const core = await makeCore();
  const start = performance.now();
  let size = FIRST_BATCH;
  while (found.size < rows.length) {
    const spent = performance.now() - start;
    const expected = found.size === 0 ? 0 : (spent / found.size) * size;
    if (spent + expected > MOST_TIME) break;
    const batch = rows.slice(found.size, found.size + size);
    const { contributions } = await attributeRows(core, model, columns, batch, pacer);
    batch.forEach((row, index) => found.set(row, contributions[index]));
    size = Math.min(LARGEST_BATCH, 4 * size);
  }
  return found;
}

/** `Unanswered connections, 10 s 212 connections (usual: up to 7 connections)`; the feature that shortened the path most comes first. */
function featureWords(contributions: readonly Contribution[]): string {
  return contributions
    .filter(({ contribution }) => contribution <= -LEAST_CUTS)
    .toSorted((a, b) => a.contribution - b.contribution)
    .slice(0, MOST_FEATURES)
    .map((one) => {
      const typical = one.usual === null ? one.typical && typicalWords(one, one.typical) : rangeWords(one, 0, one.usual);
      return `${one.label} ${valueWords(one, one.value)}${typical === null ? '' : ` (usual: ${typical})`}`;
    })
    .join('; ');
}

/** `Net Anomaly: score 0.781, marked above 0.612. None of the 3,000 training packets score this high or higher. Odd in: …` */
export function reasonWords(
  score: number,
  threshold: number,
  model: Model | null,
  contributions: readonly Contribution[] | undefined,
): string {
  const rarity = findRarity(model?.calibration ?? null, score);
  const features = contributions === undefined ? '' : featureWords(contributions);
  return [
    `Net Anomaly: score ${formatScore(score)}, marked above ${formatScore(threshold)}.`,
    rarity === null ? '' : rarityWords(rarity),
    features === '' ? '' : `Odd in: ${features}.`,
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}
