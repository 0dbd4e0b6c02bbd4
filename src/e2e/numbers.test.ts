// Numbers agree: every count on the page, for selections drawn at random, against counts made straight from the packets.
import type { Page } from 'playwright';
import { expect, inject } from 'vitest';
import { formatBytes } from '../base/format.ts';
import { createRandom } from '../lab/batch-file.ts';
import { isServicePort } from '../packets/services.ts';
import type { Selection, TimeAxis } from '../survey/types.ts';
import { test } from './page.ts';
import { analyze, downloadItems, openSample, type Scored } from './steps.ts';

const SELECTIONS = 20;
const NAMES: Record<number, string> = { 1: 'ICMP', 6: 'TCP', 17: 'UDP', 58: 'ICMPv6' };

type Row = readonly string[];

/** Everything that is counted, as it is written on the page. */
interface Seen {
  bar: string;
  answer: string;
  findings: string;
  shape: string;
  table: string;
  overview: Row[];
  heat: Row[];
  histogram: Row[];
  pairs: Row[];
  sizes: Row[];
  sizesTotal: string;
  hosts: string[];
  services: string[];
  protocols: string[];
  overviewAxis: TimeAxis | null;
  heatAxis: TimeAxis | null;
  sizesAxis: TimeAxis;
  edges: number[];
  /** Whether the table of sizes has a row for each packet. */
  each: boolean;
  bins: number;
}

const count = (value: number): string => value.toLocaleString('en-US');
const packetsOf = (value: number): string => `${count(value)} ${value === 1 ? 'packet' : 'packets'}`;
const worst = (items: readonly Scored[]): number => items.reduce((most, { score }) => Math.max(most, score), 0);
const odd = (items: readonly Scored[]): number => items.filter(({ anomaly }) => anomaly).length;
const bytes = (items: readonly Scored[]): number => items.reduce((sum, { size }) => sum + size, 0);

function groupBy<K>(items: readonly Scored[], keysOf: (item: Scored) => K[]): Map<K, Scored[]> {
  const groups = new Map<K, Scored[]>();
  for (const item of items)
    for (const key of new Set(keysOf(item))) groups.set(key, [...(groups.get(key) ?? []), item]);
  return groups;
}

/** Half-open buckets by their edges alone. */
function inBucket({ start, width }: TimeAxis, bucket: number, { ts }: Scored): boolean {
  return ts !== undefined && ts >= start + bucket * width && ts < start + (bucket + 1) * width;
}

const holds = ({ span, host, source, destination, protocol }: Selection, item: Scored): boolean =>
  (span === null || (item.ts !== undefined && item.ts >= span.from && item.ts < span.to)) &&
  (host === null || item.src === host || item.dst === host) &&
  (source === null || item.src === source) &&
  (destination === null || item.dst === destination) &&
  (protocol === null || item.proto === protocol);

/** One part at least, the values those of packets that there are. */
function drawSelection(random: () => number, items: readonly Scored[]): Selection {
  const pick = () => items[Math.floor(random() * items.length)];
  const often = (share: number) => random() < share;
  const [one, other] = [pick().ts!, pick().ts!];
  const packet = pick();
  const drawn: Selection = {
    span: often(0.6) ? { from: Math.min(one, other), to: Math.max(one, other) + 1e-3 } : null,
    host: often(0.3) ? packet.src! : null,
    source: often(0.25) ? packet.src! : null,
    destination: often(0.2) ? packet.dst! : null,
    service: null,
    protocol: often(0.3) ? packet.proto : null,
  };
  return Object.values(drawn).every((part) => part === null) ? { ...drawn, protocol: packet.proto } : drawn;
}

/** Waits until all that is shown is of the selection, and reads it. */
async function look(page: Page, selection: Selection, packets: string): Promise<Seen> {
  await page.evaluate((wanted) => window.lab!.session.dashboard!.select(wanted), selection);
  await expect.poll(() => page.locator('[aria-labelledby=packets-title] .counts').textContent()).toBe(packets);
  await page.waitForFunction(() => {
    const { dashboard, view } = window.lab!.session;
    return !dashboard!.busy && dashboard!.shown?.query === dashboard!.query && !view.busy;
  });
  return read(page);
}

