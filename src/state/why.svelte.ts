// The packet that a person asks "why?" about, and the engine's answer.
import { messageOf } from '../base/errors.ts';
import type { Line } from '../detect/findings/types.ts';
import { rarityWords } from '../detect/rarity.ts';
import type { EngineClient, Explanation, PacketRow, TrafficId } from '../engine/types.ts';
import { levelOf } from './line.ts';

interface Answer {
  packet: PacketRow;
  explanation: Explanation;
  /** That it is for: the packet's own. */
  threshold: number;
  /** How rare the score is among the training packets, a sentence; '' where that is not known. */
  rarity: string;
}

export class Why {
  /** The packet that is asked about, or null when nobody asks. */
  packet = $state.raw<PacketRow | null>(null);
  /** The newest answer, which may still be the one for the packet before. */
  answer = $state.raw<Answer | null>(null);
  /** While the engine works on an answer. */
  busy = $state(false);
  /** What went wrong, in words; '' when nothing did. */
  problem = $state('');

  readonly #engine: EngineClient;
  readonly #line: () => Line;
  #traffic: TrafficId | null = null;
  #controller: AbortController | null = null;
  /** Whether the answer is by the scores that are shown. */
  #current = false;

  constructor(engine: EngineClient, line: () => Line) {
    this.#engine = engine;
    this.#line = line;
  }

  /** To be called when a traffic was analysed, anew as well: what was asked is asked again. */
  start(traffic: TrafficId): void {
    if (traffic !== this.#traffic) this.answer = null;
    this.#traffic = traffic;
    this.#current = false;
    this.refresh();
  }

  /** To be called when there are no scores any more. */
  stop(): void {
    this.#traffic = null;
    this.close();
  }

  ask(packet: PacketRow): void {
    this.packet = packet;
    this.refresh();
  }

  close(): void {
    this.#stop();
    this.packet = null;
    this.answer = null;
  }

  /** Gives up what is being worked out: back to the answer before if that still holds, or else nobody asks any more. */
  cancel(): void {
    const { answer } = this;
    if (!this.#current || answer === null) return this.close();
    if (answer.threshold !== levelOf(this.#line(), answer.packet)) return this.close();
    this.#stop();
    this.packet = answer.packet;
  }

  /** Asks again, as when the threshold moved. */
  refresh(): void {
    if (this.packet !== null && this.#traffic !== null) void this.#ask(this.packet, this.#traffic);
  }

  #stop(): void {
    this.#controller?.abort();
    this.#controller = null;
    this.busy = false;
    this.problem = '';
  }

  async #ask(packet: PacketRow, traffic: TrafficId): Promise<void> {
    this.#stop();
    const controller = new AbortController();
    this.#controller = controller;
    this.busy = true;
    const threshold = levelOf(this.#line(), packet);
    try {
      const [explanation] = await this.#engine.explain(traffic, [packet.row], threshold, { signal: controller.signal });
      const rarity = explanation.rarity === null ? '' : rarityWords(explanation.rarity);
      if (this.#controller !== controller) return;
      this.answer = { packet, explanation, threshold, rarity };
      this.#current = true;
    } catch (error) {
      // Another question has been asked meanwhile, or none is any more.
      if (this.#controller !== controller) return;
      this.answer = null;
      this.problem = messageOf(error);
    }
    this.busy = false;
  }
}
