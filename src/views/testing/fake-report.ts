// What a report is made of, for tests: the made-up packets of the fake survey, and findings whose places all hold addresses.
import type { Finding } from '../../detect/findings/types.ts';
import type { ReportFacts } from '../../state/report-facts.ts';
import { EVERYTHING } from '../../survey/types.ts';
import { fakeCapture } from './fake-capture.ts';
import { fakeFinding } from './fake-alerts.ts';
import { FakeEngine, fakeInfo } from './fake-engine.ts';
import { fakeSurvey } from './fake-survey.ts';

/** Stands in no made-up packet, so that each place in which it stands can be told from the others. */
export const MARKED = {
  source: '203.0.113.77',
  destination: '2001:db8:77::abcd',
  mac: '00:1b:44:77:3a:b7',
  file: 'of 203.0.113.99.pcap',
  model: 'Office 198.51.100.44',
  ownLine: '198.51.100.45',
  selected: '198.51.100.46',
};

export const markedFinding = (i: number, changes: Partial<Finding> = {}): Finding => {
  const finding = fakeFinding(i);
  return {
    ...finding,
    title: `${MARKED.source} contacted 194 ports on ${MARKED.destination} in 1.2 s`,
    hub: MARKED.source,
    sources: [{ host: MARKED.source, packets: 200 }],
    destinations: [{ host: MARKED.destination, packets: 150 }, { host: MARKED.mac, packets: 50 }], // prettier-ignore
    destinationCount: 2,
    examples: finding.examples.map((example) => ({
      ...example,
      packet: { ...example.packet, src: MARKED.source, dst: MARKED.destination },
    })),
    ...changes,
  };
};

export async function fakeFacts(findings: Finding[], changes: Partial<ReportFacts> = {}): Promise<ReportFacts> {
  const engine = new FakeEngine(600);
  const source = { name: MARKED.file, data: new Blob(['x']) };
  const report = await engine.load([source]);
  report.sources[0].capture = fakeCapture;
  const analysis = await engine.analyze(1, new Uint8Array());
  const info = { ...fakeInfo(MARKED.model), trainedOn: [MARKED.file, `also ${MARKED.source}.pcap`] };
  const line = { threshold: 0.6, hosts: [{ host: MARKED.ownLine, threshold: 0.9 }] };
  const selection = { ...EVERYTHING, host: MARKED.selected };
  const survey = fakeSurvey({
    selection: EVERYTHING,
    line,
    zoom: null,
    overview: 60,
    heat: { kind: 'source', first: 0, rows: 8, cells: 60 },
    tops: { order: 'marked', entries: 8 },
    sizes: null,
    pairs: { order: 'marked', entries: 8 },
    histogram: 100,
  });
  return {
    made: Date.UTC(2026, 1, 3, 4, 5, 6),
    version: '0.1.0',
    modelFormat: 4,
    loaded: { name: MARKED.file, sources: [source], report, edition: null },
    digests: ['ab'.repeat(32)],
    selection,
    survey,
    scores: {
      analysis,
      judge: { info, file: new Uint8Array(), stored: true, trained: null },
      line,
      way: { choice: 'hand', rule: null, trainingShare: '' },
      findings: { shown: findings.map((finding) => ({ finding, entry: null })), unlisted: 0, hidden: 0 },
      drift: null,
    },
    ...changes,
  };
}
