// The line of the page as all want it, above which score it marks a packet, and whether two are the same.
import type { HostLine, Line } from '../detect/findings/types.ts';
import type { PacketRow } from '../engine/types.ts';

export function lineOf(threshold: { value: number; hosts?: readonly HostLine[] }): Line {
  return { threshold: threshold.value, hosts: threshold.hosts ?? [] };
}

/** The score above which a packet is marked; its ends are those that the engine goes by (packets/ends.ts). */
export function levelOf({ threshold, hosts }: Line, { src, dst, frame }: PacketRow): number {
  const ends = new Set([src ?? frame?.arpSender ?? frame?.srcMac, dst ?? frame?.arpTarget ?? frame?.dstMac]);
  return hosts.reduce((level, own) => (ends.has(own.host) ? Math.max(level, own.threshold) : level), threshold);
}

export function sameLine(a: Line, b: Line): boolean {
  return (
    a.threshold === b.threshold &&
    a.hosts.length === b.hosts.length &&
    a.hosts.every(({ host, threshold }, i) => host === b.hosts[i].host && threshold === b.hosts[i].threshold)
  );
}
