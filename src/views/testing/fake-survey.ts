// A survey for component tests: made-up packets of three hosts over a minute, counted one by one.
import { bucketOf, chooseAxis, spanOf } from '../../survey/time-axis.ts';
import { protocolKey, serviceKey } from '../../survey/keys.ts';
import type { Comparison, HeatRow, Selection, Survey, SurveyQuery, TimeAxis, Top, Totals } from '../../survey/types.ts';

interface Made {
  ts: number;
  source: string;
  destination: string;
  service: number;
  protocol: number;
  size: number;
  score: number;
}

const START = 1725530000;
const HOSTS = ['10.0.0.1', '10.0.0.2', '192.168.4.31'];

/** Ten packets a second for a minute; in the seconds 30 to 34 the second host is odd. */
export const MADE: readonly Made[] = Array.from({ length: 600 }, (_, row) => {
  const at = row / 10;
  const isOdd = at >= 30 && at < 35 && row % 3 === 1;
  return {
    ts: START + at,
    source: HOSTS[row % 3],
    destination: HOSTS[(row + 1) % 3],
    service: row % 5 === 0 ? serviceKey(17, 53) : serviceKey(6, row % 2 === 0 ? 443 : 22),
    protocol: protocolKey(row % 5 === 0 ? 17 : 6, 0),
    size: 60 + ((row * 37) % 1400),
    score: isOdd ? 0.8 : 0.3 + (row % 100) / 500,
  };
});

const matches = (packet: Made, { span, host, source, destination, service, protocol }: Selection): boolean =>
  (span === null || (packet.ts >= span.from && packet.ts < span.to)) &&
  (host === null || packet.source === host || packet.destination === host) &&
  (source === null || packet.source === source) &&
  (destination === null || packet.destination === destination) &&
  (service === null || packet.service === service) &&
  (protocol === null || packet.protocol === protocol);

