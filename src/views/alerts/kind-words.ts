// Placeholder until detect/findings/kinds.ts has landed.
import type { FindingKind } from '../../detect/findings/types.ts';
export const kindWords = (kind: FindingKind): string => {
  const w = kind.replaceAll('_', ' ');
  return w[0].toUpperCase() + w.slice(1);
};
