// The bar of false alarms: on traffic without attacks, is the marked share what was promised, and do findings keep a budget?
import { adjustThreshold } from '../../detect/adjust.ts';
import { FindingPeaks } from './budget.ts';
import { quantileThreshold } from '../../detect/threshold.ts';
import { countFindings, type ScoredPackets } from './count-findings.ts';

export const RATES = [0.01, 0.001, 0.0001];
const BUDGET_AN_HOUR = 10;

/** One capture: trained on its clean first half, scored in its second. */
export interface AlarmCase {
  name: string;
  background: string;
  isControl: boolean;
  /** Scores of the packets of the first half. */
  training: Float32Array;
  /** Second half without attack packets, scored in a capture that has none. */
  clean: ScoredPackets;
  /** Second half with the attack in it, and which packets are the attack's; null for controls. */
  attacked: (ScoredPackets & { isAttack: ArrayLike<boolean | number> }) | null;
  /** From which score on a packet is unusual in itself, of this model. */
  ceiling: number;
}

/** What one promise came to. */
export interface RateOutcome {
  name: string;
  background: string;
  rate: number;
  packets: number;
  threshold: number;
  /** Packets marked at the adjusted threshold, and at that of the training alone. */
  marked: number;
  markedFixed: number;
  /** Marked share within a factor of 2 of the promise, to the letter. */
  isWithin: boolean;
  /** The same in whole packets: from half the promise, rounded down, to twice the promise, rounded up. */
  isWithinWhole: boolean;
  isWithinFixed: boolean;
  /** Whether any threshold could be within: not where the promise is below half a packet, or too many packets score alike. */
  isPossible: boolean;
  /** Share of the attack's packets that is marked with the attack in the traffic, and of the others; null for controls. */
  recall: number | null;
  othersMarked: number | null;
}

export interface BudgetOutcome {
  name: string;
  isControl: boolean;
  hours: number;
  findings: number;
  findingsAnHour: number;
}

export interface FalseAlarms {
  outcomes: RateOutcome[];
  budget: BudgetOutcome[];
  /** Shares of the outcomes. */
  within: number;
  withinWhole: number;
  withinFixed: number;
  /** Of those that any threshold could keep. */
  withinOfPossible: number;
  /** Each background counting once, whichever its captures; a control is a background of its own. */
  withinWholeByBackground: number;
  /** Mean over captures with an attack, one a rate. */
  recall: number[];
  /** Whether no control has more than 10 findings an hour. */
  controlsKeepBudget: boolean;
}

/** Figures of the bar over all cases; there must be one or more, none of them without packets. */
export async function falseAlarms(cases: readonly AlarmCase[]): Promise<FalseAlarms> {
  const outcomes: RateOutcome[] = [];
  for (const each of cases) for (const rate of RATES) outcomes.push(await measureRate(each, rate));
  const budget = cases.map(measureBudget);
  const possible = outcomes.filter(({ isPossible }) => isPossible);
  const controls = new Set(cases.filter(({ isControl }) => isControl).map(({ name }) => name));
  const groups = new Map<string, RateOutcome[]>();
  for (const outcome of outcomes) {
    const key = `${outcome.rate} ${controls.has(outcome.name) ? outcome.name : outcome.background}`;
    groups.set(key, [...(groups.get(key) ?? []), outcome]);
  }
  return {
    outcomes,
    budget,
    within: share(outcomes, ({ isWithin }) => isWithin),
    withinWhole: share(outcomes, ({ isWithinWhole }) => isWithinWhole),
    withinFixed: share(outcomes, ({ isWithinFixed }) => isWithinFixed),
    withinOfPossible: share(possible, ({ isWithin }) => isWithin),
    withinWholeByBackground: mean(
      [...groups.values()].map((group) => share(group, ({ isWithinWhole }) => isWithinWhole)),
    ),
    recall: RATES.map((rate) => mean(outcomes.flatMap((each) => (each.rate === rate ? (each.recall ?? []) : [])))),
    controlsKeepBudget: budget.every(({ isControl, findingsAnHour }) => !isControl || findingsAnHour <= BUDGET_AN_HOUR),
  };
}

async function measureRate({ name, background, training, clean, attacked, ceiling }: AlarmCase, rate: number) {
  const { scores } = clean;
  const promised = rate * scores.length;
  const { threshold } = await adjustThreshold([scores], rate, ceiling);
  const marked = above(scores, threshold);
  const markedFixed = above(scores, await quantileThreshold([training], rate));
  const isWithin = (count: number): boolean => count >= promised / 2 && count <= promised * 2;
  const outcome: RateOutcome = {
    name,
    background,
    rate,
    packets: scores.length,
    threshold,
    marked,
    markedFixed,
    isWithin: isWithin(marked),
    isWithinWhole: marked >= Math.floor(promised / 2) && marked <= Math.ceil(promised * 2),
    isWithinFixed: isWithin(markedFixed),
    isPossible: markableCounts(scores).some(isWithin),
    recall: null,
    othersMarked: null,
  };
  if (attacked === null) return outcome;
  const line = (await adjustThreshold([attacked.scores], rate, ceiling)).threshold;
  const isAttack = (row: number): boolean => Boolean(attacked.isAttack[row]);
  const [own, others] = [attacked.scores.filter((_, row) => isAttack(row)), attacked.scores.filter((_, row) => !isAttack(row))]; // prettier-ignore
  if (own.length > 0) outcome.recall = above(own, line) / own.length;
  if (others.length > 0) outcome.othersMarked = above(others, line) / others.length;
  return outcome;
}

function measureBudget({ name, isControl, clean, ceiling }: AlarmCase): BudgetOutcome {
  const { scores, times, pairs } = clean;
  let [first, last] = [Infinity, -Infinity];
  const peaks = new FindingPeaks(0, ceiling);
  scores.forEach((score, row) => {
    first = Math.min(first, times[row]);
    last = Math.max(last, times[row]);
    peaks.add(pairs[row], times[row], score);
  });
  const hours = (last - first) / 3600;
  const threshold = Math.min(ceiling, peaks.thresholdFor(Math.floor(BUDGET_AN_HOUR * hours)));
  const findings = countFindings(clean, threshold);
  return { name, isControl, hours, findings, findingsAnHour: findings === 0 ? 0 : findings / hours };
}

const above = (scores: Float32Array, threshold: number): number =>
  scores.reduce((count, score) => count + Number(score > threshold), 0);

/** How many packets thresholds can mark: one count for each different score. */
function markableCounts(scores: Float32Array): number[] {
  const sorted = scores.toSorted().reverse();
  return [...sorted.keys()].filter((place) => place === 0 || sorted[place] !== sorted[place - 1]);
}

const mean = (numbers: readonly number[]): number =>
  numbers.reduce((sum, number) => sum + number, 0) / Math.max(1, numbers.length);

const share = <T>(list: readonly T[], holds: (item: T) => boolean): number =>
  mean(list.map((item) => Number(holds(item))));
