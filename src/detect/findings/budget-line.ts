// The line that keeps a budget of findings.
import { gatherStrands } from './hubs.ts';
import { type Prepared, prepareMarked } from './prepare.ts';
import { makeStrands } from './strands.ts';
import type { FindingLadder, MarkedPackets } from './types.ts';

/** Rungs of a ladder at most. */
const RUNGS = 24;
/** Each look takes in so many times the packets of the one before it, so that all together cost a few groupings of all. */
const STEP = 1.25;
const HALVINGS = 4;

/** However short a traffic is: so many anybody looks at. */
const LEAST_ALLOWED = 3;

export interface BudgetLine {
  threshold: number;
  findings: number;
}

/** Hours that a traffic spans; one where its packets have no times. */
function hoursOf({ first, last }: MarkedPackets): number {
  return first === null || last === null ? 1 : Math.max(0, last - first) / 3600;
}

const countFindings = (prepared: Prepared, line: number): number =>
  gatherStrands(makeStrands(prepared, line), prepared.marked.hosts.length).length;

/**
 * The lowest line above which, and above every higher one that was tried, there are at most so many findings an hour of the
 * traffic; of a short one the part of them, but three at least. It is not below the line that the packets were marked
 * at, which so is how much a person would look at without a budget; and never above the ceiling: what is beyond it is a
 * finding whatever the budget is.
 */
export function findBudgetLine(marked: MarkedPackets, findingsAnHour: number): BudgetLine {
  const allowed = Math.max(LEAST_ALLOWED, Math.floor(findingsAnHour * hoursOf(marked)));
  const prepared = prepareMarked(marked);
  const scores = marked.scores.slice().sort().reverse();
  const least = marked.line.threshold;
  const ceiling = marked.ceiling ?? Infinity;
  const look = (threshold: number): BudgetLine => ({ threshold, findings: countFindings(prepared, threshold) });
  if (least >= ceiling || scores.length === 0) return look(Math.min(least, ceiling));
  const beyond = countAbove(scores, ceiling);
  let best = look(beyond > 0 || ceiling !== Infinity ? ceiling : scores[0]);
  const most = Math.max(allowed, best.findings);
  // Ranks: above the score at a rank stand the packets before it. At the last one all of them stand above the line itself.
  let kept = beyond;
  let broken = -1;
  for (let rank = beyond + 1; broken < 0 && kept < scores.length; rank = Math.ceil(rank * STEP) + 1) {
    const at = Math.min(rank, scores.length);
    const next = look(at === scores.length ? least : scores[at]);
    if (next.findings > most) broken = at;
    else [best, kept] = [next, at];
  }
  for (let halving = 0; halving < HALVINGS && broken - kept > 1; halving++) {
    const middle = (kept + broken) >> 1;
    const next = look(scores[middle]);
    if (next.findings > most) broken = middle;
    else [best, kept] = [next, middle];
  }
  return best;
}

/** How many of these scores, which fall, are above a line. */
function countAbove(scores: Float32Array, line: number): number {
  let [low, high] = [0, scores.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (scores[middle] > line) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The findings of a training traffic at lines from its highest score to the line that it was marked at; null where it spans no time. */
export function makeLadder(marked: MarkedPackets): FindingLadder | null {
  const { first, last, scores: given, line } = marked;
  const hours = first === null || last === null ? 0 : hoursOf(marked);
  if (!(hours > 0 && hours < Infinity) || given.length === 0) return null;
  const prepared = prepareMarked(marked);
  const scores = given.slice().sort().reverse();
  const lines = new Set<number>();
  for (let rung = 0; rung < RUNGS; rung++) {
    const rank = Math.round(scores.length ** (rung / (RUNGS - 1))) - 1;
    lines.add(rung === RUNGS - 1 ? line.threshold : scores[rank]);
  }
  const thresholds = Float32Array.from(lines);
  let most = 0;
  const findings = Uint32Array.from(
    thresholds,
    (threshold) => (most = Math.max(most, countFindings(prepared, threshold))),
  );
  return { hours, thresholds, findings };
}

/**
 * The lowest rung of a ladder with at most so many findings an hour: what a budget came to in the training traffic.
 *
 * It is told beside the line of the traffic at hand, not used for it: on labelled captures, trained on one half of the time,
 * such lines left 10 findings without an attack in the other half instead of 1 (lab "findings"), and up to 144 an hour in
 * traffic without attacks. Ten minutes of training have not seen the bursts of the next ten.
 */
export function readLadder({ hours, thresholds, findings }: FindingLadder, findingsAnHour: number): BudgetLine {
  const allowed = Math.max(LEAST_ALLOWED, Math.floor(findingsAnHour * hours));
  let rung = 0;
  while (rung + 1 < thresholds.length && findings[rung + 1] <= allowed) rung++;
  return { threshold: thresholds[rung], findings: findings[rung] };
}