function read(page: Page): Promise<Seen> {
  return page.evaluate(() => {
    const words = (element: Element | null | undefined) => (element?.textContent ?? '').replace(/\s+/g, ' ').trim();
    const named = (name: RegExp) =>
      [...document.querySelectorAll('section, [role=region]')].find((each) => {
        const label = each.getAttribute('aria-labelledby');
        return name.test(label ? words(document.getElementById(label)) : (each.getAttribute('aria-label') ?? ''));
      });
    const rows = (name: RegExp) =>
      [...(named(name)?.querySelectorAll('tbody tr') ?? [])].map((row) => [...row.children].map(words));
    const list = (name: RegExp) => [...(named(name)?.querySelectorAll('li button') ?? [])].map(words);
    const { dashboard, analysis } = window.lab!.session;
    const { overview, heat, sizes } = dashboard!.survey!;
    return {
      bar: words(named(/^Selection$/)?.querySelector('.totals')),
      answer: words(document.querySelector('#answer')),
      findings: words(named(/findings?$/)?.querySelector('h2')?.parentElement),
      shape: words(named(/^Shape of/)?.querySelector('h2')?.parentElement),
      table: words(document.querySelector('[aria-labelledby=packets-title] .counts')),
      overview: rows(/over time, as a table/),
      heat: rows(/^Worst score.*as a table/),
      histogram: rows(/^Packets by score, as a table/),
      pairs: rows(/^Who talks to whom, as a table/),
      sizes: rows(/^Packet sizes over time, as a table/),
      sizesTotal: words(named(/^Packet sizes over time, as a table/)?.nextElementSibling?.querySelector('span')),
      hosts: list(/^Hosts$/),
      services: list(/^Services$/),
      protocols: list(/^Protocols$/),
      overviewAxis: overview?.axis ?? null,
      heatAxis: heat?.axis ?? null,
      sizesAxis: sizes!.axis,
      edges: [...sizes!.edges],
      each: sizes!.points !== null,
      bins: analysis!.histogram.length,
    };
  });
}

/** The columns of a table that hold counts. */
const columns = (rows: readonly Row[], ...wanted: number[]): string[][] =>
  rows.map((row) => wanted.map((column) => row[column]));

function expectOverview({ overview, overviewAxis }: Seen, around: readonly Scored[]): void {
  const axis = overviewAxis!;
  const buckets = Array.from({ length: axis.count }, (_, bucket) =>
    around.filter((item) => inBucket(axis, bucket, item)),
  );
  const expected = buckets
    .filter((items) => items.length > 0)
    .map((items) => [count(items.length), formatBytes(bytes(items)), count(odd(items)), worst(items).toFixed(3)]);
  expect(columns(overview, 1, 2, 3, 5)).toEqual(expected);
}

/**
 * Rows of sources, the worst first, and all together on top. A selected source does not narrow its own map, which is asked
 * for by itself then and comes a moment later.
 */
