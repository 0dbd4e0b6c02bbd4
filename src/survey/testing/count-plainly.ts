// For tests: a survey counted the plain way, packet by packet, from the packets that were written out.
import type { Line } from '../../detect/findings/types.ts';
import type { Drawn } from '../../features/testing/draw.ts';
import { isServicePort } from '../../packets/services.ts';
import { frameServiceKey, protocolKey, serviceKey } from '../keys.ts';
import { chooseAxis, edgeOf, spanOf } from '../time-axis.ts';
import type {
  HeatMap,
  HeatRow,
  Overview,
  Pair,
  RowKind,
  Selection,
  Sizes,
  SurveyQuery,
  TimeAxis,
  Top,
  TopList,
  TopOrder,
  Totals,
} from '../types.ts';

/** A packet with everything that is counted of it. */
export interface Plain {
  row: number;
  /** Null without a time. */
  ts: number | null;
  size: number;
  source: string;
  destination: string;
  service: number;
  protocol: number;
  score: number;
  marked: boolean;
}

function plainService({ proto = 6, ethertype = 0, srcPort, dstPort, tcpFlags }: Drawn): number {
  if (proto === 255) return frameServiceKey(ethertype);
  if (srcPort === undefined || dstPort === undefined) return serviceKey(proto, srcPort ?? dstPort ?? null);
  if (tcpFlags !== undefined && tcpFlags & 2) return serviceKey(proto, tcpFlags & 16 ? srcPort : dstPort);
  const [from, to] = [isServicePort(proto, srcPort), isServicePort(proto, dstPort)];
  if (from === to) return serviceKey(proto, Math.min(srcPort, dstPort));
  return serviceKey(proto, from ? srcPort : dstPort);
}

/** @param scores null before an analysis: then nothing has a score */
export function plainPackets(packets: readonly Drawn[], scores: readonly number[] | null, line: Line | null): Plain[] {
  return packets.map((packet, row) => {
    const { ts, size = 60, proto = 6, src, dst, arpSender, arpTarget, srcMac, dstMac, ethertype = 0 } = packet;
    const [source, destination] = [src ?? arpSender ?? srcMac ?? '', dst ?? arpTarget ?? dstMac ?? ''];
    const score = line === null ? 0 : Math.fround(scores![row]);
    const own = (line?.hosts ?? []).filter(({ host }) => host !== '' && [source, destination].includes(host));
    const level = Math.max(line?.threshold ?? 0, ...own.map(({ threshold }) => threshold));
    return {
      row,
      ts: ts === undefined || Number.isNaN(ts) ? null : ts,
      size,
      source,
      destination,
      service: plainService(packet),
      protocol: protocolKey(proto, ethertype),
      score,
      marked: line !== null && score > level,
    };
  });
}

export function isSelected(packet: Plain, { span, host, source, destination, service, protocol }: Selection): boolean {
  if (span !== null && (packet.ts === null || packet.ts < span.from || packet.ts >= span.to)) return false;
  if (host !== null && packet.source !== host && packet.destination !== host) return false;
  if (source !== null && packet.source !== source) return false;
  if (destination !== null && packet.destination !== destination) return false;
  if (service !== null && packet.service !== service) return false;
  return protocol === null || packet.protocol === protocol;
}

export function sumUp(packets: readonly Plain[]): Totals {
  const totals: Totals = { packets: 0, bytes: 0, marked: 0, markedBytes: 0, worst: 0 };
  for (const { size, score, marked } of packets) {
    totals.packets++;
    totals.bytes += size;
    totals.worst = Math.max(totals.worst, score);
    if (!marked) continue;
    totals.marked++;
    totals.markedBytes += size;
  }
  return totals;
}

const inBucket = (axis: TimeAxis, bucket: number, { ts }: Plain): boolean =>
  ts !== null && ts >= edgeOf(axis, bucket) && ts < edgeOf(axis, bucket + 1);

const buckets = (axis: TimeAxis): number[] => Array.from({ length: axis.count }, (_, bucket) => bucket);

/** Packets by key: those of a key that is '' to `leave` are left out. */
function groupBy(packets: readonly Plain[], keysOf: (packet: Plain) => (string | number)[]) {
  const groups = new Map<string | number, Plain[]>();
  for (const packet of packets) {
    for (const key of new Set(keysOf(packet))) groups.set(key, [...(groups.get(key) ?? []), packet]);
  }
  return groups;
}

/** Counts what `surveyTraffic` answers. */
export class PlainSurvey {
  readonly wide: Plain[];
  readonly narrow: Plain[];
  readonly whole: { from: number; to: number } | null;

  constructor(
    readonly packets: readonly Plain[],
    readonly query: SurveyQuery,
    /** Host texts in the order of the address dictionary. */
    readonly hosts: readonly string[],
  ) {
    const { selection } = query;
    this.wide = packets.filter((packet) => isSelected(packet, { ...selection, span: null }));
    this.narrow = packets.filter((packet) => isSelected(packet, selection));
    const times = packets.flatMap(({ ts }) => ts ?? []);
    this.whole = times.length === 0 ? null : spanOf({ first: Math.min(...times), last: Math.max(...times) });
  }

  get span(): { first: number; last: number } | null {
    const times = this.narrow.flatMap(({ ts }) => ts ?? []);
    return times.length === 0 ? null : { first: Math.min(...times), last: Math.max(...times) };
  }

