// Keeps one call under way and remembers only the newest wish: for questions that a moving slider asks.

/**
 * Returns a function that asks `call`, skipping every wish but the newest while one is under way.
 * @param most milliseconds of rest after an answer, at most: it lasts as long as the answer took, so that who asks all the
 *   time leaves the machine time for something else. The first wish never waits.
 */
export function latest<A, R>(
  call: (wish: A) => Promise<R>,
  done: (result: R, wish: A) => void,
  failed: (error: unknown, wish: A) => void,
  most = 0,
): (wish: A) => void {
  let running = false;
  let waiting: { wish: A } | null = null;
  async function ask(wish: A): Promise<void> {
    running = true;
    const begun = performance.now();
    try {
      const result = await call(wish);
      // An answer to an older wish is still news: the count changes while the slider moves.
      done(result, wish);
    } catch (error) {
      failed(error, wish);
    }
    if (most > 0) await new Promise((rested) => setTimeout(rested, Math.min(most, performance.now() - begun)));
    running = false;
    const next = waiting;
    waiting = null;
    if (next) void ask(next.wish);
  }
  return (wish) => {
    if (running) waiting = { wish };
    else void ask(wish);
  };
}
