// Names that DNS is asked for: how many new ones a domain lately has.
import { damp } from './connections';
import { DOMAIN, NAME, entryOf, hasKey } from './packet';
import { silence } from './table';

/** A name is new after so many seconds. */
const NAME_SILENCE: f64 = 600;
/** Half-lives a second. */
const SHORT: f64 = 0.1;

/** New names under the last two labels, halved every ten seconds; 0 without a name. */
export function nameRate(packet: usize): f64 {
  if (!hasKey(packet, NAME)) return 0;
  entryOf(packet, NAME);
  const isNew = silence > NAME_SILENCE;
  return damp(entryOf(packet, DOMAIN), SHORT, isNew ? 1 : 0);
}
