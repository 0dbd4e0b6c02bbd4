// The ways to draw the line as a person tries them: what each would mark right now, before it is drawn.
import { messageOf } from '../base/errors.ts';
import { formatScore, plural } from '../base/format.ts';
import { fitTail, type Tail } from '../detect/tail.ts';
import { tailWords } from '../detect/tail-words.ts';
import { lineOfTraffic, lineOfTraining, parseShare } from '../detect/threshold-rule.ts';
import type { Analysis, HostLevel } from '../engine/types.ts';
import type { ThresholdRule } from '../model/line.ts';
import { latest } from './latest.ts';
import type { Threshold } from './threshold.svelte.ts';

/** Finds the lowest line with at most so many findings an hour. */
export type FindBudget = (findingsAnHour: number) => Promise<{ threshold: number; findings: number }>;

/** Where a line would lie, and what it would mark. */
export interface Preview {
  rule: ThresholdRule;
  threshold: number;
  packets: number;
  /** What else is to be said of it, or ''. */
  note: string;
}

/** One way: what was typed, and what comes of it. */
export class LineWay {
  text = $state('');
  preview = $state.raw<Preview | null>(null);
  /** Why there is no line, or ''. */
  trouble = $state('');
  readonly ask: () => void;
  #asked: { text: string } | null = null;
  /** What stands here is of an earlier wish. */
  #waiting = false;
  #use: ((preview: Preview) => void) | null = null;

