// Captures exported as pcapng, whole and in part, against their originals as Wireshark reads both.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { compileCore } from '../base/whole-core.ts';
import { BatchError, messageOf } from '../base/errors.ts';
import { Pacer } from '../base/pacer.ts';
import { exportTraffic } from '../engine/export/export.ts';
import type { Progress, Source } from '../engine/types.ts';
import { wholeView } from '../engine/view.ts';
import { type Loaded, loadTraffic } from '../ingest/load.ts';
import { MARK_CAPTURED } from '../packets/capture.ts';
import { CHUNK_ROWS } from '../packets/table.ts';
import { Seeded } from '../samples/seeded.ts';
import type { WrittenPacket } from './capture-export/blocks.ts';
import { readPackets } from './capture-export/blocks.ts';
import { concatenate, findTool, listFrames, rewrite } from './capture-export/wireshark.ts';

const DEFAULT_FOLDER = '../shared/data/pcap';
const SEED = 4;
/** Share of the packets in the subset, which are marked as well. */
const SHARE = 0.4;
/** Files that one process of mergecap or tshark takes. */
const BATCH = 200;
/** Processes at once. */
const PARALLEL = 2;

type Print = (line: object) => void;

/** One file, its two exports, and what Wireshark reads of it. */
interface Case {
  file: string;
  path: string;
  loaded: Loaded;
  /** Rows of the subset, ascending. */
  chosen: number[];
  whole: string;
  part: string;
  original: WrittenPacket[] | null;
  /** Whether Wireshark has frames in it that are no packets, such as entries of a journal. */
  otherRecords: boolean;
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .toSorted();
}

async function load(core: WebAssembly.Module, source: Source): Promise<Loaded | null> {
  try {
    const loaded = await loadTraffic(core, [source], new Pacer<Progress>());
    const captured = loaded.table.chunks.some(({ marks }) => marks?.some((bits) => bits & MARK_CAPTURED));
    return captured ? loaded : null;
  } catch (error) {
    if (error instanceof BatchError) return null;
    throw error;
  }
}

/** Writes the whole and the seeded part of a capture to files. */
async function exportBoth(loaded: Loaded, source: Source, random: Seeded, whole: string, part: string) {
  const { table } = loaded;
  const scores = table.chunks.map(({ length }) => new Float32Array(length));
  const chosen: number[] = [];
  for (let row = 0; row < table.length; row++) {
    if (random.next() >= SHARE) continue;
    chosen.push(row);
    scores[Math.floor(row / CHUNK_ROWS)][row % CHUNK_ROWS] = 0.75;
  }
  const write = async (rows: 'all' | 'odd', path: string) => {
    const request = {
      table,
      sources: [source],
      view: wholeView(table),
      model: null,
      columns: null,
      format: 'pcapng',
      line: { threshold: 0.5, hosts: [] },
    };
    const pacer = new Pacer<Progress>();
    const given = { ...request, format: 'pcapng' as const, scores: rows === 'odd' ? scores : null, rows };
    const { file } = await exportTraffic(() => Promise.reject(new Error('no model, no core')), given, pacer);
    writeFileSync(path, Buffer.from(await file.arrayBuffer()));
  };
  await write('all', whole);
  await write('odd', part);
  return chosen;
}

/** How two readings of a packet differ, or null. */
function findDifference(a: WrittenPacket, b: WrittenPacket): string | null {
  if (a.linkType !== b.linkType) return `link type ${a.linkType}, not ${b.linkType}`;
  if (a.nanoseconds !== b.nanoseconds) return `time ${a.nanoseconds}, not ${b.nanoseconds} ns`;
  if (a.originalLength !== b.originalLength) return `${a.originalLength} bytes on the wire, not ${b.originalLength}`;
  if (!a.bytes.equals(b.bytes)) return `other bytes (${a.bytes.length}, and ${b.bytes.length} in the original)`;
  return null;
}

/** What came of the packets of exports. */
interface Counts {
  same: number;
  /** Other times only, where the original's fraction of a second is a second or more: Wireshark's 32 bits overflow. */
  overflows: number;
  /** In files of which Wireshark reads another number of packets, as it goes on otherwise behind damage. */
  damaged: number;
  different: number;
}

