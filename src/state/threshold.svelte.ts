// Where the line between calm and odd is drawn, and how many packets stand above it.
import { messageOf } from '../base/errors.ts';
import type { HostLine } from '../detect/findings/types.ts';
import { findRarity, shareOfTraining } from '../detect/rarity.ts';
import type { Analysis, EngineClient, TrafficId } from '../engine/types.ts';
import type { ModelLine, ThresholdRule } from '../model/line.ts';
import { latest } from './latest.ts';

export type ThresholdChoice = 'model' | 'trained' | 'auto' | 'hand' | 'rule';

/** The paper's "nothing stands out" (Liu, Ting, Zhou 2008, section 2). */
export const AUTO_THRESHOLD = 0.5;

export class Threshold {
  value = $state(AUTO_THRESHOLD);
  choice = $state<ThresholdChoice>('model');
  /** What `value` came from, where `choice` says so. */
  rule = $state.raw<ThresholdRule | null>(null);
  /** Hosts with lines of their own. */
  hosts = $state.raw<readonly HostLine[]>([]);
  /** Packets above `counted`, a threshold that was `value` a moment ago. */
  count = $state(0);
  counted = $state(AUTO_THRESHOLD);
  /** The line of the training packets, where the model's own is adjusted to this traffic. */
  trained = $state<number | null>(null);
  #calibration = $state.raw<Analysis['calibration']>(null);
  /** The share of the model's training packets above `counted`, in words; '' where that is not known. */
  trainingShare = $derived.by(() => {
    const rarity = findRarity(this.#calibration, this.counted, true);
    return rarity === null ? '' : shareOfTraining(rarity);
  });
  traffic: TrafficId | null = null;
  /** Grows with every other analysis: counts of earlier scores are no news. */
  #edition = 0;
  #modelValue = AUTO_THRESHOLD;
  readonly #count: (wish: { value: number; edition: number }) => void;
  readonly #moved: () => void;

  constructor(
    readonly engine: EngineClient,
    moved: () => void,
    failed: (message: string) => void,
  ) {
    this.#moved = moved;
    this.#count = latest(
      async ({ value, edition }) =>
        edition === this.#edition && this.traffic !== null
          ? engine.countMarked(this.traffic, { threshold: value, hosts: [...this.hosts] })
          : null,
      (count, { value, edition }) => {
        if (count === null || edition !== this.#edition) return;
        this.count = count;
        this.counted = value;
        if (value === this.value) this.#moved();
      },
      (error, { edition }) => {
        if (edition === this.#edition) failed(messageOf(error));
      },
    );
  }

  /** Starts anew with an analysis; a choice by hand is kept only when asked for. */
  start(traffic: TrafficId, analysis: Analysis, keep = false, line?: ModelLine): void {
    this.traffic = traffic;
    this.#edition += 1;
    this.#modelValue = analysis.threshold;
    this.trained = analysis.adjustment?.trained ?? null;
    this.#calibration = analysis.calibration;
    if (keep && (this.choice !== 'model' || this.hosts.length > 0)) {
      this.#set(this.value, this.choice, this.rule);
      return;
    }
    this.hosts = [];
    this.rule = null;
    this.choice = 'model';
    this.value = analysis.threshold;
    this.counted = analysis.threshold;
    this.count = analysis.anomalies;
    if (line) this.draw(line);
  }

  stop(): void {
    this.traffic = null;
    this.#edition += 1;
  }

  moveTo(value: number): void {
    this.#set(Math.min(1, Math.max(0, value)), 'hand');
  }

  /** Draws the line that a rule came to. */
  draw({ threshold, rule, hosts }: ModelLine): void {
    this.hosts = hosts;
    this.#set(threshold, 'rule', rule);
  }

  /** Gives hosts lines of their own; the common one stays. */
  setHosts(hosts: readonly HostLine[]): void {
    this.hosts = hosts;
    this.#set(this.value, this.choice, this.rule);
  }

  choose(choice: 'model' | 'trained' | 'auto'): void {
    const trained = this.trained ?? this.#modelValue;
    this.#set({ model: this.#modelValue, trained, auto: AUTO_THRESHOLD }[choice], choice);
  }

  #set(value: number, choice: ThresholdChoice, rule: ThresholdRule | null = null): void {
    this.rule = rule;
    this.value = value;
    this.choice = choice;
    this.#count({ value, edition: this.#edition });
  }
}
