// Notices a worker that does not answer any more. Pings are counted, not seconds: while the tab is suspended none is
// sent, so sleep is not mistaken for death.

const MISSES = 5;
/** Until it has answered for the first time a worker may have to load and compile its script. */
const MISSES_AT_START = 30;

/** Looks in a row at which a worker may owe an answer. */
export const mostMisses = (started: boolean): number => (started ? MISSES : MISSES_AT_START);

export interface Pulse {
  /** A call is pending from now on: pings are sent while any is. */
  begin(): void;
  /** A call is no longer pending. */
  end(): void;
  /** No more pings. */
  stop(): void;
}

export interface PulseRules {
  /** Milliseconds between two looks. */
  interval: number;
  /** Looks in a row at which the ping was still unanswered, after which the worker is taken for dead. */
  misses: () => number;
}

/** Watches over something that answers `ping`; calls `onSilence` once when it does not. */
export function watchPulse(
  ping: () => Promise<unknown>,
  onSilence: () => void,
  { interval, misses }: PulseRules,
): Pulse {
  let pending = 0;
  let unanswered = 0;
  let waiting = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const answered = () => {
    waiting = false;
    unanswered = 0;
  };
  const send = () => {
    waiting = true;
    // An answer that is an error is an answer as well.
    ping().then(answered, answered);
  };
  const look = () => {
    timer = undefined;
    if (waiting) unanswered++;
    if (unanswered >= misses()) {
      onSilence();
      return;
    }
    if (!waiting) send();
    timer = setTimeout(look, interval);
  };
  const rest = () => {
    clearTimeout(timer);
    timer = undefined;
    unanswered = 0;
  };

  return {
    begin() {
      if (++pending > 1) return;
      if (!waiting) send();
      timer = setTimeout(look, interval);
    },
    end() {
      if (--pending === 0) rest();
    },
    stop: rest,
  };
}
