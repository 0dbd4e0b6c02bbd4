// Connections: who opened one, and whether anybody answered.
import { OPENED, ASKED, FAILED, add } from './hosts';
import * as packets from './packet';
import { CONNECTION, TO_GROUP, UPPER, entryOf, hasTrait, keyOf, rowOf } from './packet';
import { TCP_FLAGS, featuresInput } from './rows';
import { silence } from './table';

/** A connection is new after so many seconds of silence. */
const SILENCE: f64 = 120;

/** Place in an entry: u32, one of the states below; bit 0 tells whether the upper host opened it. */
const STATE: usize = 16;
/** Nobody answered yet; somebody did, but may have to be answered himself; nothing is due, or nothing will come. */
const WAITING: u32 = 0;
const ANSWERED: u32 = 2;
const SETTLED: u32 = 4;

const SYN: u32 = 2;
const RST: u32 = 4;

/** Follows the connection; answers whether the packet opens it. */
export function followConnection(packet: usize, src: usize, dst: usize): bool {
  if (keyOf(packet, CONNECTION) == 0) return false;
  const entry = entryOf(packet, CONNECTION);
  const sender: u32 = hasTrait(packet, UPPER) ? 1 : 0;
  if (silence > SILENCE) {
    const isDue = !hasTrait(packet, TO_GROUP);
    store<u32>(entry, sender | (isDue ? WAITING : SETTLED), STATE);
    if (isDue) {
      add(src, OPENED, 1);
      add(dst, ASKED, 1);
      add(src, FAILED, 1);
    }
    return true;
  }
  const state = load<u32>(entry, STATE);
  const opener = state & 1;
  const next = nextState(packet, state & ~1, sender == opener);
  if (next == state - opener) return false;
  const isDone = next > SETTLED;
  store<u32>(entry, opener | (isDone ? SETTLED : next), STATE);
  if (isDone) {
    const from = sender == opener ? src : dst;
    add(from, OPENED, -1);
    add(from == src ? dst : src, ASKED, -1);
    add(from, FAILED, -1);
  }
  return false;
}

/** The state after a packet by the opener, or to him; more than SETTLED where the connection was answered for good. */
function nextState(packet: usize, state: u32, isOpener: bool): u32 {
  const done = SETTLED + 1;
  if (!hasTrait(packet, packets.TCP_FLAGS)) return state == WAITING && !isOpener ? done : state;
  const flags = <u32>load<u8>(featuresInput() + rowOf(packet), TCP_FLAGS);
  if (state == WAITING && !isOpener) return (flags & RST) != 0 ? SETTLED : (flags & SYN) != 0 ? ANSWERED : done;
  if (state == ANSWERED && isOpener) return (flags & RST) != 0 ? SETTLED : done;
  return state;
}
