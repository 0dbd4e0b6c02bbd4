// From which score on a packet is unusual in itself: what a threshold that adjusts to its traffic never learns from.
import type { CoreInstance } from '../base/core.ts';
import { findFeatures } from '../features/sets.ts';
import type { Model } from '../model/file.ts';
import { fuseAlone, fusionOf, isFused, type Means, scoreGroups, seeColumns } from './score-model.ts';

/** Of the way from what is usual of a feature to where more of it tells nothing. */
const FAR = 5 / 6;

/**
 * The mean score of packets that have one feature five sixths of the way to its cap and no other above what is usual, one
 * packet a feature. Trees grow on sentinels beyond that, so that it hardly depends on what training has seen. Null for a
 * model whose features have no caps.
 */
export async function findCeiling(core: CoreInstance, model: Model, means: Means): Promise<number | null> {
  if (!isFused(model)) return null;
  const { forests, info } = model;
  const fusion = fusionOf(model);
  const columns = findFeatures(info.features).map(({ bound }, place) => {
    const column = new Float32Array(info.features.length).fill(fusion.floors[place]);
    column[place] += FAR * (bound?.cap ?? 0);
    return column;
  });
  const seen = await seeColumns(info.features, fusion, [columns], means.pace);
  const { groups } = await scoreGroups(core, forests, info.features, seen, { ...means, pool: null });
  const [scores] = await fuseAlone(groups, fusion, means.pace);
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}
