// Drags with a real mouse, 60 moves a second, and the animation frames that the page made meanwhile.
import { setTimeout as wait } from 'node:timers/promises';
import type { CDPSession, Page } from 'playwright';
import { median } from '../browser.ts';

export interface Frames {
  frames: number;
  /** Milliseconds from one animation frame to the next. */
  medianMs: number;
  p95Ms: number;
  longestMs: number;
}

export interface Point {
  x: number;
  y: number;
}

const STEP_MS = 1000 / 60;

export function describeFrames(intervals: readonly number[]): Frames {
  if (intervals.length === 0) throw new Error('The page made no frame.');
  const sorted = intervals.toSorted((a, b) => a - b);
  const round = (value: number) => Number(value.toFixed(1));
  return {
    frames: intervals.length,
    medianMs: round(median(sorted)),
    // The nearest rank: the least value that 95 % do not exceed.
    p95Ms: round(sorted[Math.ceil(sorted.length * 0.95) - 1]),
    longestMs: round(sorted[sorted.length - 1]),
  };
}

/**
 * Presses the mouse at `path(0)`, moves it along `path` (0 to 1) for `ms` milliseconds, and lets go. A hand does not wait
 * for the page: moves are sent by the clock, whether or not those before have been answered.
 */
export async function drag(page: Page, path: (share: number) => Point, ms: number): Promise<Frames> {
  const mouse: CDPSession = await page.context().newCDPSession(page);
  const send = (type: 'mousePressed' | 'mouseMoved' | 'mouseReleased', { x, y }: Point) =>
    mouse.send('Input.dispatchMouseEvent', {
      type,
      x,
      y,
      button: 'left',
      buttons: type === 'mouseReleased' ? 0 : 1,
      clickCount: type === 'mouseMoved' ? 0 : 1,
    });
  await mouse.send('Input.dispatchMouseEvent', { type: 'mouseMoved', ...path(0), button: 'none', buttons: 0 });
  await send('mousePressed', path(0));
  await page.evaluate(() => window.watch!.startFrames());
  const answers: Promise<unknown>[] = [];
  const begun = performance.now();
  for (let step = 1; ; step++) {
    const due = begun + step * STEP_MS - performance.now();
    if (due > 0) await wait(due);
    const share = (performance.now() - begun) / ms;
    if (share >= 1) break;
    answers.push(send('mouseMoved', path(share)));
  }
  const intervals = await page.evaluate(() => window.watch!.stopFrames());
  await Promise.all(answers);
  await send('mouseReleased', path(1));
  await mouse.detach();
  return describeFrames(intervals);
}
