// The line of the page as findings want it, and whether two are the same.
import type { HostLine, Line } from '../detect/findings/types.ts';

export function lineOf(threshold: { value: number; hosts?: readonly HostLine[] }): Line {
  return { threshold: threshold.value, hosts: threshold.hosts ?? [] };
}

export function sameLine(a: Line, b: Line): boolean {
  return (
    a.threshold === b.threshold &&
    a.hosts.length === b.hosts.length &&
    a.hosts.every(({ host, threshold }, i) => host === b.hosts[i].host && threshold === b.hosts[i].threshold)
  );
}
