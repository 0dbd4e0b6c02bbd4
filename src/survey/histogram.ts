// The scores of a selection in equal parts, as those of a whole analysis are counted.
import { binOf } from '../detect/summary.ts';
import type { Kept } from './memory.ts';
import type { Part } from './parts.ts';
import type { Picked } from './picked.ts';

export class HistogramPart implements Part {
  constructor(readonly kept: Kept<Uint32Array<ArrayBuffer>>) {}

  add({ rows, count, scores }: Picked): void {
    const bins = this.kept.value;
    for (let at = 0; at < count; at++) bins[binOf(scores[rows[at]], bins.length)]++;
  }

  mark(): void {
    // Marked or not, a packet has its score.
  }
}
