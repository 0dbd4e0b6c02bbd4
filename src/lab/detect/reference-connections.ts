// The reference's connections: who opened how many that nobody has answered yet.
import type { ReferencePacket } from './reference-packets.ts';
import { FadingSums } from './reference-sums.ts';

type State = 'open' | 'answered' | 'done' | 'failed' | 'ignored';

interface Connection {
  state: State;
  opener: string;
  last: number;
}

const SILENCE = 120;
const [SYN, RST] = [2, 4];

/** What a later packet makes of a connection; the same state where it changes nothing. */
function nextState(state: State, flags: number | null, isOpener: boolean): State {
  if (flags === null) return state === 'open' && !isOpener ? 'done' : state;
  if (state === 'open' && !isOpener) {
    if (flags & RST) return 'failed';
    return flags & SYN ? 'answered' : 'done';
  }
  if (state === 'answered' && isOpener) return flags & RST ? 'failed' : 'done';
  return state;
}

export class ReferenceConnections {
  readonly #connections = new Map<string, Connection>();
  readonly #opened10 = new FadingSums(10);
  readonly #received10 = new FadingSums(10);
  readonly #opened100 = new FadingSums(100);

  /** Follows a packet's connection; answers the most at one of its ends. */
  add({ src, dst, srcPort, dstPort, proto, tcpFlags }: ReferencePacket, t: number) {
    const ends = [`${src.text} ${srcPort}`, `${dst.text} ${dstPort}`].toSorted();
    const key = `${ends.join(' ')} ${proto}`;
    const known = this.#connections.get(key);
    const isFresh = known === undefined || t - known.last > SILENCE;
    if (isFresh) {
      const state = dst.isGroup ? 'ignored' : 'open';
      this.#connections.set(key, { state, opener: src.text, last: t });
      if (state === 'open') this.#count(src.text, dst.text, t, 1);
    } else {
      known.last = t;
      known.state = this.#follow(known, nextState(known.state, tcpFlags, src.text === known.opener), src.text, dst.text, t); // prettier-ignore
    }
    const hosts = [src.text, dst.text];
    const halfOpen = hosts.flatMap((host) => [this.#opened10.at(host, t), this.#received10.at(host, t)]);
    const failed = hosts.map((host) => this.#opened100.at(host, t));
    return { halfOpen: Math.max(...halfOpen), failed: Math.max(...failed), isFresh };
  }

  #follow({ state, opener }: Connection, next: State, src: string, dst: string, t: number): State {
    if (next === 'done' && state !== 'done') this.#count(opener, opener === src ? dst : src, t, -1);
    return next;
  }

  #count(opener: string, other: string, t: number, change: number): void {
    this.#opened10.add(opener, t, change);
    this.#received10.add(other, t, change);
    this.#opened100.add(opener, t, change);
  }
}
