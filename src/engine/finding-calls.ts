// What the engine does with the packets above a line, and for those that work on findings, alerts and teaching.
import type { CoreInstance } from '../base/core.ts';
import { InputError } from '../base/errors.ts';
import { doPaced, type Pacer } from '../base/pacer.ts';
import type { Line, MarkedPackets } from '../detect/findings/types.ts';
import type { Pace } from '../detect/order.ts';
import { type Model, readPieces } from '../model/file.ts';
import { isSame, slicePace } from './calls.ts';
import { startClock } from './clock.ts';
import { exportTraffic } from './export/export.ts';
import { findHostLevels } from './host-levels.ts';
import { markPackets } from './mark-packets.ts';
import { countMarked, type ScoredTable } from '../survey/marker.ts';
import type { Pool } from './pool.ts';
import { teachModel } from './teach-model.ts';
import type { Scored, Traffic } from './traffic.ts';
import type {
  Exported,
  ExportFormat,
  ExportRows,
  HostLevel,
  Progress,
  Teaching,
  TeachRequest,
  TrafficId,
} from './types.ts';

/** What the engine gives its calls. */
export interface EngineParts {
  find(id: TrafficId): Traffic;
  run<T>(call: number, work: (pacer: Pacer<Progress>) => Promise<T>): Promise<T>;
  makeCore(): Promise<CoreInstance>;
  pool: Pool;
  /** Hands buffers over with what they belong to. */
  transfer<T extends object>(value: T, buffers: ArrayBuffer[]): T;
}

/** Scores of a traffic, and what they are of. Throws InputError before an analysis. */
export function scoresOf({ table, scores, scored }: Traffic): ScoredTable & { scored: Scored } {
  if (scores === null || scored === null) throw new InputError('This traffic has not been analysed yet.');
  return { table, scores, scored };
}

/** The model of an analysis, read once. */
export const modelOf = async (scored: Scored, pace: Pace): Promise<Model> =>
  (scored.model ??= await doPaced(readPieces(scored.file), pace));

/** The buffers of all arrays of a plain object. */
const buffersOf = (value: object): ArrayBuffer[] =>
  Object.values(value).flatMap((part: unknown) => (ArrayBuffer.isView(part) ? [part.buffer as ArrayBuffer] : []));

export function findingCalls({ find, run, makeCore, pool, transfer }: EngineParts) {
  return {
    /** @param rows which, or their places in the table */
    export(
      call: number,
      id: TrafficId,
      format: ExportFormat,
      line: Line,
      rows: ExportRows | Uint32Array = 'all',
    ): Promise<Exported> {
      return run(call, async (pacer) => {
        // A copy: an analysis or a view that ends meanwhile must not change what is written.
        const held = { ...find(id) };
        const { scored } = held;
        // Only comments need it.
        const model = scored !== null && format === 'pcapng' ? await modelOf(scored, slicePace()) : null;
        return exportTraffic(makeCore, { ...held, model, columns: scored?.columns ?? null, format, line, rows }, pacer);
      });
    },

    marked(call: number, id: TrafficId, line: Line): Promise<MarkedPackets> {
      return run(call, async (pacer) => {
        const traffic = find(id);
        const { scores, scored } = scoresOf(traffic);
        const model = await modelOf(scored, slicePace());
        const marked = await markPackets(traffic, { scores, scored, model }, line, pacer);
        return transfer(marked, buffersOf(marked));
      });
    },

    teach(call: number, request: TeachRequest): Promise<Teaching> {
      return run(call, async (pacer) => {
        const { table, scores, scored } = find(request.traffic);
        const pace: Pace = () => (pacer.due() ? startClock(pacer, 'training', table.length).tick(0) : undefined);
        const isPresent = scores !== null && scored !== null && isSame(scored.file, request.file);
        const model = isPresent ? await modelOf(scored, pace) : await doPaced(readPieces(request.file), pace);
        const present = isPresent ? { scores, columns: scored.columns } : null;
        return teachModel(await makeCore(), table, model, present, request, { pacer, pool, pace });
      });
    },

    async countMarked(id: TrafficId, line: Line): Promise<number> {
      return doPaced(countMarked(scoresOf(find(id)), line), slicePace());
    },

    async hostLevels(id: TrafficId, threshold: number, count: number): Promise<HostLevel[]> {
      return findHostLevels(scoresOf(find(id)), threshold, count, slicePace());
    },
  };
}
