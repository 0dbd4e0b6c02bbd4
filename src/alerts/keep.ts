// Stores the findings of an analysis: new ones as new alerts, of known ones the finding is renewed.
import { formatCount } from '../base/format.ts';
import type { Finding } from '../detect/findings/types.ts';
import { checkFinding, checkLine, checkOrigin, MAX_EVENTS } from './check.ts';
import { readSettings, tidy } from './retention.ts';
import { findBrief } from './sheets.ts';
import type { Alert, AlertEvent, Kept, KeepRequest } from './types.ts';
import type { Write } from './writer.ts';

/** With one more event. Repeated analyses count once, and go before what a person did. */
export function addEvent(events: readonly AlertEvent[], event: AlertEvent): AlertEvent[] {
  const isAgain = ({ what }: AlertEvent) => what === 'found_again';
  const last = events.at(-1);
  const kept = last !== undefined && isAgain(last) && isAgain(event) ? events.slice(0, -1) : [...events];
  kept.push(event);
  if (kept.length > MAX_EVENTS) {
    const again = kept.findIndex(isAgain);
    // The first says when it was found.
    kept.splice(again >= 0 && again < kept.length - 1 ? again : 1, 1);
  }
  return kept;
}

/** Later than before, even within a millisecond: who compares `updated` must see every change. */
export const laterThan = (updated: number, now: number): number => Math.max(now, updated + 1);

/** Rejects with InputError for findings that are none. */
export async function keepFindings(write: Write, request: KeepRequest, now: number): Promise<Kept> {
  const { model, traffic, line } = request;
  checkOrigin(model, 'the model');
  checkOrigin(traffic, 'the traffic');
  checkLine(line);
  const findings = new Map<string, Finding>();
  for (const finding of request.findings) {
    checkFinding(finding);
    findings.set(finding.id, finding);
  }
  if (findings.size === 0) return { added: 0, updated: 0, removed: 0 };
  const what = findings.size === 1 ? 'this finding' : `these ${formatCount(findings.size)} findings`;
  return write('relaxed', ['alerts', 'settings'], what, async (turn) => {
    const { pages, table, edit } = turn;
    const alerts = table('alerts');
    // Rows and figures of a finding are of the traffic that it was found in last: a longer capture may hold it too.
    const origin = { fingerprint: traffic.fingerprint, name: traffic.name };
    const [known, fresh]: Finding[][] = [[], []];
    for (const finding of findings.values()) {
      (findBrief(pages.snapshot, finding.id) === undefined ? fresh : known).push(finding);
    }
    const settings = await readSettings(table('settings'));
    const spared = new Set(known.map(({ id }) => id));
    const { removed, left } = await tidy(turn, settings, now, spared, fresh.length);
    const records = await Promise.all(known.map(({ id }) => alerts.get<Alert>(id)));
    known.forEach((finding, place) => {
      const record = records[place]!;
      const events = addEvent(record.events, { at: now, what: 'found_again' });
      edit.put({ ...record, finding, traffic: origin, line, events, updated: laterThan(record.updated, now) });
    });
    fresh.sort((a, b) => b.weight - a.weight);
    for (const finding of fresh.slice(0, fresh.length - left)) {
      edit.put({
        id: finding.id,
        finding,
        model: { fingerprint: model.fingerprint, name: model.name },
        traffic: origin,
        line,
        state: 'new',
        resolution: null,
        notes: [],
        events: [{ at: now, what: 'found' }],
        created: now,
        updated: now,
      });
    }
    return { added: fresh.length - left, updated: known.length, removed };
  });
}
