// Lab "detect": how well the app finds the attacks of labelled captures, end to end: bytes to scores, five seeds each.
import { resolve } from 'node:path';
import { compileCore } from '../base/whole-core.ts';
import { EXTRACTED_FEATURES } from '../features/extract.ts';
import { makeAlarmCase, readBackgrounds } from './detect/alarm-cases.ts';
import { type Protocol, runEngine } from './detect/engine-run.ts';
import { type AlarmCase, type FalseAlarms, falseAlarms } from './detect/false-alarms.ts';
import { type LabelledCapture, listCaptures, readCapture } from './detect/labelled-captures.ts';
import { leaveOneOut } from './detect/leave-one-out.ts';
import { prepareTrial } from './detect/prepare-trial.ts';
import { type KindFigures, tellKinds } from './detect/tells.ts';
import { SHIPPED } from './detect/shipped.ts';
import { CREW_WORD, serveTrials } from './detect/trial-crew.ts';
import { type Figures, figuresOf, seeTrial } from './detect/trials.ts';
import { type ProtocolFigures, judgeCaptures } from './detect/verdict.ts';
import { meanOf } from './outliers/measures.ts';

const DEFAULT_FOLDER = '../shared/data/network/mixed';
const SEEDS = [0, 1, 2, 3, 4];
const MOST_SECONDS = 180;
const LEAST_WITHIN = 0.8;

type Print = (line: object) => void;

function meanFigures(all: readonly Figures[]): Figures {
  const mean = (figure: keyof Figures) => meanOf(all.map((figures) => figures[figure]));
  return {
    auroc: mean('auroc'),
    averagePrecision: mean('averagePrecision'),
    recall01: mean('recall01'),
    recall1: mean('recall1'),
  };
}

/** A capture under a protocol, with each kind of attack in it. */
async function measureProtocol(
  module: WebAssembly.Module,
  capture: LabelledCapture,
  protocol: Protocol,
): Promise<(ProtocolFigures & { kinds: KindFigures[] }) | null> {
  const scored = await runEngine(module, capture, protocol, SEEDS);
  if (scored === null) return null;
  const labels = Uint8Array.from(scored.rows, (row) => capture.labels[row]);
  const attackShare = meanOf([...labels]);
  if (attackShare === 0 || attackShare === 1) return { attackShare, figures: null, kinds: [] };
  const trial = await prepareTrial(module, capture, protocol);
  const kinds = scored.rows.map((row) => capture.kinds[row]);
  return {
    attackShare,
    figures: meanFigures(scored.scores.map((scores) => figuresOf([scores], labels))),
    kinds: tellKinds(kinds, scored.scores[0], EXTRACTED_FEATURES, seeTrial(trial!, SHIPPED)),
  };
}

/** The goals of false alarms that were missed. Promises that no threshold can keep, as of half a packet, do not count. */
function judgeAlarms(alarms: Partial<FalseAlarms>): string[] {
  const { withinOfPossible = Number.NaN, controlsKeepBudget = false } = alarms;
  const short: string[] = [];
  if (!(withinOfPossible >= LEAST_WITHIN)) short.push(`false alarms: ${withinOfPossible.toFixed(2)} ≥ ${LEAST_WITHIN} of promises kept`); // prettier-ignore
  if (!controlsKeepBudget) short.push('false alarms: at a budget of 10 findings an hour controls have at most 10');
  return short;
}

/** Four digits are enough for the eye. */
const roundDeep = (value: object): object =>
  JSON.parse(
    JSON.stringify(value, (_, each: unknown) => (typeof each === 'number' ? Number(each.toPrecision(4)) : each)),
  );

/** `given`: a folder of NAME.pcap with NAME.labels.csv, and `--leave-one-out`, in any order. */
export async function run(given: string | undefined, print: Print, rest: readonly string[] = []): Promise<object> {
  const words = [given ?? '', ...rest].filter((word) => word !== '');
  if (words[0] === CREW_WORD) {
    await serveTrials(words[1], Number(words[2]), Number(words[3]));
    return {};
  }
  const unknown = words.find((word) => word.startsWith('--') && word !== '--leave-one-out');
  if (unknown !== undefined) throw new Error(`${unknown} is unknown; there is --leave-one-out.`);
  const folder = resolve(words.find((word) => !word.startsWith('--')) ?? DEFAULT_FOLDER);
  if (words.includes('--leave-one-out')) return leaveOneOut(folder, print);
  const module = await compileCore();

  const start = performance.now();
  const backgrounds = readBackgrounds(folder);
  const captures = [];
  const alarmCases: AlarmCase[] = [];
  for (const name of listCaptures(folder)) {
    const capture = await readCapture(module, folder, name);
    const line = {
      capture: name,
      packets: capture.table.length,
      A: await measureProtocol(module, capture, 'A'),
      B: await measureProtocol(module, capture, 'B'),
    };
    captures.push(line);
    const alarmCase = await makeAlarmCase(module, capture, backgrounds.get(name) ?? name);
    if (alarmCase !== null) alarmCases.push(alarmCase);
    print(roundDeep(line));
  }
  const { short, means } = judgeCaptures(captures);
  const { outcomes = [], budget = [], ...alarms } = alarmCases.length === 0 ? {} : await falseAlarms(alarmCases);
  outcomes.forEach((outcome) => print({ falseAlarms: outcome }));
  budget.forEach((outcome) => print({ budget: outcome }));
  short.push(...judgeAlarms(alarms));
  const seconds = (performance.now() - start) / 1000;
  if (seconds > MOST_SECONDS) short.push(`${seconds.toFixed(0)} s ≤ ${MOST_SECONDS} s`);
  return { short, captures: captures.length, seeds: SEEDS.length, means: roundDeep(means), alarms, seconds };
}
