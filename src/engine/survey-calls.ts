// What the engine tells the dashboard.
import { EngineError } from '../base/errors.ts';
import type { Line } from '../detect/findings/types.ts';
import type { Comparison, Drift, Survey, SurveyQuery } from '../survey/types.ts';
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
      return wait(id);
    },

    async compare(before: TrafficId, _after: TrafficId, _line: Line | null, _count: number): Promise<Comparison> {
      return wait(before);
    },
  };
}
