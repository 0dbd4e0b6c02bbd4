// The configuration that the lab tunes from is the app's: usual levels, excess and scores in context come out the same.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { instantiateCore } from '../../base/core.ts';
import { doAtOnce, Pacer } from '../../base/pacer.ts';
import { compileCore } from '../../base/whole-core.ts';
import { findUsual, takeExcess } from '../../detect/excess.ts';
import { EXTRACTED_FEATURES } from '../../features/extract.ts';
import { smoothInContext } from '../../features/context.ts';
import { findFeatures } from '../../features/sets.ts';
import { loadTraffic } from '../../ingest/load.ts';
import { extractColumns } from './extract-columns.ts';
import { timesOf } from './labelled-captures.ts';
import { readContexts, scoresInContext } from './reference-context.ts';
import { SHIPPED } from './shipped.ts';
import { seeTrial } from './trials.ts';

const module = await compileCore();

async function load(path: string) {
  return (await loadTraffic(module, [{ name: path, data: new Blob([readFileSync(path)]) }], new Pacer())).table;
}

const project = join(import.meta.dirname, '../../..');
const sample = join(project, 'samples/office_scan.pcapng');
const shared = join(project, '../shared/data/network/mixed/d15_ftpbrute_insider.pcap');
const captures = [sample, shared].filter((path) => existsSync(path));

test.each(captures)('the excess of %s', async (path) => {
  const table = await load(path);
  const { columns } = await extractColumns(module, table);
  const bounds = findFeatures(EXTRACTED_FEATURES, 'traffic').map(({ bound }) => bound!);
  const usual = await findUsual([columns], bounds);
  const [theirs] = doAtOnce(takeExcess([columns], usual, bounds));
  const contexts = readContexts(table, timesOf(table));
  const ours = seeTrial({ training: columns, scored: columns, contexts, labels: new Uint8Array() }, SHIPPED);
  theirs.forEach((column, place) => {
    const apart = column.reduce((most, value, row) => Math.max(most, Math.abs(value - ours[place][row])), 0);
    expect(apart, EXTRACTED_FEATURES[place]).toBeLessThan(1e-6);
  });
  expect(theirs.some((column) => column.some((value) => value > 0.5))).toBe(true);
});

test.each(captures)('scores of %s in their context', async (path) => {
  const table = await load(path);
  const base = 0.4;
  // Any scores will do.
  const own = Float32Array.from({ length: table.length }, (_, row) => 0.35 + ((row * 7919) % 997) / 2000);
  const ours = scoresInContext(own, base, readContexts(table, timesOf(table)), SHIPPED.weights);
  const core = await instantiateCore(module);
  const odd = own.map((score) => score - base);
  const [theirs] = await smoothInContext(core, table, [odd], { seed: [1, 2] }, () => undefined);
  const apart = theirs.reduce((most, value, row) => Math.max(most, Math.abs(base + value - ours[row])), 0);
  expect(apart).toBeLessThan(1e-6);
});
