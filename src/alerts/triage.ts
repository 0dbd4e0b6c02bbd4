// What a person does with alerts: states, notes, removing, and undoing all of it.
import { InputError } from '../base/errors.ts';
import { checkState, MAX_NOTE, MAX_NOTES } from './check.ts';
import { addEvent, laterThan } from './keep.ts';
import type { Alert, AlertService, Change } from './types.ts';
import { type Before, putBack, UndoList, workOf } from './undo.ts';
import { visitAlerts } from './visit-alerts.ts';
import type { Write } from './writer.ts';

export function createTriage(
  write: Write,
  now: () => number,
): Pick<AlertService, 'setState' | 'addNote' | 'remove' | 'undo'> {
  const undos = new UndoList();

  /** Changes alerts that are there in one transaction; null leaves one as it is, 'gone' removes it. */
  async function change(ids: readonly string[], work: (alert: Alert) => Alert | 'gone' | null): Promise<Change> {
    const before = await write('readwrite', ['alerts'], 'this change', async ({ pages, table, edit }) => {
      const found: Before[] = [];
      await visitAlerts(table('alerts'), pages.snapshot.total, ids, (id, alert) => {
        const after = alert && work(alert);
        if (!after) return;
        if (after === 'gone') {
          edit.remove(id);
          found.push({ id, written: null, alert });
        } else {
          edit.put(after);
          found.push({ id, written: after.updated, work: workOf(alert) });
        }
      });
      return found;
    });
    return { changed: before.length, undo: undos.add(before) };
  }

  return {
    async setState(ids, state, resolution) {
      checkState(state, resolution);
      const at = now();
      return change(ids, (alert) => {
        if (alert.state === state && alert.resolution === resolution) return null;
        const events = addEvent(alert.events, { at, what: 'state', state, resolution });
        return { ...alert, state, resolution, events, updated: laterThan(alert.updated, at) };
      });
    },

    async addNote(ids, text) {
      const note = { at: now(), text: text.trim() };
      if (note.text === '' || note.text.length > MAX_NOTE) {
        throw new InputError('A note must have 1 to 10,000 characters.');
      }
      return change(ids, (alert) => {
        if (alert.notes.length >= MAX_NOTES) {
          throw new InputError(`“${alert.finding.title}” has ${MAX_NOTES} notes already. No note was added.`);
        }
        const events = addEvent(alert.events, { at: note.at, what: 'note' });
        return { ...alert, notes: [...alert.notes, note], events, updated: laterThan(alert.updated, note.at) };
      });
    },

    remove: (ids) => change(ids, () => 'gone'),

    async undo(token) {
      const before = undos.find(token);
      const count = await write('readwrite', ['alerts'], 'this change', (turn) => putBack(turn, before));
      undos.forget(token);
      return count;
    },
  };
}
