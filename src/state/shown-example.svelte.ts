// The packet of a finding that stands beside it: why it is odd, its fields and bytes. The table has its own.
import { messageOf } from '../base/errors.ts';
import type { Line } from '../detect/findings/types.ts';
import type { EngineClient, PacketRow, TrafficId } from '../engine/types.ts';
import { Look } from './look.svelte.ts';
import { Why } from './why.svelte.ts';

export class ShownExample {
  readonly why: Why;
  readonly look: Look;
  packet = $state.raw<PacketRow | null>(null);
  /** What went wrong, in words; '' when nothing did. */
  problem = $state('');
  #row: number | null = null;

  constructor(
    readonly engine: EngineClient,
    line: () => Line,
  ) {
    this.why = new Why(engine, line);
    this.look = new Look(engine);
  }

  /** Shows a packet by its place in the traffic; the one before stays until it is there. */
  async show(traffic: TrafficId, row: number): Promise<void> {
    if (row === this.#row) return this.why.refresh();
    this.#row = row;
    try {
      const [packet] = await this.engine.packets(traffic, [row]);
      if (this.#row !== row) return;
      this.problem = '';
      this.packet = packet;
      this.why.start(traffic);
      this.why.ask(packet);
      this.look.start(traffic);
      if (packet.frame) this.look.ask(packet);
      else this.look.close();
    } catch (error) {
      if (this.#row !== row) return;
      this.close();
      this.problem = messageOf(error);
    }
  }

  close(): void {
    this.#row = null;
    this.packet = null;
    this.problem = '';
    this.why.close();
    this.look.close();
  }
}