async function expectHeat(page: Page, selection: Selection, items: readonly Scored[]): Promise<void> {
  const chosen = items.filter((item) => holds({ ...selection, source: null }, item));
  const around = items.filter((item) => holds({ ...selection, source: null, span: null }, item));
  const sources = groupBy(chosen, ({ src }) => [src!]);
  // Of several with the same rank it does not matter which comes first.
  const rankOf = (of: readonly Scored[]) => [worst(of), odd(of), of.length];
  const ranks = [...sources.values()].map(rankOf).sort((a, b) => b[0] - a[0] || b[1] - a[1] || b[2] - a[2]);
  const axis = (await read(page)).heatAxis!;
  const cellsOf = (of: readonly Scored[]) =>
    Array.from({ length: axis.count }, (_, cell) => {
      const within = of.filter((item) => inBucket(axis, cell, item));
      return within.length === 0 ? 'none' : `${worst(within).toFixed(3)}${count(odd(within))}of${count(within.length)}`;
    });
  const rows = async () => {
    const [[, ...overall], ...others] = (await read(page)).heat;
    const tidy = (cells: readonly string[]) => cells.map((cell) => cell.replaceAll(' ', ''));
    return { overall: tidy(overall), others: others.map(([name, ...cells]) => ({ name, cells: tidy(cells) })) };
  };
  const all = { overall: cellsOf(around), ranks: ranks.slice(0, 8), cells: true };
  await expect
    .poll(async () => {
      const { overall, others } = await rows();
      const right = others.map(({ name }) => cellsOf(around.filter(({ src }) => src === name)));
      return {
        overall,
        ranks: others.map(({ name }) => rankOf(sources.get(name) ?? [])),
        cells: JSON.stringify(others.map(({ cells }) => cells)) === JSON.stringify(right),
      };
    })
    .toEqual(all);
}

function expectHistogram({ histogram, bins }: Seen, chosen: readonly Scored[]): void {
  const groups = groupBy(chosen, ({ score }) => [Math.min(bins - 1, Math.floor(score * bins))]);
  const filled = histogram.filter((row) => row[2] !== '0');
  const expected = [...groups]
    .sort(([a], [b]) => a - b)
    .map(([bin, items]) => [(bin / bins).toFixed(2), count(items.length), count(odd(items))]);
  expect(filled.map((row) => [row[0], row[2], row.at(-1)])).toEqual(expected);
}

/** The first page of it: packets, or cells of time and size with the packets that are in them. */
function expectSizes({ sizes, sizesTotal, sizesAxis, edges, each }: Seen, chosen: readonly Scored[]): void {
  if (chosen.length === 0) return expect(sizes).toEqual([]);
  if (each) {
    const inTime = chosen.filter(({ ts }) => ts !== undefined);
    expect(sizesTotal).toMatch(new RegExp(` of ${packetsOf(inTime.length)}$`));
    expect(columns(sizes, 2, 3, 4)).toEqual(
      inTime.slice(0, 50).map(({ size, score, anomaly }) => [count(size), score.toFixed(3), anomaly ? 'odd' : '']),
    );
    return;
  }
  const inBin = (bin: number, { size }: Scored) =>
    size >= edges[bin] && (size < edges[bin + 1] || bin === edges.length - 2);
  const cells = Array.from({ length: sizesAxis.count }, (_, bucket) => {
    const within = chosen.filter((item) => inBucket(sizesAxis, bucket, item));
    return edges.slice(1).map((_edge, bin) => within.filter((item) => inBin(bin, item)));
  });
  const filled = cells.flat().filter((items) => items.length > 0);
  expect(sizesTotal).toMatch(new RegExp(` of ${count(filled.length)} cells?$`));
  expect(columns(sizes, 2, 3)).toEqual(filled.slice(0, 50).map((items) => [count(items.length), count(odd(items))]));
}

/** The end that serves: of a handshake the one that is asked, else a registered port, else the lower one. */
function serviceOf({ proto, src_port: from, dst_port: to, tcp_flags: flags = 0 }: Scored): string {
  const [syn, ack] = [flags & 2, flags & 16];
  if (from === undefined || to === undefined) return '';
  const known = [from, to].filter((port) => isServicePort(proto, port));
  const guess = known.length === 1 ? known[0] : Math.min(from, to);
  return `${syn ? (ack ? from : to) : guess}/${proto === 6 ? 'tcp' : 'udp'}`;
}

