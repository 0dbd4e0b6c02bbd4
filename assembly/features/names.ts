// Names that DNS is asked for: how many new ones a domain lately has.
import { logScale } from './arithmetic';
import { damp } from './connections';
import { DOMAIN, NAME, entryOf, hasKey } from './packet';
import { silence } from './table';

/** A name is new after so many seconds. */
const NAME_SILENCE: f64 = 600;
const HALF: f64 = 10;

/** L of the new names under the last two labels; 0 without a name. */
export function nameRate(packet: usize): f64 {
  if (!hasKey(packet, NAME)) return 0;
  entryOf(packet, NAME);
  const isNew = silence > NAME_SILENCE;
  return logScale(damp(entryOf(packet, DOMAIN), HALF, isNew ? 1 : 0));
}
