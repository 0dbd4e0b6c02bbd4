// What a table holds, for the report after loading: one pass over its columns.
import type { Pacer } from '../base/pacer.ts';
import { endsOf } from '../packets/ends.ts';
import { MARK_IPV4, MARK_IPV6 } from '../packets/capture.ts';
import { HAS_TS, OPTIONAL_FIELDS } from '../packets/table.ts';
import type { PacketTable } from '../packets/table.ts';
import type { LoadReport, Progress } from '../engine/types.ts';

export type TableSummary = Pick<LoadReport, 'fields' | 'hosts' | 'span' | 'protocols' | 'ethertypes' | 'wireBytes'>;

/** Fields, hosts (as a survey counts them: `src/packets/ends.ts`), time span, protocols and bytes on the wire. */
export async function summarizeTable(table: PacketTable, pacer: Pacer<Progress>): Promise<TableSummary> {
  const byProtocol = new Float64Array(256);
  const byEthertype = new Float64Array(65536);
  const seen = new Uint8Array(table.addresses.size + 1);
  let wireBytes = 0;
  let anyPresent = 0;
  let first = Infinity;
  let last = -Infinity;
  let done = 0;
  const start = performance.now();
  for (const chunk of table.chunks) {
    const { size, proto, present, marks, ethertype, ts, length } = chunk;
    for (let row = 0; row < length; row++) {
      wireBytes += size[row];
      anyPresent |= present[row];
    }
    if (marks === null) for (let row = 0; row < length; row++) byProtocol[proto[row]]++;
    else {
      for (let row = 0; row < length; row++) {
        if (marks[row] === 0 || marks[row] & (MARK_IPV4 | MARK_IPV6)) byProtocol[proto[row]]++;
        else byEthertype[ethertype === null ? 0 : ethertype[row]]++;
      }
    }
    if (ts !== null) {
      for (let row = 0; row < length; row++) {
        if (!(present[row] & HAS_TS)) continue;
        const time = ts[row];
        if (time < first) first = time;
        if (time > last) last = time;
      }
    }
    const { src, dst } = endsOf(chunk);
    for (let row = 0; row < length; row++) {
      seen[src[row]] = 1;
      seen[dst[row]] = 1;
    }
    done += length;
    if (pacer.due()) {
      await pacer.breathe({
        phase: 'reading',
        done,
        total: table.length,
        unit: 'packets',
        packets: table.length,
        seconds: (performance.now() - start) / 1000,
      });
    }
  }
  seen[0] = 0;
  let hosts = 0;
  for (const flag of seen) hosts += flag;
  const protocols = mostFirst(byProtocol).map(([proto, packets]) => ({ proto, packets }));
  const ethertypes = mostFirst(byEthertype).map(([ethertype, packets]) => ({ ethertype, packets }));
  const fields = OPTIONAL_FIELDS.filter(({ bit }) => anyPresent & bit).map(({ field }) => field);
  return { fields, hosts, span: first <= last ? { first, last } : null, protocols, ethertypes, wireBytes };
}

/** Numbers and counts of what was met, most first. Small captures must not pay for the size of the table of counts. */
function mostFirst(counts: Float64Array): [number: number, count: number][] {
  const met: [number, number][] = [];
  counts.forEach((count, number) => {
    if (count > 0) met.push([number, count]);
  });
  return met.sort((a, b) => b[1] - a[1] || a[0] - b[0]);
}
