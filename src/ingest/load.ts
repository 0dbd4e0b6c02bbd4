// Reads sources into one PacketTable, in time order where there are several, and the report on it.
import type { Pacer } from '../base/pacer.ts';
import type { LoadReport, Progress, Source, SourceReport } from '../engine/types.ts';
import type { PacketTable } from '../packets/table.ts';
import { explainEmptiness } from './empty.ts';
import { Glance } from './glance.ts';
import { Readers, readSource, type LoadRun } from './read-source.ts';
import { summarizeTable } from './report.ts';
import { orderByTime } from './time-order.ts';

export interface Loaded {
  table: PacketTable;
  report: Omit<LoadReport, 'traffic' | 'features'>;
}

/**
 * Reads all sources. What is wrong inside of one is told in the report and the others are read on.
 * Rejects with BatchError when no usable packet was found in any, with CancelledError on abort.
 */
export async function loadTraffic(
  module: WebAssembly.Module,
  sources: readonly Source[],
  pacer: Pacer<Progress>,
): Promise<Loaded> {
  const readers = new Readers(module);
  const clock = { start: performance.now(), reading: 0, parsing: 0 };
  const total = sources.reduce((bytes, source) => bytes + source.data.size, 0);
  const glance = new Glance(readers.target.builder);
  const run: LoadRun = { readers, pacer, clock, glance, total, before: 0 };
  const reports: SourceReport[] = [];
  let problemCount = 0;
  for (const [index, source] of sources.entries()) {
    const { report, problems } = await readSource(run, source, index);
    reports.push(report);
    problemCount += problems;
    run.before += source.data.size;
  }
  const { target, batch } = readers;
  const unknown = batch.unknownFields();
  if (target.builder.length === 0) throw explainEmptiness(reports, batch.problems, problemCount);
  const { table, order } = await orderByTime(
    target.table(),
    reports.map(({ packets }) => packets),
    pacer,
  );
  const summary = await summarizeTable(table, pacer);
  return {
    table,
    report: {
      sources: reports,
      order,
      packets: table.length,
      rejected: reports.reduce((sum, report) => sum + report.rejected, 0),
      problems: batch.problems,
      problemCount,
      unknownFields: unknown.names,
      unknownFieldCount: unknown.total,
      ...summary,
      seconds: { total: (performance.now() - clock.start) / 1000, reading: clock.reading, parsing: clock.parsing },
    },
  };
}
