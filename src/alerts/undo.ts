// What an undo needs: alerts as they were before the last changes of a person.
import { InputError } from '../base/errors.ts';
import type { Turn } from './book.ts';
import type { Alert, UndoToken } from './types.ts';
import { visitAlerts } from './visit-alerts.ts';

/** What a person changes of an alert. */
export type Work = Pick<Alert, 'state' | 'resolution' | 'notes' | 'events' | 'updated'>;

export const workOf = ({ state, resolution, notes, events, updated }: Alert): Work => ({
  state,
  resolution,
  notes,
  events,
  updated,
});

/** One alert: as it was, and when the change was written; a removed one is kept whole. */
export type Before =
  | { readonly id: string; readonly written: number; readonly work: Work }
  | { readonly id: string; readonly written: null; readonly alert: Alert };

/** Changes that can be undone. */
const KEPT = 20;

/** Lasts as long as its worker. */
export class UndoList {
  readonly #changes = new Map<UndoToken, readonly Before[]>();
  // Tokens of a worker that is gone must not name changes of the next one.
  #next = Math.floor(Math.random() * 2 ** 40);

  add(change: readonly Before[]): UndoToken {
    const token = this.#next++;
    this.#changes.set(token, change);
    if (this.#changes.size > KEPT) this.#changes.delete([...this.#changes.keys()][0]);
    return token;
  }

  /** Throws InputError for one that is forgotten, or was undone before. */
  find(token: UndoToken): readonly Before[] {
    const change = this.#changes.get(token);
    if (change === undefined) throw new InputError('This change can no longer be undone: too much has happened since.');
    return change;
  }

  forget(token: UndoToken): void {
    this.#changes.delete(token);
  }
}

/** Puts back alerts that nobody has changed since; answers how many. */
export async function putBack({ pages, table, edit }: Turn, change: readonly Before[]): Promise<number> {
  const byId = new Map(change.map((before) => [before.id, before]));
  let count = 0;
  await visitAlerts(table('alerts'), pages.snapshot.total, byId.keys(), (id, record) => {
    const before = byId.get(id)!;
    if (before.written === null ? record !== undefined : record?.updated !== before.written) return;
    edit.put(before.written === null ? before.alert : { ...record!, ...before.work });
    count++;
  });
  return count;
}
