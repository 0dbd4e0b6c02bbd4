// Cases for the bar of false alarms: captures whose first half is clean, scored by the engine with and without their attack.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EngineBench } from './engine-run.ts';
import type { AlarmCase } from './false-alarms.ts';
import { type LabelledCapture, timesOf } from './labelled-captures.ts';
import { readContexts } from './reference-context.ts';

const SEED = 0;

/** The background of each capture by MANIFEST.csv, where the folder has one: its columns `name` and `background`. */
export function readBackgrounds(folder: string): Map<string, string> {
  const path = join(folder, 'MANIFEST.csv');
  if (!existsSync(path)) return new Map();
  const [head, ...lines] = readFileSync(path, 'utf8')
    .trimEnd()
    .split(/\r?\n/)
    .map((line) => line.split(','));
  const [name, background] = [head.indexOf('name'), head.indexOf('background')];
  return new Map(lines.map((cells) => [cells[name], cells[background]]));
}

/** Null where an attack stands in the first half, or the rest has no packet without one. */
export async function makeAlarmCase(
  module: WebAssembly.Module,
  capture: LabelledCapture,
  background: string,
): Promise<AlarmCase | null> {
  const { name, table, labels, early, late } = capture;
  const cleanRows = late.filter((row) => labels[row] === 0);
  if (early.length < 2 || cleanRows.length === 0 || early.some((row) => labels[row] === 1)) return null;
  const bench = new EngineBench(module, capture);
  const trained = await bench.load(early);
  const { file } = await bench.train(trained, SEED);
  const training = bench.scores(trained, early.length);
  const { pairs } = readContexts(table, timesOf(table));
  const times = timesOf(table);
  const score = async (rows: readonly number[]) => {
    const traffic = await bench.load(rows);
    const { adjustment } = await bench.analyze(traffic, file);
    const scores = bench.scores(traffic, rows.length);
    const packets = { scores, times: rows.map((row) => times[row]), pairs: rows.map((row) => pairs[row]) };
    return { packets, ceiling: adjustment?.ceiling ?? 1 };
  };
  const { packets: clean, ceiling } = await score(cleanRows);
  const isControl = cleanRows.length === late.length;
  const attacked = isControl ? null : (await score(late)).packets;
  return {
    name,
    background,
    isControl,
    training,
    clean,
    attacked: attacked && { ...attacked, isAttack: late.map((row) => labels[row]) },
    ceiling,
  };
}
