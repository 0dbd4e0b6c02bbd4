// Reports: what they hold, what they never hold, and that hostile names stay names.
import { expect, test } from 'vitest';
import { EVERYTHING, type FeatureDrift } from '../../survey/types.ts';
import { fakeFacts, MARKED, markedFinding } from '../testing/fake-report.ts';
import { Pseudonyms, writeReport } from './write-report.ts';

/** What is read, without tags, styles and line breaks. */
const textOf = (report: string): string =>
  report
    .replace(/<style>[^]*?<\/style>/g, '')
    .replace(/<[^>]*>/g, '')
    .replace(/\s+/g, ' ')
    .replaceAll('&amp;', '&');

test('a report tells what stands out, by which line and model, and why', async () => {
  const words = textOf(await writeReport(await fakeFacts([markedFinding(0), markedFinding(2)]), null));
  // 600 packets, of which every third one within 5 of 60 seconds is odd.
  expect(words).toContain('17 of 600 packets of the selection stand out, in 2 findings.');
  expect(words).toContain(markedFinding(0).title);
  expect(words).toContain('Unanswered connections, 10 s 207 connections');
  expect(words).toContain('Usually at most 3.');
  expect(words).toContain('0.600, a line drawn by hand');
  expect(words).toContain(`“${MARKED.model}”`);
  expect(words).toContain('ab'.repeat(32));
  expect(words).toContain('Net Anomaly 0.1.0');
  expect(words).toContain('Model file: format 4');
  expect(words).toContain('no payload');
  expect(words).not.toContain('pseudonym');
  // Numbers of the overview's table are those of the totals.
  expect(words).toMatch(/The numbers ?Time ?Packets ?Bytes ?Odd packets ?Highest score/);
});

