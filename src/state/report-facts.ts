// What a report of the traffic at hand is made of: gathered once, from the same calls that the page's views are drawn from.
import type { AlertEntry } from '../alerts/types.ts';
import { VERSION } from '../base/version.ts';
import type { Finding, Line } from '../detect/findings/types.ts';
import type { Analysis } from '../engine/types.ts';
import { FORMAT_VERSION } from '../model/info.ts';
import { EVERYTHING, type Drift, type Selection, type Survey } from '../survey/types.ts';
import type { Dashboard } from './dashboard.svelte.ts';
import { meetsSelection } from './finding-selection.ts';
import type { Findings } from './findings.svelte.ts';
import { lineOf } from './line.ts';
import type { Judge, Loaded } from './loaded.ts';
import type { Threshold } from './threshold.svelte.ts';

export interface ReportFinding {
  finding: Finding;
  /** Undefined while that is not known; null where it is no alert. */
  entry: AlertEntry | null | undefined;
}

/** Findings of a report. */
export interface ReportFindings {
  /** The weightiest first. */
  shown: ReportFinding[];
  /** Beside those: with less weight than all that are known one by one; of a selection 0, as nobody knows whether they are in it. */
  unlisted: number;
  /** That rules hide. */
  hidden: number;
}

/** What an analysis gave, by which model and line. */
export interface ReportScores {
  analysis: Analysis;
  judge: Judge;
  line: Line;
  way: Pick<Threshold, 'choice' | 'rule' | 'trainingShare'>;
  /** Null where the findings could not be gathered. */
  findings: ReportFindings | null;
  drift: Drift | null;
}

export interface ReportFacts {
  /** Milliseconds since 1970. */
  made: number;
  version: string;
  modelFormat: number;
  loaded: Loaded;
  /** SHA-256 of each source in hexadecimal, in their order; null where it is not known. */
  digests: readonly (string | null)[];
  /** Null: everything. */
  selection: Selection | null;
  survey: Survey;
  /** Null before an analysis. */
  scores: ReportScores | null;
}

/** Rows and steps of what is drawn and listed. */
const QUERY = { overview: 240, heatRows: 12, heatCells: 96, entries: 10 };

function gatherFindings(findings: Findings | null, selection: Selection | null): ReportFindings | null {
  const { result, alerts } = findings ?? {};
  if (!result || !alerts) return null;
  const all = result.findings.filter((finding) => selection === null || meetsSelection(finding, selection));
  const open = all.filter(({ id }) => !alerts.rules.has(id));
  return {
    shown: open.map((finding) => ({ finding, entry: alerts.entries.get(finding.id) })),
    unlisted: selection === null ? result.total - result.findings.length : 0,
    hidden: all.length - open.length,
  };
}

/** @param wanted null for everything. Rejects as the engine's survey does. */
export async function gatherReport(
  dashboard: Dashboard,
  findings: Findings | null,
  wanted: Selection | null,
  digests: readonly (string | null)[] = [],
): Promise<ReportFacts> {
  const { session, engine } = dashboard;
  const loaded = session.loaded!;
  const { analysis, judge, threshold } = session;
  const line = analysis === null ? null : lineOf(threshold);
  const scores =
    analysis === null || judge === null || line === null
      ? null
      : {
          analysis,
          judge,
          line: { threshold: line.threshold, hosts: [...line.hosts] },
          way: { choice: threshold.choice, rule: threshold.rule, trainingShare: threshold.trainingShare },
          findings: gatherFindings(findings, wanted),
          drift: dashboard.drift ?? null,
        };
  const order = scores === null ? 'packets' : 'marked';
  const survey = await engine.survey(loaded.report.traffic, {
    selection: wanted ?? EVERYTHING,
    line: scores?.line ?? null,
    zoom: wanted?.span ?? null,
    overview: QUERY.overview,
    heat: scores && { kind: 'source', first: 0, rows: QUERY.heatRows, cells: QUERY.heatCells },
    tops: { order, entries: QUERY.entries },
    sizes: null,
    pairs: { order, entries: QUERY.entries },
    histogram: analysis?.histogram.length ?? null,
  });
  return {
    made: Date.now(),
    version: VERSION,
    modelFormat: FORMAT_VERSION,
    loaded,
    digests,
    selection: wanted,
    survey,
    scores,
  };
}
