// How long it takes to group many marked packets: seeded scans, floods, streams and strangers, and the worst that there is.
import { findBudgetLine } from '../../detect/findings/budget-line.ts';
import { groupFindings } from '../../detect/findings/group.ts';
import { drawMarked, type DrawnPacket } from '../../detect/findings/testing/draw-marked.ts';
import { Seeded } from '../../samples/seeded.ts';

const ROUNDS = 3;

export interface GroupingFigures {
  what: 'mixed' | 'strangers';
  packets: number;
  findings: number;
  groupMs: number;
  budgetMs: number;
}

function drawPackets(what: GroupingFigures['what'], count: number): DrawnPacket[] {
  const seeded = new Seeded(7);
  const random = (): number => seeded.next();
  const host = (hosts: number): string => {
    const number = Math.floor(random() * hosts);
    return `10.${number >> 16}.${(number >> 8) & 255}.${number & 255}`;
  };
  return Array.from({ length: count }, (_, i): DrawnPacket => {
    const ts = 1_700_000_000 + (3600 * i) / count;
    const score = 0.4 + 0.3 * random();
    if (what === 'strangers') return { ts, score, src: host(1 << 20), dst: host(1 << 20), srcPort: 40_000, dstPort: 443, excess: { new_pairs10: 200 } }; // prettier-ignore
    const part = i % 4;
    if (part === 0) return { ts, score, src: '10.0.0.2', dst: '10.0.0.1', srcPort: 50_000, dstPort: i % 1000, tcpFlags: 2, excess: { half_open10: 250 } }; // prettier-ignore
    if (part === 1) return { ts, score, src: host(1 << 20), dst: '10.0.0.9', srcPort: 50_000, dstPort: 80, tcpFlags: 2, excess: { half_open10: 250 } }; // prettier-ignore
    if (part === 2) return { ts, score, src: '10.0.0.5', dst: '10.0.0.53', srcPort: 53_000, dstPort: 53, proto: 17, excess: { dns_long60: 255 } }; // prettier-ignore
    return { ts, score, src: host(300), dst: host(300), srcPort: 50_000, dstPort: 443, excess: { rare_volume: 100 } };
  });
}

export function measureGrouping(): GroupingFigures[] {
  const figures: GroupingFigures[] = [];
  for (const what of ['mixed', 'strangers'] as const) {
    for (const packets of [50_000, 500_000]) {
      const marked = drawMarked(drawPackets(what, packets), { ceiling: 0.65 });
      const timed = (work: () => number): [ms: number, findings: number] => {
        const rounds = Array.from({ length: ROUNDS }, (): [number, number] => {
          const start = performance.now();
          const findings = work();
          return [performance.now() - start, findings];
        });
        return rounds.toSorted((a, b) => a[0] - b[0])[ROUNDS >> 1];
      };
      const [groupMs, findings] = timed(() => groupFindings(marked, null).total);
      const [budgetMs] = timed(() => findBudgetLine(marked, 10).findings);
      figures.push({ what, packets, findings, groupMs: Math.round(groupMs), budgetMs: Math.round(budgetMs) });
    }
  }
  return figures;
}
