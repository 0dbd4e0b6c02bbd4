// The hosts that stand out most, and where a line of their own would stand.
import { doPaced, type Pieces } from '../base/pacer.ts';
import { type Pace, rankScores } from '../detect/order.ts';
import { CHUNK_ROWS } from '../packets/table.ts';
import { endsOf } from '../packets/ends.ts';
import { type ScoredTable, visitMarked } from '../survey/marker.ts';
import type { HostLevel } from './types.ts';

/** Share of a host's packets above its level. */
const SHARE = 0.01;

/** Calls `visit` with each end of each packet, once where both are one. */
function* visitEnds({ table, scores }: ScoredTable, visit: (id: number, score: number) => void): Pieces<void> {
  for (const [index, part] of scores.entries()) {
    const { src, dst } = endsOf(table.chunks[index]);
    for (let row = 0; row < part.length; row++) {
      const [from, to] = [src[row], dst[row]];
      visit(from, part[row]);
      if (to !== from) visit(to, part[row]);
    }
    yield;
  }
}

/** See `EngineClient.hostLevels`. Takes 4 bytes an address, and 4 a packet of the hosts that are returned. */
export async function findHostLevels(
  scored: ScoredTable,
  threshold: number,
  count: number,
  pace: Pace,
): Promise<HostLevel[]> {
  const { addresses, chunks } = scored.table;
  const marked = new Uint32Array(addresses.size + 1);
  await doPaced(
    visitMarked(scored, { threshold, hosts: [] }, (index, rows, above) => {
      const { src, dst } = endsOf(chunks[index]);
      for (let at = 0; at < above; at++) {
        const [from, to] = [src[rows[at]], dst[rows[at]]];
        marked[from]++;
        if (to !== from) marked[to]++;
      }
    }),
    pace,
  );
  // Beside the first ones so far: a traffic may have millions of hosts.
  let first: number[] = [];
  const byMarked = (a: number, b: number): number => marked[b] - marked[a] || a - b;
  for (let id = 1; id < marked.length; id++) {
    if (marked[id] === 0) continue;
    first.push(id);
    if (first.length >= 2 * count + CHUNK_ROWS) first = first.sort(byMarked).slice(0, count);
  }
  first = first.sort(byMarked).slice(0, count);
  const places = new Uint32Array(marked.length);
  first.forEach((id, index) => (places[id] = index + 1));
  const packets = new Uint32Array(first.length + 1);
  await doPaced(visitEnds(scored, (id) => packets[places[id]]++), pace); // prettier-ignore
  const found = first.map((_, index) => new Float32Array(packets[index + 1]));
  const filled = new Uint32Array(first.length);
  const gather = (id: number, score: number): void => {
    const index = places[id] - 1;
    if (index >= 0) found[index][filled[index]++] = score;
  };
  await doPaced(visitEnds(scored, gather), pace);
  const levels: HostLevel[] = [];
  for (const [index, id] of first.entries()) {
    const own = found[index];
    const { scores } = await rankScores([own], [Math.floor(SHARE * own.length) + 1], pace);
    levels.push({ host: addresses.text(id), packets: own.length, marked: marked[id], level: scores[0] });
  }
  return levels;
}
