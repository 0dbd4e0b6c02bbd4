// The traffic at hand and what is known about it: loading, deciding, analysing, training, and starting again.
import { BatchError, CancelledError, messageOf } from '../base/errors.ts';
import { plural } from '../base/format.ts';
import type { Analysis, EngineClient, ExportFormat, ExportRows, Source } from '../engine/types.ts';
import type { TrainParameters } from '../model/types.ts';
import type { Dashboard } from './dashboard.svelte.ts';
import { lineOf } from './line.ts';
import { nameOf, type Failure, type FeatureWish, type Judge, type Loaded } from './loaded.ts';
import type { Models } from './models.svelte.ts';
import type { Notices } from './notices.svelte.ts';
import { PacketView } from './packet-view.svelte.ts';
import { Paste, PASTED_NAME } from './paste.svelte.ts';
import { Recovery } from './recovery.ts';
import { FORMAT_NAMES, saveExported } from './save-exported.ts';
import { Task } from './task.svelte.ts';
import { Threshold } from './threshold.svelte.ts';
import { Why } from './why.svelte.ts';

export class Session {
  loaded = $state.raw<Loaded | null>(null);
  /** Read up to a grammar error; waits for "keep" or "discard". */
  pending = $state.raw<Loaded | null>(null);
  failure = $state.raw<Failure | null>(null);
  analysis = $state.raw<Analysis | null>(null);
  judge = $state.raw<Judge | null>(null);
  training = $state(false);
  readonly task = new Task();
  readonly paste = new Paste();
  readonly view: PacketView;
  readonly threshold: Threshold;
  readonly why: Why;
  /** The selection that all views share, and what they show; null until its code has come. */
  dashboard = $state.raw<Dashboard | null>(null);

  /** Puts into a model's file what is only known later. */
  completeFile = async (judge: Judge) => judge.file;

  readonly engine: EngineClient;
  readonly models: Models;
  readonly notices: Notices;
  /** Being stored: Enter may be pressed twice. */
  #saving: Judge | null = null;

  constructor(engine: EngineClient, models: Models, notices: Notices) {
    this.engine = engine;
    this.models = models;
    this.notices = notices;
    this.view = new PacketView(engine, () => (this.analysis === null ? null : lineOf(this.threshold)));
    this.why = new Why(engine, () => lineOf(this.threshold));
    const moved = () => {
      void this.view.lineMoved();
      this.why.refresh();
    };
    this.threshold = new Threshold(engine, moved, (message) => notices.trouble(message));
    const recovery = new Recovery(engine, this, notices, {
      attempt: (...work) => this.#attempt(...work),
      judged: (analysis, judge) => this.#judged(analysis, judge, true),
      forget: () => this.#forgetAnalysis(),
    });
    engine.onRestart((reason) => void recovery.run(reason));
  }

  openFiles(files: readonly File[]): Promise<void> {
    if (files.length === 0) return Promise.resolve();
    return this.open(Array.from(files, (file) => ({ name: file.name, data: file })));
  }

  openText(text: string, name = PASTED_NAME): Promise<void> {
    return this.open([{ name, data: new Blob([text]) }]);
  }

  /** Reads what stands in the paste box. */
  readPasted(): Promise<void> {
    this.paste.edition += 1;
    return this.open([{ name: PASTED_NAME, data: new Blob([this.paste.text]) }], this.paste.edition);
  }

