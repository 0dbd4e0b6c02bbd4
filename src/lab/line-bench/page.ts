// The page of the lab "line-speed": the engine and the alerts' worker as the app uses them, over one large traffic.
import { createAlertClient } from '../../alerts/client.ts';
import type { HostLine, Line } from '../../detect/findings/types.ts';
import { createEngineClient } from '../../engine/client.ts';
import type { Analysis } from '../../engine/types.ts';
import type { GroupingFigures } from './grouping.ts';
import GroupingWorker from './worker.ts?worker&inline';

declare global {
  interface Window {
    line?: typeof bench;
  }
}

/** How one line was answered; milliseconds from the page's call. */
export interface Answer {
  threshold: number;
  marked: number;
  ms: number;
}

const engine = createEngineClient({ cores: navigator.hardwareConcurrency });
const alerts = createAlertClient();
let traffic = 0;
let analysis: Analysis;
/** Longest task of the main thread of more than 50 ms since the last look. */
let longest = 0;
const observer = new PerformanceObserver((list) => note(list.getEntries()));
observer.observe({ type: 'longtask' });

function note(entries: PerformanceEntryList): void {
  for (const { duration } of entries) longest = Math.max(longest, duration);
}

async function answer(line: Line): Promise<Answer> {
  const start = performance.now();
  const marked = await engine.countMarked(traffic, line);
  return { threshold: line.threshold, marked, ms: performance.now() - start };
}

const bench = {
  /** Reads the chosen file and trains on it once, as the app does. */
  async open() {
    const [file] = document.querySelector('input')!.files!;
    ({ traffic } = await engine.load([{ name: file.name, data: file }]));
    ({ analysis } = await engine.train({ traffic, name: 'Lab', parameters: {} }));
    const { packets, min, max, threshold, features } = analysis;
    return { packets, min, max, threshold, featureSet: features.set };
  },

  /** Lines for the hosts with most packets above a threshold. */
  async hostLines(threshold: number, count: number): Promise<HostLine[]> {
    const levels = await engine.hostLevels(traffic, threshold, count);
    return levels.map(({ host, level }) => ({ host, threshold: level }));
  },

  async answerAll(thresholds: readonly number[], hosts: readonly HostLine[]): Promise<Answer[]> {
    const answers: Answer[] = [];
    for (const threshold of thresholds) answers.push(await answer({ threshold, hosts }));
    return answers;
  },

  /** The threshold that marks about so many packets: scores that are alike fall on one side together. */
  async findThreshold(packets: number): Promise<number> {
    let { min, max } = analysis;
    for (let step = 0; step < 30; step++) {
      const middle = (min + max) / 2;
      if ((await engine.countMarked(traffic, { threshold: middle, hosts: [] })) > packets) min = middle;
      else max = middle;
    }
    return max;
  },

  /** From a line to its findings. */
  async findFindings(threshold: number) {
    const start = performance.now();
    const marked = await engine.marked(traffic, { threshold, hosts: [] });
    const copied = performance.now();
    const { above } = marked;
    const { total } = await alerts.group(marked, analysis.calibration);
    const end = performance.now();
    return { threshold, marked: above, findings: total, markMs: copied - start, groupMs: end - copied, ms: end - start };
  },

  groupSeeded: () =>
    new Promise<GroupingFigures[]>((done, fail) => {
      const worker = new GroupingWorker();
      worker.onerror = ({ message }) => fail(new Error(message));
      worker.onmessage = ({ data }) => {
        worker.terminate();
        done(data as GroupingFigures[]);
      };
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has none
      worker.postMessage(null);
    }),

  /** Longest task of more than 50 ms since the last call, or 0. */
  takeLongestTask(): number {
    note(observer.takeRecords());
    const ms = longest;
    longest = 0;
    return ms;
  },
};

window.line = bench;
