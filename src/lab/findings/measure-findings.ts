// Findings of a capture under one protocol, held against its labels.
import { findBudgetLine, makeLadder, readLadder } from '../../detect/findings/budget-line.ts';
import { groupFindings } from '../../detect/findings/group.ts';
import type { MarkedPackets } from '../../detect/findings/types.ts';
import { EngineBench, type Protocol } from '../detect/engine-run.ts';
import { type LabelledCapture, timesOf } from '../detect/labelled-captures.ts';

const SEED = 0;
const FINDINGS_AN_HOUR = 10;
const TOP = 3;

/** Findings at one line. */
export interface LineFigures {
  threshold: number;
  findings: number;
  /** Findings that hold a packet of an attack, and those that hold none. */
  withAttack: number;
  withoutAttack: number;
  /** Share of the attack's packets that are in findings; null without an attack, as are the next two. */
  inside: number | null;
  /** Place of the first finding with a packet of an attack, from 1; 0 where there is none. */
  rank: number | null;
  /** From the first packet of an attack to the first of them that is in a finding. */
  seconds: number | null;
}

export interface ProtocolFindings {
  packets: number;
  attackPackets: number;
  hours: number;
  /** At a budget of 10 findings an hour, drawn in the traffic. */
  budget: LineFigures;
  /** At the model's own line, adjusted to the traffic: where the budget's line cannot be below. */
  own: LineFigures;
  /** At the line of the same budget in the training traffic, or at the ceiling where that is lower; protocol A only. */
  trained: LineFigures | null;
  /** For each kind of attack, the place of the first finding that holds a packet of it; 0 where there is none. */
  kinds: Record<string, number>;
  /** The first findings, those with an attack marked by a star. */
  top: string[];
}

/** Null where there is nothing to train on or to score. */
export async function measureFindings(
  module: WebAssembly.Module,
  capture: LabelledCapture,
  protocol: Protocol,
): Promise<ProtocolFindings | null> {
  const whole = [...capture.labels.keys()];
  const [training, rows] = protocol === 'A' ? [capture.early, capture.late] : [whole, whole];
  if (training.length < 2 || rows.length === 0) return null;
  const bench = new EngineBench(module, capture);
  const trained = await bench.load(training);
  const { file, analysis: own } = await bench.train(trained, SEED);
  const scored = protocol === 'A' ? await bench.load(rows) : trained;
  const { threshold, adjustment } = protocol === 'A' ? await bench.analyze(scored, file) : own;
  const times = timesOf(capture.table);
  const truth: Truth = {
    labels: rows.map((row) => capture.labels[row]),
    kinds: rows.map((row) => capture.kinds[row]),
    times: rows.map((row) => times[row]),
  };
  const marked = await bench.marked(scored, threshold);
  const line = findBudgetLine(marked, FINDINGS_AN_HOUR).threshold;
  const judged = judgeFindings(await bench.marked(scored, line), truth);
  const ladder = protocol === 'A' ? makeLadder(await bench.marked(trained, 0)) : null;
  const reached = ladder && Math.min(readLadder(ladder, FINDINGS_AN_HOUR).threshold, adjustment?.ceiling ?? 1);
  return {
    packets: rows.length,
    attackPackets: truth.labels.reduce((sum, label) => sum + label, 0),
    hours: ((marked.last ?? 0) - (marked.first ?? 0)) / 3600,
    budget: judged.figures,
    own: judgeFindings(marked, truth).figures,
    trained: reached === null ? null : judgeFindings(await bench.marked(scored, reached), truth).figures,
    kinds: judged.kinds,
    top: judged.top,
  };
}

/** Of each packet of the traffic. */
export interface Truth {
  labels: readonly number[];
  kinds: readonly string[];
  /** Seconds. */
  times: readonly number[];
}

export function judgeFindings(marked: MarkedPackets, { labels, kinds, times }: Truth) {
  const { findings, total, members } = groupFindings(marked, null);
  const attacks = new Uint32Array(total);
  const places: Record<string, number> = {};
  for (const [row, label] of labels.entries()) if (label === 1) places[kinds[row]] = 0;
  let [inside, began, found] = [0, Infinity, Infinity];
  marked.rows.forEach((row, i) => {
    if (labels[row] === 0) return;
    const place = members[i] + 1;
    attacks[place - 1]++;
    inside++;
    found = Math.min(found, times[row]);
    places[kinds[row]] = places[kinds[row]] === 0 ? place : Math.min(places[kinds[row]], place);
  });
  const attackTimes = times.filter((_, row) => labels[row] === 1);
  for (const time of attackTimes) began = Math.min(began, time);
  const withAttack = attacks.filter((count) => count > 0).length;
  const some = attackTimes.length > 0;
  const figures: LineFigures = {
    threshold: marked.line.threshold,
    findings: total,
    withAttack,
    withoutAttack: total - withAttack,
    inside: some ? inside / attackTimes.length : null,
    rank: some ? attacks.findIndex((count) => count > 0) + 1 : null,
    seconds: inside > 0 ? found - began : null,
  };
  const top = findings.slice(0, TOP).map(({ title }, place) => `${attacks[place] > 0 ? '* ' : ''}${title}`);
  return { figures, kinds: places, top };
}
