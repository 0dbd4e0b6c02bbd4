// "This is normal": teaches a finding's packets to a new version of the model, and shows what that would change first.
import { CancelledError, messageOf } from '../base/errors.ts';
import type { Finding } from '../detect/findings/types.ts';
import type { Progress, Teaching } from '../engine/types.ts';
import type { Findings, Result } from './findings.svelte.ts';

/** Longest name of a model, less what is put behind it. */
const MOST_NAME = 180;

/** `Office LAN, taught 1`, or the next number that no model has. */
export function nameTaught(name: string, taken: readonly string[]): string {
  const base = name.replace(/, taught \d+$/, '').slice(0, MOST_NAME);
  const number = Number(/, taught (\d{1,9})$/.exec(name)?.[1] ?? 0);
  for (let next = number + 1; ; next++) {
    const wish = `${base}, taught ${next}`;
    if (!taken.includes(wish)) return wish;
  }
}

export class Lesson {
  /** What is to be taught; null while nobody teaches. */
  finding = $state.raw<Finding | null>(null);
  name = $state('');
  running = $state(false);
  saving = $state(false);
  progress = $state.raw<Progress | null>(null);
  preview = $state.raw<Teaching | null>(null);
  /** What went wrong, in words; '' when nothing did. */
  problem = $state('');

  #of: Result | null = null;
  #controller: AbortController | null = null;

  constructor(readonly findings: Findings) {}

  /** The model that would be taught. */
  get model(): string {
    return this.#of?.judge.info.name ?? '';
  }

  /** Whether that model is kept already. */
  get stored(): boolean {
    return this.findings.session.judge?.stored ?? false;
  }

  open(finding: Finding): void {
    this.close();
    this.#of = this.findings.result;
    this.finding = finding;
    this.name = nameTaught(
      this.model,
      this.findings.app.models.list.map(({ name }) => name),
    );
  }

  close(): void {
    this.cancel();
    this.finding = null;
    this.preview = null;
    this.problem = '';
  }

  cancel(): void {
    this.#controller?.abort();
    this.#controller = null;
    this.running = false;
    this.progress = null;
  }

  /** Grows the new version, and counts what it would change. Nothing is stored. */
  async run(): Promise<void> {
    const { finding, findings } = this;
    const of = this.#of;
    if (!finding || !of) return;
    this.cancel();
    const controller = new AbortController();
    this.#controller = controller;
    this.running = true;
    this.problem = '';
    this.preview = null;
    const isCurrent = () => this.#controller === controller;
    try {
      const rows = await findings.rowsOf(finding.id, of.line);
      if (!isCurrent()) return;
      const preview = await findings.engine.teach(
        { traffic: of.loaded.report.traffic, file: of.judge.file.slice(), rows, name: this.name, line: of.line },
        {
          signal: controller.signal,
          onProgress: (progress) => {
            if (isCurrent()) this.progress = progress;
          },
        },
      );
      if (!isCurrent()) return;
      this.preview = preview;
    } catch (error) {
      if (!isCurrent() || error instanceof CancelledError) return;
      this.problem = messageOf(error);
    }
    this.cancel();
  }

  /** Stores the new version beside the old one, chooses it, and analyses again. */
  async save(): Promise<void> {
    const { preview, findings } = this;
    const { app, session } = findings;
    if (!preview || this.saving) return;
    this.saving = true;
    try {
      // The old one is kept: to go back, it must be there.
      const { judge } = session;
      if (judge && !judge.stored && !(await session.saveModel(judge.info.name))) return;
      const stored = await app.models.add(preview.file, preview.info);
      app.models.choose(stored.id);
      this.close();
      app.notices.show(`Saved “${stored.name}”. The model that it was made of is kept beside it.`);
    } catch (error) {
      this.problem = `The new version was not saved. ${messageOf(error)}`;
      return;
    } finally {
      this.saving = false;
    }
    await session.analyze();
  }
}