  /** @param resolve answers a preview, or in words why there is none */
  constructor(text: string, resolve: (text: string) => Promise<Preview | string>) {
    this.text = text;
    const wish = latest(
      ({ text: asked }: { text: string }) => resolve(asked),
      (result, asked) => asked === this.#asked && this.#show(result),
      (error, asked) => asked === this.#asked && this.#show(messageOf(error)),
    );
    this.ask = () => {
      this.#waiting = true;
      this.#use = null;
      wish((this.#asked = { text: this.text }));
    };
  }

  /** Calls back with the line for what is typed, as soon as it is known; not at all where there is none. */
  whenKnown(use: (preview: Preview) => void): void {
    if (this.#waiting) this.#use = use;
    else if (this.preview) use(this.preview);
  }

  #show(result: Preview | string): void {
    this.#waiting = false;
    this.preview = typeof result === 'string' ? null : result;
    this.trouble = typeof result === 'string' ? result : '';
    if (this.preview) this.#use?.(this.preview);
    this.#use = null;
  }
}

/** Hosts that are offered a line of their own. */
const HOSTS = 8;
const SHARE_HELP = 'Write a share as 0.1 % or 1 in 100,000, from 50 % to 1 in 10,000,000.';

export class LineWays {
  of = $state<'training' | 'traffic'>('training');
  /** Of 0.5. */
  auto = $state<number | null>(null);
  /** Hosts with packets above the line, or null while that is counted. */
  levels = $state.raw<HostLevel[] | null>(null);
  levelTrouble = $state('');
  readonly share: LineWay;
  readonly score: LineWay;
  readonly budget: LineWay;

  #tail: { tail: Tail | null } | null = null;

  constructor(
    readonly threshold: Threshold,
    readonly analysis: Analysis,
    /** Null while, and where, findings an hour cannot be counted. */
    readonly findBudget: () => FindBudget | null,
  ) {
    // A model that knows nothing of its training can still be asked of this traffic.
    if (analysis.calibration === null) this.of = 'traffic';
    this.share = new LineWay('0.1 %', (text) => this.#ofShare(text, this.of));
    // Written with three figures, the line that is drawn is another one: until it is changed, the text stands for it.
    const drawn = { text: formatScore(threshold.value), score: threshold.value };
    this.score = new LineWay(drawn.text, (text) =>
      text === drawn.text ? this.#preview({ way: 'score', score: drawn.score }, drawn.score, '') : this.#ofScore(text),
    );
    this.budget = new LineWay('10', (text) => this.#ofBudget(text));
  }

  /** Asks for all previews. */
  start(): void {
    for (const way of [this.share, this.score, this.budget]) way.ask();
    this.countAt(0.5).then(
      (packets) => (this.auto = packets),
      () => (this.auto = null),
    );
  }

  /** Asks for the hosts above the line, as it is now. */
  readonly findLevels = latest(
    async (value: number) => {
      const { traffic, engine } = this.threshold;
      return traffic === null ? [] : engine.hostLevels(traffic, value, HOSTS);
    },
    (levels) => {
      this.levels = levels;
      this.levelTrouble = '';
    },
    (error) => (this.levelTrouble = messageOf(error)),
  );

  async countAt(threshold: number): Promise<number> {
    const { traffic, engine, hosts } = this.threshold;
    return traffic === null ? 0 : engine.countMarked(traffic, { threshold, hosts: [...hosts] });
  }

  async #preview(rule: ThresholdRule, threshold: number, note: string): Promise<Preview> {
    return { rule, threshold, packets: await this.countAt(threshold), note };
  }

  async #ofShare(text: string, of: 'training' | 'traffic'): Promise<Preview | string> {
    const share = parseShare(text);
    if (share === null) return SHARE_HELP;
    const { analysis } = this;
    const rule = { way: 'share', share, of } as const;
    if (of === 'traffic') {
      const { packets, histogram, adjustment } = analysis;
      const { ceiling = null, beyond = 0 } = adjustment ?? {};
      // Scores, whatever lines hosts have.
      const { traffic, engine } = this.threshold;
      if (traffic === null) return 'No traffic is analysed.';
      const count = (threshold: number) => engine.countMarked(traffic, { threshold, hosts: [] });
      const threshold = await lineOfTraffic(share, { packets, histogram, ceiling, beyond }, count);
      const none =
        share * (packets - beyond) < 0.5 ? `Less than half a packet of ${plural(packets - beyond, 'packet')}.` : '';
      return this.#preview(rule, threshold, none);
    }
    const { calibration } = analysis;
    if (calibration === null) return 'How the training packets of this model scored is not known.';
    const tail = this.#fitted();
    const line = lineOfTraining(calibration, tail, share);
    const rows = calibration.upTo[calibration.upTo.length - 1];
    if (line === null) {
      return `Less than one of the ${plural(rows, 'training packet')}, too few to tell what is rarer.`;
    }
    const beyond = line.tail?.extrapolated
      ? `${tailWords(line.tail, rows)}; its score lies between ${formatScore(line.tail.lowScore)} and ${formatScore(line.tail.highScore)}.`
      : '';
    return this.#preview(rule, line.threshold, beyond);
  }

  #fitted(): Tail | null {
    this.#tail ??= { tail: fitTail(this.analysis.calibration) };
    return this.#tail.tail;
  }

  async #ofScore(text: string): Promise<Preview | string> {
    const score = text.trim() === '' ? Number.NaN : Number(text.replace(',', '.'));
    if (!(score >= 0 && score <= 1)) return 'Write a score from 0 to 1, such as 0.65.';
    return this.#preview({ way: 'score', score }, score, '');
  }

  async #ofBudget(text: string): Promise<Preview | string> {
    const findBudget = this.findBudget();
    if (findBudget === null) {
      return 'Findings an hour are not known here: they are not counted yet, or the packets have no times.';
    }
    const findingsAnHour = text.trim() === '' ? Number.NaN : Number(text.replace(',', '.'));
    if (!(findingsAnHour > 0 && findingsAnHour <= 1e6)) return 'Write how many findings an hour are at most wanted.';
    const { threshold, findings } = await findBudget(findingsAnHour);
    return this.#preview({ way: 'budget', findingsAnHour }, threshold, `${plural(findings, 'finding')} here.`);
  }
}
