// Rewrites samples/: seeded batches with planted oddities, captures, and beside each what reading it must give.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Packet } from '../packets/table.ts';
import { sampleBatches } from '../samples/batches.ts';
import { sampleCaptures } from '../samples/captures.ts';
import { SCANNER } from '../samples/planted-oddities.ts';
import { ODDITY_REASONS } from './oddity-reasons.ts';
import { writeCapture } from './sample-captures.ts';

/** Where an oddity ended up (0-based index in `items`), and why it is one. */
export interface Planted {
  row: number;
  why: string;
}

/** What reading a sample must give. `scikit_learn` is put there by score_samples.py. */
export interface Expected {
  packets: number;
  span: { first: number; last: number };
  hosts: number;
  wireBytes: number;
  /** Most packets first, then by number. */
  protocols: { proto: number; packets: number }[];
  planted: Planted[];
  /** Packets of a scan that only shows to who looks at more than single packets: who sends them, and how many. */
  scan: { src: string; packets: number } | null;
  scikit_learn?: ScikitLearnView;
}

/** How scikit-learn's IsolationForest sees the planted rows, over several seeds. */
export interface ScikitLearnView {
  version: string;
  parameters: Record<string, number>;
  features: string[];
  seeds: number;
  /** `rank` 1 is the oddest packet of the batch; `mean_score` is the isolation score, 0 to 1. */
  planted: { row: number; mean_score: number; mean_rank: number; worst_rank: number }[];
}

export interface Sample {
  name: string;
  /** The batch, as the file holds it. */
  text: string;
  expected: Expected;
}

function describe(packets: readonly Packet[], planted: Planted[]): Expected {
  const byProtocol = new Map<number, number>();
  for (const { proto } of packets) byProtocol.set(proto, (byProtocol.get(proto) ?? 0) + 1);
  const probes = packets.filter(({ src }) => src === SCANNER).length;
  const times = packets.flatMap(({ ts }) => (ts === undefined ? [] : [ts]));
  return {
    packets: packets.length,
    span: { first: Math.min(...times), last: Math.max(...times) },
    hosts: new Set(packets.flatMap(({ src, dst }) => [src, dst]).filter((host) => host !== undefined)).size,
    wireBytes: packets.reduce((sum, { size }) => sum + size, 0),
    protocols: [...byProtocol]
      .map(([proto, count]) => ({ proto, packets: count }))
      .toSorted((a, b) => b.packets - a.packets || a.proto - b.proto),
    planted,
    scan: probes === 0 ? null : { src: SCANNER, packets: probes },
  };
}

function explain(name: string, rows: readonly number[]): Planted[] {
  const reasons = ODDITY_REASONS[name];
  if (reasons?.length !== rows.length)
    throw new Error(`${name} has ${rows.length} oddities, and other reasons for them.`);
  return rows.map((row, index) => ({ row, why: reasons[index] }));
}

/** All samples, the same on every machine. */
export function makeSamples(): Sample[] {
  return Object.entries(sampleBatches).map(([name, make]) => {
    const { text, packets, planted } = make();
    return { name, text, expected: describe(packets, explain(name, planted)) };
  });
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null; // The first time there is nothing yet.
  }
}

/** Writes every sample. An unchanged batch keeps its scikit-learn figures; a changed one loses them. */
export async function run(
  folder: string = join(import.meta.dirname, '../../samples'),
  print: (line: object) => void = () => {},
): Promise<{ short: string[]; written: number }> {
  const short: string[] = [];
  const samples = makeSamples();
  for (const { name, text, expected } of samples) {
    const batchFile = join(folder, `${name}.json`);
    const expectedFile = join(folder, `${name}.expected.json`);
    const unchanged = readText(batchFile) === text;
    const before = JSON.parse(readText(expectedFile) ?? '{}') as Partial<Expected>;
    if (unchanged && before.scikit_learn) expected.scikit_learn = before.scikit_learn;
    else short.push(`${name}: run python3 src/lab/score_samples.py for scikit-learn's view of it`);
    writeFileSync(batchFile, text);
    // Python writes 10.0 where JavaScript writes 10: an unchanged file stays as it is.
    if (JSON.stringify(before) !== JSON.stringify(expected))
      writeFileSync(expectedFile, `${JSON.stringify(expected, null, 2)}\n`);
    print({ sample: name, packets: expected.packets, planted: expected.planted.length, bytes: text.length, unchanged });
  }
  for (const [name, make] of Object.entries(sampleCaptures)) {
    const line = await writeCapture(folder, name, make());
    if (!line.described) short.push(`${name}: there is no tshark here to say what is in it`);
    print(line);
  }
  return { short, written: samples.length + Object.keys(sampleCaptures).length };
}
