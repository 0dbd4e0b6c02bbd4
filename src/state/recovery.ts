// After the engine died and was started anew: reads the same sources again, and scores them again.
import type { Analysis, EngineClient } from '../engine/types.ts';
import type { Judge } from './loaded.ts';
import type { Notices } from './notices.svelte.ts';
import type { Session } from './session.svelte.ts';

/** What the session lends for it. */
interface Lent {
  /** Runs one piece of work; says what went wrong, and returns null then. */
  attempt<T>(name: string, title: string, work: () => Promise<T>, again: () => void): Promise<T | null>;
  /** Shows the same scores as before. */
  judged(analysis: Analysis, judge: Judge): void;
  forget(): void;
}

export class Recovery {
  #running = false;

  constructor(
    readonly engine: EngineClient,
    readonly session: Session,
    readonly notices: Notices,
    readonly lent: Lent,
  ) {}

  /** @param reason why the engine was started anew, in words */
  async run(reason: string): Promise<void> {
    const { engine, session, notices, lent } = this;
    const { loaded, judge, pending, analysis: before } = session;
    session.pending = null;
    if (!loaded) {
      notices.trouble(`The engine stopped and was started again. ${reason}`);
      if (pending) await session.open(pending.sources, pending.edition);
      return;
    }
    if (this.#running) {
      notices.trouble(`The engine stopped again while reading ${loaded.name}. ${reason}`);
      return;
    }
    this.#running = true;
    session.view.close();
    notices.trouble(
      `The engine stopped and was started again; reading the traffic again from ${loaded.name}. ${reason}`,
    );
    // What was under way is still to be told; it must not be taken for the calls below.
    await new Promise((resolve) => setTimeout(resolve));
    const title = `Reading ${loaded.name} again`;
    const again = await lent.attempt(
      title,
      `Not read again: ${loaded.name}`,
      () =>
        session.task.run(title, async (options) => {
          const report = await engine.load([...loaded.sources], options);
          if (judge === null || before === null) return { report, analysis: null };
          const scored = await engine.analyze(report.traffic, judge.file.slice(), options);
          // The scores are the same. Only a training says why it took these features, and what is usual.
          return { report, analysis: { ...scored, features: before.features, levels: before.levels } };
        }),
      () => void session.open(loaded.sources, loaded.edition),
    );
    this.#running = false;
    if (session.loaded !== loaded) return;
    if (!again) {
      // Neither here nor in the engine: better nothing on the page than an empty table.
      session.loaded = null;
      lent.forget();
      return;
    }
    session.loaded = { ...loaded, report: again.report };
    if (again.analysis && judge) lent.judged(again.analysis, judge);
    else void session.view.open(again.report, false);
    if (pending) await session.open(pending.sources, pending.edition);
  }
}
