// Dragging along an element by mouse, pen or finger: where the pointer is, at most once a frame.

/** How far a finger goes sideways before it drags, in CSS pixels: up and down it scrolls the page. */
const SLOP = 6;

/** Calls `place` with the pointer's distance from the element's left edge, in CSS pixels. Returns how to stop. */
export function dragLine(element: HTMLElement, place: (x: number) => void): () => void {
  /** The pointer that drags, where its drag began, and the element's left edge then. */
  let held: { id: number; from: number; edge: number; moves: boolean } | null = null;
  let frame = 0;
  let wanted = 0;

  const follow = (x: number): void => {
    wanted = x;
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      place(wanted);
    });
  };
  const down = (event: PointerEvent): void => {
    if (held !== null || !event.isPrimary || event.button !== 0) return;
    const moves = event.pointerType !== 'touch';
    held = { id: event.pointerId, from: event.clientX, edge: element.getBoundingClientRect().left, moves };
    element.setPointerCapture(event.pointerId);
    if (moves) follow(event.clientX - held.edge);
  };
  const move = (event: PointerEvent): void => {
    if (held?.id !== event.pointerId) return;
    held.moves ||= Math.abs(event.clientX - held.from) > SLOP;
    if (held.moves) follow(event.clientX - held.edge);
  };
  const up = (event: PointerEvent): void => {
    if (held?.id !== event.pointerId) return;
    follow(event.clientX - held.edge);
    held = null;
  };
  const cancel = (event: PointerEvent): void => {
    if (held?.id === event.pointerId) held = null;
  };

  const heard = { pointerdown: down, pointermove: move, pointerup: up, pointercancel: cancel } as const;
  const each = Object.entries(heard) as [keyof typeof heard, (event: PointerEvent) => void][];
  for (const [name, hear] of each) element.addEventListener(name, hear);
  return () => {
    cancelAnimationFrame(frame);
    for (const [name, hear] of each) element.removeEventListener(name, hear);
  };
}
