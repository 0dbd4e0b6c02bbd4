// Reads many alerts by their ids: one by one, or all that there are where most of them are wanted.
import type { Table } from '../store/types.ts';
import { END } from './book.ts';
import type { Alert } from './types.ts';

/** Records that are read at a time. */
const BATCH = 500;
/** Share of all alerts from which on reading all of them in their order takes less time: in Chromium, of 20,000. */
const MANY = 0.4;

/**
 * Calls `visit` once for each id, in no order, with undefined where there is no such alert.
 * @param total alerts in the table
 */
export async function visitAlerts(
  alerts: Table,
  total: number,
  ids: Iterable<string>,
  visit: (id: string, alert: Alert | undefined) => void,
): Promise<void> {
  const wanted = new Set(ids);
  if (wanted.size > MANY * total) {
    for (let last = '', more = total > 0; more;) {
      const batch = await alerts.values<Alert>(last, END, BATCH);
      for (const alert of batch) if (wanted.delete(alert.id)) visit(alert.id, alert);
      more = batch.length === BATCH && wanted.size > 0;
      if (more) last = batch[BATCH - 1].id;
    }
    for (const id of wanted) visit(id, undefined);
    return;
  }
  const list = [...wanted];
  for (let from = 0; from < list.length; from += BATCH) {
    const some = list.slice(from, from + BATCH);
    const records = await Promise.all(some.map((id) => alerts.get<Alert>(id)));
    some.forEach((id, place) => visit(id, records[place]));
  }
}
