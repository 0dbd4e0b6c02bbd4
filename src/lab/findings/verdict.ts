// The lab's judgement on findings: means over captures with an attack, and which goals of the issue were missed.
import { meanOf } from '../outliers/measures.ts';
import type { LineFigures, ProtocolFindings } from './measure-findings.ts';

const LEAST_FOUND = 0.9;
const LEAST_ON_TOP = 0.8;
const MOST_WITHOUT = 5;
const TOP = 3;

export interface NamedFindings {
  capture: string;
  A: ProtocolFindings | null;
  B: ProtocolFindings | null;
}

const isFound = ({ rank }: LineFigures): boolean => rank !== null && rank > 0;
const isOnTop = (line: LineFigures): boolean => isFound(line) && line.rank! <= TOP;

/** Over captures with an attack; there must be one or more. */
function meansOf(lines: readonly LineFigures[]) {
  const share = (holds: (line: LineFigures) => boolean): number => meanOf(lines.map((line) => Number(holds(line))));
  const seconds = lines.flatMap((line) => line.seconds ?? []).toSorted((a, b) => a - b);
  return {
    found: share(isFound),
    onTop: share(isOnTop),
    withoutAttack: meanOf(lines.map(({ withoutAttack }) => withoutAttack)),
    inside: meanOf(lines.map(({ inside }) => inside ?? 0)),
    medianSeconds: seconds.length > 0 ? seconds[seconds.length >> 1] : null,
  };
}

function judgeProtocol(protocol: 'A' | 'B', captures: readonly NamedFindings[]) {
  const all = captures.flatMap((each) => {
    const findings = each[protocol];
    return findings === null ? [] : [{ capture: each.capture, findings }];
  });
  const attacked = all.filter(({ findings }) => findings.attackPackets > 0);
  if (attacked.length === 0) return { short: [`${protocol}: no capture with an attack`], means: null };
  const means = meansOf(attacked.map(({ findings }) => findings.budget));
  const own = meansOf(attacked.map(({ findings }) => findings.own));
  const trained = attacked.flatMap(({ findings }) => findings.trained ?? []);
  const missed = attacked.filter(({ findings }) => !isFound(findings.budget)).map(({ capture }) => capture);
  const low = attacked.filter(({ findings: { budget } }) => isFound(budget) && !isOnTop(budget)).map(({ capture }) => capture); // prettier-ignore
  const short: string[] = [];
  if (means.found < LEAST_FOUND) short.push(`${protocol}: ${means.found.toFixed(3)} ≥ ${LEAST_FOUND} of attacks have a finding; not ${missed.join(', ')}`); // prettier-ignore
  if (means.onTop < LEAST_ON_TOP) short.push(`${protocol}: ${means.onTop.toFixed(3)} ≥ ${LEAST_ON_TOP} of attacks are within the first three; not ${[...missed, ...low].join(', ')}`); // prettier-ignore
  if (means.withoutAttack > MOST_WITHOUT) short.push(`${protocol}: ${means.withoutAttack.toFixed(1)} ≤ ${MOST_WITHOUT} findings without an attack`); // prettier-ignore
  return {
    short,
    means: {
      captures: attacked.length,
      budget: means,
      own,
      trained: trained.length > 0 ? meansOf(trained) : null,
      missed,
      low,
      /** Findings of captures without an attack. */
      controls: Object.fromEntries(
        all.filter(({ findings }) => findings.attackPackets === 0).map(({ capture, findings }) => [capture, findings.budget.findings]), // prettier-ignore
      ),
    },
  };
}

export function judgeFindingsOf(captures: readonly NamedFindings[]) {
  const [a, b] = [judgeProtocol('A', captures), judgeProtocol('B', captures)];
  return { short: [...a.short, ...b.short], A: a.means, B: b.means };
}
