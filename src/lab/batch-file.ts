// Seeded batch files of any number of items, about 87 bytes each, written to disk a piece at a time.
import { closeSync, mkdirSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type BatchForm = 'batch' | 'ndjson';

/** Mulberry32 (Tommy Ettinger, public domain): enough for traffic that only has to look like traffic. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value = (value + Math.imul(value ^ (value >>> 7), value | 61)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Flow {
  addresses: string;
  proto: number;
}

/**
 * Items of a busy site: 400 hosts talk to 3,000 servers, 256 conversations at a time, some much more than others; sizes
 * of acknowledgements, full segments and queries.
 */
function* items(count: number, seed: number): Generator<string> {
  const random = createRandom(seed);
  const pick = (below: number): number => Math.floor(random() * below);
  const openFlow = (): Flow => {
    const host = pick(400);
    const server = pick(3000);
    const inside = `10.${20 + (host >> 7)}.${100 + (host & 127)}.${10 + (host % 50)}`;
    const outside = `203.0.${100 + (server >> 7)}.${server & 127}`;
    const kind = random();
    const proto = kind < 0.82 ? 6 : kind < 0.985 ? 17 : kind < 0.9995 ? 1 : 47 + pick(80);
    const [src, dst] = random() < 0.5 ? [inside, outside] : [outside, inside];
    return { addresses: `"src":"${src}","dst":"${dst}"`, proto };
  };
  const flows = Array.from({ length: 256 }, openFlow);
  let ts = 1_725_530_000;
  for (let index = 0; index < count; index++) {
    const slot = Math.floor(random() ** 2 * flows.length);
    if (random() < 0.02) flows[slot] = openFlow();
    const { addresses, proto } = flows[slot];
    const tcpSize = random() < 0.5 ? 40 + pick(13) : random() < 0.8 ? 1500 : 60 + pick(1400);
    const size = proto === 6 ? tcpSize : proto === 17 ? 60 + pick(300) : 84;
    ts += random() * 0.002;
    yield `{${addresses},"size":${size},"proto":${proto},"ts":${ts.toFixed(6)}}`;
  }
}

/** Path of a file of `count` items, made once and kept in the system's folder for temporary files. */
export function ensureBatchFile(count: number, form: BatchForm, seed = 1): string {
  const folder = join(tmpdir(), 'net-anomaly-lab');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${form}-flows-${count}-${seed}.${form === 'batch' ? 'json' : 'ndjson'}`);
  if (statSync(path, { throwIfNoEntry: false })?.isFile()) return path;
  // Under its name only once it is whole; tests that run side by side may both make it.
  const part = `${path}.${process.pid}.part`;
  const file = openSync(part, 'w');
  const separator = form === 'batch' ? ',\n' : '\n';
  let text = form === 'batch' ? '{"items":[\n' : '';
  let index = 0;
  for (const item of items(count, seed)) {
    text += index++ === 0 ? item : separator + item;
    if (text.length > 1 << 22) {
      writeSync(file, text);
      text = '';
    }
  }
  writeSync(file, form === 'batch' ? `${text}\n]}\n` : `${text}\n`);
  closeSync(file);
  renameSync(part, path);
  return path;
}
