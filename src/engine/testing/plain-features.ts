// For tests: features that are easily foretold, in place of the extraction by the core.
import type { Extract } from '../extract-features.ts';

/** Each feature counts the packets of its source before, those of the state included; the last one is another's. */
export const countSources: Extract = async (_, table, features, { state }, pace) => {
  const known = JSON.parse(new TextDecoder().decode(state ?? new TextEncoder().encode('{}'))) as Record<string, number>;
  const columns = [];
  let rows = 0;
  for (const chunk of table.chunks) {
    const counts = Float32Array.from({ length: chunk.length }, (__, row) => {
      const source = chunk.src?.[row] ? table.addresses.text(chunk.src[row]) : '';
      known[source] = (known[source] ?? 0) + 1;
      return Math.log2(known[source]);
    });
    columns.push(features.map((___, place) => counts.map((count) => count * (place + 1))));
    rows += chunk.length;
    await pace(rows);
  }
  const tables = [{ name: 'sources', capacity: 1000, used: Object.keys(known).length, evicted: 0 }];
  return { columns, report: { tables, cut: 0 }, state: new TextEncoder().encode(JSON.stringify(known)) };
};
