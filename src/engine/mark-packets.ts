// Copies the packets above a line out of a traffic, with all that findings are made of.
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { doPaced, type Pacer } from '../base/pacer.ts';
import { takeExcess } from '../detect/excess.ts';
import type { Line, MarkedPackets } from '../detect/findings/types.ts';
import { type Pace, rankScores } from '../detect/order.ts';
import type { Model } from '../model/file.ts';
import { fingerprintModel } from '../model/fingerprint.ts';
import { MARK_ARP, MARK_CAPTURED, MARK_ICMP } from '../packets/capture.ts';
import {
  CHUNK_MASK,
  CHUNK_ROWS,
  CHUNK_SHIFT,
  HAS_DST_PORT,
  HAS_SRC_PORT,
  HAS_TCP_FLAGS,
  HAS_TS,
} from '../packets/table.ts';
import { startClock } from './clock.ts';
import { endAt } from '../packets/ends.ts';
import { takeFingerprint } from './fingerprint.ts';
import { type ScoredTable, visitMarked } from '../survey/marker.ts';
import { boundsOf } from './score-traffic.ts';
import type { Scored, Traffic } from './traffic.ts';
import type { Progress } from './types.ts';

/** Packets that are copied at most. */
const MOST = 500_000;
/** Packets copied between two looks at the clock. */
const PIECE = 1 << 13;

/** Texts of addresses that are longer than any address: findings are a few kB, and a rule's host has 200 characters. */
const MOST_TEXT = 200;
const SHOWN = 160;

/** The beginning of a text that is no address, and a digest that keeps it apart from others with this beginning. */
function shortenHost(text: string): string {
  if (text.length <= MOST_TEXT) return text;
  return `${text.slice(0, SHOWN)}…${bytesToHex(sha256(utf8ToBytes(text))).slice(0, 16)}`;
}

/** Rows above a line, rising; of more than `most` the oddest, and of those that score alike the first. */
async function chooseRows(scored: ScoredTable, line: Line, most: number, pace: Pace) {
  const { scores } = scored;
  const parts: Uint32Array[] = [];
  await doPaced(
    visitMarked(scored, line, (chunk, rows, count) => {
      parts.push(rows.slice(0, count).map((row) => chunk * CHUNK_ROWS + row));
    }),
    pace,
  );
  const above = parts.reduce((sum, { length }) => sum + length, 0);
  const rows = new Uint32Array(Math.min(above, most));
  let [least, ties] = [-Infinity, 0];
  if (above > most) {
    const found = parts.map((part, chunk) => Float32Array.from(part, (row) => scores[chunk][row & CHUNK_MASK]));
    const ranked = await rankScores(found, [most], pace);
    least = ranked.scores[0];
    ties = most - ranked.higher[0];
  }
  let taken = 0;
  for (const [chunk, part] of parts.entries()) {
    for (const row of part) {
      const score = scores[chunk][row & CHUNK_MASK];
      if (score > least || (score === least && ties-- > 0)) rows[taken++] = row;
    }
    await pace();
  }
  return { above, rows };
}

/**
 * The packets above a line, those of the whole traffic counted. Rejects with CancelledError.
 * @param most packets that are copied at most
 */