test('it can do nothing and asks for nothing', async () => {
  const report = await writeReport(await fakeFacts([markedFinding(0)]), null);
  expect(report).toContain("default-src 'none'; style-src 'unsafe-inline'; img-src data:");
  expect(report).not.toMatch(/<(script|link|iframe|img|object|embed|form|base)\b/i);
  expect(report).not.toMatch(/\s(on\w+|src|srcset|style)=/i);
  expect(report).not.toMatch(/url\(|@import|javascript:/i);
  expect([...report.matchAll(/href="([^"]*)"/g)].filter(([, href]) => !href.startsWith('#'))).toEqual([]);
});

test('with pseudonyms no marked address is left, in any place, nor the name of a file or model', async () => {
  const pseudonyms = await Pseudonyms.draw();
  const facts = await fakeFacts([markedFinding(0), markedFinding(2, { sourceCount: 40 })]);
  const plain = await writeReport(facts, null);
  for (const marked of Object.values(MARKED)) expect(plain).toContain(marked);
  const report = await writeReport(facts, pseudonyms);
  for (const marked of [...Object.values(MARKED), '10.0.0.1', '10.0.0.2', '192.168.4.31', '203.0.113'])
    expect(report).not.toContain(marked);
  const words = textOf(report);
  expect(words).toContain('capture-1');
  expect(words).toMatch(/ contacted 194 ports on [0-9a-f:]+ in 1\.2 s/);
  expect(words).toContain('Crypto-PAn');
  // The same key: the same report.
  expect(await writeReport(facts, pseudonyms)).toBe(report);
  expect(await writeReport(facts, await Pseudonyms.draw())).not.toBe(report);
});

test('of a batch, whose hosts may have any names, a title is kept only where all of them are addresses', async () => {
  const secret = 'payroll server';
  const finding = (changes: object) =>
    markedFinding(0, { title: `${secret} contacted 41 hosts`, hub: secret, ...changes });
  const facts = await fakeFacts([
    finding({ sources: [{ host: secret, packets: 200 }] }),
    // Cut lists: the title may name what they do not.
    finding({ sources: [{ host: '10.0.0.7', packets: 3 }], sourceCount: 30 }),
    markedFinding(2),
  ]);
  for (const source of facts.loaded.report.sources) source.capture = null;
  const words = textOf(await writeReport(facts, await Pseudonyms.draw()));
  expect(words).not.toMatch(/payroll|server/);
  expect(words).toContain('Port scan: host-1 → 2 hosts');
  expect(words).toContain('Port scan: 30 hosts → 2 hosts');
  expect(words).toContain(' contacted 194 ports on ');
});

test('hostile names of hosts, files and models are text', async () => {
  const hostile = `</style></title><script>alert(1)</script>"'><img src=x onerror=alert(1)>`;
  const finding = markedFinding(0, { title: hostile, sources: [{ host: hostile, packets: 1 }] });
  const facts = await fakeFacts([finding]);
  facts.loaded.report.sources[0].name = hostile;
  facts.scores!.judge.info.name = hostile;
  const report = await writeReport(facts, null);
  expect(report).not.toMatch(/<(script|img)/);
  expect(report.match(/<\/style>/g)).toHaveLength(report.match(/<style>/g)!.length);
  expect(report).toContain('&lt;script&gt;alert(1)');
});

test('beyond 200 findings the rest is counted', async () => {
  const facts = await fakeFacts(Array.from({ length: 230 }, (_, i) => markedFinding(i)));
  facts.scores!.findings!.unlisted = 11;
  facts.scores!.findings!.hidden = 2;
  const report = await writeReport(facts, null);
  expect(report.match(/<article/g)).toHaveLength(200);
  const words = textOf(report);
  expect(words).toContain('241 findings');
  expect(words).toContain('41 more findings of less weight are counted, not told.');
  expect(words).toContain('2 findings are left out: rules hide them.');
});

/** The heat map's picture of a row, as HTML. */
const heatOf = (report: string, title: string): string =>
  report.match(new RegExp(`<svg class="heat"(?:(?!</svg>)[^])*<title>${title}[^]*?</svg>`))![0];

test('a host with a line of its own is drawn odd above that only, as its counts have it', async () => {
  const facts = await fakeFacts([]);
  const [row] = facts.survey.heat!.rows;
  row.totals = { ...row.totals, marked: 0 };
  row.marked.fill(0);
  const picture = heatOf(await writeReport(facts, null), `${String(row.key)}: no odd packet`);
  expect(picture).toContain('class="h1"');
  expect(picture).not.toMatch(/class="h[2-5]"/);
});

test('where odd packets stand in no step of the picture, none is named for them', async () => {
  const facts = await fakeFacts([]);
  const [row] = facts.survey.heat!.rows;
  row.marked.fill(0);
  const report = await writeReport(facts, null);
  expect(row.totals.marked).toBeGreaterThan(0);
  expect(report).toContain(`<title>${String(row.key)}: ${row.totals.marked} odd packets.</title>`);
});

test('a step that reaches beyond the selected time is said to', async () => {
  const facts = await fakeFacts([]);
  const { start } = facts.survey.overview!.axis;
  const within = (from: number, to: number) => ({ ...facts, selection: { ...EVERYTHING, span: { from, to } } });
  const words = 'A step at its ends reaches beyond the selected time';
  const { width, count } = facts.survey.overview!.axis;
  expect(textOf(await writeReport(within(start + 0.5, start + width * count), null))).toContain(words);
  expect(textOf(await writeReport(within(start, start + width * count), null))).not.toContain(words);
});

test('of the training it says what the page says: what moved and where, or that packets are too few to tell', async () => {
  const facts = await fakeFacts([]);
  const size = { feature: 'size', psi: 0.25, chance: 0.01, bins: [{ from: 40, to: 60, before: 0.99, after: 0.7 }, { from: 60, to: 1500, before: 0.01, after: 0.3 }] }; // prettier-ignore
  const proto = { feature: 'proto', psi: 0.02, chance: 0.01, bins: [{ from: 6, to: 6, before: 1, after: 1 }] };
  const tell = async (features: FeatureDrift[]) => {
    const drift = { features, scores: null, packets: 20, same: false };
    return textOf(await writeReport({ ...facts, scores: { ...facts.scores!, drift } }, null));
  };
  const words = await tell([size, proto]);
  expect(words).toContain('1 of 2 features is distributed differently than in the training.');
  expect(words).toContain('Packet size: much moved, above 60 bytes: 1 % → 30 % (index 0.25, by chance up to 0.01)');
  expect(words).toContain('An attack moves features, too');
  expect(await tell([{ ...size, chance: 0.6 }, proto])).toContain('20 packets are too few to tell');
});

test('a selection of milliseconds is told in milliseconds', async () => {
  const facts = await fakeFacts([]);
  const tell = async (from: number, to: number) =>
    textOf(await writeReport({ ...facts, selection: { ...EVERYTHING, span: { from, to } } }, null));
  expect(await tell(1725530000.25, 1725530000.5)).toContain('2024-09-05 09:53:20.25 to 09:53:20.50 UTC');
  expect(await tell(1725530000, 1725616400)).toContain('2024-09-05 09:53:20 to 2024-09-06 09:53:20 UTC');
});

test('steps of microseconds have times that differ', async () => {
  const facts = await fakeFacts([]);
  const overview = facts.survey.overview!;
  // A sixteenth of the table: 4 steps of 5 microseconds.
  const axis = { ...overview.axis, start: 1725530000, width: 5e-6 };
  const words = textOf(
    await writeReport({ ...facts, survey: { ...facts.survey, overview: { ...overview, axis } } }, null),
  );
  expect(words).toContain('in steps of 5 µs');
  expect(words).toContain('09:53:20.000020 to 09:53:20.000040');
});

test('before an analysis, without times, and where nothing stands out, it says so', async () => {
  const facts = await fakeFacts([]);
  const early = { ...facts, scores: null, selection: null, survey: { ...facts.survey, overview: null, heat: null } };
  early.loaded = { ...early.loaded, report: { ...early.loaded.report, span: null } };
  const words = textOf(await writeReport(early, null));
  expect(words).toContain('600 packets, not analysed yet.');
  expect(words).toContain('No packet has a time');
  expect(words).not.toContain('Model and line');
  const totals = { ...facts.survey.totals, marked: 0 };
  const calm = textOf(await writeReport({ ...facts, survey: { ...facts.survey, totals } }, null));
  expect(calm).toContain('None of 600 packets of the selection stands out.');
  expect(calm).toContain('Worked, nothing found');
});
