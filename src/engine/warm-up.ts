// Runs the core on made-up packets once, so that the browser has optimised it before the first real ones come.
// Cold, the first seconds of parsing and scoring run at about half the speed.
import { instantiateCore } from '../base/core.ts';
import { nextTask, Pacer } from '../base/pacer.ts';
import { extractFeatures } from '../features/extract.ts';
import { FEATURE_IDS } from '../features/ids.ts';
import { loadTraffic } from '../ingest/load.ts';
import { DEFAULT_PARAMETERS } from '../model/types.ts';
import { columnsOf } from './columns.ts';
import { scoreTable } from './score.ts';
import { openScorer } from './scorer.ts';
import { trainForest } from './train.ts';
import type { Progress } from './types.ts';

const ITEMS = 3000;
/** So often are items and packets read that the browser takes the reader for worth optimising. */
const ROUNDS = 50;
const PACKETS = 2000;
/** Of the tables of features: their code is the same at any size. */
const TABLE_BYTES = 1 << 20;
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

/** A pcap file of TCP and UDP packets over IPv4 and Ethernet, headers only. */
function makeCapture(): Uint8Array<ArrayBuffer> {
  const record = 16 + 54;
  const bytes = new Uint8Array(24 + PACKETS * record);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0xa1b2c3d4);
  view.setUint32(4, 0x00020004);
  view.setUint32(20, 1);
  for (let index = 0; index < PACKETS; index++) {
    const at = 24 + index * record;
    view.setUint32(at, 1_725_530_000 + index);
    view.setUint32(at + 8, 54);
    view.setUint32(at + 12, 54);
    view.setUint32(at + 16, index % 13);
    view.setUint16(at + 28, 0x0800);
    view.setUint16(at + 30, 0x4500);
    view.setUint16(at + 32, 40);
    view.setUint16(at + 38, 0x4006 + 11 * Number(index % 5 === 0));
    view.setUint32(at + 42, 0x0a000000 + (index % 251));
    view.setUint32(at + 46, 0x0a000000 + (index % 7));
    view.setUint32(at + 50, 0xc00001bb + (index << 16));
    // A TCP header of five words; for UDP, whose length would stand before, it is payload.
    view.setUint32(at + 54, 20);
    view.setUint16(at + 62, 0x5010);
  }
  return bytes;
}

/** Takes about a tenth of a second, in slices. Rejects when the core does not work at all. */
export async function warmUp(reading: WebAssembly.Module, analysis: Promise<WebAssembly.Module>): Promise<void> {
  const data = new Blob(new Array<string>(ROUNDS).fill(makeLines()));
  const pacer = new Pacer<Progress>();
  const { table } = await loadTraffic(reading, [{ name: 'warm-up', data }], pacer);
  const capture = makeCapture();
  const records = new Array<Uint8Array<ArrayBuffer>>(ROUNDS).fill(capture.subarray(24));
  const captured = await loadTraffic(reading, [{ name: 'warm-up', data: new Blob([capture, ...records]) }], pacer);
  const core = await instantiateCore(await analysis);
  const options = { seed: [1, 2], state: null, tableBytes: TABLE_BYTES } as const;
  await extractFeatures(core, captured.table, FEATURE_IDS.traffic, options, nextTask);
  const features = FEATURE_IDS.basic;
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
