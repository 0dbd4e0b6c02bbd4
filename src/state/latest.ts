// Keeps one call under way and remembers only the newest wish: for questions that a moving slider asks.

/** Returns a function that asks `call`, skipping every wish but the newest while one is under way. */
export function latest<A, R>(
  call: (wish: A) => Promise<R>,
  done: (result: R, wish: A) => void,
  failed: (error: unknown, wish: A) => void,
): (wish: A) => void {
  let running = false;
  let waiting: { wish: A } | null = null;
  async function ask(wish: A): Promise<void> {
    running = true;
    try {
      const result = await call(wish);
      // An answer to an older wish is still news: the count changes while the slider moves.
      done(result, wish);
    } catch (error) {
      failed(error, wish);
    }
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
