// Working through the alerts: where one stands in the list, which are selected, what is done with them, and undoing it.
import type { AlertEntry, AlertState, Change, Resolution, UndoToken } from '../alerts/types.ts';
import { messageOf } from '../base/errors.ts';
import { plural } from '../base/format.ts';
import type { Inbox } from './inbox.svelte.ts';

/** How an alert was closed, in words. */
export const RESOLUTION_WORDS: Readonly<Record<Resolution, string>> = {
  true_positive: 'true positive',
  false_positive: 'false positive',
  benign: 'benign',
  duplicate: 'duplicate',
};

const MOST_UNDOS = 100;

export class Triage {
  /** Place in the list of the alert that keys act on. */
  cursor = $state(0);
  /** Ids, also of alerts that are out of sight. */
  selected = $state.raw<ReadonlySet<string>>(new Set());
  undos = $state.raw<readonly { token: UndoToken; words: string }[]>([]);

  readonly #inbox: Inbox;
  /** The alert at the cursor, to be found again after the list has changed. */
  #cursorId: string | null = null;
  /** Where a range begins. */
  #anchor = 0;
  /** After an action by key, the detail goes on to the alert that takes the place. */
  #advance = false;
  #notice: number | null = null;

  constructor(inbox: Inbox) {
    this.#inbox = inbox;
  }

  /** The alert at the cursor. */
  get current(): AlertEntry | undefined {
    return this.#inbox.list.entry(this.cursor);
  }

  /** What an action is about: the selection, or else the alert at the cursor. */
  get targets(): string[] {
    if (this.selected.size > 0) return [...this.selected];
    return this.current ? [this.current.alert.id] : [];
  }

  /** Moves the cursor; the detail, where it is shown, goes along. */
  moveTo(index: number): void {
    const { list, query } = this.#inbox;
    if (!list.total) return;
    this.#advance = false;
    this.cursor = Math.min(list.total - 1, Math.max(0, index));
    this.#cursorId = this.current?.alert.id ?? null;
    if (query.alert !== null && this.current) this.#inbox.open(this.current);
  }

  open(index = this.cursor): void {
    this.moveTo(index);
    if (this.current) this.#inbox.open(this.current);
  }

  select(ids: Iterable<string>): void {
    this.selected = new Set(ids);
  }

  /** Takes the alert at a place into the selection, or out of it. */
  toggle(index = this.cursor): void {
    const id = this.#inbox.list.entry(index)?.alert.id;
    if (id === undefined) return;
    const selected = new Set(this.selected);
    if (!selected.delete(id)) selected.add(id);
    this.selected = selected;
    this.#anchor = index;
    this.moveTo(index);
  }

  /** Selects from where the selection was changed last up to a place. */
  async extendTo(index: number): Promise<void> {
    const [from, to] = [Math.min(index, this.#anchor), Math.max(index, this.#anchor)];
    this.moveTo(index);
    await this.#trying(async () => {
      const ids = await this.#allIds();
      this.select([...this.selected, ...ids.slice(from, to + 1)]);
    });
  }

  /** The range begins at the cursor, unless something is selected. */
  anchorHere(): void {
    if (this.selected.size === 0) this.#anchor = this.cursor;
  }

  async selectAll(): Promise<void> {
    await this.#trying(async () => {
      this.select(await this.#allIds());
      this.#inbox.notices.say(`${plural(this.selected.size, 'alert')} selected`);
    });
  }

  setState(ids: readonly string[], state: AlertState, resolution: Resolution | null, advance = false): Promise<void> {
    const said = {
      new: 'Back in the inbox:',
      acknowledged: 'Acknowledged',
      closed: resolution === null ? 'Closed' : `Closed as ${RESOLUTION_WORDS[resolution]}:`,
    };
    this.#advance = advance;
    return this.#act(said[state], ids, () => this.#inbox.service.setState(ids, state, resolution));
  }

  addNote(ids: readonly string[], text: string): Promise<void> {
    return this.#act('Note added to', ids, () => this.#inbox.service.addNote(ids, text));
  }

  remove(ids: readonly string[]): Promise<void> {
    return this.#act('Deleted', ids, () => this.#inbox.service.remove(ids));
  }

  /** Takes back what was done last, or a certain step. */
  async undo(token: UndoToken | undefined = this.undos.at(-1)?.token): Promise<void> {
    const { notices, service } = this.#inbox;
    const step = this.undos.find((one) => one.token === token);
    if (!step) return notices.say('There is nothing to undo.');
    this.undos = this.undos.filter((one) => one !== step);
    await this.#trying(async () => {
      const back = await service.undo(step.token);
      this.#tell(
        back === 0
          ? 'Nothing was undone: the alerts have been changed since.'
          : `Undone: ${plural(back, 'alert is', 'alerts are')} as before.`,
      );
    });
  }

  /** To be called with alerts that have come: finds the cursor's alert again. */
  arrived(start: number, entries: readonly AlertEntry[]): void {
    const { list, query } = this.#inbox;
    const place = entries.findIndex(({ alert }) => alert.id === (query.alert ?? this.#cursorId));
    if (place >= 0) this.cursor = start + place;
    this.cursor = Math.max(0, Math.min(this.cursor, (list.total ?? 1) - 1));
    const { current } = this;
    if (!current) {
      if (this.#advance && list.total === 0) this.#inbox.close();
      return;
    }
    this.#cursorId = current.alert.id;
    // Blocks may also come between an action and its effect on the list.
    if (!this.#advance || query.alert === null || query.alert === current.alert.id) return;
    this.#advance = false;
    this.#inbox.open(current);
  }

  async #act(what: string, ids: readonly string[], call: () => Promise<Change>): Promise<void> {
    if (ids.length === 0) return;
    await this.#trying(async () => {
      const { changed, undo } = await call();
      if (changed === 0) return this.#tell('Nothing to change: that is so already.');
      const words = `${what} ${plural(changed, 'alert')}`;
      this.undos = [...this.undos, { token: undo, words }].slice(-MOST_UNDOS);
      this.select([]);
      this.#tell(`${words}.`, { label: 'Undo', run: () => void this.undo(undo) });
    });
  }

  /** One notice for all that is done here: the newest. */
  #tell(text: string, action?: { label: string; run: () => void }): void {
    const { notices } = this.#inbox;
    if (this.#notice !== null) notices.close(this.#notice);
    this.#notice = notices.show(text, action).id;
  }

  #allIds(): Promise<string[]> {
    const { service, query } = this.#inbox;
    return service.ids(query.filter, query.order);
  }

  async #trying(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#advance = false;
      this.#inbox.notices.trouble(messageOf(error));
    }
  }
}
