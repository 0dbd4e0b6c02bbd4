// How many findings a line makes: of the traffic at hand for a budget, of a training traffic for its model.
import { CancelledError, messageOf } from '../base/errors.ts';
import type { Line } from '../detect/findings/types.ts';
import type { Analysis } from '../engine/types.ts';
import type { Findings } from './findings.svelte.ts';
import type { Judge } from './loaded.ts';

/** Packets that are grouped at a low line, at most: a few seconds of work. */
const MOST_PACKETS = 100_000;
/** Nor more than this share of a traffic, which is what a person might look at without a budget. */
const MOST_SHARE = 0.02;

/** A line above which there are at most so many packets, as exactly as the histogram tells. */
export function findLowLine({ histogram, packets, threshold }: Analysis, most = MOST_PACKETS): number {
  const room = Math.min(most, Math.max(1, MOST_SHARE * packets));
  let [bin, above] = [histogram.length, 0];
  while (bin > 0 && above + histogram[bin - 1] <= room) above += histogram[--bin];
  // Where one step holds them all, there is no better line than the one that is drawn.
  return above === 0 ? threshold : bin / histogram.length;
}

/** The lowest line above which the traffic at hand has at most so many findings an hour. */
export async function findBudget(
  { engine, service, session }: Findings,
  findingsAnHour: number,
  hosts: Line['hosts'],
): Promise<{ threshold: number; findings: number }> {
  const { analysis, loaded } = session;
  if (!analysis || !loaded) throw new CancelledError('Counting findings');
  // What is beyond the ceiling is a finding whatever the budget is, so all of it must be counted.
  const threshold = Math.min(findLowLine(analysis), analysis.adjustment?.ceiling ?? 1);
  const marked = await engine.marked(loaded.report.traffic, { threshold, hosts });
  return service.findBudgetLine(marked, findingsAnHour);
}

/**
 * The file of a model that was trained on the traffic at hand, with the findings of that. As it is where that cannot be
 * known any more, because other scores are shown by now.
 */
export async function addLadder(
  { engine, service, session, app }: Findings,
  judge: Judge,
): Promise<Uint8Array<ArrayBuffer>> {
  const { analysis, loaded } = session;
  if (judge.trained === null || session.judge !== judge || !analysis || !loaded) return judge.file;
  try {
    const marked = await engine.marked(loaded.report.traffic, { threshold: findLowLine(analysis), hosts: [] });
    if (session.analysis !== analysis) return judge.file;
    const ladder = await service.ladder(marked);
    return ladder === null ? judge.file : await engine.addLadder(judge.file.slice(), ladder);
  } catch (error) {
    app.notices.trouble(`The model does not know how many findings an hour its lines make. ${messageOf(error)}`);
    return judge.file;
  }
}
