// What the engine tells the dashboard.
import { doPaced } from '../base/pacer.ts';
import type { Line } from '../detect/findings/types.ts';
import { surveyTraffic } from '../survey/survey.ts';
import type { Comparison, Drift, Survey, SurveyQuery } from '../survey/types.ts';
import { explainMemory, slicePace } from './calls.ts';
import { compareTwo } from './compare-traffics.ts';
import { findDrift } from './find-drift.ts';
import type { EngineParts } from './finding-calls.ts';
import type { TrafficId } from './types.ts';

export function surveyCalls({ find }: EngineParts) {
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
      return findDrift(find(id), slicePace());
    },

    async compare(before: TrafficId, after: TrafficId, line: Line | null, count: number): Promise<Comparison> {
      return compareTwo(find(before), find(after), line, count, slicePace());
    },
  };
}
