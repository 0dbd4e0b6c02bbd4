// What the worker of alerts does beside the database: groups marked packets into findings, and writes alerts as files.
import { findBudgetLine, makeLadder } from '../detect/findings/budget-line.ts';
import { groupFindings } from '../detect/findings/group.ts';
import { exportStored } from './export/export.ts';
import type { AlertService } from './types.ts';

type GroupingCalls = Pick<AlertService, 'group' | 'rowsOf' | 'findBudgetLine' | 'ladder' | 'export'>;

/** @param get the database's */
export function createGrouping(get: AlertService['get']): GroupingCalls {
  /** Of the last grouping: places of packets and of their findings, and the findings' places by their ids. */
  let last: { rows: Uint32Array; members: Uint32Array; places: Map<string, number> } | null = null;
  return {
    async group(marked, calibration) {
      const { findings, total, members } = groupFindings(marked, calibration);
      last = { rows: marked.rows, members, places: new Map(findings.map(({ id }, place) => [id, place])) };
      return { findings, total };
    },

    async rowsOf(finding) {
      const place = last?.places.get(finding);
      if (last === null || place === undefined) return null;
      const { members } = last;
      return new Uint32Array(last.rows.filter((_, i) => members[i] === place));
    },

    findBudgetLine: async (marked, findingsAnHour) => findBudgetLine(marked, findingsAnHour),
    ladder: async (marked) => makeLadder(marked),
    export: (ids, format) => exportStored(get, ids, format),
  };
}