/** Rows whose record in a pcap has a fraction of a second or more. */
function findOverflows({ path, loaded: { table } }: Case): Set<number> {
  const stored = readFileSync(path);
  const file = stored.readUInt16BE(0) === 0x1f8b ? gunzipSync(stored) : stored;
  const found = new Set<number>();
  for (let row = 0; row < table.length; row++) {
    const frame = table.frame(row)!;
    const { container, bigEndian, ticks } = table.interfaces[frame.interface];
    if (container !== 'pcap') break;
    const fraction = bigEndian ? file.readUInt32BE(frame.offset + 4) : file.readUInt32LE(frame.offset + 4);
    if (fraction >= ticks) found.add(row);
  }
  return found;
}

/**
 * Compares packets of an export with those of the original that they are to be.
 * @param rows  of the packets
 * @param added comments that each has beside its own
 */
function compare(one: Case, exported: readonly WrittenPacket[], rows: readonly number[], added: number, print: Print) {
  const counts: Counts = { same: 0, overflows: 0, damaged: 0, different: 0 };
  const originals = one.original ?? [];
  const overflows = findOverflows(one);
  exported.forEach((packet, index) => {
    const original = originals[rows[index]];
    const comments = packet.comments - (original?.comments ?? 0);
    let difference = original === undefined ? 'no such packet' : findDifference(packet, original);
    if (difference === null && comments !== added) difference = `${comments} more comments, not ${added}`;
    if (difference === null) counts.same++;
    else if (difference.startsWith('time') && overflows.has(rows[index])) counts.overflows++;
    else if (originals.length !== one.loaded.table.length) counts.damaged++;
    else if (counts.different++ < 3) print({ file: one.file, packet: index + 1, difference });
  });
  return counts;
}

/** Does `work` for all, some at once. */
async function forAll<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const rest = [...all];
  const next = async (): Promise<void> => {
    for (let one = rest.shift(); one !== undefined; one = rest.shift()) await work(one);
  };
  await Promise.all(Array.from({ length: PARALLEL }, next));
}

/** Cuts what was read of several files behind one another into what is of each. */
function cutApart<T>(all: readonly T[], counts: readonly number[]): T[][] {
  let at = 0;
  return counts.map((count) => all.slice(at, (at += count)));
}

