// Features by the core as whole columns, and what is known after them.
import { instantiateCore } from '../../base/core.ts';
import { EXTRACTED_FEATURES, type ExtractOptions, extractFeatures } from '../../features/extract.ts';
import type { PacketTable } from '../../packets/table.ts';

/** One column for each of EXTRACTED_FEATURES, over all chunks. */
export async function extractColumns(
  module: WebAssembly.Module,
  table: PacketTable,
  given: Partial<ExtractOptions> = {},
) {
  const core = await instantiateCore(module);
  const options = { seed: [1, 2] as const, state: null, ...given };
  const { columns, report, state } = await extractFeatures(core, table, EXTRACTED_FEATURES, options, () => undefined);
  const joined = EXTRACTED_FEATURES.map((_, place) => {
    const all = new Float32Array(table.length);
    let at = 0;
    for (const chunk of columns) {
      all.set(chunk[place], at);
      at += chunk[place].length;
    }
    return all;
  });
  return { columns: joined, state, evicted: report.tables.reduce((sum, { evicted }) => sum + evicted, 0) };
}
