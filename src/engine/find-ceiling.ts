// From which score on a packet is unusual in itself: what a threshold that adjusts to its traffic never learns from.
import type { CoreInstance } from '../base/core.ts';
import type { Pacer } from '../base/pacer.ts';
import { makeAnchors } from '../detect/excess.ts';
import type { Model } from '../model/file.ts';
import { scoreChunks } from './score.ts';
import type { Progress } from './types.ts';

/**
 * The mean score of the anchors: packets that are usual but for one feature, and far off in that. As trees grow on anchors
 * too, it hardly depends on what training has seen (0.40 to 0.42 for 22 captures). Null for a model without them.
 */
export async function findCeiling(
  core: CoreInstance,
  { forest, context }: Pick<Model, 'forest' | 'context'>,
  pacer: Pacer<Progress>,
): Promise<number | null> {
  if (context === null) return null;
  const [scores] = await scoreChunks(core, forest, [makeAnchors(forest.features.length)], pacer);
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}