  /** Where a key comes among those that are alike otherwise. */
  #placeOf(kind: RowKind | 'host', key: string | number): number {
    if (kind === 'service' || kind === 'protocol') return this.packets.findIndex((packet) => packet[kind] === key);
    return this.hosts.indexOf(key as string);
  }

  overview(most: number): Overview | null {
    if (this.whole === null) return null;
    const axis = chooseAxis(this.query.zoom ?? this.whole, most);
    const parts = buckets(axis).map((bucket) => sumUp(this.wide.filter((packet) => inBucket(axis, bucket, packet))));
    const inside = parts.reduce((sum, { packets }) => sum + packets, 0);
    const untimed = this.wide.filter(({ ts }) => ts === null).length;
    return {
      axis,
      packets: Uint32Array.from(parts, ({ packets }) => packets),
      bytes: Float64Array.from(parts, ({ bytes }) => bytes),
      marked: Uint32Array.from(parts, ({ marked }) => marked),
      markedBytes: Float64Array.from(parts, ({ markedBytes }) => markedBytes),
      worst: Float32Array.from(parts, ({ worst }) => worst),
      untimed,
      outside: this.wide.length - inside - untimed,
    };
  }

  heat({ kind, first, rows, cells }: NonNullable<SurveyQuery['heat']>): HeatMap | null {
    if (this.whole === null) return null;
    const axis = chooseAxis(this.query.zoom ?? this.whole, cells);
    const row = (key: string | number, totals: Totals, packets: readonly Plain[]): HeatRow => {
      const parts = buckets(axis).map((bucket) => sumUp(packets.filter((packet) => inBucket(axis, bucket, packet))));
      return {
        key,
        totals,
        worst: Float32Array.from(parts, ({ worst }) => worst),
        packets: Uint32Array.from(parts, (part) => part.packets),
        marked: Uint32Array.from(parts, ({ marked }) => marked),
      };
    };
    const groups = groupBy(this.narrow, (packet) => [packet[kind]]);
    const all = Array.from(groups, ([key, packets]) => ({ key, totals: sumUp(packets) })).sort(
      ({ key: a, totals: x }, { key: b, totals: y }) =>
        y.worst - x.worst ||
        y.marked - x.marked ||
        y.packets - x.packets ||
        this.#placeOf(kind, a) - this.#placeOf(kind, b),
    );
    return {
      kind,
      axis,
      overall: row('', sumUp(this.narrow), this.wide),
      rows: all.slice(first, first + rows).map(({ key, totals }) =>
        row(
          key,
          totals,
          this.wide.filter((packet) => packet[kind] === key),
        ),
      ),
      first,
      total: all.length,
    };
  }

  list(kind: 'host' | 'service' | 'protocol', order: TopOrder, entries: number): TopList {
    const keysOf = (packet: Plain) =>
      kind === 'host' ? [packet.source, packet.destination].filter((host) => host !== '') : [packet[kind]];
    const groups = groupBy(this.narrow, keysOf);
    const all: Top[] = Array.from(groups, ([key, packets]) => ({ key, ...sumUp(packets) }));
    all.sort(
      (a, b) => b[order] - a[order] || b.packets - a.packets || this.#placeOf(kind, a.key) - this.#placeOf(kind, b.key),
    );
    return { entries: all.slice(0, entries), total: all.length };
  }

  pairs(order: TopOrder): Pair[] {
    const some = this.narrow.filter(({ source, destination }) => source !== '' || destination !== '');
    const groups = groupBy(some, ({ source, destination }) => [JSON.stringify([source, destination])]);
    const all = Array.from(groups, ([key, packets]) => {
      const [source, destination] = JSON.parse(key as string) as [string, string];
      return { source, destination, ...sumUp(packets) };
    });
    // Stable: what is alike otherwise stays in the order of appearance.
    return all.sort((a, b) => b[order] - a[order] || b.packets - a.packets);
  }

  /** @param edges those that were answered: what is to hold of them is tested elsewhere */
  sizes({ buckets: most, points }: NonNullable<SurveyQuery['sizes']>, edges: Float64Array<ArrayBuffer>): Sizes | null {
    if (this.whole === null) return null;
    const axis = chooseAxis(this.query.selection.span ?? this.query.zoom ?? this.whole, most);
    const bins = edges.length - 1;
    const inside = this.narrow.filter((packet) => buckets(axis).some((bucket) => inBucket(axis, bucket, packet)));
    const [packets, marked] = [new Uint32Array(axis.count * bins), new Uint32Array(axis.count * bins)];
    for (const packet of inside) {
      const bucket = buckets(axis).findIndex((each) => inBucket(axis, each, packet));
      const bin = Math.min(
        bins - 1,
        edges.findLastIndex((edge) => edge <= packet.size),
      );
      packets[bucket * bins + bin]++;
      marked[bucket * bins + bin] += Number(packet.marked);
    }
    const few = {
      rows: Uint32Array.from(inside, ({ row }) => row),
      ts: Float64Array.from(inside, ({ ts }) => ts!),
      sizes: Float64Array.from(inside, ({ size }) => size),
      scores: Float32Array.from(inside, ({ score }) => score),
      marked: Uint8Array.from(inside, (packet) => Number(packet.marked)),
    };
    return { axis, edges, packets, marked, points: inside.length <= points ? few : null };
  }

  histogram(bins: number): Uint32Array {
    const counts = Array.from(
      { length: bins },
      (_, bin) => this.narrow.filter(({ score }) => score > bin / bins && score <= (bin + 1) / bins).length,
    );
    return Uint32Array.from(counts);
  }
}
