// Runs the core on made-up packets once, so that the browser has optimised it before the first real ones come.
// Cold, the first seconds of parsing and scoring run at about half the speed.
import { instantiateCore } from '../base/core.ts';
import { nextTask, Pacer } from '../base/pacer.ts';
import { FEATURE_IDS } from '../features/ids.ts';
import { loadTraffic } from '../ingest/load.ts';
import { DEFAULT_PARAMETERS } from '../model/types.ts';
import { columnsOf } from './columns.ts';
import { scoreTable } from './score.ts';
import { openScorer } from './scorer.ts';
import { trainForest } from './train.ts';
import type { Progress } from './types.ts';

const ITEMS = 3000;
/** So often are the items read that the browser takes the reader for worth optimising. */
const ROUNDS = 50;
/** Rows scored at a time: cold, some milliseconds. */
const PIECE = 2048;

/** Items of the usual form, one a line. */
function makeLines(): string {
  const items = Array.from({ length: ITEMS }, (_, index) => {
    const size = 40 + ((index * 7919) % 1460);
    const ts = (1_725_530_000 + index / 1000).toFixed(6);
    return `{"src":"10.0.${index % 7}.${index % 251}","dst":"192.0.2.${index % 253}","size":${size},"proto":${index % 5 ? 6 : 17},"ts":${ts}}\n`;
  });
  return items.join('');
}

/** Takes about a tenth of a second, in slices. Rejects when the core does not work at all. */
export async function warmUp(module: WebAssembly.Module): Promise<void> {
  const data = new Blob(new Array<string>(ROUNDS).fill(makeLines()));
  const pacer = new Pacer<Progress>();
  const { table } = await loadTraffic(module, [{ name: 'warm-up', data }], pacer);
  const core = await instantiateCore(module);
  const features = [...FEATURE_IDS];
  const forest = await trainForest(core, table, features, { ...DEFAULT_PARAMETERS, n_estimators: 20 }, pacer);
  await scoreTable(core, forest, table, pacer);
  // The same few rows again and again are looked up, so that the kernel itself must be asked for.
  const scorer = await openScorer(core, forest, async () => undefined, { lookUp: false });
  const [columns] = columnsOf(table, features);
  const scores = new Float32Array(columns[0].length);
  for (let from = 0; from + PIECE <= scores.length; from += PIECE) {
    scorer.score(columns, from, PIECE, scores);
    await nextTask();
  }
  scorer.close();
}
