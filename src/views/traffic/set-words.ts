// Feature sets in words: what a traffic does not allow and why, and what of it was forgotten.
import { formatCount, plural } from '../../base/format.ts';
import type { ExtractionReport, FeatureChoice } from '../../engine/types.ts';

type Omitted = FeatureChoice['omitted'];

/** `ARP packets of a host and Another way to the Internet` */
function listWords(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;
}

/** A sentence for each thing that is lacking: `“A” and “B”: most packets here have no ARP (captures only).` */
export function omittedWords(omitted: Omitted): string[] {
  const lacking = new Set(omitted.map(({ lacks }) => lacks));
  return Array.from(lacking, (words) => {
    const features = omitted.filter(({ lacks }) => lacks === words);
    return `${listWords(features.map(({ label }) => `“${label}”`))}: most packets here have no ${words}.`;
  });
}

/** What each table of an extraction remembers. */
const REMEMBERED: Readonly<Record<string, string>> = {
  hosts: 'hosts',
  gateways: 'ways to the Internet',
  bindings: 'addresses with their MAC addresses',
  services: 'services',
  pairs: 'pairs of hosts',
  channels: 'services of hosts',
  connections: 'connections',
  names: 'DNS names',
  domains: 'DNS domains',
  queries: 'DNS clients',
  echoes: 'pairs of hosts with ICMP',
};

/** What was forgotten for want of room, the most first, in sentences. */
export function forgottenWords({ tables, cut }: ExtractionReport): string[] {
  const full = tables.filter(({ evicted }) => evicted > 0).toSorted((a, b) => b.evicted - a.evicted);
  const sentences = full.map(({ name, evicted, capacity }) => {
    const what = `${plural(evicted, 'entry', 'entries')} of ${REMEMBERED[name] ?? name} ${evicted === 1 ? 'was' : 'were'}`;
    return `${what} forgotten to stay within ${formatCount(capacity)}, the oldest first.`;
  });
  if (full.length > 0) sentences.push('What comes back after that is taken for new.');
  if (cut > 0)
    sentences.push(`The model keeps ${plural(cut, 'entry', 'entries')} fewer than there are: it has no room for more.`);
  return sentences;
}
