// What the engine tells the dashboard.
import { EngineError } from '../base/errors.ts';
import { doPaced } from '../base/pacer.ts';
import type { Line } from '../detect/findings/types.ts';
import { surveyTraffic } from '../survey/survey.ts';
import type { Comparison, Drift, Survey, SurveyQuery } from '../survey/types.ts';
import { explainMemory, slicePace } from './calls.ts';
import type { EngineParts } from './finding-calls.ts';
import type { TrafficId } from './types.ts';

export function surveyCalls({ find }: EngineParts) {
  const wait = (id: TrafficId): never => {
    throw new EngineError(`Traffic ${find(id).table.length} cannot be looked over yet.`);
  };
  return {
    async survey(id: TrafficId, query: SurveyQuery): Promise<Survey> {
      // A copy: an analysis that ends meanwhile must not change scores under the counting.
      const { table, scores } = find(id);
      try {
        return await doPaced(surveyTraffic({ table, scores }, query), slicePace());
      } catch (error) {
        throw explainMemory(error);
      }
    },

    async drift(id: TrafficId): Promise<Drift | null> {
      return wait(id);
    },

    async compare(before: TrafficId, _after: TrafficId, _line: Line | null, _count: number): Promise<Comparison> {
      return wait(before);
    },
  };
}
