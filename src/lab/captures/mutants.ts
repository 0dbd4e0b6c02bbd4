// Mutants of a folder's captures: none may trap, be slow, or take memory.
import { gunzipSync } from 'node:zlib';
import { drawFrom } from '../../base/testing/draw.ts';
import type { Bytes } from '../../ingest/capture/testing/bytes.ts';
import { judgeCaptures } from '../../ingest/capture/testing/judge.ts';
import { type Anatomy, dissect, mutateCapture } from '../../ingest/capture/testing/mutants.ts';
import type { CaptureFolder } from './folder.ts';
import { watchMemories } from './memories.ts';

const SEED = 20_261_122;
/** Files of one load: most of its cost is not theirs. Each is then slower, and takes more memory, than it would alone. */
const GROUP = 25;
/** Larger files are left out: what they have of their own stands in their first bytes. */
const LARGEST = 20_000;
const CUT_FILES = 12;
const LONGEST_CUT = 3000;
const MOST_MS = 1000;
const MOST_BYTES = 64 << 20;
const LINES = 20;

function openAnatomies(folder: CaptureFolder): Anatomy[] {
  const files = folder.files.map(({ file }) => folder.read(file)).filter(({ length }) => length > 0);
  return files.flatMap((bytes) => {
    const gzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
    const all = gzip ? [bytes, new Uint8Array(gunzipSync(bytes))] : [bytes];
    return all.filter(({ length }) => length <= LARGEST).map(dissect);
  });
}

/** Twelve files of several packets each, spread over the folder. */
function chooseCutFiles(anatomies: readonly Anatomy[]): Anatomy[] {
  const fit = anatomies.filter(({ bytes, cuts }) => bytes.length <= LONGEST_CUT && cuts.length > 3);
  const step = Math.max(1, Math.floor(fit.length / CUT_FILES));
  return fit.filter((_, index) => index % step === 0).slice(0, CUT_FILES);
}

/** Every file of `chooseCutFiles` cut at each of its bytes, then seeded changes. */
function* makeMutants(anatomies: readonly Anatomy[], count: number): Generator<Bytes> {
  let made = 0;
  for (const { bytes } of chooseCutFiles(anatomies)) {
    for (let length = 0; length < bytes.length && made < count; length++, made++) yield bytes.slice(0, length);
  }
  const draw = drawFrom(SEED);
  for (; made < count; made++) yield mutateCapture(draw, anatomies[draw(anatomies.length)], anatomies);
}

export async function measureMutants(
  core: WebAssembly.Module,
  folder: CaptureFolder,
  count: number,
  print: (line: object) => void,
) {
  const start = performance.now();
  const anatomies = openAnatomies(folder);
  const cutFiles = chooseCutFiles(anatomies);
  const memories = watchMemories();
  const figures = { mutants: 0, read: 0, refused: 0, packets: 0, inspected: 0, faults: 0, slow: 0 };
  let [slowestMs, mostBytes] = [0, 0];
  let group: Bytes[] = [];
  const judgeGroup = async () => {
    let verdict = await judgeCaptures(core, group);
    mostBytes = Math.max(mostBytes, memories.take());
    figures.mutants += group.length;
    const readable = verdict.packets.filter((packets) => packets > 0).length;
    figures.read += readable;
    figures.refused += group.length - readable;
    figures.packets += verdict.packets.reduce((sum, packets) => sum + packets, 0);
    figures.inspected += verdict.inspected;
    slowestMs = Math.max(slowestMs, verdict.ms);
    // Of a group that is not as it must be each is looked at alone, to tell which it is.
    if (verdict.fault === null && verdict.ms <= MOST_MS) return;
    const { fault } = verdict;
    let found = 0;
    for (const [index, mutant] of group.entries()) {
      verdict = await judgeCaptures(core, [mutant]);
      memories.take();
      if (verdict.fault === null && verdict.ms <= MOST_MS) continue;
      found++;
      if (verdict.fault === null) figures.slow++;
      print({ mutant: figures.mutants - group.length + index, ms: verdict.ms, fault: verdict.fault, bytes: Buffer.from(mutant).toString('base64').slice(0, 4000) }); // prettier-ignore
    }
    if (fault !== null) figures.faults += Math.max(1, found);
    if (found === 0 && fault !== null) print({ mutants: figures.mutants, fault, only: 'together' });
  };
  for (const mutant of makeMutants(anatomies, count)) {
    group.push(mutant);
    if (group.length < GROUP) continue;
    await judgeGroup();
    group = [];
    if (figures.mutants % Math.ceil(count / LINES) < GROUP) {
      print({ ...figures, slowestLoadMs: Math.round(slowestMs), mostMB: Math.round(mostBytes / 1e5) / 10 });
    }
  }
  if (group.length > 0) await judgeGroup();
  memories.stop();
  const short: string[] = [];
  if (figures.mutants < 200_000) short.push('200,000 mutants');
  if (figures.faults > 0) short.push('0 traps, 0 uncaught errors');
  if (figures.slow > 0) short.push('no mutant over 1 s');
  if (mostBytes > MOST_BYTES) short.push('memory growth under 64 MiB');
  if (cutFiles.length < CUT_FILES) short.push('truncation at every byte of 12 captures');
  return {
    short,
    figures: {
      ...figures,
      files: anatomies.length,
      cutFiles: cutFiles.length,
      cuts: cutFiles.reduce((sum, { bytes }) => sum + bytes.length, 0),
      together: GROUP,
      slowestLoadMs: Math.round(slowestMs),
      mostMB: Math.round(mostBytes / 1e5) / 10,
      seconds: Math.round((performance.now() - start) / 1000),
    },
  };
}
