// Runs inside the page of the lab "dashboard": notes long tasks, frames, when the scores came and when all views are painted.

export interface LongTask {
  /** Milliseconds since the page began, and how long. */
  at: number;
  ms: number;
}

/** A frame that took long, by what: the browser's own account (Long Animation Frames API). */
export interface LongFrame extends LongTask {
  scripts: { invoker: string; name: string; place: string; ms: number }[];
}

export interface Watch {
  chosen: number;
  /** When the engine answered with scores. */
  scores: number;
  tasks: LongTask[];
  frames: LongFrame[];
  /** Views that are not painted yet, in words; empty when all are. */
  missing(): string[];
  /** Resolves when no view is missing and the browser has painted that; gives up with what is missing. */
  painted(most: number): Promise<{ at: number; missing: string[] }>;
  /** Notes the time of each animation frame until `stop`, which answers the intervals between them. */
  startFrames(): void;
  stopFrames(): number[];
}

declare global {
  interface Window {
    watch?: Watch;
  }
}

/** Views by the heading of their section. */
export interface ViewName {
  name: string;
  heading: string;
  /** It has a canvas, which must have been drawn on since the scores came. */
  canvas: boolean;
}

/** Given to the page before any of its own scripts; needs nothing from outside of itself but its argument. */
export function installWatch(views: readonly ViewName[]): void {
  const drawn = new WeakMap<HTMLCanvasElement, number>();
  const context = CanvasRenderingContext2D.prototype as unknown as Record<string, (...given: unknown[]) => unknown>;
  for (const name of ['fill', 'stroke', 'fillRect', 'drawImage', 'putImageData']) {
    const draw = context[name];
    context[name] = function (this: CanvasRenderingContext2D, ...given: unknown[]) {
      drawn.set(this.canvas, performance.now());
      return draw.apply(this, given);
    };
  }
  const ABSENT = ': not on the page';
  const FAILED = 'the counts of the dashboard: ';
  let times: number[] | null = null;
  const sectionOf = (heading: RegExp) =>
    [...document.querySelectorAll<HTMLElement>('section, [role=region]')].find((section) => {
      const label = section.getAttribute('aria-labelledby');
      const text = label ? document.getElementById(label)?.textContent : section.getAttribute('aria-label');
      return heading.test(text?.trim() ?? '') && section.checkVisibility();
    });
  const missing = (): string[] => {
    const { session, app } = window.lab!;
    const { dashboard } = session;
    const left: string[] = [];
    if (session.analysis === null || session.task.running) return ['scores'];
    if (dashboard?.problem) left.push(`${FAILED}${dashboard.problem}`);
    else if (
      dashboard === null ||
      dashboard.shown === null ||
      dashboard.busy ||
      dashboard.shown.query !== dashboard.query
    ) {
      left.push('the counts of the dashboard');
    }
    const { findings } = app;
    if (findings?.result?.analysis !== session.analysis || findings.busy) left.push('findings');
    if (session.view.busy || document.querySelector('[data-cell="0:0"]') === null) left.push('rows of the table');
    for (const { name, heading, canvas } of views) {
      const section = sectionOf(new RegExp(heading, 'i'));
      if (!section) left.push(name + ABSENT);
      else if (section.matches('[aria-busy=true]') || section.querySelector('[aria-busy=true]'))
        left.push(`${name}: busy`);
      else if (
        canvas &&
        ![...section.querySelectorAll('canvas')].some((each) => (drawn.get(each) ?? 0) > watch.scores)
      ) {
        left.push(`${name}: not drawn`);
      }
    }
    return left;
  };
  const watch: Watch = {
    chosen: 0,
    scores: 0,
    tasks: [],
    frames: [],
    missing,
    painted: (most) =>
      new Promise((done) => {
        const begun = performance.now();
        const look = () => {
          const left = missing();
          // What is not on the page, or has failed, when all the rest is painted will not come.
          const lost = (view: string) => view.endsWith(ABSENT) || view.startsWith(FAILED);
          const patience = left.every(lost) ? 3000 : most;
          if (left.length > 0 && performance.now() - begun < patience) return void requestAnimationFrame(look);
          // The frame in which all was there, and the next one, which begins when that is painted.
          requestAnimationFrame(() => requestAnimationFrame(() => done({ at: performance.now(), missing: left })));
        };
        look();
      }),
    startFrames() {
      const noted: number[] = [];
      times = noted;
      const note = (now: number) => {
        noted.push(now);
        if (times === noted) requestAnimationFrame(note);
      };
      requestAnimationFrame(note);
    },
    stopFrames() {
      const noted = times ?? [];
      times = null;
      return noted.slice(1).map((time, index) => time - noted[index]);
    },
  };
  window.watch = watch;
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) watch.tasks.push({ at: startTime, ms: duration });
  }).observe({ type: 'longtask', buffered: true });
  interface Script {
    invoker: string;
    sourceFunctionName: string;
    sourceURL: string;
    sourceCharPosition: number;
    duration: number;
  }
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { scripts: Script[] })[]) {
      const scripts = entry.scripts.map((script) => ({
        invoker: script.invoker,
        name: script.sourceFunctionName,
        place: `${script.sourceURL.replace(/^.*\//, '')}:${script.sourceCharPosition}`,
        ms: script.duration,
      }));
      watch.frames.push({ at: entry.startTime, ms: entry.duration, scripts });
    }
  }).observe({ type: 'long-animation-frame', buffered: true });
  document.addEventListener('change', () => (watch.chosen ||= performance.now()), { capture: true });
}

/** Notes when the engine answers with scores, whether it trains or analyses. */
export function watchScores(): void {
  const { engine } = window.lab!;
  for (const name of ['train', 'analyze'] as const) {
    const call = engine[name] as (...given: unknown[]) => Promise<unknown>;
    Object.assign(engine, {
      [name]: async (...given: unknown[]) => {
        const answer = await call.apply(engine, given);
        window.watch!.scores = performance.now();
        return answer;
      },
    });
  }
}
