// What the engine tells the dashboard.
import { EngineError } from '../base/errors.ts';
import type { Line } from '../detect/findings/types.ts';
import type { Comparison, Drift, Survey, SurveyQuery } from '../survey/types.ts';
import { slicePace } from './calls.ts';
import { compareTwo } from './compare-traffics.ts';
import { findDrift } from './find-drift.ts';
import type { EngineParts } from './finding-calls.ts';
import type { TrafficId } from './types.ts';

export function surveyCalls({ find }: EngineParts) {
  const wait = (id: TrafficId): never => {
    throw new EngineError(`Traffic ${find(id).table.length} cannot be looked over yet.`);
  };
  return {
    async survey(id: TrafficId, _query: SurveyQuery): Promise<Survey> {
      return wait(id);
    },

    async drift(id: TrafficId): Promise<Drift | null> {
      return findDrift(find(id), slicePace());
    },

    async compare(before: TrafficId, after: TrafficId, line: Line | null, count: number): Promise<Comparison> {
      return compareTwo(find(before), find(after), line, count, slicePace());
    },
  };
}