/** `argument`: a folder of captures. */
export async function run(argument: string | undefined, print: Print): Promise<object> {
  const folder = argument ?? DEFAULT_FOLDER;
  const short: string[] = [];
  const work = mkdtempSync(join(tmpdir(), 'capture-export-'));
  try {
    const start = performance.now();
    const cases: Case[] = [];
    const core = await compileCore();
    const random = new Seeded(SEED);
    let refused = 0;
    for (const path of listFiles(folder)) {
      const file = relative(folder, path);
      const source = { name: file, data: new Blob([readFileSync(path)]) };
      const loaded = await load(core, source);
      if (loaded === null) {
        refused++;
        continue;
      }
      const [whole, part] = ['whole', 'part'].map((what) => join(work, `${cases.length}.${what}.pcapng`));
      try {
        const chosen = await exportBoth(loaded, source, random, whole, part);
        cases.push({ file, path, loaded, chosen, whole, part, original: null, otherRecords: false });
      } catch (error) {
        print({ file, exported: false, because: messageOf(error) });
        short.push(`${file}: ${messageOf(error)}`);
      }
    }
    const exportSeconds = (performance.now() - start) / 1000;
    const own = readOwn(cases, print);
    if (own.different > 0) short.push('every export reads as the rows that were exported');
    const tools = { editcap: await findTool('editcap'), mergecap: await findTool('mergecap'), tshark: await findTool('tshark') }; // prettier-ignore
    const figures = { files: cases.length, noCapture: refused, exportSeconds: Math.round(exportSeconds), own, tools };
    if (Object.values(tools).includes(null)) {
      short.push(
        'the comparison with Wireshark: its command line tools are not installed here, so nothing was compared',
      );
      return { short, ...figures };
    }
    const wireshark = await readByWireshark(cases, work, print, short);
    if (wireshark.different > 0) short.push('every exported packet is that of the original, byte for byte');
    return { short, ...figures, wireshark, seconds: Math.round((performance.now() - start) / 1000) };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Counts of packets in the files, and their lengths, are those of the rows. */
function readOwn(cases: readonly Case[], print: Print): { packets: number; different: number } {
  let [packets, different] = [0, 0];
  for (const { file, loaded, chosen, whole, part } of cases) {
    const rows = Array.from({ length: loaded.table.length }, (_, row) => row);
    for (const [path, wanted] of [
      [whole, rows],
      [part, chosen],
    ] as const) {
      const read = readPackets(readFileSync(path));
      packets += read.length;
      const same = wanted.every((row, index) => {
        const [packet, frame] = [read[index], loaded.table.frame(row)!];
        const { size } = loaded.table.packet(row);
        return packet?.originalLength === size && packet.bytes.length === frame.capturedLength;
      });
      if (same && read.length === wanted.length) continue;
      different++;
      print({ file, rows: wanted.length, packets: read.length, difference: 'lengths are not those of the rows' });
    }
  }
  return { packets, different };
}

async function readByWireshark(cases: Case[], work: string, print: Print, short: string[]) {
  const totals = { unreadable: 0, packets: 0, same: 0, overflows: 0, damaged: 0, different: 0, otherCounts: 0, frames: 0, otherFrames: 0 }; // prettier-ignore
  const rewritten = (index: number): string => join(work, `${index}.original.pcapng`);
  await forAll([...cases.entries()], async ([index, one]) => {
    const read = await rewrite(one.path, rewritten(index));
    if (read !== null) [one.original, one.otherRecords] = [read.packets, read.otherRecords];
  });
  // Of link types that it has no number for, Wireshark writes nothing, so that its tools cannot say what they read.
  const readable = [...cases.entries()].filter(([, { original }]) => original !== null);
  for (const { file, original } of cases) if (original === null) print({ file, original: 'not written by editcap' });
  totals.unreadable = cases.length - readable.length;
  for (let first = 0; first < readable.length; first += BATCH) {
    const places = readable.slice(first, first + BATCH);
    const batch = places.map(([, one]) => one);
    const merged = ['whole', 'part', 'originals'].map((what) => join(work, `${what}.pcapng`));
    let whole: WrittenPacket[], part: WrittenPacket[];
    try {
      whole = await concatenate(batch.map((one) => one.whole), merged[0]); // prettier-ignore
      part = await concatenate(batch.map((one) => one.part), merged[1]); // prettier-ignore
    } catch (error) {
      short.push(`Wireshark opens every export: ${messageOf(error)}`);
      continue;
    }
    const wholes = cutApart(whole, batch.map(({ loaded }) => loaded.table.length)); // prettier-ignore
    const parts = cutApart(part, batch.map(({ chosen }) => chosen.length)); // prettier-ignore
    batch.forEach((one, index) => {
      const all = [...wholes[index].keys()];
      for (const counts of [
        compare(one, wholes[index], all, 0, print),
        compare(one, parts[index], one.chosen, 1, print),
      ])
        for (const key of Object.keys(counts) as (keyof Counts)[]) totals[key] += counts[key];
      totals.packets += wholes[index].length + parts[index].length;
      if (one.original?.length === wholes[index].length) return;
      totals.otherCounts++;
      print({ file: one.file, exported: wholes[index].length, original: one.original?.length });
    });
    // tshark's own words on both, where both have the same frames at times that it can add up.
    const even = batch.flatMap((one, index) => {
      const same = one.original?.length === one.loaded.table.length && !one.otherRecords;
      return same && findOverflows(one).size === 0 ? [index] : [];
    });
    await concatenate(even.map((index) => batch[index].whole), merged[0]); // prettier-ignore
    await concatenate(even.map((index) => rewritten(places[index][0])), merged[2]); // prettier-ignore
    const [exported, originals] = [await listFrames(merged[0]), await listFrames(merged[2])];
    totals.frames += exported.length;
    exported.forEach((line, index) => {
      if (line !== originals[index] && totals.otherFrames++ < 20) print({ exported: line, original: originals[index] });
    });
    if (exported.length !== originals.length)
      short.push(`tshark reads ${exported.length} frames, not ${originals.length}`);
  }
  if (totals.otherFrames > 0) short.push('tshark reads time, lengths and encapsulation as in the original');
  return totals;
}
