// Findings of whole captures: the same ids however they are opened, whichever way they are scored, at whatever line.
import { beforeAll, describe, expect, test } from 'vitest';
import { checkFinding } from '../alerts/check.ts';
import { compileCore } from '../base/whole-core.ts';
import { groupFindings } from '../detect/findings/group.ts';
import type { Line } from '../detect/findings/types.ts';
import { sampleCaptures } from '../samples/captures.ts';
import { createEngine, type Engine } from './engine.ts';
import type { Source } from './types.ts';

let module: WebAssembly.Module;
beforeAll(async () => {
  module = await compileCore();
});

const capture = (name: string): Source => ({ name, data: new Blob([sampleCaptures.office_scan()]) });

async function findAt(engine: Engine, traffic: number, threshold: number, hosts: Line['hosts'] = []) {
  const marked = await engine.marked(9, traffic, { threshold, hosts });
  return groupFindings(marked, null).findings;
}

describe.each(['traffic', 'basic'] as const)('with a model on %s features', (featureSet) => {
  test('a capture has the same findings when it is opened again, and with the stored model in another tab', async () => {
    const engine = createEngine(module);
    const { traffic } = await engine.load(1, [capture('a.pcapng')]);
    const { file, analysis } = await engine.train(2, { traffic, name: 'A', featureSet, parameters: {} });
    const found = await findAt(engine, traffic, analysis.threshold);
    expect(found.length).toBeGreaterThan(0);

    const other = createEngine(module);
    const again = (await other.load(1, [capture('b.pcapng')])).traffic;
    const ladder = { hours: 1, thresholds: Float32Array.of(0.5), findings: Uint32Array.of(1) };
    const stored = await other.renameModel(await other.addLadder(file, ladder), 'Another name');
    await other.analyze(2, again, stored);
    expect(await findAt(other, again, analysis.threshold)).toEqual(found);
  });

  test('while the line moves down and up, a finding with the same oddest packet has the same id, and no two have one', async () => {
    const engine = createEngine(module);
    const { traffic } = await engine.load(1, [capture('a.pcapng')]);
    const { analysis } = await engine.train(2, { traffic, name: 'A', featureSet, parameters: {} });
    const ids = new Map<number, string>();
    const rows = new Map<string, number>();
    const lines = [1, 0.98, 0.95, 0.9, 1.02, 0.97, 1].map((part) => part * analysis.threshold);
    const told: string[] = [];
    for (const line of lines) {
      const findings = await findAt(engine, traffic, line);
      for (const { id, examples } of findings) {
        const [{ row }] = examples;
        expect(ids.get(row) ?? id).toBe(id);
        expect(rows.get(id) ?? row).toBe(row);
        ids.set(row, id);
        rows.set(id, row);
      }
      expect(findings.reduce((sum, { packets }) => sum + packets, 0)).toBe(
        await engine.countMarked(traffic, { threshold: line, hosts: [] }),
      );
      told.push(JSON.stringify(findings));
    }
    expect(ids.size).toBeGreaterThan(1);
    expect(told.at(-1)).toBe(told[0]);
  });
});

test('texts that are far too long to be addresses give findings that can be stored, each of its own', async () => {
  const engine = createEngine(module);
  // Batches may have texts of 65,536 bytes there.
  const long = 'x'.repeat(65_000);
  const items = Array.from({ length: 300 }, (_, i) => ({
    src: `10.0.0.${i % 9}`,
    dst: i === 150 ? `${long}a` : i === 250 ? `${long}b` : '10.0.0.99',
    size: i === 150 || i === 250 ? 60_000 : 100 + (i % 5),
    proto: 6,
    ts: 1_700_000_000 + 10 * i,
  }));
  const { traffic } = await engine.load(1, [{ name: 'a.json', data: new Blob([JSON.stringify({ items })]) }]);
  await engine.train(2, { traffic, name: 'A', featureSet: 'basic', parameters: {} });
  const findings = await findAt(engine, traffic, 0);
  for (const finding of findings) expect(() => checkFinding(finding)).not.toThrow();
  const strange = findings.flatMap(({ destinations }) => destinations.map(({ host }) => host)).filter((host) => host.startsWith('xxx')); // prettier-ignore
  expect(new Set(strange).size).toBe(2);
  // A rule's host has 200 characters at most.
  expect(Math.max(...strange.map(({ length }) => length))).toBeLessThanOrEqual(200);
});
