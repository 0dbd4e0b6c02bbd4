// A drag over the picture of sizes: from where it began to where the pointer is, told at most once a frame.

interface Told<Before> {
  /** A drag begins; returns what to go back to should it be given up. */
  begin: () => Before;
  /** Places of the two ends, in CSS pixels from the picture's left. */
  move: (from: number, to: number, before: Before) => void;
  /** It is over; with what was before when it was given up. */
  end: (before?: Before) => void;
  /** Pressed and let go without a drag. */
  click: () => void;
}

/** CSS pixels that a hand trembles. */
const TREMBLE = 4;

export class PictureDrag<Before> {
  readonly #told: Told<Before>;
  #pressed: { pointer: number; from: number } | null = null;
  #drag: { before: Before; to: number } | null = null;
  #frame = 0;

  constructor(told: Told<Before>) {
    this.#told = told;
  }

  down(event: PointerEvent, x: number): void {
    if (!event.isPrimary || event.button !== 0) return;
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
    this.#pressed = { pointer: event.pointerId, from: x };
  }

  move(event: PointerEvent, x: number): void {
    const pressed = this.#pressed;
    if (pressed?.pointer !== event.pointerId) return;
    if (this.#drag === null) {
      if (Math.abs(x - pressed.from) < TREMBLE) return;
      this.#drag = { before: this.#told.begin(), to: x };
      addEventListener('keydown', this.#escape, true);
    }
    this.#drag.to = x;
    this.#frame ||= requestAnimationFrame(this.#tell);
  }

  up(event: PointerEvent): void {
    if (this.#pressed?.pointer !== event.pointerId) return;
    if (this.#drag === null) {
      this.#pressed = null;
      this.#told.click();
      return;
    }
    this.#tell();
    this.stop();
    this.#told.end();
  }

  /** The browser took the pointer away, as for scrolling. */
  cancel(event: PointerEvent): void {
    if (this.#pressed?.pointer === event.pointerId) this.#giveUp();
  }

  /** Forgets the drag without a word. */
  readonly stop = (): void => {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#pressed = null;
    this.#drag = null;
    removeEventListener('keydown', this.#escape, true);
  };

  readonly #tell = (): void => {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    if (this.#pressed && this.#drag) this.#told.move(this.#pressed.from, this.#drag.to, this.#drag.before);
  };

  readonly #escape = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    // What a drag began with, not everything.
    event.preventDefault();
    event.stopPropagation();
    this.#giveUp();
  };

  #giveUp(): void {
    const drag = this.#drag;
    this.stop();
    if (drag) this.#told.end(drag.before);
  }
}