function expectLists({ hosts, services, protocols, pairs }: Seen, chosen: readonly Scored[]): void {
  const entry = (name: string, items: readonly Scored[]) =>
    `${name}: ${odd(items) > 0 ? `${count(odd(items))} odd, ` : ''}${packetsOf(items.length)}`;
  const tidy = (texts: readonly string[]) => texts.map((text) => text.replace(' :', ':')).sort();
  const byHost = groupBy(chosen, ({ src, dst }) => [src!, dst!]);
  const least = [...byHost.values()].map(({ length }) => length).sort((a, b) => b - a)[Math.min(8, byHost.size) - 1];
  expect(hosts).toHaveLength(Math.min(8, byHost.size));
  const possible = [...byHost].filter(([, items]) => items.length >= least).map(([host, items]) => entry(host, items));
  expect(tidy(possible)).toEqual(expect.arrayContaining(tidy(hosts)));
  const byService = groupBy(chosen, (item) => [serviceOf(item)]);
  const ports = services.filter((text) => /^\d+\//.test(text));
  if (chosen.some((item) => serviceOf(item) !== '')) expect(ports.length).toBeGreaterThan(0);
  for (const text of ports) {
    const name = text.match(/^\S+?(?=:|\s)/)![0];
    expect(text.replace(/^[^:]*?\s?:/, `${name}:`)).toBe(entry(name, byService.get(name) ?? []));
  }
  const byProtocol = [...groupBy(chosen, ({ proto }) => [proto])].filter(([proto]) => NAMES[proto] !== undefined);
  const known = protocols
    .filter((text) => /^(ICMP|TCP|UDP|ICMPv6)\b/.test(text))
    .map((text) => text.replace(/^(\w+) \d+/, '$1'));
  if (protocols.length < 8)
    expect(tidy(known)).toEqual(tidy(byProtocol.map(([proto, items]) => entry(NAMES[proto], items))));
  const byPair = groupBy(chosen, ({ src, dst }) => [`${src} → ${dst}`]);
  expect(pairs).toHaveLength(Math.min(16, byPair.size));
  for (const [name, packets, size, marked, score] of pairs) {
    const items = byPair.get(name)!;
    expect
      .soft([packets, size, marked, score], name)
      .toEqual([count(items.length), formatBytes(bytes(items)), count(odd(items)), worst(items).toFixed(3)]);
  }
}

test('every count on the page is that of the packets, for twenty selections drawn at random', async ({ newVisit }) => {
  // High enough for eight rows of the heat map.
  const { page } = await newVisit({ viewport: { width: 1440, height: 1000 }, reducedMotion: 'reduce' });
  await page.goto(`${inject('siteUrl')}?debug`, { waitUntil: 'load' });
  await openSample(page);
  await analyze(page);
  const items = await downloadItems(page);
  const tables = page.getByRole('button', { name: /^Table/, pressed: false });
  while ((await tables.count()) > 0) await tables.first().click();
  const random = createRandom(20);
  for (let round = 0; round < SELECTIONS; round++) {
    const selection = drawSelection(random, items);
    const chosen = items.filter((item) => holds(selection, item));
    const around = items.filter((item) => holds({ ...selection, span: null }, item));
    const of =
      chosen.length === items.length
        ? packetsOf(items.length)
        : `${count(chosen.length)} of ${packetsOf(items.length)}`;
    const seen = await look(page, selection, of);
    const hosts = new Set(chosen.flatMap(({ src, dst }) => [src, dst])).size;
    const words = JSON.stringify(selection);
    expect
      .soft(seen.bar, words)
      .toBe(
        `${count(chosen.length)} of ${packetsOf(items.length)}, ${count(odd(chosen))} odd, ${formatBytes(bytes(chosen))}, ${count(hosts)} ${hosts === 1 ? 'host' : 'hosts'}`,
      );
    expect(seen.table, words).toBe(of);
    expect(seen.shape, words).toContain(`: ${of}`);
    expect(seen.answer).toContain(`${count(odd(items))} of ${packetsOf(items.length)}`);
    expect(seen.findings).toContain(`: ${packetsOf(odd(items))}`);
    expectSizes(seen, chosen);
    expectOverview(seen, around);
    expectHistogram(seen, chosen);
    await expectHeat(page, selection, items);
    expectLists(seen, chosen);
  }
});
