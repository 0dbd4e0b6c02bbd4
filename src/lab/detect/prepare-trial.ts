// Makes trials of a capture: features of what is trained on, and of what is scored with what was known after the training.
import { Pacer } from '../../base/pacer.ts';
import { loadTraffic } from '../../ingest/load.ts';
import type { PacketTable } from '../../packets/table.ts';
import type { Protocol } from './engine-run.ts';
import { extractColumns } from './extract-columns.ts';
import { type LabelledCapture, sliceCapture, timesOf } from './labelled-captures.ts';
import { readContexts } from './reference-context.ts';
import type { Trial } from './trials.ts';

async function loadPart(
  module: WebAssembly.Module,
  capture: LabelledCapture,
  rows: readonly number[],
): Promise<PacketTable> {
  const data = sliceCapture(capture, rows);
  return (await loadTraffic(module, [{ name: capture.name, data }], new Pacer())).table;
}

/** The trial of a capture under a protocol; null where there is nothing to train on or to score. */
export async function prepareTrial(
  module: WebAssembly.Module,
  capture: LabelledCapture,
  protocol: Protocol,
): Promise<Trial | null> {
  const { early, late, table, labels } = capture;
  if (protocol === 'B') {
    const { columns } = await extractColumns(module, table);
    return { training: columns, scored: columns, contexts: readContexts(table, timesOf(table)), labels };
  }
  if (early.length < 2 || late.length === 0) return null;
  const first = await extractColumns(module, await loadPart(module, capture, early));
  const rest = await loadPart(module, capture, late);
  const second = await extractColumns(module, rest, { state: first.state });
  return {
    training: first.columns,
    scored: second.columns,
    contexts: readContexts(rest, timesOf(rest)),
    labels: Uint8Array.from(late, (row) => labels[row]),
  };
}
