// Which findings a report of a selection has: those that the page lists for it.
import { expect, test } from 'vitest';
import { EVERYTHING } from '../survey/types.ts';
import { frameServiceKey, serviceKey } from '../survey/keys.ts';
import { markedFinding, fakeFacts } from '../views/testing/fake-report.ts';
import { FakeEngine } from '../views/testing/fake-engine.ts';
import type { Dashboard } from './dashboard.svelte.ts';
import type { Findings } from './findings.svelte.ts';
import { meetsSelection } from './finding-selection.ts';
import { gatherReport } from './report-facts.ts';

const NO_IP = 255;

test('a report of a selection has the findings that the page lists for it', async () => {
  const service = (proto: number, port: number | null, ethertype: number | null = null) => ({
    services: [{ proto, port, ethertype, packets: 3 }],
    serviceCount: 1,
  });
  const all = [
    markedFinding(0, service(6, 22)),
    // Of a scan over many ports none is named.
    markedFinding(1, service(6, null)),
    markedFinding(2, service(NO_IP, null)),
    markedFinding(3, { ...service(6, 80), serviceCount: 30 }),
  ];
  const { loaded, scores } = await fakeFacts(all);
  const engine = new FakeEngine(600);
  await engine.load([...loaded.sources]);
  const { analysis, judge } = scores!;
  await engine.analyze(1, new Uint8Array());
  const threshold = { value: 0.6, counted: 0.6, hosts: [], choice: 'hand', rule: null, trainingShare: '' };
  const dashboard = { session: { loaded, analysis, judge, threshold }, engine } as unknown as Dashboard;
  const findings = {
    result: { findings: all, total: all.length + 5 },
    alerts: { rules: new Map(), entries: new Map() },
  } as unknown as Findings;
  for (const [key, ids] of [
    [serviceKey(6, 22), [0, 1, 3]],
    [frameServiceKey(0), [2, 3]],
    [serviceKey(17, 53), [3]],
  ] as const) {
    const selection = { ...EVERYTHING, service: key };
    const facts = await gatherReport(dashboard, findings, selection);
    const told = facts.scores!.findings!.shown.map(({ finding }) => all.indexOf(finding));
    expect(told).toEqual(ids);
    // Of those that are not known one by one nobody knows where they are: they are not counted as the selection's.
    expect(facts.scores!.findings!.unlisted).toBe(0);
    expect(told).toEqual(all.flatMap((one, i) => (meetsSelection(one, selection) ? [i] : [])));
  }
  expect((await gatherReport(dashboard, findings, null)).scores!.findings!.unlisted).toBe(5);
});
