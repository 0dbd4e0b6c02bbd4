// The packet that a person looks into: its bytes and fields, read again from its file by the engine.
import { CancelledError, messageOf } from '../base/errors.ts';
import type { EngineClient, PacketRow, Progress, TrafficId } from '../engine/types.ts';
import type { Inspection } from '../inspect/types.ts';

export class Look {
  /** The packet that is asked for, or null when nobody looks. */
  packet = $state.raw<PacketRow | null>(null);
  /** What was read last; it may still be of the packet before. */
  inspection = $state.raw<Inspection | null>(null);
  busy = $state(false);
  progress = $state.raw<Progress | null>(null);
  /** What went wrong, in words; '' when nothing did. */
  problem = $state('');

  readonly #engine: EngineClient;
  #traffic: TrafficId | null = null;
  #controller: AbortController | null = null;

  constructor(engine: EngineClient) {
    this.#engine = engine;
  }

  /** To be called when a traffic is shown. */
  start(traffic: TrafficId): void {
    if (traffic !== this.#traffic) this.close();
    this.#traffic = traffic;
  }

  /** Reads a packet; of one that no capture gave there is nothing to read. */
  ask(packet: PacketRow): void {
    this.#stop();
    this.packet = packet;
    if (packet.frame === null) this.inspection = null;
    else if (this.#traffic !== null && this.inspection?.row !== packet.row) void this.#read(packet, this.#traffic);
  }

  close(): void {
    this.#stop();
    this.packet = null;
    this.inspection = null;
  }

  /** Gives up what is being read; the packet stays chosen. */
  cancel(): void {
    this.#stop();
    this.inspection = null;
    this.problem = 'Not read: cancelled. Choose the packet again to read it.';
  }

  #stop(): void {
    this.#controller?.abort();
    this.#controller = null;
    this.busy = false;
    this.progress = null;
    this.problem = '';
  }

  async #read(packet: PacketRow, traffic: TrafficId): Promise<void> {
    const controller = new AbortController();
    this.#controller = controller;
    this.busy = true;
    const isCurrent = () => this.#controller === controller;
    try {
      const inspection = await this.#engine.inspect(traffic, packet.row, {
        signal: controller.signal,
        onProgress: (progress) => {
          if (isCurrent()) this.progress = progress;
        },
      });
      if (!isCurrent()) return;
      this.inspection = inspection;
    } catch (error) {
      // Another packet has been asked for meanwhile, or none is any more.
      if (!isCurrent() || error instanceof CancelledError) return;
      this.inspection = null;
      this.problem = messageOf(error);
    }
    this.busy = false;
    this.progress = null;
  }
}