export async function markPackets(
  traffic: Traffic,
  { scores, scored, model }: { scores: readonly Float32Array[]; scored: Scored; model: Model },
  line: Line,
  pacer: Pacer<Progress>,
  most = MOST,
): Promise<MarkedPackets> {
  const { table } = traffic;
  const clock = startClock(pacer, 'sorting', table.length);
  const pace: Pace = () => (pacer.due() ? clock.tick(table.length) : undefined);
  traffic.fingerprint ??= await doPaced(takeFingerprint(table), pace);
  scored.fingerprint ??= await doPaced(fingerprintModel(model), pace);
  const { above, rows } = await chooseRows({ table, scores }, line, most, pace);
  const taken = rows.length;
  const { features } = model.info;
  const width = features.length;
  const { context } = model;
  const places = new Uint32Array(table.addresses.size + 1);
  const hosts = [''];
  const placeOf = (id: number): number => {
    if (id > 0 && places[id] === 0) {
      places[id] = hosts.length;
      hosts.push(shortenHost(table.addresses.text(id)));
    }
    return places[id];
  };
  const marked: MarkedPackets = {
    line,
    above,
    taken,
    traffic: traffic.fingerprint,
    model: scored.fingerprint,
    packets: table.length,
    first: traffic.span?.first ?? null,
    last: traffic.span?.last ?? null,
    ceiling: scored.analysis.adjustment?.ceiling ?? null,
    rows,
    scores: new Float32Array(taken),
    ts: new Float64Array(taken),
    size: new Uint32Array(taken),
    proto: new Uint8Array(taken),
    src: new Uint32Array(taken),
    dst: new Uint32Array(taken),
    srcPort: new Int32Array(taken),
    dstPort: new Int32Array(taken),
    tcpFlags: new Int16Array(taken),
    icmpType: new Int16Array(taken),
    arpOperation: new Int16Array(taken),
    ethertype: new Int32Array(taken),
    hosts,
    features,
    usual: context && context.usual.slice(),
    values: new Float32Array(taken * width),
    excess: context && new Uint8Array(taken * width),
  };
  const bounds = context && boundsOf(features);
  for (let from = 0; from < taken;) {
    const part = rows[from] >> CHUNK_SHIFT;
    const chunk = table.chunks[part];
    const columns = scored.columns[part];
    const { present, marks, src, dst, arpSender, arpTarget, srcMac, dstMac } = chunk;
    const has = (bits: number, row: number, column: ArrayLike<number> | null): number =>
      (present[row] & bits) === 0 ? -1 : (column?.[row] ?? 0);
    const told = (bits: number, row: number, column: ArrayLike<number> | null): number =>
      ((marks?.[row] ?? 0) & bits) === 0 ? -1 : (column?.[row] ?? 0);
    let to = from;
    for (; to < taken && to - from < PIECE && rows[to] >> CHUNK_SHIFT === part; to++) {
      const row = rows[to] & CHUNK_MASK;
      marked.scores[to] = scores[part][row];
      marked.ts[to] = present[row] & HAS_TS ? (chunk.ts?.[row] ?? 0) : Number.NaN;
      marked.size[to] = chunk.size[row];
      marked.proto[to] = chunk.proto[row];
      marked.src[to] = placeOf(endAt(src, arpSender, srcMac, row));
      marked.dst[to] = placeOf(endAt(dst, arpTarget, dstMac, row));
      marked.srcPort[to] = has(HAS_SRC_PORT, row, chunk.srcPort);
      marked.dstPort[to] = has(HAS_DST_PORT, row, chunk.dstPort);
      marked.tcpFlags[to] = has(HAS_TCP_FLAGS, row, chunk.tcpFlags);
      marked.icmpType[to] = told(MARK_ICMP, row, chunk.icmpType);
      marked.arpOperation[to] = Math.min(told(MARK_ARP, row, chunk.arpOperation), 0x7fff);
      marked.ethertype[to] = told(MARK_CAPTURED, row, chunk.ethertype) || -1;
    }
    const values = columns.map((column) => {
      const some = new Float32Array(to - from);
      for (let at = from; at < to; at++) some[at - from] = column[rows[at] & CHUNK_MASK];
      return some;
    });
    values.forEach((some, feature) => {
      for (let at = 0; at < some.length; at++) marked.values[(from + at) * width + feature] = some[at];
    });
    if (context !== null && bounds !== null) {
      const [seen] = await doPaced(takeExcess([values], context.usual, bounds), pace);
      seen.forEach((some, feature) => {
        for (let at = 0; at < some.length; at++) {
          marked.excess![(from + at) * width + feature] = Math.ceil(255 * some[at]);
        }
      });
    }
    from = to;
    await pace();
  }
  return marked;
}