/** The answer of an engine that holds `MADE`. */
export function fakeSurvey(query: SurveyQuery): Survey {
  const line = query.line?.threshold ?? Infinity;
  const rest = MADE.filter((packet) => matches(packet, { ...query.selection, span: null }));
  const all = MADE.filter((packet) => matches(packet, query.selection));
  const zoom = query.zoom ?? spanOf({ first: START, last: START + 59.9 });
  const sum = (packets: readonly Made[]): Totals => ({
    packets: packets.length,
    bytes: packets.reduce((bytes, { size }) => bytes + size, 0),
    marked: packets.filter(({ score }) => score > line).length,
    markedBytes: packets.reduce((bytes, { size, score }) => bytes + (score > line ? size : 0), 0),
    worst: query.line ? packets.reduce((worst, { score }) => Math.max(worst, score), 0) : 0,
  });
  const split = (packets: readonly Made[], axis: TimeAxis): Totals[] =>
    Array.from({ length: axis.count }, (_, k) => sum(packets.filter(({ ts }) => bucketOf(axis, ts) === k)));
  const top = (keyOf: (packet: Made) => (string | number)[]): { entries: Top[]; total: number } => {
    const keys = [...new Set(all.flatMap(keyOf))];
    const entries = keys.map((key) => ({ key, ...sum(all.filter((packet) => keyOf(packet).includes(key))) }));
    const { order, entries: most } = query.tops!;
    return { entries: entries.sort((a, b) => b[order] - a[order]).slice(0, most), total: keys.length };
  };
  const heatRow = (key: string | number, axis: TimeAxis, of: (packet: Made) => boolean): HeatRow => {
    const cells = split(rest.filter(of), axis);
    return {
      key,
      totals: sum(all.filter(of)),
      worst: Float32Array.from(cells, ({ worst }) => worst),
      packets: Uint32Array.from(cells, ({ packets }) => packets),
      marked: Uint32Array.from(cells, ({ marked }) => marked),
    };
  };
  const heat = () => {
    const { kind, first, rows, cells } = query.heat!;
    const axis = chooseAxis(zoom, cells);
    const made = [...new Set(all.map((packet) => packet[kind]))]
      .map((key) => heatRow(key, axis, (packet) => packet[kind] === key))
      .sort((a, b) => b.totals.worst - a.totals.worst);
    return {
      kind,
      axis,
      overall: heatRow('', axis, () => true),
      rows: made.slice(first, first + rows),
      first,
      total: made.length,
    };
  };
  const overview = () => {
    const axis = chooseAxis(zoom, query.overview!);
    const buckets = split(rest, axis);
    const inside = buckets.reduce((packets, bucket) => packets + bucket.packets, 0);
    return {
      axis,
      packets: Uint32Array.from(buckets, ({ packets }) => packets),
      bytes: Float64Array.from(buckets, ({ bytes }) => bytes),
      marked: Uint32Array.from(buckets, ({ marked }) => marked),
      markedBytes: Float64Array.from(buckets, ({ markedBytes }) => markedBytes),
      worst: Float32Array.from(buckets, ({ worst }) => worst),
      untimed: 0,
      outside: rest.length - inside,
    };
  };
  const sizes = () => {
    const axis = chooseAxis(query.selection.span ?? zoom, query.sizes!.buckets);
    const edges = Float64Array.from({ length: query.sizes!.bins + 1 }, (_, bin) => bin * 80);
    const counts = {
      packets: new Uint32Array(axis.count * query.sizes!.bins),
      marked: new Uint32Array(axis.count * query.sizes!.bins),
    };
    for (const { ts, size, score } of all) {
      const bucket = bucketOf(axis, ts);
      if (bucket < 0 || bucket >= axis.count) continue;
      const place = bucket * query.sizes!.bins + Math.min(query.sizes!.bins - 1, Math.floor(size / 80));
      counts.packets[place] += 1;
      counts.marked[place] += Number(score > line);
    }
    const points = {
      rows: Uint32Array.from(all, (packet) => MADE.indexOf(packet)),
      ts: Float64Array.from(all, ({ ts }) => ts),
      sizes: Float64Array.from(all, ({ size }) => size),
      scores: Float32Array.from(all, ({ score }) => score),
      marked: Uint8Array.from(all, ({ score }) => Number(score > line)),
    };
    return { axis, edges, ...counts, points: all.length <= query.sizes!.points ? points : null };
  };
  const pairs = () => {
    const names = [...new Set(all.map(({ source, destination }) => `${source} ${destination}`))];
    const { order, entries: most } = query.pairs!;
    const entries = names.map((name) => {
      const [source, destination] = name.split(' ');
      return {
        source,
        destination,
        ...sum(all.filter((one) => one.source === source && one.destination === destination)),
      };
    });
    return { entries: entries.sort((a, b) => b[order] - a[order]).slice(0, most), total: names.length, whole: true };
  };
  const histogram = (bins: number) => {
    const counts = new Uint32Array(bins);
    for (const { score } of all) counts[Math.max(0, Math.ceil(score * bins) - 1)] += 1;
    return counts;
  };
  return {
    totals: sum(all),
    hosts: new Set(all.flatMap(({ source, destination }) => [source, destination])).size,
    span: all.length > 0 ? { first: all[0].ts, last: all.at(-1)!.ts } : null,
    overview: query.overview === null ? null : overview(),
    heat: query.heat === null ? null : heat(),
    sizes: query.sizes === null ? null : sizes(),
    hostList: query.tops && top(({ source, destination }) => [source, destination]),
    serviceList: query.tops && top(({ service }) => [service]),
    protocolList: query.tops && top(({ protocol }) => [protocol]),
    pairs: query.pairs === null ? null : pairs(),
    histogram: query.line === null || query.histogram === null ? null : histogram(query.histogram),
  };
}

export const NOT_MOVED: Comparison = {
  before: { packets: 600, seconds: 60 },
  after: { packets: 600, seconds: 60 },
  hosts: { moves: [], psi: 0, total: 3 },
  services: { moves: [], psi: 0, total: 3 },
  protocols: { moves: [], psi: 0, total: 2 },
  features: [],
};
