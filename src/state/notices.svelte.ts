// Short messages at the foot of the page, some with one action such as Undo, and words for screen readers alone.

export interface Notice {
  id: number;
  text: string;
  /** Troubles stay until they are closed. */
  trouble: boolean;
  action?: { label: string; run: () => void };
}

/** Milliseconds that a notice stays, when nobody looks at it. */
const PLAIN = 8000;
const WITH_ACTION = 15_000;

export class Notices {
  list = $state.raw<Notice[]>([]);
  /** The last words for screen readers. */
  spoken = $state('');
  #next = 1;
  #timers = new Map<number, ReturnType<typeof setTimeout>>();

  show(text: string, action?: Notice['action']): Notice {
    return this.#add({ id: this.#next++, text, trouble: false, action });
  }

  trouble(text: string, action?: Notice['action']): Notice {
    return this.#add({ id: this.#next++, text, trouble: true, action });
  }

  /** Says something to screen readers without showing it. */
  say(text: string): void {
    this.spoken = text;
  }

  close(id: number): void {
    this.pause(id);
    this.list = this.list.filter((notice) => notice.id !== id);
  }

  act(notice: Notice): void {
    this.close(notice.id);
    notice.action?.run();
  }

  /** While somebody points at a notice or has the focus in it, it stays. */
  pause(id: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
  }

  resume(id: number): void {
    const notice = this.list.find((one) => one.id === id);
    if (!notice || notice.trouble) return;
    this.pause(id);
    this.#timers.set(
      id,
      setTimeout(() => this.close(id), notice.action ? WITH_ACTION : PLAIN),
    );
  }

  #add(notice: Notice): Notice {
    // The same trouble twice is told once.
    const same = this.list.find((one) => one.text === notice.text && !one.action);
    if (same) this.close(same.id);
    this.list = [...this.list, notice];
    this.resume(notice.id);
    return notice;
  }
}
