// Lab "captures": a folder of captures against tshark's reading of them, frame by frame; then 200,000 mutants of the folder.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { compileCore } from '../base/whole-core.ts';
import { BatchError } from '../base/errors.ts';
import { Pacer } from '../base/pacer.ts';
import type { Progress } from '../engine/types.ts';
import { type Loaded, loadTraffic } from '../ingest/load.ts';
import { CLASSES } from './captures/classes.ts';
import { type Comparison, addComparison, compareFile, emptyComparison } from './captures/compare.ts';
import { explainCount } from './captures/count-reasons.ts';
import { type CaptureFolder, type FileEntry, openFolder } from './captures/folder.ts';
import { measureMutants } from './captures/mutants.ts';

const DEFAULT_FOLDER = '../shared/data/pcap';
const MUTANTS = Number(process.env.LAB_MUTANTS ?? 200_000);
const MOST_MS = 1000;

interface FileLine extends Comparison {
  file: string;
  packets: number;
  ms: number;
  refusal: string | null;
  exception: string | null;
  loaded: Loaded | null;
}

async function readFile(core: WebAssembly.Module, folder: CaptureFolder, entry: FileEntry): Promise<FileLine> {
  const stored = folder.read(entry.file);
  const source = { name: entry.file, data: new Blob([stored]) };
  const frames = folder.frames.get(entry.file) ?? [];
  let loaded: Loaded | null = null;
  let [refusal, exception]: (string | null)[] = [null, null];
  const start = performance.now();
  try {
    loaded = await loadTraffic(core, [source], new Pacer<Progress>());
  } catch (error) {
    if (error instanceof BatchError) refusal = error.message;
    else exception = error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  const ms = performance.now() - start;
  const packets = loaded?.table.length ?? 0;
  const bytes = loaded?.report.sources[0].gzip ? new Uint8Array(gunzipSync(stored)) : stored;
  return {
    ...compareFile(loaded?.table ?? null, bytes, frames),
    file: entry.file,
    packets,
    ms,
    refusal,
    exception,
    loaded,
  };
}

function printFile(line: FileLine, print: (line: object) => void): void {
  const [source] = line.loaded?.report.sources ?? [];
  print({
    file: line.file,
    packets: line.packets,
    reference: line.frames,
    strict: line.strict,
    agree: line.agree,
    explained: line.explained,
    differences: Object.fromEntries(line.differences),
    unexplained: line.unexplained,
    ms: Math.round(line.ms * 10) / 10,
    notes: source?.capture?.notes.slice(0, 3).map(({ offset, message }) => `byte ${offset}: ${message}`) ?? [],
    noteCount: source?.capture?.noteCount ?? 0,
    stopped: source?.stopped?.message ?? null,
    refusal: line.refusal,
    exception: line.exception,
  });
}

const percent = (part: number, of: number): number => Math.round((1e5 * part) / of) / 1e3;

/** Reads each file and compares it; answers figures and the goals that were missed. */
async function compareFolder(core: WebAssembly.Module, folder: CaptureFolder, print: (line: object) => void) {
  const all = emptyComparison();
  const otherCounts: string[] = [];
  let [files, exceptions, slowest] = [0, 0, 0];
  let slowestFile = '';
  for (const entry of folder.files) {
    let line = await readFile(core, folder, entry);
    // A machine that was busy elsewhere is no slow file.
    if (line.ms > MOST_MS) line = await readFile(core, folder, entry);
    printFile(line, print);
    files++;
    addComparison(all, line);
    if (line.exception !== null) exceptions++;
    if (line.ms > slowest) [slowest, slowestFile] = [line.ms, line.file];
    if (line.packets !== line.frames) {
      const reason = explainCount(
        entry,
        line.packets,
        folder.frames.get(entry.file) ?? [],
        line.loaded?.report.sources[0] ?? null,
        line.refusal,
      );
      otherCounts.push(`${line.file}: ${line.packets} packets, tshark ${line.frames}: ${reason}`);
    }
  }
  const figures = {
    files,
    frames: all.frames,
    strictPercent: percent(all.strict, all.frames),
    agreePercent: percent(all.agree, all.frames),
    explainedPercent: percent(all.explained, all.frames),
    basicStrictPercent: percent(all.basicStrict, all.frames),
    basicPercent: percent(all.basic, all.frames),
    columnPercent: Object.fromEntries([...all.columns].map(([column, count]) => [column, percent(count, all.frames)])),
    differences: Object.fromEntries([...all.differences].toSorted((a, b) => b[1] - a[1])),
    classes: Object.fromEntries(CLASSES.map(({ name, counts }) => [name, counts])),
    otherCounts,
    exceptions,
    slowestMs: Math.round(slowest),
    slowestFile,
  };
  const short: string[] = [];
  if (!(figures.agreePercent >= 99.5)) short.push('≥ 99.5 % of frames agree in every column');
  if (!(figures.basicPercent >= 99.9)) short.push('≥ 99.9 % of frames agree in time, lengths and addresses');
  if (exceptions > 0) short.push('0 exceptions');
  if (slowest > MOST_MS) short.push('no file over 1 s');
  if (otherCounts.some((line) => line.endsWith('unexplained')))
    short.push('each other count of packets has its reason');
  return { short, figures };
}

/** `argument`: a folder, the word `mutants`, or both with a blank between them: then only mutants of the folder. */
export async function run(argument: string | undefined, print: (line: object) => void): Promise<object> {
  const words = (argument ?? '').split(' ').filter((word) => word !== '');
  const onlyMutants = words[0] === 'mutants';
  const place = resolve((onlyMutants ? words[1] : words[0]) ?? DEFAULT_FOLDER);
  if (!existsSync(place)) throw new Error(`There is no folder ${place}; give one with INDEX.csv and tshark_reference.tsv.gz.`); // prettier-ignore
  const core = await compileCore();
  const folder = openFolder(place);
  const compared = onlyMutants ? null : await compareFolder(core, folder, print);
  const mutants = MUTANTS > 0 ? await measureMutants(core, folder, MUTANTS, print) : null;
  return {
    short: [...(compared?.short ?? []), ...(mutants?.short ?? [])],
    ...compared?.figures,
    mutants: mutants?.figures,
  };
}