  /** Reads sources as one new traffic. What was loaded before stays until the new traffic is there. */
  async open(sources: readonly Source[], edition: number | null = null): Promise<void> {
    const name = nameOf(sources);
    this.failure = null;
    this.#dropPending();
    const report = await this.#attempt(
      `Reading ${name}`,
      `Not opened: ${name}`,
      () =>
        this.task.run(
          `Reading ${name}`,
          (options) => this.engine.load([...sources], options),
          (late) => this.#release(late.traffic),
        ),
      () => void this.open(sources, edition),
      edition,
    );
    if (!report) return;
    const loaded = { name, sources, report, edition };
    if (report.sources.some((source) => source.stopped !== null)) {
      this.pending = loaded;
      this.notices.say(`Reading stopped at a mistake. ${plural(report.packets, 'packet')} before it can be kept.`);
      return;
    }
    this.#take(loaded);
  }

  /** Keeps what was read before the grammar error. */
  keep(): void {
    if (this.pending) this.#take(this.pending);
  }

  discard(): void {
    this.#dropPending();
  }

  /** Closes the traffic: the page is as it was at first. */
  close(): void {
    this.task.cancel();
    this.#dropPending();
    this.failure = null;
    if (this.loaded) this.#release(this.loaded.report.traffic);
    this.loaded = null;
    this.#forgetAnalysis();
    this.view.close();
  }

  /** With the chosen model; without one, trains on this traffic first. */
  async analyze(): Promise<void> {
    const { loaded } = this;
    const chosen = this.models.chosen;
    if (!loaded) return;
    if (!chosen) return void (await this.train({}, null));
    const name = `Scoring with “${chosen.name}”`;
    const result = await this.#attempt(name, 'The traffic was not analysed', () =>
      this.task.run(name, async (options) => {
        const file = await this.models.file(chosen.id);
        return { file, analysis: await this.engine.analyze(loaded.report.traffic, file.slice(), options) };
      }),
    );
    if (!result || this.loaded !== loaded) return;
    this.#judged(result.analysis, {
      info: chosen,
      file: result.file,
      stored: true,
      id: chosen.id,
      line: chosen.line,
      trained: null,
    });
  }

  /** Trains on the traffic at hand and shows its scores. With a name the model is stored and chosen. */
  async train(parameters: Partial<TrainParameters>, name: string | null, choice: FeatureWish = {}): Promise<boolean> {
    const { loaded } = this;
    if (!loaded) return false;
    const title = name === null ? `Training on ${loaded.name}` : `Training “${name}”`;
    const training = await this.#attempt(title, 'No model was trained', () =>
      this.task.run(title, (options) =>
        this.engine.train(
          { traffic: loaded.report.traffic, name: name ?? loaded.name, ...choice, parameters: { ...parameters } },
          options,
        ),
      ),
    );
    if (!training || this.loaded !== loaded) return false;
    const { info, file, analysis } = training;
    this.#judged(analysis, { info, file, stored: false, trained: name === null ? 'first' : 'here' });
    if (name !== null) await this.saveModel(name);
    return true;
  }

  /** Stores the model behind the present scores under a name, and chooses it. */
  async saveModel(name: string): Promise<boolean> {
    const { judge } = this;
    if (!judge || judge.stored || this.#saving === judge) return false;
    this.#saving = judge;
    try {
      let file = await this.completeFile(judge);
      if (name !== judge.info.name) file = await this.engine.renameModel(file.slice(), name);
      const stored = await this.models.add(file, { ...judge.info, name });
      // Other traffic may be open by now, or other scores be shown.
      if (this.judge === judge) {
        this.judge = { ...judge, info: { ...judge.info, name: stored.name }, file, stored: true, id: stored.id };
      }
      this.models.choose(stored.id);
      this.notices.show(`Saved the model “${stored.name}”. It is chosen for the next analysis.`);
      return true;
    } catch (error) {
      this.notices.trouble(`The model was not saved. ${messageOf(error)}`);
      return false;
    } finally {
      this.#saving = null;
    }
  }

  async download(format: ExportFormat, rows: ExportRows): Promise<void> {
    const { loaded } = this;
    if (!loaded) return;
    const title = `Writing ${FORMAT_NAMES[format]}`;
    const { value, hosts } = this.threshold;
    const exported = await this.#attempt(title, 'No file was written', () =>
      this.task.run(title, (options) =>
        this.engine.export(loaded.report.traffic, format, value, { ...options, rows, hosts }),
      ),
    );
    if (exported) this.notices.show(saveExported(loaded.name, format, rows, exported));
  }

  #take(loaded: Loaded): void {
    const before = this.loaded;
    this.pending = null;
    this.failure = null;
    this.loaded = loaded;
    // The form's name and features are those of what was open before.
    this.training = false;
    this.#forgetAnalysis();
    if (before && before.report.traffic !== loaded.report.traffic) this.#release(before.report.traffic);
    const { report } = loaded;
    // A pasted text that was quite right needs no mending.
    if (report.problemCount === 0 && report.sources.every((source) => source.stopped === null)) this.paste.close();
    this.notices.say(`Read ${plural(report.packets, 'packet')} from ${loaded.name}.`);
    void this.view.open(report, false);
  }

  /** @param again the same scores as before a restart: the threshold stays, and so does what failed meanwhile */
  #judged(analysis: Analysis, judge: Judge, again = false): void {
    const { report } = this.loaded!;
    this.analysis = analysis;
    this.judge = judge;
    if (!again) this.failure = null;
    this.threshold.start(report.traffic, analysis, again, judge.line);
    this.why.start(report.traffic);
    this.notices.say(`${plural(analysis.anomalies, 'packet')} of ${plural(analysis.packets, 'packet')} stand out.`);
    void this.view.open(report, true);
  }

  #forgetAnalysis(): void {
    this.analysis = null;
    this.judge = null;
    this.threshold.stop();
    this.why.stop();
  }

  #dropPending(): void {
    if (this.pending) this.#release(this.pending.report.traffic);
    this.pending = null;
  }

  #release(traffic: number): void {
    // Nothing depends on it: at worst the engine keeps some memory, or has forgotten the traffic already.
    this.engine.release(traffic).catch(() => undefined);
  }

  /** Runs one piece of work; says what went wrong, and returns null then. */
  async #attempt<T>(
    name: string,
    title: string,
    work: () => Promise<T>,
    again?: () => void,
    edition: number | null = null,
  ): Promise<T | null> {
    this.notices.say(`${name}…`);
    try {
      return await work();
    } catch (error) {
      if (error instanceof CancelledError || (error as Error | null)?.name === 'CancelledError') {
        this.notices.say(`${name}: cancelled.`);
        return null;
      }
      const problems = error instanceof BatchError ? error.problems : [];
      const retry = problems.length > 0 ? null : (again ?? null);
      this.failure = { title, message: messageOf(error), problems, edition, retry };
      this.notices.say(`${title}. ${this.failure.message}`);
      return null;
    }
  }
}
