// Teaching: a new version of a model, what it changes in the traffic at hand, and that nothing else is touched.
import { beforeAll, describe, expect, test } from 'vitest';
import { CancelledError, InputError } from '../base/errors.ts';
import { compileCore } from '../base/whole-core.ts';
import type { MarkedPackets } from '../detect/findings/types.ts';
import { readModel, writeModel } from '../model/file.ts';
import { sampleCaptures } from '../samples/captures.ts';
import { createEngine, type Engine } from './engine.ts';
import type { TeachRequest } from './types.ts';

let module: WebAssembly.Module;
beforeAll(async () => {
  module = await compileCore();
});

async function open(engine: Engine) {
  return (await engine.load(1, [{ name: 'a.pcapng', data: new Blob([sampleCaptures.office_scan()]) }])).traffic;
}

async function start(featureSet: 'basic' | 'traffic' = 'traffic', engine = createEngine(module)) {
  const traffic = await open(engine);
  const { file, info, analysis } = await engine.train(2, { traffic, name: 'A', featureSet, parameters: {} });
  const line = { threshold: analysis.threshold, hosts: [] };
  const marked = await engine.marked(3, traffic, line);
  return { engine, traffic, file, info, line, marked };
}

/** Marked packets from the host of the oddest one. */
function rowsOfOddest({ scores, src, rows }: MarkedPackets): Uint32Array {
  const oddest = src[scores.indexOf(Math.max(...scores))];
  return rows.filter((_, at) => src[at] === oddest);
}

describe('teaching', () => {
  test('brings the packets below the line and leaves the others where they are', async () => {
    const { engine, traffic, file, line, marked, info } = await start();
    const rows = rowsOfOddest(marked);
    const before = await engine.marked(4, traffic, { threshold: -1, hosts: [] });
    const taught = await engine.teach(5, { traffic, file, rows, name: 'B', line });
    expect(taught).toMatchObject({
      taught: rows.length,
      taughtBefore: rows.length,
      othersBefore: marked.above - rows.length,
    });
    expect(taught.taughtAfter).toBeLessThan(rows.length / 2);
    expect(taught.othersNew).toBeLessThan(marked.packets / 200);
    // A preview: scores and model are as they were.
    expect(await engine.marked(6, traffic, { threshold: -1, hosts: [] })).toEqual(before);

    const { taught: told, parent, created, ...rest } = taught.info;
    expect(told).toEqual([{ packets: rows.length, at: created }]);
    expect(parent).toBe(marked.model);
    const { created: _, taught: __, parent: ___, ...first } = info;
    expect({ ...rest, name: 'A', threshold: first.threshold }).toEqual(first);
    expect(readModel(taught.file).info).toEqual(taught.info);
  });

  test('says what an analysis with the new version then shows, and can be done again', async () => {
    const { engine, traffic, file, line, marked } = await start();
    const rows = rowsOfOddest(marked);
    const taught = await engine.teach(4, { traffic, file, rows, name: 'B', line });
    const other = createEngine(module);
    const again = await open(other);
    const analysis = await other.analyze(2, again, taught.file);
    expect(analysis.threshold).toBe(taught.threshold);
    const after = await other.marked(3, again, line);
    const isTaught = new Set(rows);
    const isMarked = new Set(marked.rows);
    const others = [...after.rows].filter((row) => !isTaught.has(row));
    expect(others).toHaveLength(taught.othersAfter);
    expect(others.filter((row) => !isMarked.has(row))).toHaveLength(taught.othersNew);
    expect(after.above - others.length).toBe(taught.taughtAfter);
    // A model that is not the one of the scores gives the same preview; a version of a version remembers both.
    expect({ ...(await other.teach(4, { traffic: again, file, rows, name: 'B', line })), info: 0, file: 0 }).toEqual({ ...taught, info: 0, file: 0 }); // prettier-ignore
    const twice = await other.teach(5, { traffic: again, file: taught.file, rows, name: 'C', line });
    expect(twice.info.taught).toHaveLength(2);
    expect(twice.info.parent).toBe(after.model);
    expect(readModel(twice.file).kept!.length).toBeLessThanOrEqual(4096 * twice.info.features.length);
  });

  test('a model on the packets’ own values counts its new rows', async () => {
    const { engine, traffic, file, marked } = await start('basic');
    const rows = rowsOfOddest(marked);
    const line = { threshold: Math.max(...marked.scores) * 0.99, hosts: [] };
    const {
      info,
      taughtBefore,
      taughtAfter,
      file: next,
    } = await engine.teach(4, { traffic, file, rows, name: 'B', line });
    expect(taughtBefore).toBeGreaterThan(0);
    expect(taughtAfter).toBe(0);
    const { kept, calibration } = readModel(next);
    expect(calibration!.upTo.at(-1)).toBe(info.rows);
    expect(kept!.length / 2).toBe(Math.min(4096, info.rows!));
  });

  test('is refused in plain words where it cannot be', async () => {
    const { engine, traffic, file, line } = await start();
    const rows = Uint32Array.of(1, 2);
    const refused = async (change: Partial<TeachRequest>, words: string): Promise<void> => {
      const failed = engine.teach(4, { traffic, file, rows, name: 'B', line, ...change });
      await expect(failed).rejects.toThrow(InputError);
      await expect(failed).rejects.toThrow(words);
    };
    await refused({ rows: new Uint32Array() }, 'no packets to teach');
    await refused({ rows: Uint32Array.of(2, 2) }, 'found 2');
    await refused({ rows: Uint32Array.of(1e6) }, 'found 1000000');
    await refused({ name: ' ' }, '1 to 200 characters');
    await refused({ file: writeModel({ ...readModel(file), kept: null }) }, 'train it anew');
    const items = [{ size: 1, proto: 6 }, { size: 2, proto: 6 }]; // prettier-ignore
    const bare = await engine.load(5, [{ name: 'b.json', data: new Blob([JSON.stringify({ items })]) }]);
    await refused({ traffic: bare.traffic, rows: Uint32Array.of(1) }, 'train');
  });

  test('can be cancelled', async () => {
    let stop: number | null = null;
    const engine = createEngine(module, { onProgress: (call) => void (call === stop && engine.cancel(call)) });
    const { traffic, file, line } = await start('traffic', engine);
    stop = 9;
    await expect(engine.teach(9, { traffic, file, rows: Uint32Array.of(1), name: 'B', line })).rejects.toThrow(
      CancelledError,
    );
  });
});
