// Packets as a file: chooses the rows, the writer of the format, and what is told of it.
import type { CoreInstance } from '../../base/core.ts';
import { doPaced, type Pacer } from '../../base/pacer.ts';
import type { Line } from '../../detect/findings/types.ts';
import type { Model } from '../../model/file.ts';
import { startClock } from '../clock.ts';
import type { ColumnChunks } from '../columns.ts';
import { findLevels } from '../../survey/marker.ts';
import type { Exported, ExportFormat, ExportRows, Progress, Source } from '../types.ts';
import type { View, ViewSource } from '../view.ts';
import { writeCapture } from './capture.ts';
import { selectExported } from './selection.ts';
import { writeText } from './text.ts';

/** What is to be written. */
export interface ExportRequest extends Pick<ViewSource, 'table' | 'scores'> {
  view: View;
  sources: readonly Source[];
  /** Of the scores; null before an analysis. */
  model: Model | null;
  /** Of the model's features. */
  columns: ColumnChunks | null;
  format: ExportFormat;
  /** Which, or their places in the table. */
  rows: ExportRows | Uint32Array;
  /** A row is an anomaly with a score above it. */
  line: Line;
}

/** With the thresholds of hosts, see `findLevels`. */
export interface LevelledRequest extends ExportRequest {
  levels: Float64Array | null;
}

/** Writes the rows in the table's own order. Throws InputError as EngineClient.export says, and CancelledError. */
export async function exportTraffic(
  makeCore: () => Promise<CoreInstance>,
  given: ExportRequest,
  pacer: Pacer<Progress>,
): Promise<Exported> {
  const { format, table, line } = given;
  const clock = startClock(pacer, 'writing', table.length);
  const request = { ...given, levels: await doPaced(findLevels(table, line.hosts), () => clock.tick(0)) };
  const selection = await selectExported(request, clock);
  if (format === 'pcapng') return writeCapture(makeCore, request, selection, pacer);
  const { file, marked } = await writeText(request, format, selection, pacer);
  return { file, packets: selection.count, withoutBytes: 0, marked, explained: 0 };
}
