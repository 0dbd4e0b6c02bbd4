// Lab "forest": how fast forests are grown, score and explain in Chromium, on one core and two, against a naive walk.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright';
import { messageOf } from '../base/errors.ts';
import { serveFolder } from '../scripts/static-server.mjs';
import { launchBrowser } from './browser.ts';
import { type BenchFigures, findShort } from './forest-bench/bars.ts';
import { kernelFigures, roundDeep, roundFigures, workloadFigures } from './forest-bench/figures.ts';
import type { Machine, RoundTimes, ScoringTimes, Task } from './forest-bench/tasks.ts';
import { HOSTILE } from './forest-bench/workloads.ts';

const ROUNDS = 7;
/** Fresh workers whose first call is measured, for each kernel of each workload. */
const COLD_STARTS = 3;
const HOSTILE_ROUNDS = 3;
const DEEP = { samples: 4096, rows: 262_144 };
const EXPLAINED_ROWS = 2000;
/** Growing takes so long that a few rounds must do where trees are large. */
const TRAININGS = [
  { samples: 256, warmUp: 10, rounds: ROUNDS },
  { samples: 65_536, warmUp: 0, rounds: ROUNDS },
  { samples: 1_000_000, warmUp: 0, rounds: 2 },
] as const;

type ScoringTask = Extract<Task, { kind: 'scoring' }>;

/** Does a task in a page of its own, in a process that has seen nothing of the core before. */
async function doTask(browser: Browser, site: string, task: Task): Promise<object> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(site);
    await page.waitForFunction(() => window.measure !== undefined);
    return await page.evaluate((each) => window.measure!(each), task);
  } finally {
    await context.close();
  }
}

async function measureAll(browser: Browser, site: string, print: (line: object) => void) {
  const figures: BenchFigures = { training: {}, hostile: {} };
  const extra: { machine?: Machine; packets?: object } = {};
  /** What one task found, printed; undefined where it failed: its goals are then missed. */
  const attempt = async <T extends object>(task: Task): Promise<T | undefined> => {
    try {
      const found = await doTask(browser, site, task);
      print({ task, ...roundDeep(found) });
      return found as T;
    } catch (error) {
      print({ task, failed: messageOf(error) });
      return undefined;
    }
  };
  const score = async (columns: ScoringTask['columns'], general: boolean, rounds: number, compare: boolean) => {
    const task: ScoringTask = { kind: 'scoring', columns, general, rounds, compare };
    const visits = [await attempt<ScoringTimes>(task)];
    const starts = compare ? COLD_STARTS : 1;
    for (let start = 1; start < starts; start++) {
      visits.push(await attempt<ScoringTimes>({ ...task, rounds: 0, compare: false }));
    }
    return visits[0] === undefined ? [] : visits.filter((visit) => visit !== undefined);
  };

  extra.machine = await attempt<Machine>({ kind: 'machine' });
  for (const [name, columns, general] of [
    ['W1', 'W1', true],
    ['lookup', 'W1', false],
    ['W2', 'W2', false],
    ['W3', 'W3', false],
  ] as const) {
    const visits = await score(columns, general, ROUNDS, true);
    if (visits.length > 0) figures[name] = workloadFigures(visits);
  }
  const packets = await score('W1 packets', false, ROUNDS, false);
  if (packets.length > 0) extra.packets = kernelFigures(packets);
  for (const columns of HOSTILE) {
    const ways: BenchFigures['hostile'][typeof columns] = {};
    for (const way of ['app', 'general'] as const) {
      const visits = await score(columns, way === 'general', HOSTILE_ROUNDS, false);
      if (visits.length > 0) ways[way] = kernelFigures(visits);
    }
    figures.hostile[columns] = ways;
  }
  for (const { samples, warmUp, rounds } of TRAININGS) {
    const times = await attempt<RoundTimes>({ kind: 'training', samples, warmUp, rounds });
    if (times) figures.training[samples] = roundFigures(times);
  }
  const deep = await attempt<RoundTimes>({ kind: 'deep scoring', ...DEEP, rounds: ROUNDS });
  if (deep) figures.deep = roundFigures(deep);
  const explaining = await attempt<RoundTimes>({ kind: 'explaining', rows: EXPLAINED_ROWS, rounds: ROUNDS });
  if (explaining) figures.explaining = roundFigures(explaining);
  return { figures, ...extra };
}

function buildPage(folder: string): void {
  const script = fileURLToPath(new URL('./forest-bench/build-page.mjs', import.meta.url));
  // Only the lab's lines may go to stdout.
  const { status } = spawnSync(process.execPath, [script, folder], { stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error('The page of the lab does not build; the reason stands above.');
}

/** Takes no argument. */
export async function run(_: string | undefined, print: (line: object) => void): Promise<object> {
  const began = performance.now();
  const site = mkdtempSync(join(tmpdir(), 'net-anomaly-lab-forest-'));
  try {
    buildPage(site);
    const server = await serveFolder(site);
    const browser = await launchBrowser();
    try {
      const { figures, machine, packets } = await measureAll(browser, server.url, print);
      const { W1, lookup, W2, W3, training, deep, explaining, hostile } = roundDeep(figures);
      return {
        short: findShort(figures),
        machine: machine && roundDeep(machine),
        // Its own figures are those of the kernel that takes any column; two workers score as the app does.
        W1: {
          ...W1,
          twoWorkers: lookup?.twoWorkers,
          general: W1,
          lookup,
          packetColumns: packets && roundDeep(packets),
        },
        W2,
        W3,
        training,
        scoring4096: deep,
        explaining,
        hostile,
        seconds: Math.round((performance.now() - began) / 1000),
      };
    } finally {
      await browser.close();
      await server.stop();
    }
  } finally {
    rmSync(site, { recursive: true, force: true });
  }
}
